import type { CompletionAsk, McpSession, Suggestions } from '../servers/session.ts';
import type { Clock } from '../util/clock.ts';
import type { Disposable } from '../util/disposable.ts';

/** Milliseconds in which nothing more is typed before the server is asked. */
const PAUSE_MS = 150;

/**
 * Asks for suggestions while a person types: after a pause, one request at a time; what they typed on makes the one under way outdated,
 * and it is cancelled. A suggestion is a help: whatever goes wrong is none.
 */
export class Completer implements Disposable {
  readonly #clock: Clock;
  readonly #onFailure: (error: unknown) => void;
  #pause: Disposable | undefined;
  #asking: AbortController | undefined;

  constructor(clock: Clock, onFailure: (error: unknown) => void) {
    this.#clock = clock;
    this.#onFailure = onFailure;
  }

  /** Calls back with what the server suggests, unless it is asked something else first. */
  ask(session: Pick<McpSession, 'complete'>, ask: CompletionAsk, onSuggestions: (found: Suggestions) => void): void {
    this.cancel();
    this.#pause = this.#clock.timeout(() => void this.#send(session, ask, onSuggestions), PAUSE_MS);
  }

  /** Nobody waits any more. */
  cancel(): void {
    this.#pause?.dispose();
    this.#asking?.abort();
    this.#asking = undefined;
  }

  dispose(): void {
    this.cancel();
  }

  async #send(
    session: Pick<McpSession, 'complete'>,
    ask: CompletionAsk,
    onSuggestions: (found: Suggestions) => void,
  ): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const found = await session.complete?.(ask, asking.signal);
      if (found && !asking.signal.aborted) onSuggestions(found);
    } catch (error) {
      if (!asking.signal.aborted) this.#onFailure(error);
    }
  }
}
