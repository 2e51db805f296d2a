import type { ToServer, TrafficRow } from '../../shared/server.ts';

/** What a person wants to see of the traffic. An empty string stands for everything. */
export interface TrafficFilter {
  readonly direction: '' | TrafficRow['direction'];
  readonly method: string;
  readonly call: string;
  readonly text: string;
  readonly errors: boolean;
}

export const everything: TrafficFilter = { direction: '', method: '', call: '', text: '', errors: false };

/** The messages as the page has them, and which of them are shown. The extension has the texts and looks for text in them. */
export class TrafficStore {
  rows: readonly TrafficRow[] = [];
  calls: Readonly<Record<string, string>> = {};
  filter: TrafficFilter = everything;
  /** The last message that is shown while the list stands still. */
  #stopped: number | undefined;
  #found: ReadonlySet<number> = new Set();
  #foundText = '';

  get paused(): boolean {
    return this.#stopped !== undefined;
  }

  /** Messages that came while the list stands still. */
  get waiting(): number {
    const stopped = this.#stopped;
    return stopped === undefined ? 0 : this.rows.filter(({ seq }) => seq > stopped).length;
  }

  /** True while the extension looks for the text that was typed. */
  get searching(): boolean {
    return this.filter.text !== '' && this.filter.text !== this.#foundText;
  }

  /** Methods of the messages, for the choice of one. */
  get methods(): readonly string[] {
    return [...new Set(this.rows.map(({ method }) => method).filter((method) => method !== ''))].sort();
  }

  /** Calls that messages belong to, the newest first. */
  get callsOfRows(): readonly string[] {
    return [...new Set(this.rows.flatMap(({ call }) => call ?? []))].toReversed();
  }

  get shown(): readonly TrafficRow[] {
    const { direction, method, call, text, errors } = this.filter;
    const stopped = this.#stopped ?? Number.POSITIVE_INFINITY;
    return this.rows.filter(
      (row) =>
        row.seq <= stopped &&
        (direction === '' || row.direction === direction) &&
        (method === '' || row.method === method) &&
        (call === '' || row.call === call) &&
        (!errors || row.failed) &&
        (text === '' || this.#found.has(row.seq)),
    );
  }

  take(message: Extract<ToServer, { type: 'traffic' | 'added' | 'found' }>): void {
    if (message.type === 'found') {
      this.#foundText = message.text;
      this.#found = new Set(message.found);
      return;
    }
    const calls = { ...this.calls, ...message.calls };
    this.rows = message.type === 'traffic' ? message.rows : [...this.rows, ...message.rows].slice(-message.most);
    // What is known of messages that are not here any more goes with them.
    this.calls = Object.fromEntries(this.callsOfRows.flatMap((id) => (id in calls ? [[id, calls[id] ?? '']] : [])));
    if (message.type === 'traffic') return;
    const oldest = this.rows[0]?.seq ?? 0;
    if (message.found.length > 0 || this.#found.size > this.rows.length)
      this.#found = new Set([...this.#found, ...message.found].filter((seq) => seq >= oldest));
  }

  pause(on: boolean): void {
    this.#stopped = on ? (this.rows.at(-1)?.seq ?? 0) : undefined;
  }
}
