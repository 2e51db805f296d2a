/**
 * What this server calls a token: a word with the space before it, a run of digits, or one other character. It is no
 * language model's tokenizer, but it is the same for limits, usage and streaming.
 */
const TOKEN = /\s*(?:[\p{L}\p{M}'’]+|\p{N}+|[^\s\p{L}\p{N}])|\s+/gu;

/**
 * @param {string} text
 * @returns {string[]} joined, they are the text again
 */
export function tokenize(text) {
  return text.match(TOKEN) ?? [];
}

/**
 * @param {string} text
 * @returns {number}
 */
export function countTokens(text) {
  return tokenize(text).length;
}
