import { createRedactor } from '../../core/text/redact.ts';
import type { Json } from '../../core/mcp.ts';

/** Takes keys out of what goes to the ledger: known shapes, and every key and input that this window has read. */
export class LedgerRedaction {
  readonly #secrets = new Set<string>();
  #redactor = createRedactor();

  readonly redact = (json: Json): Json => this.#redactor.json(json);

  /** Remembers a secret, so that it is taken out wherever it stands. */
  add(secret: string): void {
    if (this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    this.#redactor = createRedactor([...this.#secrets]);
  }
}
