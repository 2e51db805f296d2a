import type { Finding, Inspector } from '../inspection/finding.ts';
import { t } from '../text/l10n.ts';
import type { Clock } from '../util/clock.ts';
import type { Disposable } from '../util/disposable.ts';

/** How long a text may take to be inspected before the person decides without that. Milliseconds. */
export const INSPECTION_MS = 10_000;

interface Inspected {
  findings?: readonly Finding[];
  readonly abort: AbortController;
}

export interface InspectingOptions {
  readonly inspector: Inspector;
  readonly clock: Pick<Clock, 'timeout'>;
  /** Every text has its findings, or the sentence that it has none. */
  readonly onEnd: () => void;
  readonly limitMs?: number;
}

/**
 * Keeps the findings of the texts that are shown: each text is inspected once, however often it stands there and whatever else changes.
 * An inspection that fails, or takes too long, is itself a finding: nobody is kept from deciding for ever, and nobody is told that all
 * is well.
 */
export class Inspecting implements Disposable {
  readonly #options: InspectingOptions;
  #texts = new Map<string, Inspected>();
  #open = 0;
  readonly #timers = new Set<Disposable>();

  constructor(options: InspectingOptions) {
    this.#options = options;
  }

  /** True while a text has no findings yet. */
  get running(): boolean {
    return this.#open > 0;
  }

  /** Of a text that was inspected. */
  findingsOf(text: string): readonly Finding[] {
    return this.#texts.get(text)?.findings ?? [];
  }

  /** These are the texts now. What is not shown any more is not inspected any longer. */
  show(texts: Iterable<string>): void {
    const before = this.#texts;
    this.#texts = new Map();
    const added: [string, Inspected][] = [];
    for (const text of texts) {
      if (this.#texts.has(text)) continue;
      const known = before.get(text);
      const inspected = known ?? { abort: new AbortController() };
      this.#texts.set(text, inspected);
      if (known === undefined) added.push([text, inspected]);
    }
    for (const [text, { abort }] of before) if (!this.#texts.has(text)) abort.abort(new Error('Not shown any more'));
    this.#open = [...this.#texts.values()].filter(({ findings }) => findings === undefined).length;
    if (added.length > 0) this.#start(added);
    else if (!this.running) this.#options.onEnd();
  }

  dispose(): void {
    for (const { abort } of this.#texts.values()) abort.abort(new Error('The review is over'));
    this.#texts.clear();
    this.#open = 0;
    for (const timer of this.#timers) timer.dispose();
    this.#timers.clear();
  }

  #start(added: readonly [string, Inspected][]): void {
    const { clock, limitMs = INSPECTION_MS } = this.#options;
    const timer = clock.timeout(() => {
      this.#timers.delete(timer);
      for (const [text, inspected] of added)
        this.#failed(text, inspected, t('This text could not be inspected: it takes too long.'));
    }, limitMs);
    this.#timers.add(timer);
    void Promise.all(added.map(([text, inspected]) => this.#inspect(text, inspected))).then(() => {
      timer.dispose();
      this.#timers.delete(timer);
    });
  }

  async #inspect(text: string, inspected: Inspected): Promise<void> {
    try {
      this.#ended(text, inspected, await this.#options.inspector.inspect(text, inspected.abort.signal));
    } catch {
      // What failed may quote the text, so it is not told.
      this.#failed(text, inspected, t('This text could not be inspected: the inspection failed.'));
    }
  }

  #failed(text: string, inspected: Inspected, reason: string): void {
    if (inspected.findings === undefined && !inspected.abort.signal.aborted) {
      this.#ended(text, inspected, [{ kind: 'inspection.failed', severity: 'high', start: 0, end: 0, reason }]);
      inspected.abort.abort(new Error('Too late'));
    }
  }

  #ended(text: string, inspected: Inspected, findings: readonly Finding[]): void {
    if (this.#texts.get(text) !== inspected || inspected.findings !== undefined) return;
    inspected.findings = findings;
    this.#open--;
    if (!this.running) this.#options.onEnd();
  }
}
