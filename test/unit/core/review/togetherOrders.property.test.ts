import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../../src/core/models/provider.ts';
import type { Review } from '../../../../src/core/review/review.ts';
import { askOf, completionOf, House, paramsOf, settle } from '../sampling/fakes.ts';
import { callOf, named } from './together.ts';

/** What can happen to requests of one call, in any order. */
const acts = {
  often: ['arrive', 'approveAll', 'approveSome', 'approveRest', 'reply', 'release'],
  sometimes: ['approveOne', 'tooSoon', 'hidden', 'unfocused', 'stale', 'double', 'edit', 'type', 'save', 'fail'],
  seldom: ['denyAll', 'denyOne', 'cancel', 'pause', 'resume', 'takeBack', 'endCall', 'modelsChange'],
} as const;
const act = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...acts.often) },
  { weight: 6, arbitrary: fc.constantFrom(...acts.sometimes) },
  { weight: 2, arbitrary: fc.constantFrom(...acts.seldom) },
);
type Act = (typeof acts)[keyof typeof acts][number];

const LIMITS = { requests: 2, bytes: 2_000 };

/** The number that a request carries in its text, whatever becomes of the rest of it. */
const numberIn = (text: string): number => Number(/#(\d+)/.exec(text)?.[1]);

/** A desk beside what has to be true of it: which presses counted for which request, and what may pass without one. */
class Both {
  readonly house = new House();
  readonly #signals: AbortController[] = [];
  readonly #reviews: Review[] = [];
  readonly #presses = new Map<number, number>();
  /** Began to be changed, or left out by a press: nothing of it passes without a press of its own. */
  readonly #own = new Set<number>();
  #rest: { requests: number; bytes: number } | undefined;
  /** Calls of a model, by request; and how many of them are counted. */
  readonly #calls = new Map<number, number>();
  #known = 0;
  #verdicts = 0;
  #edits = 0;
  settled = 0;
  passed = 0;

  get asked(): number {
    return this.#signals.length;
  }

  async act(what: Act, at: number): Promise<void> {
    this.#do(what, at);
    await settle();
    this.#reviews.push(...this.house.desk.reviews.filter((review) => !this.#reviews.includes(review)));
    this.#countPassed(what);
    const { sent } = this.house.models;
    for (const { outgoing } of sent.slice(this.#known)) {
      const number = numberIn(JSON.stringify(outgoing.body));
      this.#calls.set(number, (this.#calls.get(number) ?? 0) + 1);
    }
    this.#known = sent.length;
    for (const number of this.#signals.keys()) {
      const [calls, presses] = [this.#calls.get(number) ?? 0, this.#presses.get(number) ?? 0];
      // `expect` is dear, so it is asked only where it will fail.
      if (calls !== presses) expect(calls, `calls of #${number} after ${what}`).toBe(presses);
    }
  }

  /** What passed without a press is in the ledger as such, and has to be covered. */
  #countPassed(what: Act): void {
    const verdicts = this.house.ledger.records.filter(({ kind }) => kind === 'verdict');
    for (const record of verdicts.slice(this.#verdicts)) {
      if (record.kind !== 'verdict' || record.rest === undefined || record.rest.granted !== undefined) continue;
      const review = this.#reviews.find(({ id }) => id === record.review);
      if (review === undefined || this.#rest === undefined) throw new Error(`Something passed after ${what}`);
      const number = numberOf(review);
      expect(this.#own.has(number), `#${number} passed after ${what}`).toBe(false);
      this.#rest.requests -= 1;
      this.#rest.bytes -=
        this.house.models.sent.find(({ outgoing }) => outgoing.hash === record.hash)?.outgoing.bytes ?? 0;
      expect(Math.min(this.#rest.requests, this.#rest.bytes)).toBeGreaterThanOrEqual(0);
      this.#press([review]);
      this.passed += 1;
    }
    this.#verdicts = verdicts.length;
  }

  #press(reviews: readonly Review[]): void {
    for (const review of reviews) this.#presses.set(numberOf(review), (this.#presses.get(numberOf(review)) ?? 0) + 1);
  }

  /** One that waits, where there is one. */
  #waiting(at: number): Review | undefined {
    const waiting = this.house.desk.reviews.filter(({ phase }) => phase === 'pending');
    return waiting[at % Math.max(1, waiting.length)];
  }

  #do(what: Act, at: number): void {
    const { house } = this;
    const { desk } = house;
    const review = this.#waiting(at);
    switch (what) {
      case 'arrive':
        return this.#arrive();
      case 'approveAll':
      case 'approveSome':
      case 'approveRest':
      case 'tooSoon':
      case 'hidden':
      case 'unfocused':
      case 'stale':
      case 'double':
        return this.#together(what, at);
      case 'approveOne':
        if (review && house.approve(review).taken) this.#press([review]);
        return;
      case 'edit':
        if (review) this.#edit(review);
        return;
      case 'type':
        if (review) this.#own.add(numberOf(review));
        return review?.unsavedInTabs(['Message 1']);
      case 'save':
        for (const each of desk.reviews) each.unsavedInTabs([]);
        return;
      case 'reply':
        return house.models.sent[at % Math.max(1, house.models.sent.length)]?.resolve(completionOf('x'));
      case 'fail':
        return house.models.sent.at(-1)?.reject(new ProviderError('timeout', 'Too slow.', { remedies: ['retry'] }));
      case 'release':
        for (const each of desk.reviews) desk.release(each.id);
        return;
      default:
        return this.#end(what, review, at);
    }
  }

  #arrive(): void {
    const number = this.#signals.length;
    if (this.house.desk.reviews.filter(({ closed }) => !closed).length >= 6) return;
    const controller = new AbortController();
    this.#signals.push(controller);
    const ask = askOf({ cause: callOf('c1'), params: paramsOf(`Translate #${number}`), signal: controller.signal });
    const over = (): void => void this.settled++;
    this.house.pipeline.run([ask]).then(over, over);
  }

  #edit(review: Review): void {
    const text = `Edit ${this.#edits++} of #${numberOf(review)}`;
    this.#own.add(numberOf(review));
    this.house.desk.edit(review.id, { part: 'text', message: 'm0', block: 0, text });
  }

  /** A press about the batch. Those that may not count are not taken, whatever they name. */
  #together(what: Act, at: number): void {
    const { desk, clock } = this.house;
    const [batch] = desk.batches.all;
    if (batch === undefined) return;
    desk.select(batch.id);
    desk.forgetRendered();
    const seal = desk.batches.seal(batch.id) ?? '';
    desk.rendered(batch.id, seal);
    clock.advance(what === 'tooSoon' ? 499 : 600);
    const waiting = batch.rows.filter(({ phase }) => phase === 'pending');
    const chosen = what === 'approveSome' ? waiting.filter((_, index) => index !== at % waiting.length) : waiting;
    if (what === 'stale') {
      const [first] = waiting;
      if (first === undefined) return;
      this.#edit(first);
    }
    // What stands unsaved in a tab is no row: its text of before is sent by no press for all.
    expect(chosen.filter(({ tabs }) => tabs.unsaved.length > 0)).toEqual([]);
    const sight = { visible: what !== 'hidden', focused: what !== 'unfocused' };
    const limits = what === 'approveRest' ? LIMITS : undefined;
    const press = () => desk.approveBatch(batch.id, seal, chosen.map(named), sight, limits);
    const { taken } = press();
    const edited = limits !== undefined && chosen[0]?.draft.edited === true;
    const counts = !['tooSoon', 'hidden', 'unfocused', 'stale'].includes(what);
    expect(taken, what).toBe(counts && !desk.paused && chosen.length > 0 && !edited);
    if (taken) {
      this.#press(chosen);
      for (const left of waiting) if (!chosen.includes(left)) this.#own.add(numberOf(left));
      if (limits) {
        this.#rest = { ...limits };
        for (const { review } of batch.outliers) this.#own.add(numberOf(review));
      }
    }
    if (what === 'double') expect(press().taken).toBe(false);
  }

  #end(what: Act, review: Review | undefined, at: number): void {
    const { desk, models } = this.house;
    switch (what) {
      case 'denyAll':
        this.#rest = undefined;
        return desk.denyAll();
      case 'denyOne':
        if (review) desk.deny(review.id);
        return;
      case 'cancel':
        return this.#signals[at % Math.max(1, this.#signals.length)]?.abort('The server cancelled it.');
      case 'pause':
        this.#rest = undefined;
        desk.paused = true;
        return;
      case 'resume':
        desk.paused = false;
        return;
      case 'takeBack':
        this.#rest = undefined;
        for (const { id } of desk.batches.rests.all) desk.batches.rests.takeBack(id);
        return;
      case 'endCall':
        this.#rest = undefined;
        return desk.batches.rests.callEnded('c1');
      case 'modelsChange':
        this.#rest = undefined;
        desk.batches.rests.modelsChanged();
        return models.changed.fire();
      default:
        throw new Error(`Nobody does ${what}`);
    }
  }
}

function numberOf({ ask }: Review): number {
  return numberIn(JSON.stringify(ask.params.messages));
}

const script = fc.array(fc.tuple(act, fc.nat({ max: 5 })), { minLength: 6, maxLength: 30, size: 'max' });

describe('requests that are decided together, whatever happens in whatever order', () => {
  it('each is called once for each press that counted for it or each pass that was covered, and never otherwise', async () => {
    let together = 0;
    let passed = 0;
    await fc.assert(
      fc.asyncProperty(script, async (steps) => {
        const both = new Both();
        await both.act('arrive', 0);
        await both.act('arrive', 0);
        for (const [what, at] of steps) {
          // One after the other is the point.
          await both.act(what, at);
        }
        const { desk, models } = both.house;
        const calls = models.sent.length;
        desk.closeAll('The end.');
        await settle();
        expect(models.sent).toHaveLength(calls);
        expect(both.settled).toBe(both.asked);
        if (calls > 1) together++;
        passed += both.passed;
      }),
      // Always the same orders: what fails here fails for everybody.
      { numRuns: 600, seed: 20_260_728 },
    );
    // Or it would only prove that nothing happens.
    expect(together).toBeGreaterThan(300);
    expect(passed).toBeGreaterThan(50);
    // Three seconds of work, and many times that where other tests share the processors.
  }, 300_000);
});
