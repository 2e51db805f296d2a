import { expect, it } from 'vitest';
import { McpError } from '../../../../src/core/errors.ts';
import { Refusals } from '../../../../src/core/sampling/refusals.ts';
import { FakeClock, FakeLedger, log, server } from './fakes.ts';

const tooMany = new McpError('tooMany', 'Refused: 20 wait.', -1);

it('counts refusals for their number, one entry a moment; all others are written one by one', async () => {
  const clock = new FakeClock();
  const ledger = new FakeLedger();
  const refusals = new Refusals({ ledger, clock, log });
  const counts = () => ledger.records.map((record) => (record.kind === 'refusal' ? (record.count ?? 1) : 0));
  for (let at = 0; at < 10; at++) await refusals.write([{ server }], tooMany);
  await refusals.write([{ server: { ...server, name: 'other' } }], tooMany);
  expect(counts()).toEqual([1, 1]);
  clock.advance(250);
  expect(counts()).toEqual([1, 1, 9]);
  await refusals.write([{ server }, { server }], tooMany);
  clock.advance(250);
  expect(counts()).toEqual([1, 1, 9, 2]);
  clock.advance(250);
  expect(clock.timers).toBe(0);
  await refusals.write([{ server }, { server }], new McpError('paused', 'Refused: paused.', -1));
  expect(counts()).toEqual([1, 1, 9, 2, 1, 1]);
});

it('does not wait for the ledger, and lets the refusal stand where it cannot be written', async () => {
  const ledger = { append: () => Promise.reject(new Error('disk full')) };
  const errors: string[] = [];
  const refusals = new Refusals({
    ledger,
    clock: new FakeClock(),
    log: { ...log, error: (text) => void errors.push(text) },
  });
  await refusals.write([{ server }], tooMany);
  await refusals.write([{ server }], new McpError('paused', 'x', -1));
  expect(errors).toEqual(['Ledger: disk full', 'Ledger: disk full']);
});
