/** A piece of a streaming answer, and where it begins; `column` of a comparison. */
export interface Piece {
  readonly id: string;
  readonly offset: number;
  readonly text: string;
  readonly column?: number;
}

/** Gathers pieces of streaming answers, so that many of them travel as one message each. */
export class Streams {
  readonly #pieces = new Map<string, Piece>();

  add(piece: Piece): void {
    const key = `${piece.id} ${piece.column ?? ''}`;
    const before = this.#pieces.get(key);
    this.#pieces.set(key, before ? { ...before, text: before.text + piece.text } : piece);
  }

  /** What was gathered; nothing of it is left. */
  take(): readonly Piece[] {
    const pieces = [...this.#pieces.values()];
    this.#pieces.clear();
    return pieces;
  }
}
