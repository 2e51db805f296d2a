import type { ChangeView, ComparedLineView, ConfirmServer, ToConfirm } from '../../../src/shared/confirm.ts';

/** A line that says this. */
export function line(label: string, value: string, more: Partial<ComparedLineView> = {}): ComparedLineView {
  return { label, value, warnings: [], written: true, mark: 'same', ...more };
}

/** A definition that waits. */
export function waiting(part: Partial<ConfirmServer> = {}): ConfirmServer {
  return {
    name: 'notes',
    hash: 'h1',
    source: 'the settings of the folder w',
    lines: [line('Command', 'npx'), line('Argument 1', '-y'), line('Working directory', '/home/ann/w')],
    ...part,
  };
}

/** A tool that has changed. */
export function change(part: Partial<ChangeView> = {}): ChangeView {
  return {
    id: 'c1',
    server: 'notes',
    what: 'tool',
    name: 'add',
    since: Date.UTC(2026, 10, 1),
    waits: true,
    lines: [
      line('description', 'Adds, and sends.', { mark: 'changed', before: 'Adds.' }),
      line('annotations › readOnlyHint', 'true', { mark: 'removed' }),
      line('_meta › level', '2', { mark: 'added' }),
    ],
    notes: [],
    ...part,
  };
}

let revision = 0;

/** The whole page. Each has a revision of its own. */
export function state(servers: ConfirmServer[], changes: ChangeView[] = [], moreChanges = 0, guardMs = 500): ToConfirm {
  revision++;
  return { type: 'state', state: { revision, servers, changes, moreChanges, guardMs } };
}

const marked = [
  line('Command', 'uvx', { mark: 'changed', before: 'npx', warnings: ['runs a shell, which can run anything'] }),
  line('Header Authorization', 'Bearer x', { mark: 'changed' }),
  line('Argument 1', '-y', { mark: 'removed' }),
  line('Environment variable KEY', '', { mark: 'removed', written: false }),
  line('Starts by itself', 'yes', { mark: 'added', written: false }),
];

/** Every state that the page can be in. */
export const confirmStates: Record<string, ToConfirm[]> = {
  nothing: [state([])],
  first: [state([waiting()])],
  changed: [state([waiting({ confirmedAt: Date.UTC(2026, 10, 1), lines: marked })])],
  tools: [
    state([], [change(), change({ id: 'c2', what: 'instructions', name: '', waits: false, notes: ['A note.'] })], 3),
  ],
  both: [state([waiting()], [change()])],
  refused: [state([waiting()]), { type: 'notTaken', hash: 'h1', message: 'Click into this page first, then confirm.' }],
};
