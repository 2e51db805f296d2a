import { Notes } from '../notes.mjs';
import { textResult } from '../results.mjs';

/**
 * Writes a note; none is overwritten.
 *
 * @param {{name: string, text: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
// oxlint-disable-next-line require-yield -- a job without a question is still a job
export async function* addNote({ name, text }, io) {
  await new Notes(io.workspace).add(name, text.endsWith('\n') ? text : `${text}\n`);
  return textResult(`Wrote the note "${name}".`);
}

/**
 * Deletes a note for good.
 *
 * @param {{name: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
// oxlint-disable-next-line require-yield -- a job without a question is still a job
export async function* removeNote({ name }, io) {
  await new Notes(io.workspace).remove(name);
  return textResult(`Deleted the note "${name}".`);
}
