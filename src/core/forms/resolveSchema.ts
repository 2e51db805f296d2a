import type { Json, JsonObject } from '../mcp.ts';
import { isArray, isObject } from '../util/json.ts';

/** A schema without the wrappers that a single field can see through. */
export interface ResolvedSchema {
  readonly schema: JsonObject;
  readonly nullable: boolean;
}

/** References and wrappers that are followed before giving up: a circle ends here. */
const MAX_STEPS = 16;

/**
 * Follows references inside the same document, sees through `allOf` of one, and takes `null` out of a type or an `anyOf`. Titles,
 * descriptions and defaults beside a reference win over those behind it. Undefined for a reference that leads nowhere, in a circle,
 * or out of the document: nothing is ever fetched.
 */
export function resolveSchema(start: JsonObject, root: JsonObject): ResolvedSchema | undefined {
  let schema = start;
  let nullable = false;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { $ref: ref, ...beside } = schema;
    if (ref !== undefined) {
      const target = typeof ref === 'string' ? pointed(ref, root) : undefined;
      if (!target) return undefined;
      const merged = merge(target, beside);
      if (!merged) return undefined;
      schema = merged;
      continue;
    }
    const only = singleAlternative(schema);
    if (!only) return withoutNull(schema, nullable);
    nullable ||= only.nullable;
    schema = only.schema;
  }
  return undefined;
}

/** What `allOf: [X]`, `anyOf: [X]` or `anyOf: [X, null]` comes down to; undefined when there is nothing to see through. */
function singleAlternative(schema: JsonObject): ResolvedSchema | undefined {
  const { allOf, anyOf, oneOf, ...beside } = schema;
  if (isArray(allOf) && anyOf === undefined && oneOf === undefined) {
    const [only] = allOf;
    return allOf.length === 1 ? through(only, beside, false) : undefined;
  }
  const list = anyOf ?? oneOf;
  if (!isArray(list) || (anyOf !== undefined && oneOf !== undefined) || allOf !== undefined) return undefined;
  const rest = list.filter((item: Json) => !(isObject(item) && (item['type'] === 'null' || item['const'] === null)));
  const nullable = rest.length < list.length;
  const [only] = rest;
  if (rest.length === 1) return through(only, beside, nullable);
  // A choice of constants stays a choice, without its null.
  return nullable && rest.length > 1 ? { schema: { ...beside, anyOf: rest }, nullable } : undefined;
}

function through(only: Json | undefined, beside: JsonObject, nullable: boolean): ResolvedSchema | undefined {
  const schema = isObject(only) ? merge(only, beside) : undefined;
  return schema && { schema, nullable };
}

/** Keywords that say something about a value without limiting it. */
const ANNOTATIONS = new Set([
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  '$comment',
  '$defs',
  'definitions',
]);

/** Both schemas in one, where that says the same as both apart; undefined where one would hide what the other demands. */
function merge(inner: JsonObject, beside: JsonObject): JsonObject | undefined {
  const clash = Object.keys(beside).some(
    (key) => key in inner && !ANNOTATIONS.has(key) && JSON.stringify(inner[key]) !== JSON.stringify(beside[key]),
  );
  return clash ? undefined : { ...inner, ...beside };
}

/** A list of types with one besides `null` is that type. */
function withoutNull(schema: JsonObject, nullable: boolean): ResolvedSchema {
  const { type } = schema;
  if (!isArray(type)) return { schema, nullable };
  const types = type.filter((name: Json) => name !== 'null');
  const [only] = types;
  const kind: JsonObject = types.length === 1 && only !== undefined ? { type: only } : {};
  const { type: _, ...rest } = schema;
  return { schema: { ...rest, ...kind }, nullable: nullable || types.length < type.length };
}

function pointed(ref: string, root: JsonObject): JsonObject | undefined {
  if (ref === '#') return root;
  if (!ref.startsWith('#/')) return undefined;
  let value: Json | undefined = root;
  for (const part of ref.slice(2).split('/')) {
    const key = unescapePart(part);
    if (isObject(value) && Object.hasOwn(value, key)) value = value[key];
    else if (isArray(value)) value = value[Number(key)];
    else return undefined;
  }
  return isObject(value) ? value : undefined;
}

function unescapePart(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return part;
  }
}
