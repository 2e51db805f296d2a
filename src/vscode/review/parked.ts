import type * as vscode from 'vscode';
import type { Call } from '../../core/calls/call.ts';
import type { CallService } from '../../core/calls/callService.ts';
import type { ParkedRounds } from '../../core/calls/parkedRounds.ts';
import { parkedView } from '../../core/calls/parkedView.ts';
import type { Found } from '../../core/calls/parking.ts';
import { type Standing, standingOf } from '../../core/calls/standing.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import { Emitter } from '../../core/util/emitter.ts';
import type { ParkedView } from '../../shared/desk.ts';

export interface ParkedCallsOptions {
  readonly rounds: ParkedRounds;
  readonly manager: ServerManager;
  readonly calls: CallService;
  readonly now: () => number;
}

/**
 * The parked calls as the desk shows them, and what a person does with them. Resuming puts the requests on the desk; no model is
 * called and nothing is sent by it.
 */
export class ParkedCalls implements vscode.Disposable {
  readonly #options: ParkedCallsOptions;
  readonly #change = new Emitter<void>();
  readonly #resumed = new Emitter<Call>();
  readonly #miss = new Emitter<void>();
  readonly #store = new DisposableStore();
  #view: readonly ParkedView[] = [];

  /** What is listed has changed: see `view`. */
  readonly onDidChange = this.#change.event;
  /** A call goes on. */
  readonly onDidResume = this.#resumed.event;
  /** Another window was quicker. */
  readonly onDidMiss = this.#miss.event;

  constructor(options: ParkedCallsOptions) {
    this.#options = options;
    this.#store.add(options.rounds.onDidChange(() => this.#update()));
    this.#store.add(options.manager.onDidChange(() => this.#update()));
  }

  get view(): readonly ParkedView[] {
    return this.#view;
  }

  /** False when it cannot be resumed, or was already, here or in another window. */
  async resume(id: string): Promise<boolean> {
    const { rounds, calls } = this.#options;
    const found = rounds.found.find((each) => each.id === id);
    const before = found && this.#standing(found);
    const round = before?.kind === 'ready' ? await rounds.take(id) : undefined;
    // Its server may have stopped while it was claimed.
    const standing = round && this.#standing({ id, round });
    if (round !== undefined && standing?.kind === 'ready') {
      this.#resumed.fire(calls.resume(standing.target, standing.request, round));
      return true;
    }
    if (round !== undefined) await rounds.leave(id);
    else if (before?.kind === 'ready') this.#miss.fire();
    this.#update();
    return false;
  }

  /** The server that has to be started for it; undefined where that is no help. */
  serverOf(id: string): string | undefined {
    const found = this.#options.rounds.found.find((each) => each.id === id);
    const standing = found && this.#standing(found);
    return standing?.kind === 'later' ? standing.start : undefined;
  }

  async discard(id: string): Promise<void> {
    await this.#options.rounds.discard(id);
  }

  dispose(): void {
    this.#store.dispose();
    this.#change.dispose();
    this.#resumed.dispose();
    this.#miss.dispose();
  }

  #standing(found: Found): Standing {
    const { manager, now } = this.#options;
    const server = 'problem' in found ? undefined : manager.get(found.round.server);
    return standingOf(found, server, now());
  }

  #update(): void {
    const { found } = this.#options.rounds;
    // Servers change often, and mostly there is nothing parked.
    if (found.length === 0 && this.#view.length === 0) return;
    const view = found.map((each) => parkedView(each, this.#standing(each)));
    if (JSON.stringify(view) === JSON.stringify(this.#view)) return;
    this.#view = view;
    this.#change.fire();
  }
}
