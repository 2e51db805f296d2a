import { t } from '../../core/text/l10n.ts';
import type { ClockView, DeadlineView } from '../../shared/desk.ts';
import { clock as whole } from '../ui/format.ts';

/** From here on a deadline is near, in milliseconds. */
export const NEAR_MS = 10_000;

/** How sure a deadline is. */
export function certaintyWords({ certainty, lasts }: DeadlineView, modern: boolean): string {
  const time = whole(lasts);
  switch (certainty) {
    case 'stated':
      return t('the server says so');
    case 'remembered':
      return modern
        ? t('this server had forgotten a call after {0} last time', time)
        : t('this server gave up after {0} last time', time);
    case 'typical':
      return t('typical {0}', time);
  }
}

/** `38 s left (typical 1 min)`, or that it is over. */
export function leftWords(deadline: DeadlineView, now: number, modern: boolean): string {
  const sure = certaintyWords(deadline, modern);
  const left = deadline.at - now;
  return left > 0
    ? t('{0} left ({1})', whole(Math.ceil(left / 1000) * 1000), sure)
    : t('May be too late: the time is over ({0})', sure);
}

/** What is known of the time there is, and what is done about it: a sentence each. */
export function clockSentences(clock: ClockView, modern: boolean): readonly string[] {
  const { deadline, waited, keepAlive, parked } = clock;
  const sentences: string[] = [];
  if (deadline === undefined && modern)
    sentences.push(
      t('No hurry: the call is made again with your answer. Some servers forget a call after a while, often 10 min.'),
    );
  else if (deadline === undefined && waited !== undefined)
    sentences.push(t('No limit is known: this server has waited {0} before.', whole(waited)));
  if (!modern)
    sentences.push(
      keepAlive
        ? t('The server is told every 10 s that you are still here, which restarts the clock of many servers.')
        : t('The server gave no progress token, so it cannot be told that you are still here.'),
    );
  if (parked?.kept === true)
    sentences.push(t('Kept encrypted on this machine: after a reload of the window you can resume it.'));
  else if (parked?.why !== undefined) sentences.push(t('A reload of the window would end it: {0}', parked.why));
  return sentences;
}

/** Said aloud once, when a deadline comes near. */
export function nearWords(server: string, seconds: number): string {
  return t('{0} seconds left for the request of {1}', seconds, server);
}
