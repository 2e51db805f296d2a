import { describe, expect, it } from 'vitest';
import { chosenRoots, keptChoice, rootsSentence, withChoice } from '../../../../src/core/roots/roots.ts';

const shop = { uri: 'file:///projects/shop', name: 'shop' };
const docs = { uri: 'file:///projects/docs', name: 'docs' };

describe('roots', () => {
  it('are all folders of the file system until something else is chosen', () => {
    const remote = { uri: 'vscode-vfs://github/a', name: 'a' };
    expect(chosenRoots([shop, docs, remote], undefined)).toEqual([shop, docs]);
    expect(chosenRoots([shop, docs], [docs.uri])).toEqual([docs]);
    expect(chosenRoots([shop, docs], [])).toEqual([]);
  });

  it('that were chosen are kept for each server, and all is no choice', () => {
    const kept = withChoice(withChoice(undefined, 'a', [shop.uri]), 'b', []);
    expect(keptChoice(kept, 'a')).toEqual([shop.uri]);
    expect(keptChoice(kept, 'b')).toEqual([]);
    expect(keptChoice(kept, 'c')).toBeUndefined();
    expect(keptChoice(withChoice(kept, 'a', undefined), 'a')).toBeUndefined();
    expect(keptChoice(withChoice(kept, '__proto__', [shop.uri]), '__proto__')).toEqual([shop.uri]);
    expect(keptChoice({}, 'constructor')).toBeUndefined();
  });

  it('are none where what was kept cannot be read', () => {
    expect(keptChoice('nonsense', 'a')).toEqual([]);
    expect(keptChoice({ a: 'x' }, 'a')).toEqual([]);
    expect(keptChoice({ a: [1, shop.uri] }, 'a')).toEqual([shop.uri]);
    expect(keptChoice(undefined, 'a')).toBeUndefined();
  });

  it('are named in the log', () => {
    expect(rootsSentence([shop])).toContain('file:///projects/shop');
    expect(rootsSentence([])).toContain('told none');
  });
});
