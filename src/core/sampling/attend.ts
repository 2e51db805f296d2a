import { shownOf } from '../errors.ts';
import type { Deadlines } from '../review/deadline.ts';
import type { DeskItem, OnDesk } from '../review/deskItem.ts';
import { keepInspected } from '../findings/keepInspected.ts';
import type { Inspector } from '../inspection/finding.ts';
import type { Review } from '../review/review.ts';
import { type SchemaCheck, checkAnswer } from '../review/answerChecks.ts';
import { t } from '../text/l10n.ts';
import type { Clock } from '../util/clock.ts';
import { type Disposable, DisposableStore } from '../util/disposable.ts';
import { closeWithReason, expireInTime } from './expiry.ts';
import type { SamplingModels } from './ports.ts';
import { onAbort } from './signals.ts';

/** How often a server with a progress token is told that somebody is still at it, in milliseconds. */
const KEEP_ALIVE_MS = 10_000;

export interface Attendance {
  readonly models: SamplingModels;
  readonly inspector: Inspector;
  readonly checkSchema: SchemaCheck;
  readonly clock: Clock;
  readonly desk: { readonly deadlines: Deadlines };
}

/**
 * What goes on beside the steps while a review is open: it is matched and inspected, its answer is checked, its server is kept waiting,
 * and it closes with its server.
 */
export function attend(review: OnDesk, { models, inspector, checkSchema, clock, desk }: Attendance): Disposable {
  const store = new DisposableStore();
  const { signal } = review.ask;
  store.add(onAbort(signal, () => closeWithReason(review, clock, desk.deadlines)));
  if (!review.closed) {
    store.add(keepAlive(review, clock));
    store.add(expireInTime(review, clock));
    if (review.kind === 'sampling') {
      store.add(keepMatched(review, models));
      store.add(keepChecked(review, checkSchema));
      store.add(keepInspected(review, inspector, clock));
    }
  }
  return store;
}

function keepAlive(review: DeskItem, clock: Clock): Disposable {
  return clock.interval(() => {
    if (!review.closed) review.ask.keepAlive?.(waitingFor(review));
  }, KEEP_ALIVE_MS);
}

/** What the server is told while it waits. */
function waitingFor(review: DeskItem): string {
  if (review.kind === 'elicitation') return 'The user is answering the request.';
  if (review.phase === 'running') return 'A model is answering.';
  return review.phase === 'answered' ? 'The user is reviewing the answer.' : 'The user is reviewing the request.';
}

/** Matches at once, and again when the request was edited or the models changed: one match at a time, the last one wins. */
function keepMatched(review: Review, models: SamplingModels): Disposable {
  const store = new DisposableStore();
  let busy = false;
  let again = false;
  const match = async (): Promise<void> => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    do {
      again = false;
      try {
        // One at a time is the point.
        const found = await models.match(review.params, review.draft.priorities);
        if (!store.disposed) review.setMatch(found, models.problems());
      } catch (error) {
        const why = t('No model could be chosen: {0}', shownOf(error));
        review.setMatch({ candidates: [], why }, models.problems());
      }
    } while (again && !store.disposed);
    busy = false;
  };
  store.add(review.onDidChange((part) => part === 'content' && void match()));
  if (models.onDidChange) store.add(models.onDidChange(() => void match()));
  void match();
  return store;
}

/** Holds every answer, and every change of one, against what the server asked for. */
function keepChecked(review: Review, checkSchema: SchemaCheck): Disposable {
  const seen = new WeakSet<object>();
  return review.onDidChange(() => {
    for (const answer of [review.answer, ...review.comparison.columns.map((column) => column.answer)]) {
      if (!answer?.complete || answer.checks || seen.has(answer.completion)) continue;
      const { completion } = answer;
      seen.add(completion);
      void checkAnswer(review.ask.params, completion, checkSchema).then((checks) => review.checked(completion, checks));
    }
  });
}
