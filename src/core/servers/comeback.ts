import { isMcpError, type McpErrorKind } from '../errors.ts';
import { ReconnectPolicy } from './reconnectPolicy.ts';
import { RestartPolicy } from './restartPolicy.ts';
import type { ServerState } from './state.ts';
import { decimalText, t } from '../text/l10n.ts';

/** A connection that worked, or an attempt to have it again, has come to an end that nobody asked for. */
export interface Loss {
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** When it had begun to serve; undefined when the attempt failed. */
  readonly runningSince: number | undefined;
  /** 0 ≤ x < 1. */
  readonly random: number;
}

/** What follows a loss. */
export type Next =
  | {
      readonly kind: 'again';
      /** Milliseconds. */
      readonly pause: number;
      readonly state: Extract<ServerState, { kind: 'restarting' | 'reconnecting' }>;
      /** For the log. */
      readonly words: string;
    }
  | { readonly kind: 'giveUp'; readonly why: string };

/** Failures of an attempt that may be over at the next one. */
const PASSING: ReadonlySet<McpErrorKind> = new Set(['connection', 'timeout', 'server']);

/**
 * How one server comes back: a program is started again within its budget of spawns, a server on the network is connected to again. It
 * remembers what was tried; time and chance come in with each loss.
 */
export class Comeback {
  #restart = RestartPolicy.fresh;
  #reconnect = ReconnectPolicy.fresh;

  /** A person has asked, or the definition is another: what was is forgotten. */
  reset(): void {
    this.#restart = RestartPolicy.fresh;
    this.#reconnect = ReconnectPolicy.fresh;
  }

  /** A program is about to be started: counts it, where the budget of spawns is not used up. */
  maySpawn(now: number): boolean {
    if (this.#restart.exhausted(now)) return false;
    this.#restart = this.#restart.spawned(now);
    return true;
  }

  /** What a server that is started now is in. `before` is its state so far. */
  beginning(before: ServerState): ServerState {
    if (before.kind === 'reconnecting' && this.#reconnect.attempts > 0) return before;
    return { kind: 'starting', attempt: this.#restart.crashes + 1 };
  }

  /** Whether a failed attempt belongs to a series of attempts that goes on. */
  goesOn(remote: boolean, error: unknown): boolean {
    const kind = isMcpError(error) ? error.kind : undefined;
    if (remote) return this.#reconnect.attempts > 0 && kind !== undefined && PASSING.has(kind);
    return this.#restart.crashes > 0 && kind !== 'cancelled';
  }

  after(remote: boolean, loss: Loss): Next {
    return remote ? this.#reconnected(loss) : this.#restarted(loss);
  }

  #reconnected({ reason, now, runningSince, random }: Loss): Next {
    const verdict = this.#reconnect.lost(now, runningSince, random);
    this.#reconnect = verdict.policy;
    if (verdict.kind === 'giveUp') {
      const why = t(
        '{0} It could not be reached for {1} minutes and is not tried again by itself.',
        reason,
        verdict.minutes,
      );
      return { kind: 'giveUp', why };
    }
    const { pause, attempt, since } = verdict;
    const state = { kind: 'reconnecting', reason, attempt, since, at: now + pause } as const;
    return { kind: 'again', pause, state, words: again(reason, pause, attempt) };
  }

  #restarted({ reason, now, runningSince, random }: Loss): Next {
    const verdict = this.#restart.crashed(now, runningSince, random);
    this.#restart = verdict.policy;
    if (verdict.kind === 'giveUp') {
      const why = t(
        '{0} It was started {1} times in five minutes and is not started again by itself.',
        reason,
        verdict.spawns,
      );
      return { kind: 'giveUp', why };
    }
    const { pause } = verdict;
    const state = { kind: 'restarting', at: now + pause, reason } as const;
    return { kind: 'again', pause, state, words: t('{0} Restarting in {1}.', reason, seconds(pause)) };
  }
}

function again(reason: string, pause: number, attempt: number): string {
  return pause === 0
    ? t('{0} Connecting again now, attempt {1}.', reason, attempt)
    : t('{0} Connecting again in {1}, attempt {2}.', reason, seconds(pause), attempt);
}

function seconds(ms: number): string {
  return t('{0} s', decimalText(ms / 1_000, 1));
}
