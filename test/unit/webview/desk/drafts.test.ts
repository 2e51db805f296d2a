import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Drafts } from '../../../../src/webview/desk/drafts.ts';
import type { FindingsView, ReviewStatus } from '../../../../src/shared/desk.ts';
import { freshLocal, mayHoldSecret, packLocals, unpackLocals } from '../../../../src/webview/desk/local.ts';

describe('edits on their way', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function drafts(): { drafts: Drafts; posted: unknown[] } {
    const posted: unknown[] = [];
    return {
      drafts: new Drafts(
        (edit) => posted.push(edit),
        () => 3,
      ),
      posted,
    };
  }

  it('are posted a moment after the last key, and open until a newer revision came', () => {
    const { drafts: all, posted } = drafts();
    all.put('system', { part: 'system', text: 'a' }, 300);
    vi.advanceTimersByTime(200);
    all.put('system', { part: 'system', text: 'ab' }, 300);
    vi.advanceTimersByTime(299);
    expect(posted).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(posted).toEqual([{ part: 'system', text: 'ab' }]);
    expect(all.open).toBe(true);
    all.settle(3);
    expect(all.open).toBe(true);
    all.settle(4);
    expect(all.open).toBe(false);
  });

  it('go out at once on a flush, once', () => {
    const { drafts: all, posted } = drafts();
    all.put('maxTokens', { part: 'maxTokens', value: 9 }, 300);
    all.flush();
    all.flush();
    vi.advanceTimersByTime(1000);
    expect(posted).toEqual([{ part: 'maxTokens', value: 9 }]);
  });

  it('are not settled by a revision that came before they were posted', () => {
    const { drafts: all } = drafts();
    all.put('system', { part: 'system', text: 'a' }, 300);
    all.settle(9);
    expect(all.open).toBe(true);
    all.drop('system');
    expect(all.open).toBe(false);
  });

  it('are forgotten with the review', () => {
    const { drafts: all, posted } = drafts();
    all.put('system', { part: 'system', text: 'a' }, 300);
    all.clear();
    vi.advanceTimersByTime(1000);
    expect([posted, all.open]).toEqual([[], false]);
  });
});

describe('what was typed and not sent', () => {
  it('survives a reload, without what belongs to the moment', () => {
    const local = {
      ...freshLocal,
      form: 'hand' as const,
      hand: 'Forty-two',
      sent: true,
      notice: 'x',
      editing: new Set(['system', 'm0b1', 'a text that is no key']),
    };
    const saved: unknown = JSON.parse(
      JSON.stringify(
        packLocals(
          new Map([
            ['r1', local],
            ['r2', freshLocal],
          ]),
        ),
      ),
    );
    expect(unpackLocals(saved)).toEqual(
      new Map([['r1', { ...freshLocal, form: 'hand', hand: 'Forty-two', editing: new Set(['system', 'm0b1']) }]]),
    );
  });

  it('keeps no answer that may hold what had been redacted', () => {
    const local = { ...freshLocal, form: 'editAnswer' as const, answer: 'hunter2', reason: 'No', secret: true };
    const saved = JSON.stringify(packLocals(new Map([['r1', local]])));
    expect(saved).not.toContain('hunter2');
    expect(saved).toContain('"reason":"No"');
  });

  it('still keeps none after a reload, when everything redacted was put back and nothing else tells', () => {
    const saved: unknown = packLocals(new Map([['r1', { ...freshLocal, secret: true }]]));
    const after = unpackLocals(saved).get('r1') ?? freshLocal;
    const edited = { ...after, form: 'editAnswer' as const, answer: 'hunter2' };
    expect(JSON.stringify(packLocals(new Map([['r1', edited]])))).not.toContain('hunter2');
  });

  it('knows of secrets by what was redacted and by what was found in the answer', () => {
    const none = { running: false, list: [], more: 0, open: { high: 0, medium: 0, low: 0, info: 0 } };
    const found = (kind: string): FindingsView => ({
      id: 'r1',
      version: 1,
      request: none,
      answer: {
        ...none,
        list: [{ id: 'f', key: 'answer', kind, severity: 'high', start: 0, end: 7, reason: 'A key.' }],
      },
    });
    expect(mayHoldSecret({})).toBe(false);
    expect(mayHoldSecret({ findings: found('hidden.bidi') })).toBe(false);
    expect(mayHoldSecret({ findings: found('secret.github') })).toBe(true);
    expect(mayHoldSecret({ status: { redactedInAnswer: 0 } as ReviewStatus })).toBe(true);
  });

  it.each([undefined, null, 'x', { r1: null }, { r1: { form: 'approve', hand: 7, editing: 'system' } }])(
    'takes nothing from %j',
    (saved) => {
      const read = unpackLocals(saved).get('r1');
      expect(read ?? freshLocal).toEqual(freshLocal);
    },
  );
});
