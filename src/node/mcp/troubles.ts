import type { SessionHooks } from '../../core/servers/session.ts';

/** What can hinder a connection without ending it, the worst first. */
const kinds = ['silence', 'stream', 'changes', 'watches', 'buffering'] as const;
type Kind = (typeof kinds)[number];

/** What hinders a connection at the moment, told one sentence at a time. */
export class Troubles {
  readonly #hooks: Pick<SessionHooks, 'onTrouble'>;
  readonly #sentences = new Map<Kind, string>();

  constructor(hooks: Pick<SessionHooks, 'onTrouble'>) {
    this.#hooks = hooks;
  }

  /** @param sentence undefined when it is over */
  set(kind: Kind, sentence: string | undefined): void {
    if (this.#sentences.get(kind) === sentence) return;
    if (sentence === undefined) this.#sentences.delete(kind);
    else this.#sentences.set(kind, sentence);
    const worst = kinds.find((one) => this.#sentences.has(one));
    this.#hooks.onTrouble?.(worst === undefined ? undefined : this.#sentences.get(worst));
  }
}
