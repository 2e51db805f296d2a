import { beforeEach, describe, expect, it } from 'vitest';
import { CallService } from '../../../../src/core/calls/callService.ts';
import { needsOwnVerdict } from '../../../../src/core/sampling/attribution.ts';
import { asks, FakeServer, refusal, sampling, tool } from '../calls/fakeServer.ts';
import { askOf, completionOf, House, paramsOf, server, settle } from '../sampling/fakes.ts';

let house: House;
let calls: CallService;

beforeEach(() => {
  house = new House();
  const { pipeline, ledger, clock, newId } = house;
  calls = new CallService({ pipeline, ledger, clock, newId, validateOutput: () => Promise.resolve(undefined) });
});

async function answerOne(index: number): Promise<void> {
  house.models.reply = () => completionOf('x');
  house.approve(house.review(index));
  await settle();
  house.desk.release(house.review(index).id);
  await settle();
}

const provenance = (index = 0) => house.desk.status(house.review(index).id)?.provenance;

describe('where a request comes from', () => {
  it('is the call, what the person did, its round, and what the call asked before, with verdicts and models', async () => {
    const target = new FakeServer('modern');
    const call = calls.start(target, tool(), { title: 'Sum up', origin: 'button' });
    await settle();
    target.leg.done(asks({ a: sampling('First') }, 's1'));
    await settle();
    expect(provenance()).toMatchObject({ leg: { number: 1, most: 10 }, earlier: [], unprompted: false });
    const first = house.review().id;
    await answerOne(0);
    target.leg.done(asks({ a: sampling('Second') }, 's2'));
    await settle();
    const second = house.desk.reviews.findLast(({ closed }) => !closed);
    const status = house.desk.status(second?.id ?? '');
    expect(status?.cause.calls).toMatchObject([{ id: call.id, origin: 'button' }]);
    expect(status?.provenance).toMatchObject({
      leg: { number: 2, most: 10 },
      earlier: [{ id: first, label: 'First', leg: 1, verdict: 'approve', how: 'returned', model: 'small-1' }],
      more: 0,
    });
    call.cancel();
  });

  it('tells of a denied one, of the legacy era too, and lists no more than 20', async () => {
    const target = new FakeServer('legacy');
    const call = calls.start(target, tool());
    await settle();
    for (let turn = 0; turn < 23; turn++) {
      const pushed = refusal(
        calls.handlePush(target, { params: paramsOf(`Try ${turn}`), signal: new AbortController().signal }),
      );
      // One after the other, as a server asks again.
      await settle();
      house.desk.deny(house.desk.reviews.findLast(({ closed }) => !closed)?.id ?? '');
      await pushed;
    }
    const last = house.desk.reviews.at(-1);
    const { earlier, more } = house.desk.status(last?.id ?? '')?.provenance ?? { earlier: [], more: 0 };
    expect(earlier).toHaveLength(20);
    expect(more).toBe(2);
    expect(earlier.at(-1)).toMatchObject({ label: 'Try 21', how: 'denied' });
    call.cancel();
  });

  it('is nothing for a request that no call led to: it is marked, and decided about alone', () => {
    expect(needsOwnVerdict(askOf())).toBe(true);
    expect(needsOwnVerdict(askOf({ server: { ...server, own: true } }))).toBe(false);
    const call = { id: 'c', method: 'tools/call', name: 'sum', arguments: {}, startedAt: 1 } as const;
    expect(needsOwnVerdict(askOf({ cause: { certainty: 'certain', call } }))).toBe(false);
    expect(needsOwnVerdict(askOf({ cause: { certainty: 'oneOf', calls: [call, call] } }))).toBe(false);
  });
});
