import { estimateTokenCount } from 'tokenx';

/** Characters that are counted once and then kept as a number. */
const KEEP = 2_000;

/** Estimates the tokens of a text that grows: what was counted stays counted, so a long answer costs no more than a short one. */
export class TokenMeter {
  #kept = '';
  #tokens = 0;

  /** The tokens of the whole text so far. */
  count(text: string): number {
    if (!text.startsWith(this.#kept)) {
      this.#kept = '';
      this.#tokens = 0;
    }
    while (text.length - this.#kept.length > 2 * KEEP) {
      const piece = text.slice(this.#kept.length, endOfPiece(text, this.#kept.length + KEEP));
      this.#tokens += estimateTokenCount(piece);
      this.#kept += piece;
    }
    return this.#tokens + estimateTokenCount(text.slice(this.#kept.length));
  }
}

/** The next end of a word, so that no word is counted in two halves; a text without one is cut where it is. */
function endOfPiece(text: string, from: number): number {
  const space = text.slice(from, from + KEEP).search(/\s/);
  return space < 0 ? from + KEEP : from + space;
}
