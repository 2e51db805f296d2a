import { splitIntoChunks } from '../chunks.mjs';
import { ask, describeAnswer, JobError, textOf, userText } from '../rounds.mjs';

/** Largest number of parts that chunked_summary asks about at once. */
const MAX_CHUNKS = 12;

const IMAGE_TYPES = [
  { mimeType: 'image/png', magic: [0x89, 0x50, 0x4e, 0x47] },
  { mimeType: 'image/jpeg', magic: [0xff, 0xd8, 0xff] },
  { mimeType: 'image/gif', magic: [0x47, 0x49, 0x46, 0x38] },
];

/**
 * One sampling with a long prompt.
 *
 * @param {{path: string, sentences: number, style: 'paragraph' | 'bullets', focus?: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
export async function* summarizeDocument({ path, sentences, style, focus }, io) {
  const text = await io.workspace.readText(path);
  await io.log('info', `Read ${path}: ${text.length} characters.`);
  const form = style === 'bullets' ? `${sentences} bullet points` : `${sentences} sentences`;
  const [answer] = yield ask('summary', `the summary of ${path}`, {
    systemPrompt:
      'You summarise documents for a busy reader. Use only what the document says. No introduction, no closing remark.',
    messages: [
      userText(
        `Summarise the document below in ${form}.${focus ? ` Pay attention to: ${focus}.` : ''}\n\n` +
          `<document path="${path}">\n${text}\n</document>`,
      ),
    ],
    maxTokens: 120 + sentences * 60,
    temperature: 0.3,
    modelPreferences: { intelligencePriority: 0.6, costPriority: 0.4, speedPriority: 0.3 },
  });
  await io.log('info', describeAnswer(answer));
  const summary = textOf(answer);
  const words = countWords(text).words;
  return {
    content: [{ type: 'text', text: summary }],
    structuredContent: { path, summary, model: answer.model, documentWords: words },
  };
}

/**
 * A map round with one ask for each part of the document, then a reduce round.
 *
 * @param {{path: string, chunk_kb: number}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
export async function* chunkedSummary({ path, chunk_kb }, io) {
  const text = await io.workspace.readText(path);
  const chunks = splitIntoChunks(text, chunk_kb * 1024);
  if (chunks.length > MAX_CHUNKS) {
    throw new JobError(
      `"${path}" makes ${chunks.length} parts of ${chunk_kb} KB; at most ${MAX_CHUNKS} are asked about. Raise chunk_kb.`,
    );
  }
  const steps = chunks.length + 1;
  await io.progress(0, steps, `Asking about ${chunks.length} parts`);
  const partial = yield {
    asks: chunks.map((chunk, i) => ({
      key: `part_${i + 1}`,
      purpose: `part ${i + 1} of ${chunks.length} of ${path}`,
      params: {
        systemPrompt: 'You write short, faithful notes on one part of a longer document.',
        messages: [
          userText(
            `Summarise part ${i + 1} of ${chunks.length} in 3 sentences.\n\n<document path="${path}">\n${chunk}\n</document>`,
          ),
        ],
        maxTokens: 220,
        modelPreferences: { speedPriority: 0.8, costPriority: 0.8, intelligencePriority: 0.2 },
      },
    })),
    onAnswer: (answered) => io.progress(answered, steps, `${answered} of ${chunks.length} parts answered`),
  };
  const notes = partial.map((answer, i) => `## Part ${i + 1}\n\n${textOf(answer)}`).join('\n\n');
  const [combined] = yield ask('combined', `the summary of all parts of ${path}`, {
    systemPrompt: 'You join notes on the parts of one document into a single summary. Use only the notes.',
    messages: [userText(`Summarise the notes below in 6 sentences.\n\n<notes>\n${notes}\n</notes>`)],
    maxTokens: 480,
    modelPreferences: { intelligencePriority: 0.8, speedPriority: 0.3, costPriority: 0.3 },
  });
  await io.progress(steps, steps, 'Joined');
  return {
    content: [{ type: 'text', text: textOf(combined) }],
    structuredContent: {
      path,
      parts: chunks.length,
      summary: textOf(combined),
      models: modelsOf([...partial, combined]),
    },
  };
}

/**
 * One sampling with an image.
 *
 * @param {{path: string, question: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
export async function* describeImage({ path, question }, io) {
  const bytes = await io.workspace.readBytes(path);
  const type = IMAGE_TYPES.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte));
  if (type === undefined) throw new JobError(`"${path}" is not a PNG, JPEG or GIF image.`);
  const data = bytes.toString('base64');
  const [answer] = yield ask('description', `the description of ${path}`, {
    systemPrompt: 'You describe images to somebody who cannot see them. Say what is there and do not guess.',
    messages: [{ role: 'user', content: { type: 'image', data, mimeType: type.mimeType } }, userText(question)],
    maxTokens: 250,
    modelPreferences: { hints: [{ name: 'vision' }], intelligencePriority: 0.7 },
  });
  return {
    content: [
      { type: 'text', text: textOf(answer) },
      { type: 'image', data, mimeType: type.mimeType },
    ],
  };
}

/**
 * No sampling at all.
 *
 * @param {{path: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
// oxlint-disable-next-line require-yield -- a job without a question is still a job
export async function* wordCount({ path }, io) {
  const counts = countWords(await io.workspace.readText(path));
  return {
    content: [
      {
        type: 'text',
        text: `${path}: ${counts.words} words, ${counts.lines} lines, ${counts.characters} characters.`,
      },
    ],
    structuredContent: { path, ...counts },
  };
}

/** @param {string} text */
function countWords(text) {
  return {
    words: text.match(/\S+/g)?.length ?? 0,
    lines: text === '' ? 0 : text.replace(/\n$/, '').split('\n').length,
    // Code points, so that an emoji of two UTF-16 units is one.
    characters: Array.from(text).length,
  };
}

/** @param {import('../rounds.mjs').Answer[]} answers */
function modelsOf(answers) {
  return [...new Set(answers.map((answer) => answer.model))];
}
