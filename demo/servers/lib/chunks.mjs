/**
 * Cuts a text into parts of at most `size` characters, at the last heading, else paragraph, else line, else word that
 * fits, so that no sentence is torn while there is another way. Joined, the parts are the text again.
 *
 * @param {string} text
 * @param {number} size in characters, at least 1
 * @returns {string[]} none for an empty text
 */
export function splitIntoChunks(text, size) {
  const chunks = [];
  let rest = text;
  while (rest.length > size) {
    const cut = cutAt(rest, size);
    chunks.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  if (rest !== '') chunks.push(rest);
  return chunks;
}

/**
 * @param {string} text longer than `size`
 * @param {number} size
 * @returns {number}
 */
function cutAt(text, size) {
  // A part that is less than half full would make more parts than needed, so an early heading does not count.
  const least = Math.floor(size / 2);
  for (const mark of ['\n# ', '\n## ', '\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(mark, size - 1);
    if (at >= least) return at + 1;
  }
  return size;
}
