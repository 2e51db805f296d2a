import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { DeskPlace } from '../../../../src/vscode/review/deskPlace.ts';

function memento(): vscode.Memento & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return {
    kept,
    keys: () => [...kept.keys()],
    get: (key: string) => kept.get(key) as never,
    update: (key: string, value: unknown) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}

describe('the place of the desk', () => {
  it('is not known at first, and kept over windows: the group for the workspace, the width for the person', () => {
    const [workspaceState, first] = [memento(), memento()];
    const globalState = Object.assign(first, { setKeysForSync: () => undefined });
    const place = new DeskPlace({ workspaceState, globalState });
    expect([place.column, place.listWidth]).toEqual([undefined, undefined]);
    Object.assign(place, { column: 2 });
    place.listWidth = 300;
    const again = new DeskPlace({ workspaceState, globalState });
    expect([again.column, again.listWidth]).toEqual([2, 300]);
    expect([workspaceState.kept.size, globalState.kept.size]).toEqual([1, 1]);
  });
});
