import { describe, expect, it } from 'vitest';
import { ApprovalGuard } from '../../../../src/webview/desk/guard.ts';

function guard(): { guard: ApprovalGuard; pass: (ms: number) => void } {
  let now = 0;
  return {
    guard: new ApprovalGuard(
      () => 500,
      () => now,
    ),
    pass: (ms) => (now += ms),
  };
}

describe('the guard before a decision', () => {
  it('opens only after what is shown was painted, and stood there for its time', () => {
    const { guard: one, pass } = guard();
    expect(one.showing('a')).toBe(true);
    pass(9999);
    expect(one.state).toEqual({ armed: false });
    expect(one.painted('a')).toBe(true);
    expect(one.state).toEqual({ armed: false, wait: 500 });
    pass(499);
    expect(one.state).toEqual({ armed: false, wait: 1 });
    pass(1);
    expect(one.state).toEqual({ armed: true });
  });

  it('starts anew for anything else, and goes on for the same', () => {
    const { guard: one, pass } = guard();
    one.showing('a');
    one.painted('a');
    pass(500);
    expect(one.showing('a')).toBe(false);
    expect(one.state.armed).toBe(true);
    expect(one.showing('b')).toBe(true);
    expect(one.state).toEqual({ armed: false });
    expect(one.painted('a')).toBe(false);
    pass(500);
    expect(one.state.armed).toBe(false);
  });

  it('is shut while nothing is to be decided, and after the page was hidden', () => {
    const { guard: one, pass } = guard();
    one.showing('a');
    one.painted('a');
    pass(500);
    expect(one.unseen()).toBe('a');
    expect(one.state).toEqual({ armed: false });
    expect(one.painted('a')).toBe(true);
    expect(one.painted('a')).toBe(false);
    pass(500);
    expect(one.state.armed).toBe(true);
    expect(one.showing(undefined)).toBe(false);
    expect(one.state).toEqual({ armed: false });
  });
});
