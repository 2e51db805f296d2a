import { render } from 'lit';

/**
 * Draws a template into the page, at most once a frame, and keeps the keyboard focus: when what had it is gone, the focus
 * goes to a place that does nothing on Enter, never to the top of the page and never to a button.
 */
export class Screen {
  private readonly root: HTMLElement;
  private readonly template: () => unknown;
  private readonly drawn: () => void;
  private readonly fallback: () => string;
  private due = false;
  private queue: (() => void)[] = [];

  /** `fallback` gives the selector of the place for a lost focus; `drawn` is called after every draw. */
  constructor(root: HTMLElement, template: () => unknown, drawn: () => void, fallback: () => string) {
    this.root = root;
    this.template = template;
    this.drawn = drawn;
    this.fallback = fallback;
  }

  /** Draws with the next frame. */
  schedule(): void {
    if (!this.due) {
      this.due = true;
      requestAnimationFrame(() => this.draw());
    }
  }

  /** Draws with the next frame, then calls back. */
  after(done: () => void): void {
    this.queue.push(done);
    this.schedule();
  }

  /** Draws now. */
  draw(): void {
    this.due = false;
    const focused = document.activeElement;
    const inside = focused !== null && focused !== document.body && this.root.contains(focused);
    render(this.template(), this.root);
    const queue = this.queue;
    this.queue = [];
    for (const done of queue) {
      done();
    }
    if (
      inside &&
      !focused.isConnected &&
      (document.activeElement === null || document.activeElement === document.body)
    ) {
      this.root.querySelector<HTMLElement>(this.fallback())?.focus({ preventScroll: true });
    }
    this.drawn();
  }
}

/** Calls back when what was drawn has been painted: in the frame after the next one. Not while the page is hidden. */
export function afterPaint(done: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(() => done()));
}
