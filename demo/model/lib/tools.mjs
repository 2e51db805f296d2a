import { fillSchema } from './fill.mjs';
import { splitPrompt } from './text.mjs';

/**
 * @typedef {{name: string, description: string, parameters: import('./fill.mjs').Schema}} Tool
 * @typedef {{name: string, input: Record<string, unknown>}} Call
 * @typedef {import('./request.mjs').ChatRequest} ChatRequest
 */

/**
 * Decides whether tools are called. Three habits: search, then read what the search named, then answer; fill the fields
 * of a tool from the text; leave tools alone that neither fits.
 *
 * @param {ChatRequest} request
 * @returns {{calls: Call[]} | {missing: string} | undefined} `missing` says which demanded fields the text does not
 *   hold; nothing means an answer in words
 */
export function decideTools(request) {
  const { tools, toolChoice } = request;
  if (tools.length === 0 || toolChoice === 'none') return undefined;
  const demanded = typeof toolChoice === 'object' ? tools.filter(({ name }) => name === toolChoice.name) : tools;
  const search = demanded.find(({ name }) => /search|find|lookup|query/i.test(name));
  if (search !== undefined) return searchThenRead(request, search);
  return fillTool(request, demanded);
}

/**
 * @param {ChatRequest} request
 * @param {Tool} search
 */
function searchThenRead(request, search) {
  const calls = callsSoFar(request);
  const searched = calls.filter(({ name }) => name === search.name);
  if (searched.length === 0) {
    const parameter = mainParameter(search);
    return parameter === undefined
      ? undefined
      : { calls: [{ name: search.name, input: { [parameter]: queryOf(request) } }] };
  }
  const read = request.tools.find((tool) => tool !== search && /read|fetch|get|open|load/i.test(tool.name));
  if (read === undefined || calls.some(({ name }) => name === read.name)) return undefined;
  const parameter = mainParameter(read);
  if (parameter === undefined) return undefined;
  const found = [...new Set(searched.flatMap(({ result }) => valuesIn(result, parameter)))].slice(0, 2);
  return found.length === 0
    ? undefined
    : { calls: found.map((value) => ({ name: read.name, input: { [parameter]: value } })) };
}

/**
 * @param {ChatRequest} request
 * @param {Tool[]} tools
 */
function fillTool(request, tools) {
  const results = request.messages.some(({ role }) => role === 'tool');
  // Called of its own accord, a tool is called once; its result is then the answer's material.
  if (request.toolChoice === 'auto' && results) return undefined;
  const prompt =
    request.messages.findLast(({ role, text }) => role === 'user' && splitPrompt(text).material !== '')?.text ??
    lastUserText(request);
  const text = splitPrompt(prompt).material || prompt;
  const filled = tools.map(({ name, parameters }) => ({ name, ...fillSchema(parameters, text) }));
  const fits = filled.find(({ missing, value }) => missing.length === 0 && Object.keys(value).length > 0);
  if (fits !== undefined) return { calls: [{ name: fits.name, input: fits.value }] };
  if (request.toolChoice === 'auto') return undefined;
  const [first] = filled;
  return {
    missing: `The tool ${first.name} cannot be filled from the text: ${first.missing.join(', ') || 'every field'} not found.`,
  };
}

/**
 * @param {ChatRequest} request
 * @returns {{name: string, input: Record<string, unknown>, result: string}[]} earlier calls with what came back
 */
export function callsSoFar(request) {
  return request.messages.flatMap(({ calls }) =>
    calls.map(({ id, name, input }) => ({
      name,
      input,
      result: request.messages.find((message) => message.role === 'tool' && message.callId === id)?.text ?? '',
    })),
  );
}

/** @param {Tool} tool */
function mainParameter({ parameters }) {
  const names = [...(parameters.required ?? []), ...Object.keys(parameters.properties ?? {})];
  return names.find((name) => parameters.properties?.[name]?.type === 'string');
}

/**
 * The question without the words around it.
 *
 * @param {ChatRequest} request
 */
function queryOf(request) {
  const text = lastUserText(request);
  return (/[?:]\s+(\S[\s\S]*)$/.exec(text)?.[1] ?? text).trim().slice(0, 200);
}

/** @param {ChatRequest} request */
export function lastUserText(request) {
  return request.messages.findLast(({ role, text }) => role === 'user' && text !== '')?.text ?? '';
}

/**
 * @param {string} result what a search returned: JSON, JSON lines, or lines "name: value"
 * @param {string} parameter
 * @returns {string[]}
 */
function valuesIn(result, parameter) {
  const labels = [parameter, 'name', 'id', 'path', 'uri', 'url'];
  const values = result.split('\n').flatMap((line) => {
    const match = labels
      .map((label) => new RegExp(`["']?\\b${label}["']?\\s*[:=]\\s*["']?([^"',}\\]]+)`).exec(line))
      .find(Boolean);
    return match ? [match[1].trim()] : [];
  });
  return values;
}
