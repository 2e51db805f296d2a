import { describe, expect, it } from 'vitest';
import type { PinChange } from '../../../src/core/trust/change.ts';
import { changeView, sidesOf } from '../../../src/vscode/trust/changeView.ts';
import { ConfirmList } from '../../../src/vscode/trust/confirmList.ts';

function change(more: Partial<PinChange> = {}): PinChange {
  return {
    id: 'c1',
    server: 'notes',
    kind: 'tools',
    name: 'add',
    state: 'changed',
    pin: { hash: 'h', at: 7, text: '{"name":"add","description":"Adds."}' },
    now: { description: 'Adds!', name: 'add' },
    ...more,
  };
}

describe('a change as a person sees it', () => {
  it('shows what differs, and since when it is compared', () => {
    const view = changeView(change(), true);
    expect(view).toMatchObject({ what: 'tool', name: 'add', since: 7, waits: true, notes: [] });
    expect(view.lines).toMatchObject([{ label: 'description', mark: 'changed', before: 'Adds.', value: 'Adds!' }]);
  });

  it.each([
    ['too large to be kept', change({ pin: { hash: 'h', at: 7 } }), /too large/],
    ['never known', change({ state: 'unverified', pin: undefined }), /could not be read/],
    ['without a form', change({ state: 'unverified', pin: { hash: '', at: 7, text: '"x"' } }), /asks each time/],
    ['hidden as a secret', change({ now: { name: 'add', description: 'Adds.' } }), /looks like a secret/],
  ])('says why nothing is compared where it is %s, and shows all of it', (_what, one, note) => {
    const view = changeView(one, false);
    expect(view.notes).toEqual([expect.stringMatching(note)]);
    expect(view.lines.map(({ label }) => label).sort()).toEqual(['description', 'name']);
  });

  it('has both sides with keys in one order, for an editor', () => {
    const { before, now } = sidesOf(change());
    expect(before).toBe('{\n  "description": "Adds.",\n  "name": "add"\n}\n');
    expect(now).toBe('{\n  "description": "Adds!",\n  "name": "add"\n}\n');
    const lone = change({ pin: undefined, now: { b: '\ud800', a: 1 } });
    expect(sidesOf(lone).before).toMatch(/not known/);
    expect(sidesOf(lone).now).toContain('"b"');
  });
});

describe('a page of changes', () => {
  const looking = { visible: true, focused: true };
  const many = Array.from({ length: 40 }, (_, at) => change({ id: `c${at}` }));

  it('shows some at a time and says how many more come', () => {
    const list = new ConfirmList(() => 0);
    list.update([], many);
    const state = list.state(
      () => ({ lines: [], confirmedAt: undefined }),
      (one) => changeView(one, false),
    );
    expect([state.changes.length, state.moreChanges]).toEqual([30, 10]);
    list.dismiss('c0');
    expect(list.shownChanges.map(({ id }) => id)).toContain('c30');
  });

  it('takes a yes only for what was painted a while ago and is still the same', () => {
    const clock = { now: 0 };
    const list = new ConfirmList(() => clock.now);
    list.update([], many.slice(0, 1));
    const { revision } = list.state(
      () => ({ lines: [], confirmedAt: undefined }),
      (one) => changeView(one, false),
    );
    expect(list.mayConfirm('c0', revision, looking).taken).toBe(false);
    list.rendered(revision);
    clock.now = 500;
    expect(list.mayConfirm('c0', revision, looking).taken).toBe(true);
    expect(list.mayConfirm('c0', revision, { visible: true, focused: false }).taken).toBe(false);
    expect(list.update([], [change({ id: 'c0b' })])).toBe(true);
    expect(list.mayConfirm('c0', revision, looking).taken).toBe(false);
    expect(list.mayConfirm('c0b', revision, looking).taken).toBe(false);
  });
});
