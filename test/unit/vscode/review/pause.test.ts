import { expect, it, vi } from 'vitest';
import { ReviewDesk } from '../../../../src/core/review/desk.ts';
import { Pause } from '../../../../src/vscode/review/pause.ts';
import { FakeClock } from '../../core/sampling/fakes.ts';

const windows = vi.hoisted(() => [] as (() => void)[]);

vi.mock('vscode', () => ({
  window: {
    onDidChangeWindowState: (listener: () => void) => {
      windows.push(listener);
      return { dispose: () => undefined };
    },
  },
}));

/** What all windows keep together. */
function memory() {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    get: (key: string, otherwise?: unknown) => (kept.has(key) ? kept.get(key) : otherwise),
    update: async (key: string, value: unknown) => {
      await Promise.resolve();
      kept.set(key, value);
    },
    setKeysForSync: () => undefined,
  } as never;
}

function desk(): ReviewDesk {
  return new ReviewDesk({ clock: new FakeClock() });
}

it('a pause is kept, and one that was chosen in another window counts here before anything is let through', async () => {
  const shared = memory();
  const [here, there] = [desk(), desk()];
  const [mine, other] = [new Pause(here, shared), new Pause(there, shared)];
  await other.set(true);
  // Nobody has looked at this window since.
  expect(here.paused).toBe(false);
  mine.look();
  expect(here.paused).toBe(true);
  const later = desk();
  new Pause(later, shared).dispose();
  expect(later.paused).toBe(true);
  await mine.set(false);
  for (const changed of windows) changed();
  expect(there.paused).toBe(false);
});

it('what is chosen here counts while it is being kept', async () => {
  const here = desk();
  const pause = new Pause(here, memory());
  const kept = pause.set(true);
  pause.look();
  expect(here.paused).toBe(true);
  await kept;
  pause.look();
  expect(here.paused).toBe(true);
});
