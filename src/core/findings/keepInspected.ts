import type { Inspector } from '../inspection/finding.ts';
import type { Review } from '../review/review.ts';
import { contentView } from '../review/contentView.ts';
import { answerView } from '../review/answerView.ts';
import type { Clock } from '../util/clock.ts';
import { type Disposable, DisposableStore } from '../util/disposable.ts';
import { Inspecting } from './inspecting.ts';
import { answerPlaces, type Place, requestPlaces } from './places.ts';
import type { Side } from './reviewFindings.ts';

/** Inspects the request at once, and again what of it was edited; and the answer when it is whole. */
export function keepInspected(review: Review, inspector: Inspector, clock: Pick<Clock, 'timeout'>): Disposable {
  const store = new DisposableStore();
  const sideOf = (side: Side): ((places: readonly Place[]) => void) => {
    let places: readonly Place[] = [];
    const tell = (): void =>
      review.findings.set(side, inspecting.running, places, (text) => inspecting.findingsOf(text));
    const inspecting = new Inspecting({ inspector, clock, onEnd: tell });
    store.add(inspecting);
    return (next) => {
      places = next;
      inspecting.show(places.map(({ text }) => text));
      tell();
    };
  };
  const request = sideOf('request');
  const answer = sideOf('answer');
  let inspected: unknown;
  const showAnswer = (): void => {
    const now = review.answer?.complete ? review.answer : undefined;
    if (now?.completion === inspected) return;
    inspected = now?.completion;
    answer(now === undefined ? [] : answerPlaces(answerView(now)));
  };
  store.add(
    review.onDidChange((part) => {
      if (part === 'content') request(requestPlaces(contentView(review)));
      if (part === 'status') showAnswer();
    }),
  );
  request(requestPlaces(contentView(review)));
  showAnswer();
  return store;
}
