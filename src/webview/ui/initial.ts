import { noChange, type ElementPart } from 'lit';
import { Directive, directive, PartType, type PartInfo } from 'lit/directive.js';

class Initial extends Directive {
  private done = false;

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) {
      throw new Error('initial() stands in an element’s tag.');
    }
  }

  override render(_value: string): unknown {
    return noChange;
  }

  override update(part: ElementPart, [value]: [string]): unknown {
    if (!this.done) {
      this.done = true;
      (part.element as HTMLInputElement | HTMLTextAreaElement).value = value;
    }
    return noChange;
  }
}

/**
 * Sets what a text box starts with, once. A value that is bound would be written back while a person types: the extension's
 * echo of an earlier edit would take the newest letters away.
 */
export const initial = directive(Initial);

class Settled extends Directive {
  override render(_value: string): unknown {
    return noChange;
  }

  override update(part: ElementPart, [value]: [string]): unknown {
    const input = part.element as HTMLInputElement;
    if (input !== document.activeElement && input.value !== value) {
      input.value = value;
    }
    return noChange;
  }
}

/** Shows the extension's value in a text box, except while a person is in it. */
export const settled = directive(Settled);

class Synced extends Directive {
  private begun = false;

  override render(_value: string, _typing: () => boolean): unknown {
    return noChange;
  }

  override update(part: ElementPart, [value, typing]: [string, () => boolean]): unknown {
    const input = part.element as HTMLTextAreaElement;
    // A box that has just come shows what is typed as well.
    const waits = this.begun && typing();
    this.begun = true;
    if (waits || input.value === value) return noChange;
    const { selectionStart, selectionEnd } = input;
    input.value = value;
    if (input === document.activeElement) input.setSelectionRange(selectionStart, selectionEnd);
    return noChange;
  }
}

/** Shows the extension's value in a text box, also while a person is in it, except while something is typed that it does not have yet. */
export const synced = directive(Synced);
