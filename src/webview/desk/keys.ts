import type { Phase } from '../../shared/desk.ts';

/** What a key of the desk does. */
export type DeskKey =
  | 'approve'
  | 'release'
  | 'answerByHand'
  | 'deny'
  | 'editAnswer'
  | 'reject'
  | 'stop'
  | 'next'
  | 'undo'
  | 'redo'
  | 'cancel';

/** The part of a keyboard event that decides. */
export interface KeyPress {
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
}

/**
 * The keys beside Ctrl+Enter take Alt and a letter that neither VS Code binds in a webview nor its menus use
 * (F, E, S, V, G, R, T, H open those).
 */
const letters: Record<string, Partial<Record<Phase, DeskKey>>> = {
  KeyA: { pending: 'answerByHand', answered: 'editAnswer' },
  KeyD: { pending: 'deny', answered: 'reject' },
  KeyX: { running: 'stop' },
};

/** The meaning of a key in a phase. A held key means nothing: each decision is a press of its own. */
export function keyMeaning(press: KeyPress, phase: Phase | undefined): DeskKey | undefined {
  if (press.repeat || press.shiftKey) {
    return undefined;
  }
  if (press.code === 'Enter' && !press.altKey && press.ctrlKey !== press.metaKey) {
    return phase === 'pending' ? 'approve' : phase === 'answered' ? 'release' : undefined;
  }
  if (!press.altKey || press.ctrlKey || press.metaKey) {
    return undefined;
  }
  return press.code === 'KeyN' ? 'next' : phase === undefined ? undefined : letters[press.code]?.[phase];
}

/** *Undo* and *Redo*, as everywhere. In a text box these keys belong to what is typed there. */
export function historyKey(press: KeyPress, mac: boolean): 'undo' | 'redo' | undefined {
  const command = mac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey;
  if (!command || press.altKey) return undefined;
  if (press.code === 'KeyZ') return press.shiftKey ? 'redo' : 'undo';
  return press.code === 'KeyY' && !mac && !press.shiftKey ? 'redo' : undefined;
}

/** The same for an elicitation: submit, open or retry; decline; cancel. */
export function askKey(press: KeyPress, phase: Phase): DeskKey | undefined {
  // What a review's keys approve and deny, a form's submit and decline.
  const meaning = keyMeaning(press, 'pending');
  if (meaning === 'next') return meaning;
  if (phase !== 'pending' && phase !== 'answered') return undefined;
  if (press.code === 'KeyX' && keyMeaning(press, 'running') === 'stop') return 'cancel';
  return meaning === 'approve' || meaning === 'deny' ? meaning : undefined;
}

/** A question mark, however a keyboard makes it: the overview of the shortcuts. Not while one types. */
export function isOverviewKey({
  key,
  ctrlKey,
  metaKey,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  return key === '?' && !ctrlKey && !metaKey && !altKey;
}

/** How a shortcut is written on this machine, and for `aria-keyshortcuts`. */
export function shortcut(key: DeskKey, mac: boolean): { label: string; aria: string } {
  const alt = (letter: string): { label: string; aria: string } => ({
    label: mac ? `⌥${letter}` : `Alt+${letter}`,
    aria: `Alt+${letter}`,
  });
  switch (key) {
    case 'approve':
    case 'release':
      return mac ? { label: '⌘Enter', aria: 'Meta+Enter' } : { label: 'Ctrl+Enter', aria: 'Control+Enter' };
    case 'answerByHand':
    case 'editAnswer':
      return alt('A');
    case 'deny':
    case 'reject':
      return alt('D');
    case 'stop':
    case 'cancel':
      return alt('X');
    case 'next':
      return alt('N');
    case 'undo':
      return mac ? { label: '⌘Z', aria: 'Meta+Z' } : { label: 'Ctrl+Z', aria: 'Control+Z' };
    case 'redo':
      return mac ? { label: '⇧⌘Z', aria: 'Meta+Shift+Z' } : { label: 'Ctrl+Y', aria: 'Control+Y' };
  }
}
