import { messageOf } from '../errors.ts';
import type { Kept } from '../sampling/ask.ts';
import { t } from '../text/l10n.ts';
import type { Clock } from '../util/clock.ts';
import type { Disposable } from '../util/disposable.ts';
import { Emitter } from '../util/emitter.ts';
import type { Log } from '../util/system.ts';
import type { Found, ParkedRound, Parking, ParkingStore } from './parking.ts';

/** How often this window says that it lives, and looks whether another one still does. Milliseconds. */
const BEAT_MS = 5_000;

/** Why nothing can be kept where no folder is open: there is no place that belongs to what is open. */
const noPlace = (): string => t('no folder is open in this window.');

/** The calls that were parked and are not going on in this window, nor in another one of the same folder. */
export class ParkedRounds implements Parking, Disposable {
  readonly #store: ParkingStore | undefined;
  readonly #log: Pick<Log, 'warn'>;
  readonly #clock: Pick<Clock, 'interval'>;
  readonly #change = new Emitter<void>();
  readonly #lose = new Emitter<string>();
  /** Calls that go on in this window: what is kept of them is no news. */
  readonly #live = new Set<string>();
  /** Those of them that are on disk as this window's. */
  readonly #held = new Set<string>();
  /** Those that are over and could not be taken off the disk yet: until then they stay this window's, so that no other takes one up. */
  readonly #spent = new Set<string>();
  #found: readonly Found[] = [];
  #elsewhere = 0;
  #beating: Disposable | undefined;
  #disposed = false;

  /** The list, or the standing of one of them. */
  readonly onDidChange = this.#change.event;
  readonly onDidLose = this.#lose.event;

  /** `store`: absent where nothing can be kept. */
  constructor(store: ParkingStore | undefined, log: Pick<Log, 'warn'>, clock: Pick<Clock, 'interval'>) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
  }

  get found(): readonly Found[] {
    return this.#found.filter(({ id }) => !this.#live.has(id));
  }

  /** Reads what is there. Never rejects. */
  async load(): Promise<void> {
    try {
      const { found, elsewhere } = (await this.#store?.read()) ?? { found: [], elsewhere: 0 };
      this.#found = found;
      this.#elsewhere = elsewhere;
    } catch (error) {
      this.#log.warn(`Parked calls cannot be read: ${messageOf(error)}`);
    }
    this.#beat();
    this.#change.fire();
  }

  /** The call is taken up again: it is listed no more. Undefined when it cannot be, or was already, here or in another window. */
  async take(id: string): Promise<ParkedRound | undefined> {
    const found = this.found.find((each) => each.id === id);
    if (found === undefined || 'problem' in found) return undefined;
    // At once: a second press finds nothing.
    this.#live.add(id);
    this.#change.fire();
    const round = await this.#claimed(id);
    if (round === undefined) {
      this.#live.delete(id);
      await this.load();
      return undefined;
    }
    this.#kept(round);
    return round;
  }

  /** The person wants it no more. */
  async discard(id: string): Promise<void> {
    if (!this.found.some((each) => each.id === id)) return;
    try {
      await this.#store?.discard(id);
      this.#forget(id);
    } catch (error) {
      this.#log.warn(`What is kept of a call cannot be removed: ${messageOf(error)}`);
    }
    this.#change.fire();
  }

  async keep(round: ParkedRound): Promise<Kept> {
    this.#live.add(round.id);
    if (this.#store === undefined) return { kept: false, why: noPlace() };
    try {
      await this.#store.write(round);
    } catch (error) {
      this.#log.warn(`A call is not kept over a reload: ${messageOf(error)}`);
      return { kept: false, why: messageOf(error) };
    }
    this.#kept(round);
    return { kept: true };
  }

  async drop(id: string): Promise<boolean> {
    let removed: boolean | undefined;
    try {
      removed = await this.#store?.remove(id);
    } catch (error) {
      if (!this.#spent.has(id)) this.#log.warn(`What is kept of a call cannot be removed yet: ${messageOf(error)}`);
      this.#spent.add(id);
      return true;
    }
    this.#spent.delete(id);
    this.#forget(id);
    this.#live.delete(id);
    // What could not be kept at all is nobody else's.
    const mine = !this.#held.delete(id) || removed !== false;
    this.#beat();
    return mine;
  }

  async leave(id: string): Promise<void> {
    try {
      if (this.#held.delete(id)) await this.#store?.release(id);
    } catch (error) {
      this.#log.warn(`A parked call cannot be left to other windows: ${messageOf(error)}`);
    }
    this.#live.delete(id);
    this.#beat();
    this.#change.fire();
  }

  dispose(): void {
    this.#disposed = true;
    this.#beating?.dispose();
  }

  async #claimed(id: string): Promise<ParkedRound | undefined> {
    try {
      return await this.#store?.claim(id);
    } catch (error) {
      this.#log.warn(`A parked call cannot be taken up: ${messageOf(error)}`);
      return undefined;
    }
  }

  #kept(round: ParkedRound): void {
    this.#held.add(round.id);
    this.#found = [...this.#found.filter(({ id }) => id !== round.id), { id: round.id, round }];
    this.#beat();
  }

  #forget(id: string): void {
    this.#found = this.#found.filter((each) => each.id !== id);
  }

  /** Only while there is something to say or to look for. */
  #beat(): void {
    const wanted = !this.#disposed && (this.#held.size > 0 || this.#elsewhere > 0);
    if (wanted) this.#beating ??= this.#clock.interval(() => void this.#tick(), BEAT_MS);
    else {
      this.#beating?.dispose();
      this.#beating = undefined;
    }
  }

  async #tick(): Promise<void> {
    try {
      for (const id of (await this.#store?.beat()) ?? []) this.#lost(id);
    } catch (error) {
      this.#log.warn(`Parked calls cannot be kept this window’s: ${messageOf(error)}`);
    }
    for (const id of this.#spent) await this.drop(id);
    // Its window may have closed, or ended without a word.
    if (this.#elsewhere > 0) await this.load();
  }

  #lost(id: string): void {
    this.#log.warn('A parked call was taken up by another window, so it was ended in this one.');
    this.#forget(id);
    this.#held.delete(id);
    this.#beat();
    this.#lose.fire(id);
  }
}
