import type { PermitOptions } from '../calls/target.ts';
import { McpError, messageOf } from '../errors.ts';
import type { LedgerRecord } from '../ledger/entry.ts';
import type { Json } from '../mcp.ts';
import { serverRecord } from '../sampling/records.ts';
import type { CallRequest, Catalog } from '../servers/session.ts';
import { delay } from '../util/clock.ts';
import type { Disposable } from '../util/disposable.ts';
import { Emitter } from '../util/emitter.ts';
import { lineJson } from '../util/json.ts';
import { fingerprint } from './fingerprint.ts';
import { type Pin, type PinnedKind, type PinRecord, pinOf, withPins, withSeen } from './pins.ts';
import { groups, notListed, nouns, refused } from './pinWords.ts';
import type { PinChange, PinnedConnection, PinsDeps, PinState } from './change.ts';
import { serverKey } from './serverKey.ts';
import { Waiters } from './waiters.ts';
import { t } from '../text/l10n.ts';

/** Milliseconds of hashing at a stretch: the extension host is shared. */
const SLICE = 10;

interface Listed {
  readonly hash: string | undefined;
  readonly entries: readonly Json[];
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
  readonly #waiters = new Waiters();
  #record: PinRecord | undefined;
  #problem: string | undefined;
  #changes: readonly PinChange[] | undefined;
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
    this.#changes ??= this.#allChanges();
    return this.#changes;
  }

  /** How many tools and prompts have changed or are new. */
  count(kind: 'tools' | 'prompts'): { readonly changed: number; readonly new: number } {
    const states = [...(this.#listed.get(kind)?.keys() ?? [])].map((name) => this.state(kind, name));
    const changed = states.filter((state) => state === 'changed' || state === 'unverified').length;
    return { changed, new: states.filter((state) => state === 'new').length };
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
      this.#work = this.#work
        .then(() => this.#compare(kind, groups(list)))
        .catch((error: unknown) => this.#notCompared(kind, error));
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
      const decision = await this.#waiters.decision(change.id, [options.signal, this.#over.signal]);
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
    if (hash === undefined) return this.#waiters.wake(id, 'allowed');
    const pin: Pin = { hash, at: this.#deps.clock.now(), text: lineJson(change.now) };
    await this.#store((known) => withPins(known, kind, new Map([[name, pin]])));
    this.#changed();
  }

  /** The person says no: what waits for it ends unrun. */
  async refuse(id: string): Promise<void> {
    const change = this.changes.find((one) => one.id === id);
    const waits = this.waits(id);
    this.#waiters.wake(id, 'refused');
    // A no that stopped nothing is none that anybody has to know of.
    if (change && waits)
      await this.#writeDown(change, this.#listed.get(change.kind)?.get(change.name)?.hash, 'refused');
  }

  /** Whether a call waits for a decision on this change. */
  waits(id: string): boolean {
    return this.#waiters.waits(id);
  }

  /** It is new no more. */
  async markSeen(kind: 'tools' | 'prompts', name: string): Promise<void> {
    if (this.state(kind, name) !== 'new') return;
    await this.#store((known) => withSeen(known, kind, name));
    this.#changed();
  }

  dispose(): void {
    this.#over.abort(new McpError('connection', t('The server {0} is not running any more.', this.#connection.name)));
    this.#change.dispose();
  }

  async #begin(): Promise<void> {
    try {
      this.#record = (await this.#deps.store.read(this.#connection)) ?? {};
    } catch (error) {
      this.#record = { lost: true };
      this.#problem = t(
        'What was remembered of the tools of {0} cannot be read ({1}). Each is shown before it runs; Reset Trust begins anew.',
        this.#connection.name,
        messageOf(error),
      );
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
      this.#problem = t(
        'What {0} lists could not be remembered ({1}): a change of it will not be noticed in another window.',
        this.#connection.name,
        messageOf(error),
      );
    }
  }

  #allChanges(): readonly PinChange[] {
    return [...this.#listed].flatMap(([kind, listed]) =>
      [...listed.keys()].flatMap((name) => this.#changeOf(kind, name) ?? []),
    );
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
    const redacted = (): Json => this.#redacted(listed.entries);
    return {
      id,
      server: this.#connection.name,
      kind,
      name,
      state,
      pin,
      // When somebody looks: a server can change thousands at once.
      get now() {
        return redacted();
      },
    };
  }

  #redacted(entries: readonly Json[]): Json {
    try {
      return this.#connection.redact(entries.length === 1 && entries[0] !== undefined ? entries[0] : entries);
    } catch (error) {
      if (error instanceof RangeError) return '(nested too deeply to be kept or shown)';
      throw error;
    }
  }

  /** Nothing of a list that could not be compared is let through: not as what an earlier list was, either. */
  #notCompared(kind: PinnedKind, error: unknown): void {
    if (this.#over.signal.aborted) return;
    this.#listed.delete(kind);
    this.#problem = t(
      'What {0} lists could not be compared with what it was ({1}), so nothing of it runs.',
      this.#connection.name,
      messageOf(error),
    );
    this.#changed();
  }

  #changed(): void {
    this.#changes = undefined;
    this.#change.fire();
    this.#waiters.wakeAll();
  }

  async #writeDown(change: PinChange, hash: string | undefined, decision: 'accepted' | 'refused'): Promise<void> {
    const record: LedgerRecord = {
      kind: 'pin',
      server: serverRecord(this.#connection.asking),
      what: nouns[change.kind],
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
        t('The change was not accepted: it could not be written to the ledger ({0}).', messageOf(error)),
      );
    }
  }
}
