import { Notes } from '../notes.mjs';
import { ask, JobError, textOf, toolUsesOf, userText } from '../rounds.mjs';
import { textResult } from '../results.mjs';

/** Rounds before the model has to answer with what it has. */
const MAX_ROUNDS = 6;
/** Tools that are run in one round; more are answered with an error. */
const MAX_TOOLS_A_ROUND = 4;

/** @type {import('@modelcontextprotocol/server').Tool[]} */
const TOOLS = [
  {
    name: 'search_notes',
    description: 'Searches the notes of the workspace. Returns the names and titles of those that fit, best first.',
    inputSchema: {
      type: 'object',
      properties: { query: { type: 'string', description: 'a few words' } },
      required: ['query'],
      additionalProperties: false,
    },
  },
  {
    name: 'read_note',
    description: 'Returns the whole text of one note.',
    inputSchema: {
      type: 'object',
      properties: { name: { type: 'string', description: 'a name that search_notes returned' } },
      required: ['name'],
      additionalProperties: false,
    },
  },
];

/**
 * A tool loop that the server runs: the model asks for tools, this job runs them over the notes and asks again.
 *
 * @param {{topic: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
export async function* research({ topic }, io) {
  const notes = new Notes(io.workspace);
  const sources = new Set();
  const messages = [userText(`What do our notes say about this? ${topic}`)];
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const last = round === MAX_ROUNDS;
    await io.progress(round - 1, MAX_ROUNDS, `Round ${round} of at most ${MAX_ROUNDS}`);
    const [answer] = yield ask(`round_${round}`, `round ${round} of the research`, {
      systemPrompt:
        'You answer questions from the notes of this workspace. Search first, read what looks useful, then answer in a ' +
        'few sentences and name the notes that you used. Say so when the notes hold no answer.',
      messages: [...messages],
      tools: TOOLS,
      toolChoice: { mode: last ? 'none' : 'auto' },
      maxTokens: 500,
      modelPreferences: { intelligencePriority: 0.7, speedPriority: 0.4 },
    });
    const uses = toolUsesOf(answer);
    if (uses.length === 0) {
      await io.progress(MAX_ROUNDS, MAX_ROUNDS, `Answered in round ${round}`);
      return textResult(textOf(answer), { answer: textOf(answer), rounds: round, notes: [...sources] });
    }
    const results = [];
    for (const [i, use] of uses.entries()) {
      await io.log('info', `${use.name} ${JSON.stringify(use.input)}`);
      const outcome =
        i < MAX_TOOLS_A_ROUND
          ? await runTool(notes, use, sources)
          : { text: `At most ${MAX_TOOLS_A_ROUND} tools are run in one round.`, isError: true };
      results.push({
        type: /** @type {const} */ ('tool_result'),
        toolUseId: use.id,
        content: [{ type: /** @type {const} */ ('text'), text: outcome.text }],
        ...(outcome.isError && { isError: true }),
      });
    }
    messages.push({ role: 'assistant', content: answer.content }, { role: 'user', content: results });
  }
  throw new JobError(`The model still wanted tools after ${MAX_ROUNDS} rounds.`);
}

/**
 * @param {Notes} notes
 * @param {{name: string, input: Record<string, unknown>}} use
 * @param {Set<string>} sources receives the names of the notes that were read
 * @returns {Promise<{text: string, isError?: boolean}>} a mistake of the model is its result, not the end of the job
 */
async function runTool(notes, use, sources) {
  const { query, name } = use.input;
  try {
    if (use.name === 'search_notes' && typeof query === 'string') {
      const hits = await notes.search(query, 5);
      if (hits.length === 0) return { text: `No note mentions any word of "${query}".` };
      return { text: hits.map((hit) => JSON.stringify({ name: hit.name, title: hit.title })).join('\n') };
    }
    if (use.name === 'read_note' && typeof name === 'string') {
      const text = await notes.read(name);
      sources.add(name);
      return { text };
    }
    return { text: `There is no tool ${use.name} with these arguments.`, isError: true };
  } catch (error) {
    if (error instanceof JobError) return { text: error.message, isError: true };
    throw error;
  }
}
