import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../../src/core/models/provider.ts';
import type { Review } from '../../../../src/core/review/review.ts';
import { askOf, completionOf, House, matchOf, paramsOf, settle } from './fakes.ts';

/** What can happen to a round, in any order: what goes on with it comes often, what ends it seldom. */
const often = ['approve', 'reply', 'byHand', 'release', 'regenerate'] as const;
const sometimes = [
  'doubleClick',
  'approveUnpainted',
  'approveTooSoon',
  'approveHidden',
  'approveUnfocused',
  'approveStale',
  'approveOther',
  'hide',
  'pause',
  'stop',
  'fail',
  'edit',
  'reset',
  'selectModel',
  'modelsChange',
  'modelsGo',
] as const;
const seldom = ['deny', 'cancel', 'expire', 'stopServer', 'reload', 'reject', 'ledgerFails'] as const;
const act = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...often) },
  { weight: 8, arbitrary: fc.constantFrom(...sometimes) },
  { weight: 1, arbitrary: fc.constantFrom(...seldom) },
);
type Act = (typeof often)[number] | (typeof sometimes)[number] | (typeof seldom)[number];

type Phase = 'pending' | 'decided' | 'running' | 'answered' | 'released' | 'closed';
const sight = { visible: true, focused: true };

/** After each of some 80,000 acts: `expect` costs a quarter of the whole run, so it is asked only where it will fail. */
function agree<T extends boolean | number>(actual: T, expected: T, about: string): void {
  if (actual !== expected) expect(actual, about).toBe(expected);
}

/**
 * What has to be, told by its own few rules and by none of the program's: each ask is somewhere between its arrival and its end, the round
 * goes on when all have a verdict, and a model is called once for an approval that counted, or not at all.
 */
class Truth {
  readonly phase: Phase[];
  /** Approved and not yet sent, since the other ask has no verdict. */
  readonly #waiting = new Set<number>();
  readonly #byHand = new Set<number>();
  readonly #answered = new Set<number>();
  #together = false;
  paused = false;
  broken = false;
  calls = 0;

  constructor(size: number) {
    this.phase = Array.from({ length: size }, () => 'pending');
  }

  get over(): boolean {
    return this.phase.every((phase) => phase === 'closed');
  }

  end(): void {
    this.phase.fill('closed');
  }

  approve(ask: number): boolean {
    if (this.paused || this.phase[ask] !== 'pending') return false;
    this.#decide(ask, this.#waiting);
    return true;
  }

  regenerate(ask: number): boolean {
    if (this.paused || this.phase[ask] !== 'answered') return false;
    this.#decide(ask, this.#waiting);
    return true;
  }

  byHand(ask: number): void {
    if (this.phase[ask] === 'pending') this.#decide(ask, this.#byHand);
  }

  reply(ask: number): void {
    if (this.phase[ask] !== 'running') return;
    if (this.broken) return this.end();
    this.phase[ask] = 'answered';
    this.#answered.add(ask);
  }

  fail(ask: number): void {
    if (this.phase[ask] !== 'running') return;
    if (this.broken) return this.end();
    this.phase[ask] = this.#answered.has(ask) ? 'answered' : 'pending';
  }

  release(ask: number): void {
    if (this.phase[ask] !== 'answered') return;
    if (this.broken) return this.end();
    this.phase[ask] = 'released';
    if (this.phase.every((phase) => phase === 'released')) this.end();
  }

  reject(ask: number): void {
    if (this.phase[ask] === 'answered' || this.phase[ask] === 'released') this.end();
  }

  /** With a ledger that cannot be written, a verdict is the end. */
  #decide(ask: number, how: Set<number>): void {
    this.phase[ask] = 'decided';
    how.add(ask);
    if (this.broken) return this.end();
    if (!this.#together && this.phase.includes('pending')) return;
    this.#together = true;
    for (const each of this.phase.keys()) this.#go(each);
  }

  #go(ask: number): void {
    if (this.#byHand.delete(ask)) {
      this.phase[ask] = 'answered';
      this.#answered.add(ask);
    } else if (this.#waiting.delete(ask)) {
      if (this.paused) {
        this.phase[ask] = this.#answered.has(ask) ? 'answered' : 'pending';
        return;
      }
      this.phase[ask] = 'running';
      this.calls++;
    }
  }
}

/** The program beside the truth: each act is done to both, and they have to agree. */
class Both {
  readonly house = new House();
  readonly truth: Truth;
  readonly cancel = new AbortController();
  readonly reviews: readonly Review[] = [];
  settled = 0;
  /** Which run of a model belongs to which ask: the last one that was sent for it. */
  readonly #runs = new Map<number, (typeof this.house.models.sent)[number]>();
  #edits = 0;

  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
    this.truth = new Truth(size);
  }

  async start(): Promise<void> {
    const { house, cancel } = this;
    const asks = ['One', 'Two']
      .slice(0, this.#size)
      .map((text) => askOf({ key: text, params: paramsOf(text), signal: cancel.signal }));
    const over = (): void => void this.settled++;
    house.pipeline.run(asks).then(over, over);
    await settle();
    Object.assign(this, { reviews: [...house.desk.reviews] });
  }

  async act(what: Act, ask: number): Promise<void> {
    const review = this.reviews[ask];
    if (review === undefined) return;
    this.#do(what, ask, review);
    await settle();
    for (const sent of this.house.models.sent.slice(this.#known)) this.#runs.set(this.#askOf(sent), sent);
    this.#known = this.house.models.sent.length;
  }
  #known = 0;

  #askOf(sent: (typeof this.house.models.sent)[number]): number {
    return this.reviews.findIndex((review) => sent.outgoing.hash === review.outgoing?.hash);
  }

  #do(what: Act, ask: number, review: Review): void {
    const { house, truth, cancel } = this;
    const { desk } = house;
    const taken = (it: { readonly taken: boolean }, expected: boolean): void => {
      agree(it.taken, expected, `${what} ${ask}`);
    };
    switch (what) {
      case 'approve':
        return taken(house.approve(review), truth.approve(ask));
      case 'regenerate':
        return taken(house.regenerate(review), truth.regenerate(ask));
      case 'doubleClick': {
        const hash = review.outgoing?.hash ?? 'none';
        taken(house.approve(review), truth.approve(ask));
        return taken(desk.approve(review.id, hash, sight), false);
      }
      case 'approveUnpainted':
        desk.select(review.id);
        desk.forgetRendered();
        house.clock.advance(600);
        return taken(desk.approve(review.id, review.outgoing?.hash ?? '', sight), false);
      case 'approveTooSoon':
        this.#look(review, 499);
        return taken(desk.approve(review.id, review.outgoing?.hash ?? '', sight), false);
      case 'approveHidden':
        this.#look(review, 600);
        return taken(desk.approve(review.id, review.outgoing?.hash ?? '', { visible: false, focused: true }), false);
      case 'approveUnfocused':
        this.#look(review, 600);
        return taken(desk.approve(review.id, review.outgoing?.hash ?? '', { visible: true, focused: false }), false);
      case 'approveStale': {
        const before = review.outgoing?.hash ?? '';
        this.#look(review, 600);
        const changed = this.#edit(review);
        if (!changed) return;
        return taken(desk.approve(review.id, before, sight), false);
      }
      case 'approveOther': {
        const other = this.reviews[1 - ask];
        if (other === undefined) return;
        this.#look(review, 600);
        return taken(desk.approve(other.id, other.outgoing?.hash ?? '', sight), false);
      }
      case 'deny':
        if (!truth.over) truth.end();
        return void desk.deny(review.id);
      case 'cancel':
      case 'expire':
      case 'stopServer':
        truth.end();
        return cancel.abort(what);
      case 'reload':
        truth.end();
        desk.forgetRendered();
        return desk.closeAll('The window was reloaded.');
      case 'hide':
        return desk.forgetRendered();
      case 'pause':
        truth.paused = !truth.paused;
        desk.paused = truth.paused;
        return;
      case 'byHand':
        truth.byHand(ask);
        return void desk.answerByHand(review.id, 'By me');
      case 'stop':
        return void desk.stop(review.id);
      case 'reply':
        truth.reply(ask);
        return this.#runs.get(ask)?.resolve(completionOf('x'));
      case 'fail':
        truth.fail(ask);
        return this.#runs.get(ask)?.reject(new ProviderError('timeout', 'Too slow.', { remedies: ['retry'] }));
      case 'release':
        truth.release(ask);
        return void desk.release(review.id);
      case 'reject':
        truth.reject(ask);
        return void desk.rejectAnswer(review.id);
      case 'edit':
        this.#edit(review);
        return;
      case 'reset':
        return void desk.revise(review.id, 'reset');
      case 'selectModel':
        return void desk.selectModel(review.id, this.#edits++ % 2 === 0 ? 'local/big' : 'local/small');
      case 'modelsChange':
        house.models.found = matchOf('small', 'big');
        return house.models.changed.fire();
      case 'modelsGo':
        house.models.found = matchOf('big');
        return house.models.changed.fire();
      case 'ledgerFails':
        truth.broken = true;
        house.ledger.failing = () => true;
        return;
    }
  }

  #look(review: Review, ms: number): void {
    const { desk, clock } = this.house;
    desk.select(review.id);
    desk.forgetRendered();
    desk.rendered(review.id, review.outgoing?.hash ?? '');
    clock.advance(ms);
  }

  #edit(review: Review): boolean {
    return this.house.desk.edit(review.id, { part: 'system', text: `Edit ${this.#edits++}` }).taken;
  }
}

const script = fc.array(fc.tuple(act, fc.nat({ max: 1 })), { minLength: 4, maxLength: 28, size: 'max' });

describe('whatever happens, in whatever order', () => {
  it('a model is called exactly once for each approval that counted, and never otherwise (5,000 random orders)', async () => {
    let withCalls = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 }), script, async (size, steps) => {
        const both = new Both(size);
        await both.start();
        const { truth, house } = both;
        for (const [what, ask] of steps) {
          await both.act(what, ask);
          agree(house.models.sent.length, truth.calls, `calls after ${what} ${ask}`);
          if (truth.over) agree(both.settled, 1, `settled after ${what} ${ask}`);
        }
        house.desk.closeAll('The end.');
        await settle();
        expect(house.models.sent).toHaveLength(truth.calls);
        expect(both.settled).toBe(1);
        expect(both.reviews.every(({ closed }) => closed)).toBe(true);
        expect(house.clock.timers).toBe(0);
        if (truth.calls > 0) withCalls++;
      }),
      { numRuns: 5_000 },
    );
    // Or it would only prove that nothing happens.
    expect(withCalls).toBeGreaterThan(1_000);
    // Three to five seconds of work, and several times that where other tests share the processors.
  }, 60_000);
});
