import { describe, expect, it } from 'vitest';
import { CallService } from '../../../../src/core/calls/callService.ts';
import type { PermitOptions } from '../../../../src/core/calls/target.ts';
import { McpError } from '../../../../src/core/errors.ts';
import type { CallRequest } from '../../../../src/core/servers/session.ts';
import { House, settle } from '../sampling/fakes.ts';
import { FakeServer, tool } from './fakeServer.ts';

/** A service, and a server whose gate the test holds. */
function gated() {
  const house = new House();
  const { pipeline, ledger, clock, newId } = house;
  const calls = new CallService({ pipeline, ledger, clock, newId, validateOutput: () => Promise.resolve(undefined) });
  const target = new FakeServer('modern', 1000);
  const gate: { open(): void; shut(error: Error): void; options?: PermitOptions; request?: CallRequest } = {
    open: () => undefined,
    shut: () => undefined,
  };
  target.permit = (request, options) =>
    new Promise((resolve, reject) => {
      Object.assign(gate, { open: resolve, shut: reject, options, request });
    });
  return { house, calls, target, gate };
}

describe('the gate in front of every call', () => {
  const requests: readonly CallRequest[] = [
    tool(),
    { method: 'prompts/get', name: 'p', arguments: {} },
    { method: 'resources/read', uri: 'x://y' },
  ];

  it.each(requests.map((request) => [request.method, request] as const))(
    'is asked before %s is written down or sent',
    async (_method, request) => {
      const { house, calls, target, gate } = gated();
      const call = calls.start(target, request);
      await settle();
      expect([gate.request, house.ledger.records.length, target.legs.length]).toEqual([request, 0, 0]);
      gate.open();
      await settle();
      expect([house.ledger.records.length, target.legs.length]).toEqual([1, 1]);
      call.cancel();
    },
  );

  it('that stays shut leaves the call unmade, and the person reads why', async () => {
    const { house, calls, target, gate } = gated();
    const call = calls.start(target, tool());
    await settle();
    gate.shut(new McpError('cancelled', 'It has changed. It was not run.'));
    expect(await call.finished).toMatchObject({ status: 'cancelled', error: 'It has changed. It was not run.' });
    expect([house.ledger.records, target.legs]).toEqual([[], []]);
  });

  it('may take a person as long as they need', async () => {
    const { house, calls, target, gate } = gated();
    const call = calls.start(target, tool());
    await settle();
    gate.options?.onWaiting(true);
    expect(call.snapshot.waitingForReview).toBe(true);
    house.clock.advance(60_000);
    expect(call.snapshot.status).toBe('running');
    gate.options?.onWaiting(false);
    expect(call.snapshot.waitingForReview).toBe(false);
    gate.open();
    await settle();
    house.clock.advance(1001);
    expect((await call.finished).status).toBe('failed');
  });

  it('hears when the call is cancelled', async () => {
    const { calls, target, gate } = gated();
    const call = calls.start(target, tool());
    await settle();
    call.cancel();
    expect(gate.options?.signal.aborted).toBe(true);
    gate.open();
    await settle();
    expect([(await call.finished).status, target.legs]).toEqual(['cancelled', []]);
  });
});

describe('a sign-in in the middle of a call', () => {
  it('takes nothing of the time after which a silent server is given up', async () => {
    const { house, calls, target, gate } = gated();
    const call = calls.start(target, tool());
    await settle();
    gate.open();
    await settle();
    target.leg.options.onWaiting?.(true);
    house.clock.advance(70_000);
    expect(call.snapshot).toMatchObject({ status: 'running', waitingForReview: false });
    target.leg.options.onWaiting?.(false);
    house.clock.advance(999);
    expect(call.snapshot.status).toBe('running');
    house.clock.advance(2);
    expect((await call.finished).status).toBe('failed');
  });
});
