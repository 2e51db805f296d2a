import type { PermitOptions } from '../calls/target.ts';
import { McpError, messageOf } from '../errors.ts';
import type { Ledger, LedgerRecord } from '../ledger/entry.ts';
import type { Json } from '../mcp.ts';
import type { AskingServer } from '../sampling/ask.ts';
import { serverRecord } from '../sampling/records.ts';
import type { CallRequest, Catalog } from '../servers/session.ts';
import { type Clock, delay } from '../util/clock.ts';
import type { Disposable } from '../util/disposable.ts';
import { Emitter } from '../util/emitter.ts';
import { lineJson } from '../util/json.ts';
import type { Sha256 } from '../util/system.ts';
import { fingerprint } from './fingerprint.ts';
import {
  type Pin,
  type PinnedKind,
  type PinnedServer,
  type PinRecord,
  type PinStore,
  pinOf,
  withPins,
  withSeen,
} from './pins.ts';
import { serverKey } from './serverKey.ts';

/** Milliseconds of hashing at a stretch: the extension host is shared. */
const SLICE = 10;

/** How something stands to what is remembered of it. */
export type PinState =
  | 'same'
  /** It came after the first list, and was not run or marked as seen yet. */
  | 'new'
  | 'changed'
  /** What it was is not known: the store could not be read, or it has no form that can be remembered. */
  | 'unverified';

/** Something that asks before it runs again. */
export interface PinChange {
  /** Of this very change: another change is another id. */
  readonly id: string;
  readonly server: string;
  readonly kind: PinnedKind;
  /** Of the tool or prompt; empty for instructions. */
  readonly name: string;
  readonly state: 'changed' | 'unverified';
  /** What is remembered. */
  readonly pin: Pin | undefined;
  /** What the server lists now, secrets redacted. */
  readonly now: Json;
}

/** What the pins of servers are kept with. */
export interface PinsDeps {
  readonly store: PinStore;
  readonly ledger: Ledger;
  readonly sha256: Sha256;
  readonly clock: Clock;
}

/** A connection whose lists are compared. */
export interface PinnedConnection extends PinnedServer {
  readonly asking: AskingServer;
  readonly instructions: string | undefined;
  /** Takes the secrets of its launch out. */
  redact(json: Json): Json;
  /** Resolves when a list that has changed was asked for again. */
  refreshed(kind: 'tools' | 'prompts', signal: AbortSignal): Promise<void>;
}

interface Listed {
  readonly hash: string | undefined;
  readonly entries: readonly Json[];
}

interface Waiter {
  readonly id: string;
  /** `undefined`: something has changed, look again. */
  wake(decision?: 'allowed' | 'refused'): void;
}

const kinds = ['tools', 'prompts'] as const;

/** The pins of one running server: what it lists beside what is remembered, and the one gate that its calls go through. */
export class ServerPins implements Disposable {
  readonly #deps: PinsDeps;
  readonly #connection: PinnedConnection;
  readonly #onAsk: (change: PinChange) => void;
  readonly #change = new Emitter<void>();
  readonly #over = new AbortController();
  readonly #listed = new Map<PinnedKind, ReadonlyMap<string, Listed>>();
  /** The lists that were compared, by identity. */
  readonly #seen: { tools?: Catalog['tools']; prompts?: Catalog['prompts'] } = {};
  readonly #waiters = new Set<Waiter>();
  #record: PinRecord | undefined;
  #problem: string | undefined;
  #work: Promise<void>;

  /** Anything about what is remembered or listed. */
  readonly onDidChange = this.#change.event;

  constructor(connection: PinnedConnection, deps: PinsDeps, onAsk: (change: PinChange) => void) {
    this.#connection = connection;
    this.#deps = deps;
    this.#onAsk = onAsk;
    this.#work = this.#begin();
  }

  /** What is wrong with the memory itself, in one sentence. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Everything that asks before it runs, and instructions that have changed. */
  get changes(): readonly PinChange[] {
    return [...this.#listed].flatMap(([kind, listed]) =>
      [...listed.keys()].flatMap((name) => this.#changeOf(kind, name) ?? []),
    );
  }

  /** How a tool or prompt stands; undefined while nothing has been compared yet. */
  state(kind: PinnedKind, name: string): PinState | undefined {
    const listed = this.#listed.get(kind)?.get(name);
    const record = this.#record;
    if (!listed || !record) return undefined;
    const pin = pinOf(record, kind, name);
    if (!pin || listed.hash === undefined) return 'unverified';
    if (pin.hash !== listed.hash) return 'changed';
    return pin.isNew ? 'new' : 'same';
  }

  /** Takes the lists as they stand. Those that were taken already cost nothing. */
  take(catalog: Pick<Catalog, 'tools' | 'prompts'>, answered: (kind: 'tools' | 'prompts') => boolean): void {
    for (const kind of kinds) {
      const list = catalog[kind];
      if (!answered(kind) || this.#seen[kind] === list) continue;
      Object.assign(this.#seen, { [kind]: list });
      this.#work = this.#work.then(() => this.#compare(kind, groups(list))).catch(() => undefined);
    }
  }

  /**
   * The gate: resolves when the call may be made, which for something that has changed takes a person. Rejects with `McpError` when
   * they refuse, when the signal aborts, and for what the server does not list any more.
   */
  async permit(request: CallRequest, options: PermitOptions): Promise<void> {
    if (request.method === 'resources/read') return;
    const kind = request.method === 'tools/call' ? 'tools' : 'prompts';
    const name = request.method === 'tools/call' ? request.tool.name : request.name;
    let asked: string | undefined;
    let reread = false;
    for (;;) {
      await this.#connection.refreshed(kind, options.signal);
      await this.#work;
      options.signal.throwIfAborted();
      const state = this.state(kind, name);
      if (state === undefined) throw notListed(this.#connection.name, kind, name);
      if (state === 'same') return;
      if (state === 'new') return this.markSeen(kind, name);
      if (!reread) {
        // Another window may have accepted it.
        reread = true;
        await this.#reread();
        continue;
      }
      const change = this.#changeOf(kind, name);
      if (!change) continue;
      if (change.id !== asked) this.#onAsk(change);
      asked = change.id;
      options.onWaiting(true);
      const decision = await this.#decision(change.id, options.signal);
      options.onWaiting(false);
      if (decision === 'allowed') return;
      if (decision === 'refused') throw refused(this.#connection.name, change);
    }
  }

  /** The person looked at this very change and says yes: it is remembered from now on. Rejects when that cannot be written down. */
  async accept(id: string): Promise<void> {
    const change = this.changes.find((one) => one.id === id);
    if (!change) return;
    const { kind, name } = change;
    const hash = this.#listed.get(kind)?.get(name)?.hash;
    await this.#writeDown(change, hash, 'accepted');
    // What has no form cannot be remembered: the yes is for this one time.
    if (hash === undefined) return this.#wake(id, 'allowed');
    const pin: Pin = { hash, at: this.#deps.clock.now(), text: lineJson(change.now) };
    await this.#store((known) => withPins(known, kind, new Map([[name, pin]])));
    this.#changed();
  }

  /** The person says no: what waits for it ends unrun. */
  async refuse(id: string): Promise<void> {
    const change = this.changes.find((one) => one.id === id);
    const waits = [...this.#waiters].some((waiter) => waiter.id === id);
    this.#wake(id, 'refused');
    // A no that stopped nothing is none that anybody has to know of.
    if (change && waits)
      await this.#writeDown(change, this.#listed.get(change.kind)?.get(change.name)?.hash, 'refused');
  }

  /** Whether a call waits for a decision on this change. */
  waits(id: string): boolean {
    return [...this.#waiters].some((waiter) => waiter.id === id);
  }

  /** It is new no more. */
  async markSeen(kind: 'tools' | 'prompts', name: string): Promise<void> {
    if (this.state(kind, name) !== 'new') return;
    await this.#store((known) => withSeen(known, kind, name));
    this.#changed();
  }

  dispose(): void {
    this.#over.abort(new McpError('connection', `The server ${this.#connection.name} is not running any more.`));
    this.#change.dispose();
  }

  async #begin(): Promise<void> {
    try {
      this.#record = (await this.#deps.store.read(this.#connection)) ?? {};
    } catch (error) {
      this.#record = { lost: true };
      this.#problem = `What was remembered of the tools of ${this.#connection.name} cannot be read (${messageOf(error)}). Each is shown before it runs; Reset Trust begins anew.`;
    }
    const { instructions = '' } = this.#connection;
    await this.#compare('instructions', new Map([['', [instructions]]])).catch(() => undefined);
  }

  /** Another window may have written since. */
  async #reread(): Promise<void> {
    if (this.#record?.lost) return;
    try {
      this.#record = (await this.#deps.store.read(this.#connection)) ?? this.#record;
    } catch {
      return;
    }
    this.#changed();
  }

  async #compare(kind: PinnedKind, entries: ReadonlyMap<string, readonly Json[]>): Promise<void> {
    const listed = new Map<string, Listed>();
    let since = this.#deps.clock.now();
    for (const [name, group] of entries) {
      listed.set(name, { hash: fingerprint(group, this.#deps.sha256), entries: group });
      if (this.#deps.clock.now() - since < SLICE) continue;
      await delay(this.#deps.clock, 0, this.#over.signal);
      since = this.#deps.clock.now();
    }
    await this.#pinMissing(kind, listed);
    this.#listed.set(kind, listed);
    this.#changed();
  }

  /** Of a first list everything is remembered as it is; of a later one what is not known, as new. */
  async #pinMissing(kind: PinnedKind, listed: ReadonlyMap<string, Listed>): Promise<void> {
    const record = this.#record ?? {};
    if (record.lost) return;
    const missing = [...listed].filter(([name]) => pinOf(record, kind, name) === undefined);
    if (missing.length === 0 && record[kind] !== undefined) return;
    const pins = new Map<string, Pin>();
    const at = this.#deps.clock.now();
    let since = at;
    for (const [name, { hash = '', entries }] of missing) {
      pins.set(name, { hash, at, text: lineJson(this.#redacted(entries)) });
      if (this.#deps.clock.now() - since < SLICE) continue;
      await delay(this.#deps.clock, 0, this.#over.signal);
      since = this.#deps.clock.now();
    }
    await this.#store((known) => {
      // Another window may have been first.
      const later = known[kind] !== undefined;
      const unknown = [...pins].filter(([name]) => pinOf(known, kind, name) === undefined);
      return withPins(
        known,
        kind,
        new Map(later ? unknown.map(([name, pin]) => [name, { ...pin, isNew: true }]) : unknown),
      );
    });
  }

  async #store(change: (known: PinRecord) => PinRecord): Promise<void> {
    const record = this.#record ?? {};
    try {
      const stored = this.#deps.store.update(
        this.#connection,
        (known) => change(known ?? {}),
        record.lost ? record : undefined,
      );
      this.#record = await stored;
    } catch (error) {
      this.#record = change(record);
      this.#problem = `What ${this.#connection.name} lists could not be remembered (${messageOf(error)}): a change of it will not be noticed in another window.`;
    }
  }

  #changeOf(kind: PinnedKind, name: string): PinChange | undefined {
    const state = this.state(kind, name);
    const listed = this.#listed.get(kind)?.get(name);
    if (!listed || (state !== 'changed' && state !== 'unverified')) return undefined;
    const pin = pinOf(this.#record ?? {}, kind, name);
    const { sha256 } = this.#deps;
    const id = sha256(
      JSON.stringify([serverKey(this.#connection), kind, name, pin?.hash, listed.hash ?? lineJson(listed.entries)]),
    );
    return { id, server: this.#connection.name, kind, name, state, pin, now: this.#redacted(listed.entries) };
  }

  #redacted(entries: readonly Json[]): Json {
    return this.#connection.redact(entries.length === 1 && entries[0] !== undefined ? entries[0] : entries);
  }

  #decision(id: string, signal: AbortSignal): Promise<'allowed' | 'refused' | undefined> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#waiters.delete(waiter);
        signal.removeEventListener('abort', onAbort);
        this.#over.signal.removeEventListener('abort', onOver);
      };
      const onAbort = (): void => {
        end();
        reject(signal.reason);
      };
      const onOver = (): void => {
        end();
        reject(this.#over.signal.reason);
      };
      const waiter: Waiter = {
        id,
        wake: (decision) => {
          end();
          resolve(decision);
        },
      };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#over.signal.addEventListener('abort', onOver, { once: true });
      if (this.#over.signal.aborted) onOver();
    });
  }

  #wake(id: string | undefined, decision?: 'allowed' | 'refused'): void {
    for (const waiter of [...this.#waiters]) if (id === undefined || waiter.id === id) waiter.wake(decision);
  }

  #changed(): void {
    this.#change.fire();
    this.#wake(undefined);
  }

  async #writeDown(change: PinChange, hash: string | undefined, decision: 'accepted' | 'refused'): Promise<void> {
    const what = { tools: 'tool', prompts: 'prompt', instructions: 'instructions' } as const;
    const record: LedgerRecord = {
      kind: 'pin',
      server: serverRecord(this.#connection.asking),
      what: what[change.kind],
      name: change.name,
      decision,
      ...(change.pin && { old: change.pin.hash }),
      ...(hash !== undefined && { new: hash }),
    };
    try {
      await this.#deps.ledger.append(record);
    } catch (error) {
      if (decision === 'refused') return;
      throw new McpError(
        'noLedger',
        `The change was not accepted: it could not be written to the ledger (${messageOf(error)}).`,
      );
    }
  }
}

/** What a server lists, by name: it can list two of one name, and which of them a call reaches is its own choice. */
function groups(list: readonly { readonly name: string }[]): ReadonlyMap<string, readonly Json[]> {
  const all = new Map<string, Json[]>();
  for (const entry of list) {
    const known = all.get(entry.name);
    const json = entry as unknown as Json;
    if (known) known.push(json);
    else all.set(entry.name, [json]);
  }
  return all;
}

const nouns = { tools: 'tool', prompts: 'prompt', instructions: 'instructions' } as const;

function notListed(server: string, kind: 'tools' | 'prompts', name: string): McpError {
  return new McpError('server', `${server} does not list the ${nouns[kind]} ${name} any more. It was not run.`);
}

function refused(server: string, { kind, name, state }: PinChange): McpError {
  const why = state === 'changed' ? 'has changed since it was last accepted' : 'could not be compared with what it was';
  return new McpError(
    'cancelled',
    `The ${nouns[kind]} ${name} of ${server} ${why}, and you did not accept it. It was not run.`,
  );
}
