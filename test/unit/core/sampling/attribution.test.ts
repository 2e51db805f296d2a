import { describe, expect, it } from 'vitest';
import type { CallRef } from '../../../../src/core/sampling/ask.ts';
import { attribute } from '../../../../src/core/sampling/attribution.ts';

const call = (id: string): CallRef => ({ id, method: 'tools/call', name: id, arguments: {}, startedAt: 1 });

describe('what led to a push', () => {
  it('is the call that the transport names', () => {
    expect(attribute('b', [call('a'), call('b')])).toEqual({ certainty: 'certain', call: call('b') });
  });
  it('is the only call in flight', () => {
    expect(attribute(undefined, [call('a')])).toEqual({ certainty: 'certain', call: call('a') });
  });
  it('is no other call when it comes on the stream of one that has ended', () => {
    expect(attribute('gone', [call('a')])).toEqual({ certainty: 'none' });
    expect(attribute('gone', [call('a'), call('b')])).toEqual({ certainty: 'none' });
  });
  it('is one of several', () => {
    expect(attribute(undefined, [call('a'), call('b')])).toEqual({ certainty: 'oneOf', calls: [call('a'), call('b')] });
  });
  it('is nothing of ours', () => {
    expect(attribute(undefined, [])).toEqual({ certainty: 'none' });
    expect(attribute('gone', [])).toEqual({ certainty: 'none' });
  });
});
