import { createRedactor, type Redact } from '../../core/ledger/redact.ts';

/** Takes keys out of what goes to the ledger: known shapes, and every key and input that this window has read. */
export class LedgerRedaction {
  readonly #secrets = new Set<string>();
  #redactor = createRedactor();

  readonly redact: Redact = (json) => this.#redactor(json);

  /** Remembers a secret, so that it is taken out wherever it stands. */
  add(secret: string): void {
    if (this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    this.#redactor = createRedactor([...this.#secrets]);
  }
}
