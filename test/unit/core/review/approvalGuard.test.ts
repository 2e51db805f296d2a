import { describe, expect, it } from 'vitest';
import { type Approval, GUARD_MS, mayApprove } from '../../../../src/core/review/approvalGuard.ts';
import { containing } from '../sampling/matchers.ts';

const good: Approval = {
  clickedHash: 'a',
  currentHash: 'a',
  renderedHash: 'a',
  renderedAt: 1000,
  now: 1000 + GUARD_MS,
  visible: true,
  focused: true,
};

describe('an approval', () => {
  it('counts for what was on screen long enough', () => {
    expect(mayApprove(good)).toEqual({ taken: true });
    expect(mayApprove({ ...good, now: 1100, guardMs: 100 })).toEqual({ taken: true });
  });

  it.each<[string, Partial<Approval>]>([
    ['not visible', { visible: false }],
    ['not have the focus', { focused: false }],
    ['No model', { currentHash: undefined }],
    ['has changed since', { clickedHash: 'b' }],
    ['has changed since', { currentHash: 'b', renderedHash: 'b' }],
    ['not been shown', { renderedHash: undefined }],
    ['not been shown', { renderedHash: 'b' }],
    ['not been shown', { renderedAt: undefined }],
    ['just changed', { now: 1499 }],
    ['just changed', { now: 900 }],
  ])('does not count: %s', (says, change) => {
    expect(mayApprove({ ...good, ...change })).toMatchObject({ taken: false, message: containing(says) });
  });
});
