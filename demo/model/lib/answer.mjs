import { explainExpression, expressionIn } from './arithmetic.mjs';
import { classify, labelsIn } from './classify.mjs';
import { describeTable, tableIn } from './figures.mjs';
import { draftLetter } from './letter.mjs';
import { describeAudio, describeImage } from './media.mjs';
import { writeSelect } from './sql.mjs';
import { extractSentences } from './summary.mjs';
import { countTokens } from './tokens.mjs';
import { callsSoFar, decideTools, lastUserText } from './tools.mjs';
import { NOTICE, sentencesOf, splitPrompt } from './text.mjs';

/**
 * @typedef {import('./request.mjs').ChatRequest} ChatRequest
 * @typedef {{text: string, calls: import('./tools.mjs').Call[]}} Reply `text` is empty when tools are called
 */

/** Sentences in an answer when the prompt does not say how many. */
const SENTENCES = { 'extractor-small': 3, 'extractor-large': 6 };
/** Tokens of an answer when the request sets no limit. */
const DEFAULT_TOKENS = 500;

const NUMBER_WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/**
 * Finds out what a request wants and does it by looking at its text. Nothing is known here but what the request says.
 *
 * @param {ChatRequest} request
 * @returns {Reply}
 */
export function answer(request) {
  const tools = decideTools(request);
  if (tools !== undefined && 'calls' in tools) return { text: '', calls: tools.calls };
  if (tools !== undefined) return prose(tools.missing);
  // The first that has something to say. What others read as a value (a label, SQL, an expression) comes bare.
  const text =
    fromTools(request) ??
    fromMedia(request) ??
    sql(request) ??
    label(request) ??
    letter(request) ??
    sums(request) ??
    figures(request) ??
    extract(request);
  return { text, calls: [] };
}

/**
 * @param {string} text
 * @returns {Reply}
 */
function prose(text) {
  return { text: say(text), calls: [] };
}

/** @param {string} text */
function say(text) {
  return `${NOTICE} ${text}`;
}

/** @param {ChatRequest} request */
function systemOf(request) {
  return request.messages.flatMap(({ role, text }) => (role === 'system' ? [text] : [])).join('\n');
}

/** @param {ChatRequest} request */
function fromTools(request) {
  const calls = callsSoFar(request);
  if (calls.length === 0) return undefined;
  const read = calls.filter(({ result }) => sentencesOf(result).length > 1);
  const question = lastUserText(request);
  const sentences = extractSentences(read.map(({ result }) => result).join('\n\n'), {
    ...limits(request, question),
    query: question,
  });
  if (sentences.length === 0)
    return say(
      `The tools brought no text that answers this. They returned: ${calls
        .map(({ result }) => result)
        .join(' ')
        .slice(0, 300)}`,
    );
  const names = read.map(({ input }) => Object.values(input)[0]).join(', ');
  return say(`${sentences.join(' ')} (From ${names}.)`);
}

/** @param {ChatRequest} request */
function fromMedia(request) {
  const parts = request.messages.filter(({ role }) => role === 'user').slice(-3);
  const said = parts.flatMap(({ images, sounds }) => [
    ...images.map(describeImage),
    ...sounds.map(({ data, format }) => describeAudio(data, format)),
  ]);
  return said.length === 0 ? undefined : say(said.join(' '));
}

/** @param {ChatRequest} request */
function sql(request) {
  const schema = `${systemOf(request)}\n${lastUserText(request)}`;
  if (!/\bCREATE TABLE\b/i.test(schema)) return undefined;
  const question = lastUserText(request).replaceAll(/CREATE TABLE[^;]*;/gi, '');
  const statement = writeSelect(schema, question);
  if (statement !== undefined) return `-- written by matching words to columns, no AI\n${statement};`;
  return 'I can only write SQL for questions that count, add up, average, list or compare what the columns are called.';
}

/** @param {ChatRequest} request */
function label(request) {
  const { instruction, material } = splitPrompt(lastUserText(request));
  const labels = labelsIn(`${systemOf(request)}\n${instruction}`);
  return labels.size === 0 ? undefined : classify(material || instruction, labels);
}

/** @param {ChatRequest} request */
function letter(request) {
  const system = systemOf(request);
  if (!/\breply\b/i.test(system) || !/\b(?:mails?|messages?|letters?|conversation|thread)\b/i.test(system))
    return undefined;
  const mails = request.messages.flatMap(({ role, text }) =>
    role === 'user' || role === 'assistant' ? [{ ours: role === 'assistant', text }] : [],
  );
  return say(`\n${draftLetter({ system, mails })}`);
}

/** @param {ChatRequest} request */
function sums(request) {
  const prompt = lastUserText(request);
  const given = /\bexpression: (.+)$/im.exec(prompt)?.[1];
  const explained = given === undefined ? undefined : explainExpression(given);
  if (explained !== undefined) return say(explained);
  const wanted = /\bexpression\b/i.test(systemOf(request)) && /\bproblem\b/i.test(prompt);
  const asked = wanted || /\b(?:calculate|compute|work out|solve|what is|how much)\b/i.test(prompt);
  if (!asked || splitPrompt(prompt).material !== '') return undefined;
  const problem = prompt.replace(/^[^:]*\bproblem\b[^:]*:\s*/i, '');
  const expression = expressionIn(problem);
  if (wanted) return expression ?? 'I can only read sums that are spelled out, such as "3 lamps at 62 each plus 9.50".';
  return expression === undefined ? undefined : say(explainExpression(expression) ?? '');
}

/** @param {ChatRequest} request */
function figures(request) {
  const { instruction, material } = splitPrompt(lastUserText(request));
  const table = material === '' ? undefined : tableIn(material);
  return table === undefined ? undefined : say(describeTable(table, instruction));
}

/** @param {ChatRequest} request */
function extract(request) {
  const prompt = lastUserText(request);
  const { instruction, material } = splitPrompt(prompt);
  if (material === '') return echo(prompt);
  const sentences = extractSentences(material, { ...limits(request, instruction), query: focusOf(instruction) });
  if (sentences.length === 0) return say(`The text holds no sentence, just ${material.length} characters.`);
  if (/\b(?:bullets?|bullet points)\b/i.test(instruction))
    return say(`\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}`);
  return say(sentences.join(' '));
}

/** @param {string} prompt */
function echo(prompt) {
  const said = sentencesOf(prompt)
    .slice(0, 2)
    .map(({ text }) => text)
    .join(' ');
  return say(`There is no text to extract from. The request says: "${said}"`);
}

/**
 * What a summary should look at: words in quotes, or behind "attention to" and "about".
 *
 * @param {string} instruction
 */
function focusOf(instruction) {
  return [...instruction.matchAll(/"([^"]+)"|\b(?:attention to|focus on|about):?\s+([^.\n]+)/gi)]
    .map((match) => match[1] ?? match[2])
    .join(' ');
}

/**
 * @param {ChatRequest} request
 * @param {string} instruction
 * @returns {{sentences: number, tokens: number}}
 */
function limits(request, instruction) {
  const asked =
    /\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:short\s+)?(?:sentences?|bullets?|bullet points|points|lines)\b/i.exec(
      instruction,
    )?.[1];
  const words = asked === undefined ? -1 : NUMBER_WORDS.indexOf(asked.toLowerCase());
  const usual = SENTENCES[/** @type {keyof typeof SENTENCES} */ (request.model)] ?? 3;
  const room = (request.maxTokens ?? DEFAULT_TOKENS) - countTokens(NOTICE) - 2;
  return { sentences: asked === undefined ? usual : words > 0 ? words : Math.min(40, Number(asked)), tokens: room };
}
