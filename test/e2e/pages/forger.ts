import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { at } from '../../../scripts/lib/paths.mts';
import { until } from '../support/poll.ts';
import type { Workbench } from '../support/workbench.ts';

/** One thing that the forging extension is to try. */
export type Job =
  | {
      readonly kind: 'commands';
      readonly arguments: readonly (readonly unknown[])[];
      readonly without?: readonly string[];
      /** How long each is waited for. */
      readonly ms: number;
    }
  | { readonly kind: 'tasks'; readonly names: readonly string[]; readonly ms: number }
  | { readonly kind: 'exported' }
  | { readonly kind: 'panel'; readonly viewType: string; readonly messages: readonly unknown[]; readonly ms: number };

/** The extension that tries to do what only a person may do. */
export class Forger {
  /** Where it lies, for the options of a launch. */
  static readonly folder = at('test', 'fixtures', 'extensions', 'forger');
  readonly #job: string;
  readonly #report: string;
  #number = 0;

  constructor(folder: string) {
    this.#job = path.join(folder, 'job.json');
    this.#report = path.join(folder, 'report.json');
  }

  /** The environment that its extension host needs. */
  get env(): Record<string, string> {
    return { FORGER_JOB: this.#job, FORGER_REPORT: this.#report };
  }

  /** Has it try something and returns what it saw, by name. */
  async run(workbench: Workbench, job: Job): Promise<Record<string, unknown>> {
    const number = ++this.#number;
    rmSync(this.#report, { force: true });
    writeFileSync(this.#job, JSON.stringify({ ...job, number }));
    await workbench.commandPalette('Forger: Run');
    const text = await until(
      'what the forger saw',
      async () => (existsSync(this.#report) ? readFileSync(this.#report, 'utf8') : undefined),
      120_000,
    );
    // What only a person may answer is asked for, and gets no answer.
    await workbench.dialog.cancelAll();
    const { seen } = JSON.parse(text) as { seen: Record<string, unknown> };
    if (typeof seen['failed'] === 'string') {
      throw new Error(seen['failed']);
    }
    return seen;
  }
}
