import { askKey, historyKey, isOverviewKey, keyMeaning, type DeskKey } from './keys.ts';
import { overviewIsOpen, showOverview } from './parts/shortcuts.ts';
import { shownAsk } from './store.ts';
import type { DeskUi } from './ui.ts';

/** Takes the keys of the desk: the decisions of what is shown, and the ways around. */
export class Keyboard {
  private readonly ui: DeskUi;
  private readonly root: HTMLElement;

  constructor(ui: DeskUi, root: HTMLElement) {
    this.ui = ui;
    this.root = root;
  }

  take(event: KeyboardEvent): void {
    const { ui } = this;
    // What lies under the overview cannot be read, so no key decides on it. The browser closes the overview on Escape.
    if (overviewIsOpen(this.root)) {
      return;
    }
    if (event.key === 'Escape' && ui.local.form !== undefined) {
      ui.closeForm();
      return;
    }
    const { elicitation, status } = ui.view;
    const step = historyKey(event, ui.mac);
    if (step !== undefined && status?.phase === 'pending' && ui.local.form === undefined && !isTextBox(event.target)) {
      event.preventDefault();
      // VS Code would answer the key too: in an editor tab beside the desk, with the focus, where it does not know yet that the
      // focus is here (it looks four times a second).
      event.stopPropagation();
      ui.editing.revise(step);
      return;
    }
    const meaning = elicitation ? askKey(event, elicitation.phase) : keyMeaning(event, shownAsk(ui.view)?.phase);
    const typing = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
    if (isOverviewKey(event) && !typing && !(event.target instanceof HTMLSelectElement)) {
      event.preventDefault();
      showOverview(this.root);
      return;
    }
    // On a Mac, Option and a letter type a character.
    if (meaning === undefined || (typing && ui.mac && event.altKey)) {
      return;
    }
    event.preventDefault();
    const editor = event.target instanceof HTMLTextAreaElement ? event.target.dataset['edits'] : undefined;
    if (editor !== undefined) {
      // The first press ends the edit: what is approved has been read as a whole.
      ui.toggleEdit(editor);
    } else if (ui.local.form === undefined) {
      this.act(meaning, event);
    } else if (meaning === 'approve' || meaning === 'release') {
      this.root.querySelector<HTMLFormElement>('.bar form')?.requestSubmit();
    }
  }

  private act(meaning: DeskKey, event: Event): void {
    const { ui } = this;
    if (ui.view.elicitation !== undefined && meaning !== 'next') {
      ui.ask.press(meaning, event);
      return;
    }
    if (ui.view.batch !== undefined && meaning !== 'next') {
      ui.batch.press(meaning, event);
      return;
    }
    switch (meaning) {
      case 'approve':
        return ui.approve(event);
      case 'release':
        return ui.release(event);
      case 'answerByHand':
        return ui.open('hand');
      case 'deny':
        return ui.open('deny');
      case 'reject':
        return ui.open('reject');
      case 'editAnswer':
        return ui.open('editAnswer', { answer: ui.view.status?.answer?.text ?? '' });
      case 'stop':
        if (ui.view.content !== undefined) ui.post({ type: 'stop', id: ui.view.content.id });
        return;
      case 'next':
        return ui.selectNext();
      case 'undo':
      case 'redo':
      case 'cancel':
    }
  }
}

function isTextBox(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
}

/**
 * VS Code answers the keys of *Undo* by undoing what was typed last in the page, wherever the keyboard is. A text box that does not have
 * it keeps its text: the desk's own *Undo* knows what it stands for.
 */
export function keepTextBoxes(event: InputEvent): void {
  const history = event.inputType === 'historyUndo' || event.inputType === 'historyRedo';
  if (history && event.target !== document.activeElement) event.preventDefault();
}
