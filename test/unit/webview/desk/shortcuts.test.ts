import { describe, expect, it } from 'vitest';
import { isOverviewKey } from '../../../../src/webview/desk/keys.ts';
import { shortcutGroups } from '../../../../src/webview/desk/shortcuts.ts';

describe('the overview of the shortcuts', () => {
  it('says what each key does in each phase, found by trying the keys', () => {
    const groups = shortcutGroups(false);
    const keysOf = (title: string) =>
      Object.fromEntries(
        groups.find((group) => group.title === title)?.rows.map(({ keys, does }) => [does, keys]) ?? [],
      );
    expect(keysOf('While a request waits for you')).toMatchObject({
      'Approve and send': 'Ctrl+Enter',
      'Answer by hand': 'Alt+A',
      Deny: 'Alt+D',
      'Undo your last change': 'Ctrl+Z',
      'Redo it': 'Ctrl+Y',
    });
    expect(keysOf('While a model answers')).toMatchObject({ 'Stop the model': 'Alt+X' });
    expect(keysOf('While an answer waits for you')).toMatchObject({
      'Return to server': 'Ctrl+Enter',
      'Edit answer': 'Alt+A',
      'Reject answer': 'Alt+D',
    });
    expect(keysOf('While a form or a web page waits for you')).toMatchObject({ Decline: 'Alt+D', Cancel: 'Alt+X' });
    expect(keysOf('Everywhere')).toMatchObject({
      'Deny the current request': 'Shift+F8',
      'Review next request': 'F8, Alt+N',
      'Show these shortcuts': '?',
    });
  });

  it('writes keys as a Mac does on a Mac', () => {
    const keys = shortcutGroups(true).flatMap(({ rows }) => rows.map((row) => row.keys));
    expect(keys).toContain('⌘Enter');
    expect(keys).toContain('⌥D');
    expect(keys.join(' ')).not.toMatch(/Ctrl|Alt/);
  });

  it('opens by a question mark without other keys', () => {
    const press = { key: '?', ctrlKey: false, metaKey: false, altKey: false };
    expect(isOverviewKey(press)).toBe(true);
    expect(isOverviewKey({ ...press, altKey: true })).toBe(false);
    expect(isOverviewKey({ ...press, key: '/' })).toBe(false);
  });
});
