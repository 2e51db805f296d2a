import * as z from 'zod/mini';
import { McpError } from '../errors.ts';
import type { CreateMessageRequestParams, SamplingMessageContentBlock } from '../mcp.ts';
import type { SamplingAsk } from './ask.ts';
import { blocksOf } from './blocks.ts';

/**
 * Sizes beyond which a request is refused rather than shown. Far above what servers send; they keep the desk and the ledger usable.
 * Characters are UTF-16 units, of base64 for media.
 */
export const INTAKE_LIMITS = {
  messages: 10_000,
  tools: 1_000,
  stopSequences: 1_000,
  hints: 1_000,
  characters: 64 * 1024 * 1024,
  /** Values of any kind, all levels together. */
  values: 1_000_000,
  depth: 64,
} as const;

const invalidParams = (message: string): McpError =>
  new McpError('invalidRequest', `Invalid sampling request: ${message}`, -32602);

// Blanks after each `=` and not twice at the end: two ways to read them would cost the square of their number.
const base64 = z.string().check(z.regex(/^[A-Za-z0-9+/\s]*(?:=\s*){0,2}$/, 'not base64'));
const mimeType = z.string().check(z.regex(/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/, 'not a MIME type'));
const text = z.looseObject({ type: z.literal('text'), text: z.string() });
const image = z.looseObject({ type: z.literal('image'), data: base64, mimeType });
const audio = z.looseObject({ type: z.literal('audio'), data: base64, mimeType });
const resourceLink = z.looseObject({ type: z.literal('resource_link'), uri: z.string(), name: z.string() });
const resource = z.looseObject({
  type: z.literal('resource'),
  resource: z.union([
    z.looseObject({ uri: z.string(), mimeType: z.optional(z.string()), text: z.string(), blob: z.optional(base64) }),
    z.looseObject({ uri: z.string(), mimeType: z.optional(z.string()), blob: base64, text: z.optional(z.undefined()) }),
  ]),
});
const toolUse = z.looseObject({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
});
const toolResult = z.looseObject({
  type: z.literal('tool_result'),
  toolUseId: z.string(),
  content: z.array(z.discriminatedUnion('type', [text, image, audio, resourceLink, resource])),
  isError: z.optional(z.boolean()),
});
const block = z.discriminatedUnion('type', [text, image, audio, toolUse, toolResult]);
const priority = z.optional(z.number().check(z.minimum(0), z.maximum(1)));

const paramsSchema = z.looseObject({
  messages: z
    .array(z.looseObject({ role: z.enum(['user', 'assistant']), content: z.union([z.array(block), block]) }))
    .check(z.maxLength(INTAKE_LIMITS.messages)),
  maxTokens: z.int().check(z.minimum(1)),
  systemPrompt: z.optional(z.string()),
  temperature: z.optional(z.number()),
  stopSequences: z.optional(z.array(z.string()).check(z.maxLength(INTAKE_LIMITS.stopSequences))),
  includeContext: z.optional(z.enum(['none', 'thisServer', 'allServers'])),
  metadata: z.optional(z.record(z.string(), z.unknown())),
  modelPreferences: z.optional(
    z.looseObject({
      hints: z.optional(
        z.array(z.looseObject({ name: z.optional(z.string()) })).check(z.maxLength(INTAKE_LIMITS.hints)),
      ),
      costPriority: priority,
      speedPriority: priority,
      intelligencePriority: priority,
    }),
  ),
  tools: z.optional(
    z
      .array(
        z.looseObject({
          name: z.string().check(z.minLength(1)),
          title: z.optional(z.string()),
          description: z.optional(z.string()),
          inputSchema: z.looseObject({ type: z.literal('object') }),
        }),
      )
      .check(z.maxLength(INTAKE_LIMITS.tools)),
  ),
  toolChoice: z.optional(z.looseObject({ mode: z.optional(z.enum(['auto', 'required', 'none'])) })),
});

/**
 * Checks an ask against the specification's rules (client/sampling of 2025-11-25 and 2026-07-28). A list of no messages is allowed
 * by the schema of both. Nothing is changed: fields that are not known travel on.
 * @throws McpError -32602 with the specification's wording where it has one, -32601 when sampling was not declared at all.
 */
export function checkAsk(ask: Pick<SamplingAsk, 'params' | 'server'>): void {
  if (ask.server.sampling === false) {
    throw new McpError(
      'notDeclared',
      'Sampling is switched off for this server: this client did not declare it.',
      -32601,
    );
  }
  const parsed = checkParams(ask.params);
  if ((parsed.tools !== undefined || parsed.toolChoice !== undefined) && !ask.server.tools) {
    throw invalidParams('`tools` and `toolChoice` need the client capability sampling.tools, which was not declared.');
  }
}

/**
 * Checks the shape, the sizes and the order of tool uses and results of what should be a sampling request.
 * @throws McpError -32602
 */
export function checkParams(params: unknown): CreateMessageRequestParams {
  checkSize(params);
  const parsed = paramsSchema.safeParse(params);
  if (!parsed.success) throw invalidParams(firstIssue(parsed.error));
  // What passed the schema above has this shape; the original is kept for the fields that the schema does not know.
  const checked = params as CreateMessageRequestParams;
  checkToolOrder(checked.messages);
  return checked;
}

/** One sentence for the first thing that is wrong, with its place. */
function firstIssue(error: z.core.$ZodError): string {
  let issue: z.core.$ZodIssue | undefined = error.issues[0];
  const path: PropertyKey[] = [...(issue?.path ?? [])];
  // Of a union, the alternative that came furthest says best what is wrong.
  while (issue?.code === 'invalid_union' && issue.errors.length > 0) {
    const deepest: z.core.$ZodIssue | undefined = issue.errors
      .flatMap((issues) => issues)
      .sort((a, b) => b.path.length - a.path.length)[0];
    if (deepest === undefined) break;
    path.push(...deepest.path);
    issue = deepest;
  }
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const message = issue?.code === 'invalid_union' ? 'unknown content type' : (issue?.message ?? 'not an object');
  return `params${place}: ${message}`;
}

/** Bounds depth and characters before anything walks the request recursively. */
function checkSize(params: unknown): void {
  let characters = 0;
  let values = 0;
  let level: unknown[] = [params];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > INTAKE_LIMITS.depth) throw invalidParams(`nested deeper than ${INTAKE_LIMITS.depth} levels.`);
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string') characters += value.length;
      else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) next.push(item);
    }
    values += next.length;
    if (characters > INTAKE_LIMITS.characters)
      throw invalidParams(`larger than ${INTAKE_LIMITS.characters} characters.`);
    if (values > INTAKE_LIMITS.values) throw invalidParams('made of too many parts.');
    level = next;
  }
}

type Blocks = readonly SamplingMessageContentBlock[];

/**
 * A message with tool results holds nothing else, and each use of a tool is answered by the very next message, all of it. Uses stand
 * in assistant messages, results in user messages.
 * @throws McpError -32602
 */
export function checkToolOrder(messages: CreateMessageRequestParams['messages']): void {
  let open: ReadonlySet<string> = new Set();
  for (const message of messages) {
    const blocks = blocksOf(message);
    const uses = checkUses(blocks, message.role);
    const results = resultIds(blocks);
    if (results.length > 0) {
      if (message.role !== 'user') throw invalidParams('Tool results belong into user messages.');
      if (results.length !== blocks.length) throw invalidParams('Tool results mixed with other content.');
    }
    checkAnswers(open, results);
    open = uses;
  }
  checkAnswers(open, []);
}

/** Each open use has one result and each result its use. In one pass: there can be tens of thousands. */
function checkAnswers(open: ReadonlySet<string>, results: readonly string[]): void {
  const missing = new Set(open);
  for (const id of results) {
    if (!missing.delete(id)) throw invalidParams(`Tool result without a matching tool use (“${id}”).`);
  }
  for (const id of missing) throw invalidParams(`Tool result missing in request (“${id}”).`);
}

function checkUses(blocks: Blocks, role: 'user' | 'assistant'): ReadonlySet<string> {
  const uses = new Set<string>();
  for (const item of blocks) {
    if (item.type !== 'tool_use') continue;
    if (role !== 'assistant') throw invalidParams('Tool uses belong into assistant messages.');
    if (uses.has(item.id)) throw invalidParams(`Two tool uses have the id “${item.id}”.`);
    uses.add(item.id);
  }
  return uses;
}

function resultIds(blocks: Blocks): readonly string[] {
  return blocks.flatMap((item) => (item.type === 'tool_result' ? [item.toolUseId] : []));
}
