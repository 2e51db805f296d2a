import { describe, expect, it } from 'vitest';
import { everything, TrafficStore } from '../../../../src/webview/server/store.ts';
import { calls, rows } from '../../../webview/support/servers.ts';

function store(count = 30): TrafficStore {
  const made = new TrafficStore();
  made.take({ type: 'traffic', server: 's', rows: rows(count), calls });
  return made;
}

describe('the traffic that a page shows', () => {
  it('is filtered by everything at once', () => {
    const made = store();
    made.filter = { ...everything, direction: 'received', errors: true };
    expect(made.shown.map(({ seq }) => seq)).toEqual([4, 14, 19, 29]);
    expect(made.methods).toContain('tools/call');
    expect(made.callsOfRows).toHaveLength(3);
  });

  it('has what the extension found for a text, old and new', () => {
    const made = store();
    made.filter = { ...everything, text: 'x' };
    expect(made.searching).toBe(true);
    made.take({ type: 'found', text: 'x', found: [3] });
    made.take({ type: 'added', rows: rows(2, 31), most: 1_000, calls: {}, found: [32] });
    expect(made.shown.map(({ seq }) => seq)).toEqual([3, 32]);
    expect(made.searching).toBe(false);
  });

  it('stands still while it is paused, and drops the oldest of too many', () => {
    const made = store();
    made.pause(true);
    made.take({ type: 'added', rows: rows(5, 31), most: 30, calls: {}, found: [] });
    expect(made.rows).toHaveLength(30);
    expect([made.waiting, made.shown.at(-1)?.seq]).toEqual([5, 30]);
    made.pause(false);
    expect(made.shown.at(-1)?.seq).toBe(35);
  });

  it('is all that it remembers: a call is forgotten with its last message', () => {
    const made = store();
    const next = rows(40, 31).map((row) => ({ ...row, call: 'new' }));
    made.take({ type: 'added', rows: next, most: 40, calls: { new: 'the new one', unseen: 'no row' }, found: [] });
    expect(made.calls).toEqual({ new: 'the new one' });
  });
});
