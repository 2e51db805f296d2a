import type * as vscode from 'vscode';
import { historyFrom, type SpeedHistory, type SpeedStore } from '../../core/models/speeds.ts';

const key = 'countersign.speeds';

/**
 * How quick the models answered on this machine: two numbers an answer, for the last answers of each model. Nothing of what was asked
 * or answered. It stays on this machine, for it is this machine's speed.
 */
export class SpeedStorage implements SpeedStore {
  readonly #memento: Pick<vscode.Memento, 'get' | 'update'>;

  constructor(memento: Pick<vscode.Memento, 'get' | 'update'>) {
    this.#memento = memento;
  }

  read(): SpeedHistory {
    return historyFrom(this.#memento.get(key));
  }

  write(history: SpeedHistory): void {
    void this.#memento.update(key, history);
  }
}
