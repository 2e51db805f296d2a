import type { Json, JsonObject } from '../mcp.ts';
import { shorten } from '../text/display.ts';
import type { Redactor } from '../text/redact.ts';
import type { Disposable } from '../util/disposable.ts';
import { Emitter } from '../util/emitter.ts';
import { isObject } from '../util/json.ts';
import { jsonSize, pruned } from './trafficText.ts';

/** Messages that are kept of one server; the oldest go first. */
export const MOST_MESSAGES = 1_000;
/** What is kept of the text of one message, in UTF-16 units. */
export const LONGEST_MESSAGE = 256 * 1024;
/** What is kept of the texts of all messages together: beyond it the oldest keep their beginning only. */
const MOST_TEXT = 8 * 1024 * 1024;
const SHORT = 1_024;
/** Requests whose answer has not come; a server that never answers must not fill the memory. */
const MOST_PENDING = 1_000;

/** What a message is in JSON-RPC. */
export type TrafficKind = 'request' | 'answer' | 'error' | 'notification';

/** One JSON-RPC message as it is kept. */
export interface TrafficEntry {
  /** Counts all messages of the server, from 1. */
  readonly seq: number;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly direction: 'sent' | 'received';
  readonly kind: TrafficKind;
  /** Of an answer: the method that it answers; empty when nobody asked. */
  readonly method: string;
  readonly id?: string | number;
  /** Bytes of the message as JSON, before anything was taken out or cut. */
  readonly size: number;
  /** Of an answer: milliseconds since its request. */
  readonly duration?: number;
  /** A JSON-RPC error, or a result that says that it is one. */
  readonly failed: boolean;
  /** The call that it belongs to, where that can be told. */
  readonly call?: string;
  /** The message as JSON, secrets taken out. */
  readonly text: string;
  /** True when `text` is not all of it. */
  readonly cut: boolean;
}

interface Pending {
  readonly method: string;
  readonly time: number;
  readonly call: string | undefined;
}

/** A ring of the last messages of one server, in both directions: always kept, bounded in number and in memory. */
export class Traffic implements Disposable {
  readonly #now: () => number;
  readonly #added = new Emitter<TrafficEntry>();
  readonly #cleared = new Emitter<void>();
  /** What calls are called, by their id. */
  readonly #calls = new Map<string, string>();
  #callCount = 0;
  /** By the side that asked and the id. */
  readonly #pending = new Map<string, Pending>();
  #entries: TrafficEntry[] = [];
  #seq = 0;
  #text = 0;
  /** Entries before this one keep their beginning only. */
  #shortened = 0;

  readonly onDidAdd = this.#added.event;
  readonly onDidClear = this.#cleared.event;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The oldest first. */
  get entries(): readonly TrafficEntry[] {
    return this.#entries;
  }

  /** All messages that ever passed, those that were dropped included. */
  get total(): number {
    return this.#seq;
  }

  /** Names of the calls that the messages belong to, by their id. */
  get calls(): ReadonlyMap<string, string> {
    return this.#calls;
  }

  /** A new connection: ids begin anew, and what was asked before gets no answer. */
  connecting(): void {
    this.#pending.clear();
  }

  add(direction: TrafficEntry['direction'], message: Json, redactor: Redactor, call?: string): void {
    if (!isObject(message)) return;
    const time = this.#now();
    const { method, id } = message;
    const known = typeof id === 'string' || typeof id === 'number' ? id : undefined;
    const asked = typeof method === 'string' ? undefined : this.#answered(direction, known);
    const belongs = call ?? (typeof method === 'string' ? this.#callOf(direction, message) : asked?.call);
    if (call !== undefined && direction === 'sent' && !this.#calls.has(call)) this.#name(call, message, redactor);
    const { size, text, cut } = written(message, redactor);
    const entry: TrafficEntry = {
      seq: ++this.#seq,
      time,
      direction,
      kind: kindOf(message),
      method: redactor.text(typeof method === 'string' ? method : (asked?.method ?? '')),
      ...(known !== undefined && { id: typeof known === 'string' ? redactor.text(known) : known }),
      size,
      ...(asked && { duration: time - asked.time }),
      failed: message['error'] !== undefined || isErrorResult(message['result']),
      ...(belongs !== undefined && { call: belongs }),
      text,
      cut,
    };
    if (typeof method === 'string' && known !== undefined)
      this.#await(`${direction}:${typeof known}:${known}`, { method, time, call: belongs });
    this.#keep(entry);
  }

  clear(): void {
    this.#entries = [];
    this.#text = 0;
    this.#cleared.fire();
  }

  dispose(): void {
    this.#added.dispose();
    this.#cleared.dispose();
  }

  /** Several calls of one tool are told apart by a number. */
  #name(call: string, message: JsonObject, redactor: Redactor): void {
    const params = isObject(message['params']) ? message['params'] : {};
    const name = [params['name'], params['uri'], message['method']].find((one) => typeof one === 'string') ?? '';
    this.#callCount += 1;
    this.#calls.set(call, `${shorten(redactor.text(name), 60)} (call ${this.#callCount})`);
    const oldest = this.#calls.size > MOST_MESSAGES ? this.#calls.keys().next().value : undefined;
    if (oldest !== undefined) this.#calls.delete(oldest);
  }

  #await(key: string, pending: Pending): void {
    this.#pending.set(key, pending);
    const oldest = this.#pending.size > MOST_PENDING ? this.#pending.keys().next().value : undefined;
    if (oldest !== undefined) this.#pending.delete(oldest);
  }

  #answered(direction: TrafficEntry['direction'], id: string | number | undefined): Pending | undefined {
    if (id === undefined) return undefined;
    const key = `${other(direction)}:${typeof id}:${id}`;
    const pending = this.#pending.get(key);
    this.#pending.delete(key);
    return pending;
  }

  /**
   * The call of a request or notification. Progress names the request by its token, a cancellation by its id; what a server asks while
   * exactly one call is under way belongs to that one, since it may ask only on behalf of a call.
   */
  #callOf(direction: TrafficEntry['direction'], message: JsonObject): string | undefined {
    const params = isObject(message['params']) ? message['params'] : {};
    const named =
      message['method'] === 'notifications/progress'
        ? params['progressToken']
        : message['method'] === 'notifications/cancelled'
          ? params['requestId']
          : undefined;
    if (typeof named === 'string' || typeof named === 'number') {
      const asker = message['method'] === 'notifications/progress' ? other(direction) : direction;
      return this.#pending.get(`${asker}:${typeof named}:${named}`)?.call;
    }
    if (direction === 'sent' || message['id'] === undefined) return undefined;
    const calls = new Set([...this.#pending.values()].flatMap((pending) => pending.call ?? []));
    return calls.size === 1 ? [...calls][0] : undefined;
  }

  #keep(entry: TrafficEntry): void {
    this.#entries.push(entry);
    this.#text += entry.text.length;
    if (this.#entries.length > MOST_MESSAGES) this.#text -= this.#entries.shift()?.text.length ?? 0;
    this.#shorten();
    this.#added.fire(entry);
  }

  #shorten(): void {
    const first = this.#entries[0]?.seq ?? 0;
    let index = Math.max(0, this.#shortened - first);
    for (; this.#text > MOST_TEXT && index < this.#entries.length - 1; index++) {
      const entry = this.#entries[index];
      if (!entry) break;
      this.#shortened = entry.seq + 1;
      if (entry.text.length <= SHORT) continue;
      // A slice alone would keep the whole text in memory.
      const text = structuredClone(entry.text.slice(0, SHORT));
      this.#text -= entry.text.length - text.length;
      this.#entries[index] = { ...entry, text, cut: true };
    }
  }
}

/** How long the answers to one method took. */
export interface MethodTiming {
  readonly method: string;
  readonly count: number;
  readonly failed: number;
  /** Milliseconds. */
  readonly last: number;
  readonly median: number;
  readonly max: number;
  /** When the last answer came, in milliseconds since the Unix epoch. */
  readonly at: number;
}

/** What a server took for the requests that were sent to it, method by method in the order of their first answer. */
export function methodTimings(entries: readonly TrafficEntry[]): readonly MethodTiming[] {
  const answers = new Map<string, TrafficEntry[]>();
  for (const entry of entries) {
    if (entry.direction !== 'received' || entry.duration === undefined) continue;
    const list = answers.get(entry.method);
    if (list) list.push(entry);
    else answers.set(entry.method, [entry]);
  }
  return [...answers].map(([method, list]) => {
    const times = list.map(({ duration = 0 }) => duration).sort((a, b) => a - b);
    const last = list.at(-1);
    return {
      method,
      count: list.length,
      failed: list.filter(({ failed }) => failed).length,
      last: last?.duration ?? 0,
      median: times[Math.floor((times.length - 1) / 2)] ?? 0,
      max: times.at(-1) ?? 0,
      at: last?.time ?? 0,
    };
  });
}

function written(message: JsonObject, redactor: Redactor): Pick<TrafficEntry, 'size' | 'text' | 'cut'> {
  try {
    const size = jsonSize(message);
    const cut = size > LONGEST_MESSAGE;
    return {
      size,
      text: cut ? pruned(message, redactor, LONGEST_MESSAGE) : JSON.stringify(redactor.json(message)),
      cut,
    };
  } catch (error) {
    // A server can nest beyond the stack; that must not end what listens to it.
    if (!(error instanceof RangeError)) throw error;
    return { size: 0, text: '"(nested too deeply to be shown)"', cut: true };
  }
}

function other(direction: TrafficEntry['direction']): TrafficEntry['direction'] {
  return direction === 'sent' ? 'received' : 'sent';
}

function kindOf(message: JsonObject): TrafficKind {
  if (typeof message['method'] === 'string') return message['id'] === undefined ? 'notification' : 'request';
  return message['error'] === undefined ? 'answer' : 'error';
}

function isErrorResult(result: Json | undefined): boolean {
  return result !== undefined && isObject(result) && result['isError'] === true;
}
