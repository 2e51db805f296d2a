import { describe, expect, it } from 'vitest';
import { deferred } from '../../../../src/core/util/deferred.ts';
import { SharedWork } from '../../../../src/core/util/sharedWork.ts';

function shared() {
  const result = deferred<string>();
  const told: { signal?: AbortSignal } = {};
  const work = new SharedWork((signal) => {
    told.signal = signal;
    return result.promise;
  });
  return { result, work, told };
}

describe('work that several wait for', () => {
  it('goes on for the others when one stops waiting', async () => {
    const { result, work, told } = shared();
    const one = new AbortController();
    const first = work.join(one.signal);
    const second = work.join(new AbortController().signal);
    one.abort(new Error('gave up'));
    await expect(first).rejects.toThrow('gave up');
    expect([work.abandoned, told.signal?.aborted]).toEqual([false, false]);
    result.resolve('done');
    expect(await second).toBe('done');
  });

  it('is told to end when nobody waits any more', async () => {
    const { work, told } = shared();
    const one = new AbortController();
    const first = work.join(one.signal);
    one.abort(new Error('gave up'));
    await expect(first).rejects.toThrow('gave up');
    expect([work.abandoned, told.signal?.aborted]).toEqual([true, true]);
  });

  it('is not waited for by one whose signal has aborted before', async () => {
    const { work } = shared();
    await expect(work.join(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });
});
