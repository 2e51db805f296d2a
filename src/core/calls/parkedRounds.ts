import { messageOf } from '../errors.ts';
import type { Kept } from '../sampling/ask.ts';
import { t } from '../text/l10n.ts';
import { Emitter } from '../util/emitter.ts';
import type { Log } from '../util/system.ts';
import type { Found, ParkedRound, Parking, ParkingStore } from './parking.ts';

/** Why nothing can be kept where no folder is open: there is no place that belongs to what is open. */
const noPlace = (): string => t('no folder is open in this window.');

/** The calls that were parked and are not going on in this window. */
export class ParkedRounds implements Parking {
  readonly #store: ParkingStore | undefined;
  readonly #log: Pick<Log, 'warn'>;
  readonly #change = new Emitter<void>();
  /** Calls that go on in this window: what is kept of them is no news. */
  readonly #live = new Set<string>();
  #found: readonly Found[] = [];

  /** The list, or the standing of one of them. */
  readonly onDidChange = this.#change.event;

  /** `store`: absent where nothing can be kept. */
  constructor(store: ParkingStore | undefined, log: Pick<Log, 'warn'>) {
    this.#store = store;
    this.#log = log;
  }

  get found(): readonly Found[] {
    return this.#found.filter(({ id }) => !this.#live.has(id));
  }

  /** Reads what is there. Never rejects. */
  async load(): Promise<void> {
    try {
      this.#found = (await this.#store?.read()) ?? [];
    } catch (error) {
      this.#log.warn(`Parked calls cannot be read: ${messageOf(error)}`);
    }
    this.#change.fire();
  }

  /** The call is taken up again: it is listed no more. Undefined when it cannot be, or was already. */
  take(id: string): ParkedRound | undefined {
    const found = this.found.find((each) => each.id === id);
    if (found === undefined || 'problem' in found) return undefined;
    this.#live.add(id);
    this.#change.fire();
    return found.round;
  }

  /** The person wants it no more. */
  async discard(id: string): Promise<void> {
    await this.#remove(id);
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
    this.#found = [...this.#found.filter(({ id }) => id !== round.id), { id: round.id, round }];
    return { kept: true };
  }

  async drop(id: string): Promise<void> {
    await this.#remove(id);
    this.#live.delete(id);
  }

  leave(id: string): void {
    this.#live.delete(id);
    this.#change.fire();
  }

  async #remove(id: string): Promise<void> {
    try {
      await this.#store?.remove(id);
      this.#found = this.#found.filter((each) => each.id !== id);
    } catch (error) {
      this.#log.warn(`What is kept of a call cannot be removed: ${messageOf(error)}`);
    }
  }
}
