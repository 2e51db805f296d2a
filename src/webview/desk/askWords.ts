import type { ElicitationView } from '../../shared/desk.ts';
import { count } from '../ui/format.ts';

type Ask = Pick<ElicitationView, 'mode' | 'phase' | 'server' | 'problem' | 'round'>;

/** What the server wants, after its name. */
export function wantsWords({ mode }: Pick<Ask, 'mode'>): string {
  return mode === 'form' ? 'asks you to fill in a form' : 'asks you to open a web page';
}

/** What the main button does, in one line beside it. */
export function actWords({ mode, phase, server, problem, round }: Ask): string {
  if (problem !== undefined) return `Nothing can be sent. ${server.name} waits for a yes or a no.`;
  if (phase === 'answered') return 'The page was opened in your browser. Make the call again when you are done there.';
  if (mode === 'url') return 'Opens this page in your browser. Nothing of it was fetched.';
  const back = round === undefined ? '' : ' with the rest of its round';
  return `${server.name} gets what you enter${back}. It gets nothing before you submit it.`;
}

/** What is said while the rest of a round is waited for. */
export function decidedWords({ action, round }: Pick<ElicitationView, 'action' | 'round'>): string {
  const what = { accept: 'Your answer is kept.', decline: 'You declined.', cancel: 'You cancelled.' }[
    action ?? 'accept'
  ];
  const open = round === undefined ? 0 : round.size - round.decided;
  return open > 0
    ? `${what} ${count(open, 'more request')} of this round ${open === 1 ? 'needs' : 'need'} a verdict first.`
    : `${what} It goes back by itself.`;
}

/** How it ended, in a word or two. */
export function closedTitle({ closed, action, mode }: Pick<ElicitationView, 'closed' | 'action' | 'mode'>): string {
  if (closed?.how !== 'returned')
    return closed?.how === 'denied'
      ? 'Refused.'
      : closed?.how === 'failed'
        ? 'Failed.'
        : closed?.how === 'expired'
          ? 'Expired.'
          : 'Cancelled.';
  if (action === 'decline') return 'Declined.';
  if (action === 'cancel') return 'Cancelled.';
  return mode === 'form' ? 'Submitted.' : 'Page opened.';
}

/** What the server said of the page. */
export const completeWords = 'The server says that what you did on its page is complete.';

/** What is worth saying aloud about a change of the shown elicitation. */
export function askNews(before: ElicitationView, next: ElicitationView): string | undefined {
  if (next.completed && !before.completed) return completeWords;
  if (next.notice !== undefined && next.notice !== before.notice) return next.notice;
  if (next.errors.length > 0 && next.busy === undefined && before.busy !== undefined)
    return `Not sent: ${count(next.errors.length, 'problem')} to solve first`;
  if (next.phase === before.phase) return undefined;
  if (next.phase === 'answered') return actWords(next);
  return next.phase === 'closed' ? (next.closed?.message ?? 'Closed') : decidedWords(next);
}
