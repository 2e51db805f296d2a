import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../../../src/core/models/tokens.ts';
import { bestOfThree } from '../../timed.ts';

const prose = 'The quick brown fox, in 1999, jumped over “lazy” dogs; {"a": [1, 2]}.\n';

describe('an estimate of tokens', () => {
  it('takes less than 150 ms for 8 MB of processor time, the best of three', () => {
    const content = { type: 'text' as const, text: prose.repeat(115_000) };
    const long = { maxTokens: 1, messages: [{ role: 'user' as const, content }] };
    const time = bestOfThree(() => expect(estimateTokens(long).total).toBeGreaterThan(1_000_000));
    expect(time).toBeLessThan(150);
  });
});
