import type { CreateMessageRequestParams, JsonObject } from '../mcp.ts';
import { blocksOf, textOf } from '../sampling/blocks.ts';
import { t } from '../text/l10n.ts';
import { isObject } from '../util/json.ts';

/** Why an answer should be JSON, and what it should fit. */
export interface JsonExpected {
  /** One sentence for a person. */
  readonly why: string;
  /** Absent when the server gave none that could be read. */
  readonly schema?: JsonObject;
}

/** Texts are looked through up to this many characters at each end: an instruction about the form stands first or last. */
const LOOKED_AT = 20_000;
/** A schema in a prompt is looked for at this many braces after the word. */
const BRACES = 4;

const known = new WeakMap<CreateMessageRequestParams, { readonly expected: JsonExpected | undefined }>();

/** Whether the server asked for JSON: in a field that says so, in its system prompt, or in its last message. Looked for once. */
export function jsonExpected(params: CreateMessageRequestParams): JsonExpected | undefined {
  const before = known.get(params);
  if (before !== undefined) return before.expected;
  const expected = expectedIn(params);
  known.set(params, { expected });
  return expected;
}

function expectedIn(params: CreateMessageRequestParams): JsonExpected | undefined {
  const hint = hintIn(params.metadata);
  if (hint !== undefined) return hint;
  const last = params.messages.findLast((message) => message.role === 'user');
  const places = [
    ['system prompt', params.systemPrompt ?? ''],
    ['last message', last === undefined ? '' : textOf(blocksOf(last))],
  ] as const;
  for (const [place, text] of places) {
    const asks = asksForJson(text);
    if (asks === undefined) continue;
    const schema = places.map(([, each]) => schemaIn(each)).find((found) => found !== undefined);
    const why =
      place === 'system prompt'
        ? t('The server’s system prompt asks for JSON: “{0}”', asks)
        : t('The server’s last message asks for JSON: “{0}”', asks);
    return schema === undefined ? { why } : { why, schema };
  }
  return undefined;
}

/** What hosts and model APIs call the wish for JSON. Any of them in `metadata` is one: servers copy them from there. */
const FORMAT_KEYS = ['response_format', 'responseFormat', 'format', 'text_format'] as const;
const TYPE_KEYS = ['responseMimeType', 'response_mime_type'] as const;
const SCHEMA_KEYS = [
  'json_schema',
  'jsonSchema',
  'responseSchema',
  'response_schema',
  'outputSchema',
  'output_schema',
  'responseJsonSchema',
] as const;

function hintIn(metadata: unknown): JsonExpected | undefined {
  if (!isObject(metadata)) return undefined;
  const named = (key: string): JsonExpected => {
    const schema = schemaOf(metadata[key]) ?? firstSchema(metadata);
    const why = t('The request’s metadata asks for JSON ({0}).', key);
    return schema === undefined ? { why } : { why, schema };
  };
  for (const key of FORMAT_KEYS) {
    const value = metadata[key];
    const type = isObject(value) ? value['type'] : value;
    if (type === 'json' || type === 'json_object' || type === 'json_schema' || schemaOf(value)) return named(key);
  }
  for (const key of TYPE_KEYS) if (metadata[key] === 'application/json') return named(key);
  const key = SCHEMA_KEYS.find((each) => schemaOf(metadata[each]) !== undefined);
  return key === undefined ? undefined : named(key);
}

function firstSchema(metadata: JsonObject): JsonObject | undefined {
  return SCHEMA_KEYS.map((key) => schemaOf(metadata[key])).find((schema) => schema !== undefined);
}

/** A schema as it is, or in the wrapping of OpenAI's `response_format`. */
function schemaOf(value: unknown): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  if (looksLikeSchema(value)) return value;
  const inner = value['json_schema'] ?? value['schema'];
  if (!isObject(inner)) return undefined;
  if (looksLikeSchema(inner)) return inner;
  const innermost = inner['schema'];
  return isObject(innermost) && looksLikeSchema(innermost) ? innermost : undefined;
}

const TYPES: ReadonlySet<unknown> = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean']);

function looksLikeSchema(value: JsonObject): boolean {
  return (
    TYPES.has(value['type']) ||
    isObject(value['properties']) ||
    typeof value['$schema'] === 'string' ||
    typeof value['$ref'] === 'string' ||
    Array.isArray(value['anyOf']) ||
    Array.isArray(value['oneOf'])
  );
}

const between =
  '(?:me|us|only|just|solely|strictly|exclusively|with|as|in|using|a|an|the|one|your|single|valid|strict|raw|pure|plain|well-formed|minified|compact|answer|answers|response|reply|output|result|results|it|them|everything|back|this|following|nothing|but|else|formatted)';
/** Ways in which prompts ask for it. Each needs a word that asks: a prompt that only speaks of JSON asks for none. */
const ASKS = [
  new RegExp(
    `\\b(?:respond|reply|answer|return|output|produce|provide|emit|give|write|generate|format)\\b(?:\\s+${between}[,:]?){0,8}\\s+JSON\\b`,
    'i',
  ),
  /\b(?:only|just|solely|strictly|exclusively)\s+(?:a\s+|an\s+)?(?:single\s+)?(?:valid\s+|raw\s+|pure\s+)?JSON\b/i,
  /\b(?:response|answer|reply|output|result)s?\s+(?:must|should|has to|have to|needs? to|will|shall)\s+be\s+(?:a\s+|an\s+)?(?:single\s+)?(?:valid\s+|raw\s+|pure\s+|in\s+)?JSON\b/i,
  /\bas\s+(?:a\s+|an\s+)?(?:single\s+)?(?:valid\s+|strict\s+|raw\s+)?JSON\s+(?:object|array|list)\b/i,
  /\bJSON\s+(?:only|that (?:matches|fits|conforms)|matching\s+(?:this|the)|conforming\s+to)\b/i,
];
const NOT = /\b(?:not|never|no|without|don['’]t|instead of|rather than|avoid)\b[^.!?\n]{0,40}$/i;

/** The words that ask for it, to be quoted. */
function asksForJson(text: string): string | undefined {
  const pieces = text.length > 2 * LOOKED_AT ? [text.slice(0, LOOKED_AT), text.slice(-LOOKED_AT)] : [text];
  for (const piece of pieces) {
    for (const pattern of ASKS) {
      const found = pattern.exec(piece);
      if (found && !NOT.test(piece.slice(Math.max(0, found.index - 80), found.index)))
        return found[0].replaceAll(/\s+/g, ' ').slice(0, 100);
    }
  }
  return undefined;
}

/** The first JSON object after the word *schema* that is one. */
function schemaIn(text: string): JsonObject | undefined {
  const word = text.search(/schema/i);
  if (word < 0) return undefined;
  let from = word;
  for (let brace = 0; brace < BRACES; brace++) {
    const start = text.indexOf('{', from);
    if (start < 0) return undefined;
    const end = endOfObject(text, start);
    const value = end === undefined ? undefined : parsed(text.slice(start, end));
    if (isObject(value) && looksLikeSchema(value)) return value;
    from = end ?? start + 1;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the object that begins at `start` ends, its strings read as strings. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (quoted) {
      if (char === '\\') i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') {
      depth--;
      if (depth === 0) return i + 1;
    }
  }
  return undefined;
}
