import type { Json, JsonObject } from '../mcp.ts';
import { isArray, isObject } from '../util/json.ts';
import {
  childPath,
  type Field,
  type FieldBase,
  type FormModel,
  type JsonField,
  type ListField,
  type MultiChoiceField,
  type Option,
} from './fields.ts';
import { resolveSchema } from './resolveSchema.ts';
import { t } from '../text/l10n.ts';

/** Objects nested deeper than this are edited as JSON. */
const MAX_DEPTH = 4;
/** More properties than this in one object are edited as JSON: nobody fills such a form. */
const MAX_FIELDS = 200;
const MAX_OPTIONS = 1000;

/** Keywords whose meaning a single field cannot show. */
const BEYOND_FIELDS = [
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'if',
  '$ref',
  '$dynamicRef',
  'dependentSchemas',
  'dependencies',
] as const;

/**
 * The form of a JSON Schema of arguments (2020-12 or draft-07). Never throws: what it does not understand becomes a JSON field.
 * The form only collects values; whether they are right is for `compileSchema`.
 */
export function formModel(schema: unknown): FormModel {
  const root = isObject(schema) ? schema : {};
  const top = resolveSchema(root, root);
  const fields = top && objectFields(top.schema, root, '', 0);
  if (fields) return { fields, whole: false };
  const base = { path: '', name: '', label: t('Arguments'), required: true, nullable: false };
  return {
    whole: true,
    fields: [{ ...base, kind: 'json', reason: t('the schema is not an object with named properties') }],
  };
}

/** The fields of an object with named properties; undefined when a form cannot show it. */
function objectFields(schema: JsonObject, root: JsonObject, path: string, depth: number): readonly Field[] | undefined {
  if (schema['type'] !== undefined && schema['type'] !== 'object') return undefined;
  if (BEYOND_FIELDS.some((keyword) => schema[keyword] !== undefined)) return undefined;
  if (isObject(schema['patternProperties'])) return undefined;
  const properties = schema['properties'];
  if (properties === undefined && path === '') return schema['additionalProperties'] ? undefined : [];
  if (!isObject(properties) || depth > MAX_DEPTH) return undefined;
  const entries = Object.entries(properties);
  if (entries.length > MAX_FIELDS || (entries.length === 0 && path !== '')) return undefined;
  if (path !== '' && isObject(schema['additionalProperties'])) return undefined;
  const required = isArray(schema['required']) ? schema['required'] : [];
  return entries.map(([name, property]) =>
    fieldOf(property, root, { path: childPath(path, name), name, required: required.includes(name), depth: depth + 1 }),
  );
}

interface Place {
  readonly path: string;
  readonly name: string;
  readonly required: boolean;
  readonly depth: number;
}

function fieldOf(property: Json | undefined, root: JsonObject, place: Place): Field {
  const { path, name, required, depth } = place;
  const plain = { path, name, label: name, required, nullable: false };
  if (!isObject(property)) return { ...plain, kind: 'json', reason: t('any value') };
  const resolved = resolveSchema(property, root);
  if (!resolved) return { ...plain, kind: 'json', reason: t('a reference that leads nowhere') };
  const { schema, nullable } = resolved;
  const base = {
    ...plain,
    nullable,
    label: textOf(schema['title']) ?? name,
    ...given('description', textOf(schema['description'])),
    ...given('default', schema['default']),
  };
  const options = optionsOf(schema);
  if (options) return { ...base, kind: 'choice', options };
  if (BEYOND_FIELDS.some((keyword) => schema[keyword] !== undefined)) {
    return { ...base, kind: 'json', reason: t('several kinds of value') };
  }
  if (schema['type'] === 'object') {
    const fields = objectFields(schema, root, path, depth);
    return fields
      ? { ...base, kind: 'object', fields }
      : { ...base, kind: 'json', reason: t('an object without fixed properties') };
  }
  if (schema['type'] === 'array') return { ...base, ...listKind(schema, root, place) };
  const scalar = scalarKind(schema);
  return scalar ? { ...base, ...scalar } : { ...base, kind: 'json', reason: t('any value') };
}

/** The part of a field that its type decides. */
type Kind<T> = T extends unknown ? Omit<T, keyof FieldBase> : never;

function scalarKind(schema: JsonObject): Kind<ListField['item']> | undefined {
  switch (schema['type']) {
    case 'string':
      return {
        kind: 'string',
        ...given('format', textOf(schema['format'])),
        ...given('minLength', numberOf(schema['minLength'])),
        ...given('maxLength', numberOf(schema['maxLength'])),
        ...given('pattern', textOf(schema['pattern'])),
      };
    case 'number':
    case 'integer':
      return {
        kind: schema['type'],
        ...given('minimum', numberOf(schema['minimum'])),
        ...given('maximum', numberOf(schema['maximum'])),
        ...given('exclusiveMinimum', numberOf(schema['exclusiveMinimum'])),
        ...given('exclusiveMaximum', numberOf(schema['exclusiveMaximum'])),
        ...given('multipleOf', numberOf(schema['multipleOf'])),
      };
    case 'boolean':
      return { kind: 'boolean' };
    default:
      return undefined;
  }
}

function listKind(
  schema: JsonObject,
  root: JsonObject,
  place: Place,
): Kind<MultiChoiceField> | Kind<ListField> | Kind<JsonField> {
  const sizes = {
    ...given('minItems', numberOf(schema['minItems'])),
    ...given('maxItems', numberOf(schema['maxItems'])),
  };
  const items = schema['items'];
  const resolved = isObject(items) && schema['prefixItems'] === undefined ? resolveSchema(items, root) : undefined;
  if (!resolved || resolved.nullable) return { kind: 'json', reason: t('a list of any values') };
  const options = optionsOf(resolved.schema);
  // Only a list without repetitions is a set of ticks; one that may repeat a value could not be shown by them.
  if (options && schema['uniqueItems'] !== false) return { kind: 'multiChoice', options, ...sizes };
  if (BEYOND_FIELDS.some((keyword) => resolved.schema[keyword] !== undefined)) {
    return { kind: 'json', reason: t('a list of several kinds of value') };
  }
  const scalar = scalarKind(resolved.schema);
  if (!scalar) return { kind: 'json', reason: t('a list of objects or lists') };
  const label = textOf(resolved.schema['title']) ?? place.name;
  const item = { path: `${place.path}/-`, name: '-', label, required: true, nullable: false, ...scalar };
  return { kind: 'list', item, ...sizes };
}

/** The values that a schema offers: `enum`, `const`, or `oneOf`/`anyOf` of constants with titles. */
function optionsOf(schema: JsonObject): readonly Option[] | undefined {
  const values = schema['enum'];
  if (isArray(values)) {
    const names = isArray(schema['enumNames']) ? schema['enumNames'] : [];
    return within(values.map((value: Json, index) => ({ value, label: textOf(names[index]) ?? labelOf(value) })));
  }
  if (schema['const'] !== undefined)
    return [{ value: schema['const'], label: textOf(schema['title']) ?? labelOf(schema['const']) }];
  const alternatives = schema['oneOf'] ?? schema['anyOf'];
  if (!isArray(alternatives)) return undefined;
  const options: Option[] = [];
  for (const alternative of alternatives) {
    const value = isObject(alternative) ? alternative['const'] : undefined;
    if (!isObject(alternative) || value === undefined) return undefined;
    options.push({ value, label: textOf(alternative['title']) ?? labelOf(value) });
  }
  return within(options);
}

function within(options: readonly Option[]): readonly Option[] | undefined {
  return options.length > 0 && options.length <= MAX_OPTIONS ? options : undefined;
}

function labelOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** A property that is there only when it has a value. */
function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}
