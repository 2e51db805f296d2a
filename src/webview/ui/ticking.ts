import { noChange } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) {
      each();
    }
  }, 1000);
}

function unsubscribe(listener: () => void): void {
  listeners.delete(listener);
  if (listeners.size === 0 && timer !== undefined) {
    clearInterval(timer);
    timer = undefined;
  }
}

class Ticking extends AsyncDirective {
  private text: () => string = () => '';
  private shown = '';
  private readonly tick = (): void => {
    const next = this.text();
    if (next !== this.shown) {
      this.shown = next;
      this.setValue(next);
    }
  };

  override render(text: () => string): unknown {
    this.text = text;
    if (this.isConnected) {
      subscribe(this.tick);
    }
    const next = text();
    if (next === this.shown) {
      return noChange;
    }
    this.shown = next;
    return next;
  }

  protected override disconnected(): void {
    unsubscribe(this.tick);
  }

  protected override reconnected(): void {
    subscribe(this.tick);
  }
}

/** A text that is worked out anew every second, without a render of anything around it. */
export const ticking = directive(Ticking);
