import { expect, it } from 'vitest';
import { IdleTimer } from '../../../../src/core/util/idleTimer.ts';
import { FakeClock } from '../sampling/fakes.ts';

it('counts from the last sign of life, and not while anything holds it', () => {
  const clock = new FakeClock();
  let idle = 0;
  const timer = new IdleTimer(clock, 100, () => idle++);
  clock.advance(90);
  timer.heard();
  clock.advance(90);
  timer.hold();
  timer.hold();
  timer.heard();
  clock.advance(1_000);
  timer.release();
  clock.advance(1_000);
  timer.release();
  clock.advance(99);
  expect(idle).toBe(0);
  clock.advance(1);
  timer.heard();
  clock.advance(1_000);
  expect(idle).toBe(1);
});

it('ends with its disposal', () => {
  const clock = new FakeClock();
  const timer = new IdleTimer(clock, 100, () => expect.fail('too late'));
  timer.dispose();
  timer.heard();
  clock.advance(1_000);
  expect(clock.timers).toBe(0);
});
