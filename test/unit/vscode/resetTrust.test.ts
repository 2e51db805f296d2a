import { expect, it, vi } from 'vitest';
import { ResetTrust, type ResetTrustOptions } from '../../../src/vscode/trust/resetTrust.ts';

const person = vi.hoisted(() => ({ says: undefined as string | undefined, asked: [] as string[] }));

vi.mock('vscode', () => ({
  window: {
    showInformationMessage: () => Promise.resolve(undefined),
    showWarningMessage: (question: string, { modal, detail }: { modal: boolean; detail: string }) => {
      person.asked.push(`${modal} ${question} ${detail}`);
      return Promise.resolve(person.says);
    },
  },
}));

function world() {
  const done: string[] = [];
  const server = (name: string, kind: string, confirmed: boolean) => ({
    name,
    entry: { source: { kind: 'user' } },
    definition: { name, confirmed },
    state: { kind },
    stop: () => Promise.resolve(void done.push(`stop ${name}`)),
    start: () => Promise.resolve(void done.push(`start ${name}`)),
  });
  const servers = [server('runs', 'running', false), server('own', 'running', true), server('rests', 'stopped', false)];
  const forget = (what: string) => (which: { name: string } | undefined) =>
    Promise.resolve(void done.push(`forget ${what} of ${which?.name ?? 'all'}`));
  const trust = new ResetTrust({
    manager: { servers },
    confirmations: {
      forget: forget('confirmations'),
      isConfirmed: ({ confirmed }: { confirmed: boolean }) => confirmed,
    },
    pins: { forget: forget('pins') },
  } as unknown as ResetTrustOptions);
  return { done, trust, servers };
}

it('Reset Trust of All Servers forgets nothing before the person has read what goes and said so', async () => {
  const { done, trust } = world();
  person.says = undefined;
  await trust.all();
  expect(person.asked.at(-1)).toMatch(
    /^true Reset the trust in all servers\? Forgotten are .*every server of this workspace/,
  );
  expect(done).toEqual([]);
});

it('then it stops all, forgets all, and has those ask that ran and need a confirmation', async () => {
  const { done, trust } = world();
  person.says = 'Reset Trust';
  await trust.all();
  const forgotten = ['forget confirmations of all', 'forget pins of all'];
  expect(done).toEqual(['stop runs', 'stop own', 'stop rests', ...forgotten, 'start runs']);
});
