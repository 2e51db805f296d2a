const NEWLINE = 0x0a;

/** Thrown by `LineSplitter.push` for a line beyond the limit. */
export class LineTooLongError extends Error {}

/** Cuts a byte stream into lines of UTF-8 text without copying what came before with each chunk, so that a 20 MB line stays cheap. */
export class LineSplitter {
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** @param maxBytes the longest line that is kept */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that the chunk completes, without their line ends. */
  *push(chunk: Buffer): Generator<string> {
    let rest = chunk;
    for (let index = rest.indexOf(NEWLINE); index !== -1; index = rest.indexOf(NEWLINE)) {
      this.#keep(rest.subarray(0, index));
      rest = rest.subarray(index + 1);
      yield this.flush();
    }
    this.#keep(rest);
  }

  /** What came without a line end. */
  flush(): string {
    const line = Buffer.concat(this.#chunks).toString('utf8');
    this.#chunks = [];
    this.#bytes = 0;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#bytes += piece.length;
    if (this.#bytes > this.#maxBytes) {
      this.#chunks = [];
      throw new LineTooLongError(`a line of more than ${Math.round(this.#maxBytes / 2 ** 20)} MiB`);
    }
    this.#chunks.push(piece);
  }
}
