import { describe, expect, it } from 'vitest';
import { keyMeaning, shortcut, type KeyPress } from '../../../../src/webview/desk/keys.ts';

function press(change: Partial<KeyPress>): KeyPress {
  return { code: 'Enter', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, ...change };
}

describe('keys of the desk', () => {
  it('approve or return with Ctrl or Cmd and Enter, each press once', () => {
    expect(keyMeaning(press({ ctrlKey: true }), 'pending')).toBe('approve');
    expect(keyMeaning(press({ metaKey: true }), 'answered')).toBe('release');
    expect(keyMeaning(press({ ctrlKey: true }), 'running')).toBeUndefined();
    expect(keyMeaning(press({ ctrlKey: true, repeat: true }), 'pending')).toBeUndefined();
    expect(keyMeaning(press({ ctrlKey: true, shiftKey: true }), 'pending')).toBeUndefined();
    expect(keyMeaning(press({ ctrlKey: true, metaKey: true }), 'pending')).toBeUndefined();
    expect(keyMeaning(press({}), 'pending')).toBeUndefined();
  });

  it('mean what fits the phase', () => {
    const alt = (code: string) => press({ code, altKey: true });
    expect(keyMeaning(alt('KeyD'), 'pending')).toBe('deny');
    expect(keyMeaning(alt('KeyD'), 'answered')).toBe('reject');
    expect(keyMeaning(alt('KeyD'), 'closed')).toBeUndefined();
    expect(keyMeaning(alt('KeyA'), 'pending')).toBe('answerByHand');
    expect(keyMeaning(alt('KeyX'), 'running')).toBe('stop');
    expect(keyMeaning(alt('KeyN'), undefined)).toBe('next');
    expect(keyMeaning({ ...alt('KeyD'), ctrlKey: true }, 'pending')).toBeUndefined();
  });

  it('are written as on the machine', () => {
    expect(shortcut('approve', false)).toEqual({ label: 'Ctrl+Enter', aria: 'Control+Enter' });
    expect(shortcut('approve', true)).toEqual({ label: '⌘Enter', aria: 'Meta+Enter' });
    expect(shortcut('deny', true).label).toBe('⌥D');
    expect(shortcut('stop', false).label).toBe('Alt+X');
  });
});
