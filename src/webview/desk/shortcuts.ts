import { t } from '../../core/text/l10n.ts';
import type { Phase } from '../../shared/desk.ts';
import { askKey, keyMeaning, shortcut, type DeskKey, type KeyPress } from './keys.ts';

/** A key and what it does. */
export interface ShortcutRow {
  readonly keys: string;
  readonly does: string;
}

/** Keys that mean something at the same time. */
export interface ShortcutGroup {
  readonly title: string;
  readonly rows: readonly ShortcutRow[];
}

const modifiers = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false };

/** Every press that a key of the desk could be: each is tried, so that the overview shows what the keys do and nothing else. */
function presses(mac: boolean): KeyPress[] {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `Key${letter}`);
  return [
    { ...modifiers, code: 'Enter', [mac ? 'metaKey' : 'ctrlKey']: true },
    ...[...letters, 'Enter', 'Slash', 'Backspace', 'Delete', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'].map(
      (code) => ({ ...modifiers, code, altKey: true }),
    ),
  ];
}

/** What a key does to a request and its answer. */
function words(): Record<DeskKey, string> {
  return {
    approve: t('Approve and send'),
    release: t('Return to server'),
    answerByHand: t('Answer by hand'),
    deny: t('Deny'),
    editAnswer: t('Edit answer'),
    reject: t('Reject answer'),
    stop: t('Stop the model'),
    next: t('Review next request'),
    undo: t('Undo your last change'),
    redo: t('Redo it'),
    cancel: t('Cancel'),
  };
}

/** What the same keys do to a form, or to a page that is to be opened. */
function askWords(): Record<DeskKey, string> {
  return { ...words(), approve: t('Submit the form, or open the page'), deny: t('Decline'), cancel: t('Cancel') };
}

function rowsOf(
  meaning: (press: KeyPress) => DeskKey | undefined,
  says: Record<DeskKey, string>,
  mac: boolean,
): readonly ShortcutRow[] {
  const keys = new Set(presses(mac).flatMap((press) => meaning(press) ?? []));
  keys.delete('next');
  return [...keys].map((key) => ({ keys: shortcut(key, mac).label, does: says[key] }));
}

/** Every shortcut of the desk, as this machine writes it. */
export function shortcutGroups(mac: boolean): readonly ShortcutGroup[] {
  const phase = (at: Phase) => (press: KeyPress) => keyMeaning(press, at);
  const groups = [
    {
      title: t('While a request waits for you'),
      rows: [
        ...rowsOf(phase('pending'), words(), mac),
        ...(['undo', 'redo'] as const).map((key) => ({ keys: shortcut(key, mac).label, does: words()[key] })),
      ],
    },
    { title: t('While a model answers'), rows: rowsOf(phase('running'), words(), mac) },
    { title: t('While an answer waits for you'), rows: rowsOf(phase('answered'), words(), mac) },
    {
      title: t('While a form or a web page waits for you'),
      rows: rowsOf((press) => askKey(press, 'pending'), askWords(), mac),
    },
    {
      title: t('Everywhere'),
      rows: [
        // The keys with F8 belong to VS Code's keybindings, where a person can change them.
        { keys: `F8, ${shortcut('next', mac).label}`, does: words().next },
        { keys: mac ? '⇧F8' : 'Shift+F8', does: t('Deny the current request') },
        { keys: '?', does: t('Show these shortcuts') },
        { keys: 'Esc', does: t('Leave a form, or this overview') },
        { keys: '↑ ↓', does: t('Walk through the list of requests') },
        { keys: '← →', does: t('Change the width of the list, on its edge') },
      ],
    },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}
