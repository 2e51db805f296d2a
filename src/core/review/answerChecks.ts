import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { messageOf } from '../errors.ts';
import type { FieldError } from '../forms/values.ts';
import type { CreateMessageRequestParams, JsonObject } from '../mcp.ts';
import type { Completion } from '../models/provider.ts';
import { textOf } from '../sampling/blocks.ts';
import { t } from '../text/l10n.ts';
import { jsonProblem, placeOf } from '../text/jsonProblem.ts';
import { prettyJson } from '../util/json.ts';
import { type ToolUse, toolUsesOf } from './answerEdits.ts';
import { jsonExpected } from './jsonExpected.ts';

/** Checks a value against a JSON Schema. Rejects with a sentence when the schema cannot be used, or when it takes too long. */
export type SchemaCheck = (schema: JsonObject, value: unknown) => Promise<readonly FieldError[]>;

/** What is wrong, and where in the text. */
export interface AnswerProblem {
  readonly message: string;
  /** JSON pointer; absent for the whole. */
  readonly path?: string;
  /** Counted from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** Whether the text is the JSON that the server asked for. */
export interface JsonCheck {
  /** Why it is checked. */
  readonly why: string;
  /** True when there was a schema to check it against. */
  readonly schema: boolean;
  readonly problems: readonly AnswerProblem[];
  /** The JSON without what stands around it, such as a code fence; present when that alone would be JSON. */
  readonly alone?: string;
}

/** Whether the use of a tool is one that the server can take. */
export interface ToolCheck {
  /** False when the server offered no tool of this name. */
  readonly known: boolean;
  readonly problems: readonly AnswerProblem[];
}

/** What was found out about an answer as it would be returned. */
export interface AnswerChecks {
  readonly json?: JsonCheck;
  /** One for each use of a tool that would be returned, in their order. */
  readonly tools: readonly ToolCheck[];
  /** What is wrong with the answer as a whole. */
  readonly problems: readonly string[];
}

/** Problems of one text are listed up to this number. */
const MOST = 20;

/** Holds an answer against what the server asked for. */
export async function checkAnswer(
  asked: CreateMessageRequestParams,
  completion: Completion,
  check: SchemaCheck,
): Promise<AnswerChecks> {
  const uses = toolUsesOf(completion);
  const tools = await Promise.all(uses.map((use) => checkUse(asked, use, check)));
  const problems = wholeProblems(asked, completion);
  // A turn that uses tools is no final answer, so its text need not be one.
  if (uses.length > 0) return { tools, problems };
  const expected = jsonExpected(asked);
  if (expected === undefined) return { tools, problems };
  const found = await checkText(textOf(completion.content), expected.schema, check);
  return { tools, problems, json: { why: expected.why, schema: expected.schema !== undefined, ...found } };
}

function wholeProblems(asked: CreateMessageRequestParams, completion: Completion): readonly string[] {
  const problems: string[] = [];
  const uses = toolUsesOf(completion).length;
  if (asked.toolChoice?.mode === 'required' && uses === 0)
    problems.push(t('The server requires the use of a tool (toolChoice: required), and this answer uses none.'));
  if (uses === 0 && completion.content.every((block) => block.type === 'text' && block.text === ''))
    problems.push(t('The answer is empty.'));
  return problems;
}

async function checkUse(asked: CreateMessageRequestParams, use: ToolUse, check: SchemaCheck): Promise<ToolCheck> {
  const tool = asked.tools?.find(({ name }) => name === use.name);
  if (tool === undefined) {
    return { known: false, problems: [{ message: t('The server offered no tool named “{0}”.', use.name) }] };
  }
  return { known: true, problems: await fit(prettyJson(use.input), use.input, tool.inputSchema as JsonObject, check) };
}

async function checkText(
  text: string,
  schema: JsonObject | undefined,
  check: SchemaCheck,
): Promise<Pick<JsonCheck, 'problems' | 'alone'>> {
  const problem = jsonProblem(text);
  if (problem === undefined) {
    return { problems: schema === undefined ? [] : await fit(text, JSON.parse(text), schema, check) };
  }
  const alone = jsonWithin(text);
  if (alone === undefined) return { problems: [problem] };
  const around = { message: t('There is text around the JSON: a server that reads the answer as it is will fail.') };
  const inner = schema === undefined ? [] : await fit(alone, JSON.parse(alone), schema, check);
  return { problems: [around, ...inner.map(({ message, path }) => ({ message, ...(path && { path }) }))], alone };
}

/** What is nested deeper than the parser can go has no places. */
function treeOf(text: string): ReturnType<typeof parseTree> {
  try {
    return parseTree(text);
  } catch {
    return undefined;
  }
}

async function fit(
  text: string,
  value: unknown,
  schema: JsonObject,
  check: SchemaCheck,
): Promise<readonly AnswerProblem[]> {
  let errors: readonly FieldError[];
  try {
    errors = await check(schema, value);
  } catch (error) {
    return [{ message: t('It could not be checked against the schema: {0}', messageOf(error)) }];
  }
  if (errors.length === 0) return [];
  const root = treeOf(text);
  return errors.slice(0, MOST).map(({ path, message }) => {
    const offset = root && offsetOf(root, path);
    return { message, ...(path === '' ? {} : { path }), ...(offset === undefined ? {} : placeOf(text, offset)) };
  });
}

/** Where the value that a JSON pointer names begins; of one that is missing, where the object that should have it begins. */
function offsetOf(root: NonNullable<ReturnType<typeof parseTree>>, pointer: string): number | undefined {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (let length = keys.length; length >= 0; length--) {
    const path = keys.slice(0, length).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node = findNodeAtLocation(root, path) ?? findNodeAtLocation(root, keys.slice(0, length));
    if (node) return node.offset;
  }
  return undefined;
}

const FENCED = /```(?:json[c5]?)?[^\S\n]*\n([\s\S]*?)\n?```/i;

/** The one JSON value in a code fence or between words. */
function jsonWithin(text: string): string | undefined {
  const fenced = FENCED.exec(text)?.[1]?.trim();
  if (fenced !== undefined && fenced !== '' && jsonProblem(fenced) === undefined) return fenced;
  const start = text.search(/[{[]/);
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
  const middle = start < 0 ? '' : text.slice(start, end);
  return middle !== '' && jsonProblem(middle) === undefined ? middle : undefined;
}
