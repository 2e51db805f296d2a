import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { until } from '../support/poll.ts';
import { stdioServer } from './scene.ts';

/** What a server was told about one of its requests. */
export interface Outcome {
  readonly id: string;
  readonly result?: { readonly model: string; readonly content: { readonly type: string; readonly text?: string } };
  readonly error?: { readonly code: number; readonly message: string };
}

export interface Asking {
  /** The first line of the user's message; `{now}` in it becomes the time of sending. */
  readonly text?: string;
  /** How long the message is made. */
  readonly bytes?: number;
  /** Further parameters of the request. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** The fixture server that samples when a test says so, from the outside. */
export class OnDemand {
  readonly #portFile: string;
  readonly #startFile: string;

  /** `folder` is a throwaway one that outlives the server. */
  constructor(folder: string, name = 'on-demand') {
    this.#portFile = path.join(folder, `${name}.port`);
    this.#startFile = path.join(folder, `${name}.starts`);
  }

  /** Its definition for settings. */
  get definition(): Record<string, unknown> {
    return stdioServer('on-demand', '--port-file', this.#portFile, '--start-file', this.#startFile);
  }

  /** How often it was started. */
  get starts(): number {
    return existsSync(this.#startFile) ? readFileSync(this.#startFile, 'utf8').trim().split('\n').length : 0;
  }

  /** Sends a sampling request; resolves with its id when it was written. */
  async ask(asking: Asking): Promise<string> {
    return (await this.askLong(asking)).id;
  }

  /** The same; tells the hash of the text as well. */
  async askLong(asking: Asking): Promise<{ readonly id: string; readonly sha256: string }> {
    return (await this.#post('/ask', asking)) as { id: string; sha256: string };
  }

  /** Takes a request back. */
  async cancel(id: string, reason: string): Promise<void> {
    await this.#post('/cancel', { id, reason });
  }

  /** Waits for what became of a request. */
  async outcome(id: string): Promise<Outcome> {
    return until(`an answer to ${id}`, async () =>
      ((await this.#post('/outcomes', {})) as Outcome[]).find((outcome) => outcome.id === id),
    );
  }

  /** Forgets the process that served until now, so that the next request waits for another one. */
  forget(): void {
    rmSync(this.#portFile, { force: true });
  }

  async #post(where: string, body: unknown): Promise<unknown> {
    const port = await until('the control of the server', async () =>
      existsSync(this.#portFile) ? readFileSync(this.#portFile, 'utf8') : undefined,
    );
    const response = await fetch(`http://127.0.0.1:${port}${where}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) {
      throw new Error(await response.text());
    }
    return response.json();
  }
}
