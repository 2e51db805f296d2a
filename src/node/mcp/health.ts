import type { Clock } from '../../core/util/clock.ts';
import type { Disposable } from '../../core/util/disposable.ts';
import { t } from '../../core/text/l10n.ts';

/** Milliseconds. */
export interface HealthTimings {
  readonly tick: number;
  /** More than this between two ticks, and the machine has slept. */
  readonly jump: number;
  /** Silence while something is awaited, after which the server is asked whether it is there. */
  readonly quiet: number;
  /** For the answer to that. */
  readonly answer: number;
  /** After something that looks like trouble. */
  readonly suspicion: number;
}

const TIMINGS: HealthTimings = { tick: 5_000, jump: 30_000, quiet: 30_000, answer: 10_000, suspicion: 1_000 };
/** Unanswered questions after which a server is given up, unless something is still awaited from it. */
const MISSES = 3;

/** What became of the question whether a server is there. */
export type Answer =
  | { readonly kind: 'alive' }
  /** No answer in time; it may be busy. */
  | { readonly kind: 'silent' }
  /** It cannot be there, in a sentence. */
  | { readonly kind: 'gone'; readonly reason: string };

export interface HealthOptions {
  readonly clock: Clock;
  readonly timings?: Partial<HealthTimings> | undefined;
  /** Asks the server whether it is there. `ms` is how long it has to answer. Never rejects. */
  ask(ms: number): Promise<Answer>;
  /** Requests that wait for an answer. */
  awaited(): number;
  /** A sentence while the server does not answer; undefined when it does again. */
  onTrouble(sentence: string | undefined): void;
  onGone(reason: string): void;
}

/**
 * Notices that a connection over the network is dead although nothing says so: a socket whose other end has vanished, a server that was
 * killed between two requests, a machine that slept. It asks only when there is a reason to: after trouble, after a sleep, and while
 * something is awaited in silence. An idle connection costs nothing.
 */
export class Health implements Disposable {
  readonly #options: HealthOptions;
  readonly #timings: HealthTimings;
  #ticking: Disposable | undefined;
  #suspecting: Disposable | undefined;
  #lastTick = 0;
  #lastSign = 0;
  #misses = 0;
  #asking = false;
  #slept = false;
  #over = false;

  constructor(options: HealthOptions) {
    this.#options = options;
    this.#timings = { ...TIMINGS, ...options.timings };
  }

  /** From when the connection stands. */
  start(): void {
    if (this.#over || this.#ticking) return;
    const { clock } = this.#options;
    this.#lastTick = clock.now();
    this.#lastSign = clock.now();
    this.#ticking = clock.interval(() => this.#tick(), this.#timings.tick);
  }

  /** A message came. */
  heard(): void {
    this.#lastSign = this.#options.clock.now();
    this.#settled();
  }

  /** Something went wrong that may mean that nobody is there. */
  suspect(): void {
    if (this.#over || !this.#ticking) return;
    this.#suspecting ??= this.#options.clock.timeout(() => {
      this.#suspecting = undefined;
      void this.#ask();
    }, this.#timings.suspicion);
  }

  dispose(): void {
    this.#over = true;
    this.#ticking?.dispose();
    this.#suspecting?.dispose();
  }

  #tick(): void {
    const now = this.#options.clock.now();
    const { tick, jump, quiet } = this.#timings;
    const slept = now - this.#lastTick > tick + jump;
    this.#lastTick = now;
    if (slept) this.#slept = true;
    const silent = now - this.#lastSign >= quiet;
    if (slept || (silent && (this.#misses > 0 || this.#options.awaited() > 0))) void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#asking || this.#over) return;
    this.#asking = true;
    const answer = await this.#options.ask(this.#timings.answer);
    this.#asking = false;
    if (this.#over) return;
    // The next question comes after a while of silence again.
    this.#lastSign = this.#options.clock.now();
    const slept = this.#slept;
    this.#slept = false;
    if (answer.kind === 'alive') this.#settled();
    else if (answer.kind === 'gone') this.#gone(answer.reason);
    else if (slept) this.#gone(t('It did not answer after this machine had slept.'));
    else this.#missed();
  }

  #missed(): void {
    this.#misses += 1;
    if (this.#misses >= MISSES && this.#options.awaited() === 0) {
      this.#gone(t('It does not answer any more.'));
      return;
    }
    this.#options.onTrouble(
      t('It does not answer whether it is still there: it may be busy, or the connection to it is dead.'),
    );
  }

  #settled(): void {
    if (this.#misses === 0) return;
    this.#misses = 0;
    this.#options.onTrouble(undefined);
  }

  #gone(reason: string): void {
    this.dispose();
    this.#options.onGone(reason);
  }
}
