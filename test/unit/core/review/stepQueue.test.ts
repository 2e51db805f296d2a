import { describe, expect, it } from 'vitest';
import { StepQueue } from '../../../../src/core/review/stepQueue.ts';

describe('a queue of steps', () => {
  it('keeps what nobody waits for, in order, and hands over at once what somebody waits for', async () => {
    const queue = new StepQueue<number>();
    queue.push(1);
    queue.push(2);
    expect([await queue.next(), await queue.next()]).toEqual([1, 2]);
    const third = queue.next();
    queue.push(3);
    expect(await third).toBe(3);
  });

  it('drops at its end what was not taken out, and says the end to whoever waits or asks later', async () => {
    const queue = new StepQueue<number>();
    queue.push(1);
    queue.end(9);
    expect([await queue.next(), await queue.next()]).toEqual([9, 9]);
    const waited = new StepQueue<number>();
    const last = waited.next();
    waited.end(8);
    expect([await last, await waited.next()]).toEqual([8, 8]);
  });
});
