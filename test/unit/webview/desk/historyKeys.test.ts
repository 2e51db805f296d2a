import { describe, expect, it } from 'vitest';
import { historyKey } from '../../../../src/webview/desk/keys.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false };

describe('the keys of undo and redo', () => {
  it.each([
    [{ code: 'KeyZ', ctrlKey: true }, false, 'undo'],
    [{ code: 'KeyZ', ctrlKey: true, shiftKey: true }, false, 'redo'],
    [{ code: 'KeyY', ctrlKey: true }, false, 'redo'],
    [{ code: 'KeyZ', metaKey: true }, true, 'undo'],
    [{ code: 'KeyZ', metaKey: true, shiftKey: true }, true, 'redo'],
    [{ code: 'KeyZ', ctrlKey: true }, true, undefined],
    [{ code: 'KeyY', metaKey: true }, true, undefined],
    [{ code: 'KeyZ', ctrlKey: true, altKey: true }, false, undefined],
    [{ code: 'KeyZ' }, false, undefined],
    [{ code: 'KeyX', ctrlKey: true }, false, undefined],
  ] as const)('%j on a Mac: %s', (press, mac, meaning) => {
    expect(historyKey({ ...plain, ...press }, mac)).toBe(meaning);
  });
});
