import type { ElicitationView } from '../../shared/desk.ts';
import { plural, t } from '../../core/text/l10n.ts';

type Ask = Pick<ElicitationView, 'mode' | 'phase' | 'server' | 'problem' | 'round'>;

/** What the server wants, after its name. */
export function wantsWords({ mode }: Pick<Ask, 'mode'>): string {
  return mode === 'form' ? t('asks you to fill in a form') : t('asks you to open a web page');
}

/** What the main button does, in one line beside it. */
export function actWords({ mode, phase, server, problem, round }: Ask): string {
  if (problem !== undefined) return t('Nothing can be sent. {0} waits for a yes or a no.', server.name);
  if (phase === 'answered')
    return t('The page was opened in your browser. Make the call again when you are done there.');
  if (mode === 'url') return t('Opens this page in your browser. Nothing of it was fetched.');
  return round === undefined
    ? t('{0} gets what you enter. It gets nothing before you submit it.', server.name)
    : t('{0} gets what you enter with the rest of its round. It gets nothing before you submit it.', server.name);
}

/** What is said while the rest of a round is waited for. */
export function decidedWords({ action, round }: Pick<ElicitationView, 'action' | 'round'>): string {
  const what = { accept: t('Your answer is kept.'), decline: t('You declined.'), cancel: t('You cancelled.') }[
    action ?? 'accept'
  ];
  const open = round === undefined ? 0 : round.size - round.decided;
  return open > 0
    ? plural(
        open,
        '{1} {0} more request of this round needs a verdict first.',
        '{1} {0} more requests of this round need a verdict first.',
        what,
      )
    : t('{0} It goes back by itself.', what);
}

/** How it ended, in a word or two. */
export function closedTitle({ closed, action, mode }: Pick<ElicitationView, 'closed' | 'action' | 'mode'>): string {
  if (closed?.how !== 'returned')
    return closed?.how === 'denied'
      ? t('Refused.')
      : closed?.how === 'failed'
        ? t('Failed.')
        : closed?.how === 'expired'
          ? t('Expired.')
          : t('Cancelled.');
  if (action === 'decline') return t('Declined.');
  if (action === 'cancel') return t('Cancelled.');
  return mode === 'form' ? t('Submitted.') : t('Page opened.');
}

/** What the server said of the page. */
export const completeWords = t('The server says that what you did on its page is complete.');

/** What is worth saying aloud about a change of the shown elicitation. */
export function askNews(before: ElicitationView, next: ElicitationView): string | undefined {
  if (next.completed && !before.completed) return completeWords;
  if (next.notice !== undefined && next.notice !== before.notice) return next.notice;
  if (next.errors.length > 0 && next.busy === undefined && before.busy !== undefined)
    return plural(next.errors.length, 'Not sent: {0} problem to solve first', 'Not sent: {0} problems to solve first');
  if (next.phase === before.phase) return undefined;
  if (next.phase === 'answered') return actWords(next);
  return next.phase === 'closed' ? (next.closed?.message ?? t('Closed')) : decidedWords(next);
}
