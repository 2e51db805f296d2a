import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../../src/core/models/provider.ts';
import type { Review } from '../../../../src/core/review/review.ts';
import type { Taken } from '../../../../src/core/review/taken.ts';
import { askOf, completionOf, House, matchOf, type Sent, settle } from './fakes.ts';

const refs = ['local/a', 'local/b', 'local/c', 'local/d', 'local/e'];
const sight = { visible: true, focused: true };

const number = fc.nat({ max: 4 });
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('choose' as const), models: fc.subarray(refs) }) },
  { weight: 4, arbitrary: fc.constant({ act: 'press' as const }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constantFrom('reply' as const, 'fail' as const), at: number }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('take' as const, 'stopOne' as const), at: number }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom(
        ...(['pressTwice', 'pressUnpainted', 'pressTooSoon', 'pressHidden', 'pressStale', 'pressPart'] as const),
        ...(['approve', 'regenerate', 'byHand', 'edit', 'editAnswer', 'undo', 'stop', 'modelsGo', 'turn'] as const),
        ...(['close', 'hide', 'release'] as const),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('deny' as const, 'cancel' as const, 'pause' as const) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('ledgerFails' as const) }) },
);
type Act = (typeof act extends fc.Arbitrary<infer A> ? A : never) & { at?: number; models?: string[] };

/** A request on the desk of a house, with what was signed for it. */
class Run {
  readonly house = new House();
  readonly controller = new AbortController();
  readonly signed: string[] = [];
  /** True once something may have kept a signed request from being sent. */
  hindered = false;
  readonly outcome: unknown[] = [];
  readonly #open = new Set<Sent>();
  #seen = 0;

  async start(): Promise<Review> {
    this.house.models.found = matchOf('a', 'b', 'c', 'd', 'e');
    const result = this.house.pipeline.run([askOf({ signal: this.controller.signal })]);
    void result.then(
      (value) => this.outcome.push(value),
      (error: unknown) => this.outcome.push(error),
    );
    await settle();
    return this.house.review();
  }

  /** Models that were asked and have not answered. */
  get open(): readonly Sent[] {
    for (const sent of this.house.models.sent.slice(this.#seen)) this.#open.add(sent);
    this.#seen = this.house.models.sent.length;
    return [...this.#open];
  }

  end(at: number, end: (sent: Sent) => void): void {
    const { open } = this;
    const sent = open[at % Math.max(1, open.length)];
    if (sent === undefined) return;
    this.#open.delete(sent);
    end(sent);
  }

  paint(review: Review): void {
    this.house.desk.rendered(review.id, review.shownHash ?? 'none');
  }

  press(review: Review, change: (hashes: readonly string[]) => readonly string[] = (hashes) => hashes): Taken {
    const hashes = review.comparison.plan.map(({ outgoing }) => outgoing?.hash ?? '');
    const done = this.house.desk.approveComparison(review.id, change(hashes), sight);
    if (done.taken) this.signed.push(...hashes);
    return done;
  }

  /** A press of what was looked at for long enough. */
  pressed(review: Review): Taken {
    this.paint(review);
    this.house.clock.advance(600);
    return this.press(review);
  }

  one(review: Review, how: 'approve' | 'regenerate'): void {
    this.paint(review);
    this.house.clock.advance(600);
    const hash = review.outgoing?.hash ?? 'none';
    if (this.house.desk[how](review.id, hash, sight).taken) this.signed.push(hash);
  }
}

function presses(run: Run, review: Review, what: Act['act']): boolean {
  const { house } = run;
  switch (what) {
    case 'press':
      run.pressed(review);
      return true;
    case 'pressTwice':
      run.pressed(review);
      expect(run.press(review)).toMatchObject({ taken: false });
      return true;
    case 'pressUnpainted':
      house.desk.forgetRendered();
      expect(run.press(review)).toMatchObject({ taken: false });
      return true;
    case 'pressTooSoon':
      house.desk.forgetRendered();
      run.paint(review);
      house.clock.advance(499);
      expect(run.press(review)).toMatchObject({ taken: false });
      return true;
    case 'pressHidden':
      run.paint(review);
      house.clock.advance(600);
      expect(house.desk.approveComparison(review.id, [], { visible: false, focused: true })).toMatchObject({
        taken: false,
      });
      return true;
    case 'pressStale':
    case 'pressPart':
      run.paint(review);
      house.clock.advance(600);
      expect(
        run.press(review, (all) => (what === 'pressPart' ? all.slice(1) : [...all, 'f'.repeat(64)])),
      ).toMatchObject({
        taken: false,
      });
      return true;
    default:
      return false;
  }
}

function decisions(run: Run, review: Review, what: Act['act']): boolean {
  const { house } = run;
  switch (what) {
    case 'approve':
    case 'regenerate':
      run.one(review, what);
      return true;
    case 'byHand':
      review.answerByHand('Mine');
      return true;
    case 'release':
      review.release();
      return true;
    case 'deny':
      run.hindered = true;
      review.deny();
      return true;
    case 'cancel':
      run.hindered = true;
      run.controller.abort('The server went.');
      return true;
    case 'pause':
      run.hindered = true;
      house.desk.paused = !house.desk.paused;
      return true;
    case 'ledgerFails':
      run.hindered = true;
      house.ledger.failing = ({ kind }) => kind === 'outgoing';
      return true;
    default:
      return false;
  }
}

function others(run: Run, review: Review, { act: what, at = 0, models }: Act): void {
  const { house } = run;
  if (what === 'choose') review.comparison.choose(models);
  else if (what === 'close') review.comparison.choose(undefined);
  else if (what === 'reply') run.end(at, (sent) => sent.resolve(completionOf(sent.outgoing.model.id)));
  else if (what === 'fail')
    run.end(at, (sent) => sent.reject(new ProviderError('overloaded', 'Busy', { remedies: ['retry'] })));
  else if (what === 'take') review.comparison.take(at);
  else if (what === 'stopOne') review.comparison.stop(at);
  else if (what === 'stop') review.stop();
  else if (what === 'edit') review.edit({ part: 'system', text: `Be brief ${run.signed.length}` });
  else if (what === 'undo') review.revise('undo');
  else if (what === 'editAnswer') review.editAnswer({ part: 'text', text: 'edited' });
  else if (what === 'modelsGo') review.setMatch(matchOf('a', 'c'), []);
  else if (what === 'hide') house.desk.forgetRendered();
}

/** What is left after `taken` was taken out of `from`, each as often as it is there; undefined where one is missing. */
function without(from: readonly string[], taken: readonly string[]): readonly string[] | undefined {
  const left = [...from];
  for (const each of taken) {
    const at = left.indexOf(each);
    if (at < 0) return undefined;
    left.splice(at, 1);
  }
  return left;
}

describe('a comparison in any order of events', () => {
  it('calls each signed model once or, where something came between, not at all; and nothing that was not signed', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 18 }), async (acts) => {
        const run = new Run();
        const review = await run.start();
        for (const each of acts) {
          if (!presses(run, review, each.act) && !decisions(run, review, each.act)) others(run, review, each);
          await settle();
          const sent = run.house.models.sent.map(({ outgoing }) => outgoing.hash);
          const left = without(run.signed, sent);
          expect(left, 'sent without a signature').toBeDefined();
          if (!run.hindered) expect(left, 'signed and not sent').toEqual([]);
          // What was sent stands in the ledger, with a verdict that names it.
          const written = run.house.ledger.records.flatMap((record) =>
            record.kind === 'outgoing' ? [record.hash] : [],
          );
          expect(without(written, sent), 'sent and not written').toBeDefined();
          const verdicts = run.house.ledger.records.flatMap((record) =>
            record.kind === 'verdict'
              ? [...(record.hashes ?? []), ...(record.hash === undefined ? [] : [record.hash])]
              : [],
          );
          expect(without(verdicts, written), 'written without a verdict').toBeDefined();
        }
        compared += run.house.models.sent.length > 1 ? 1 : 0;
        review.close('cancelled', 'The end.');
        await settle();
        expect(run.outcome).toHaveLength(1);
        expect(run.house.models.sent.every(({ signal }) => signal.aborted || review.ending?.how === 'returned')).toBe(
          true,
        );
        expect(run.house.clock.timers).toBe(0);
      }),
      { numRuns: 2_000 },
    );
    // The orders lead somewhere.
    expect(compared).toBeGreaterThan(200);
  }, 60_000);
});
