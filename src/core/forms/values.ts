import type { Json, JsonObject } from '../mcp.ts';
import { isObject, prettyJson } from '../util/json.ts';
import { childPath, type Field, type FormModel, type Option } from './fields.ts';
import { plural, t } from '../text/l10n.ts';

/**
 * What the controls of a form hold. Text fields, numbers and JSON hold text; a choice holds the index of its option as text (empty:
 * none); a tick holds a boolean; a set of ticks holds indexes, a list holds texts. Not given is `undefined`.
 */
export type FieldValue = string | boolean | readonly string[] | undefined;
/** By the field's path. Nested objects have no entry of their own. */
export type FormValues = Readonly<Record<string, FieldValue>>;

/** What is wrong at one place of the arguments. */
export interface FieldError {
  /** JSON pointer. */
  readonly path: string;
  readonly message: string;
}

/** The arguments that the values stand for, and what cannot be read. With errors the arguments are not to be sent. */
export interface Collected {
  readonly arguments: JsonObject;
  readonly errors: readonly FieldError[];
}

/** Reads the controls. Optional fields that are empty are left out, and so are optional objects with nothing in them. */
export function valuesToArguments(model: FormModel, values: FormValues): Collected {
  const errors: FieldError[] = [];
  const [first] = model.fields;
  if (model.whole && first) {
    const whole = readField(first, values, errors) ?? {};
    if (isObject(whole)) return { arguments: whole, errors };
    if (errors.length === 0) errors.push({ path: '', message: t('The arguments must be a JSON object.') });
    return { arguments: {}, errors };
  }
  return { arguments: readObject(model.fields, values, errors), errors };
}

/** What is wrong with one control as it stands, in a sentence; the schema has the last word (see `compileSchema`). */
export function validateField(field: Field, value: FieldValue): string | undefined {
  const errors: FieldError[] = [];
  const read = readField(field, { [field.path]: value }, errors);
  const [first] = errors;
  if (first) return first.message;
  if (read === undefined) return field.required && field.kind !== 'object' ? t('A value is needed.') : undefined;
  return limitOf(field, read);
}

/** The controls for arguments. `fits` is false when something of the arguments has no place in the form: then JSON shows it whole. */
export function argumentsToValues(
  model: FormModel,
  args: JsonObject,
): { readonly values: FormValues; readonly fits: boolean } {
  const values: Record<string, FieldValue> = {};
  const [first] = model.fields;
  if (model.whole && first) return { values: { [first.path]: prettyJson(args) }, fits: true };
  return { fits: fillObject(model.fields, args, values), values };
}

/** The controls as the schema's defaults have them. */
export function initialValues(model: FormModel): FormValues {
  const values: Record<string, FieldValue> = {};
  fillDefaults(model.fields, values);
  return values;
}

function fillDefaults(fields: readonly Field[], values: Record<string, FieldValue>): void {
  for (const field of fields) {
    if (field.default !== undefined && fillField(field, field.default, values)) continue;
    if (field.kind === 'object') fillDefaults(field.fields, values);
    // One option that must be taken is no choice.
    else if (field.kind === 'choice' && field.required && field.options.length === 1) values[field.path] = '0';
    else if (field.kind === 'json' && field.path === '') values[field.path] = '{}';
  }
}

function readObject(fields: readonly Field[], values: FormValues, errors: FieldError[]): JsonObject {
  const entries = fields.flatMap((field) => {
    const value = readField(field, values, errors);
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return Object.fromEntries(entries);
}

function readField(field: Field, values: FormValues, errors: FieldError[]): Json | undefined {
  const value = values[field.path];
  const fail = (message: string, path = field.path): undefined => void errors.push({ path, message });
  switch (field.kind) {
    case 'object': {
      const object = readObject(field.fields, values, errors);
      return field.required || Object.keys(object).length > 0 ? object : undefined;
    }
    case 'string':
      return typeof value !== 'string' || (value === '' && !field.required) ? undefined : value;
    case 'number':
    case 'integer':
      return typeof value !== 'string' || value.trim() === '' ? undefined : readNumber(field.kind, value, fail);
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'choice':
      return typeof value === 'string' && value !== '' ? field.options[Number(value)]?.value : undefined;
    case 'multiChoice': {
      if (!Array.isArray(value) || (value.length === 0 && !field.required)) return undefined;
      // In the order of the options, so that the order of clicks changes nothing.
      return field.options.flatMap((option, index) => (value.includes(String(index)) ? [option.value] : []));
    }
    case 'list': {
      if (!Array.isArray(value) || (value.length === 0 && !field.required)) return undefined;
      const { item } = field;
      return value.map((text: string, index) =>
        readItem(item.kind, text, (message) => fail(message, childPath(field.path, index))),
      );
    }
    case 'json':
      return typeof value !== 'string' || value.trim() === '' ? undefined : readJson(value, fail);
    default:
      return undefined;
  }
}

type Fail = (message: string) => undefined;

function readItem(kind: 'string' | 'number' | 'integer' | 'boolean', text: string, fail: Fail): Json {
  if (kind === 'string') return text;
  if (kind === 'boolean') return text === 'true';
  if (text.trim() === '') fail(t('Enter a number.'));
  return readNumber(kind, text, fail) ?? null;
}

function readNumber(kind: 'number' | 'integer', text: string, fail: Fail): number | undefined {
  const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  if (!Number.isFinite(number)) return fail(t('“{0}” is not a number.', text.trim()));
  if (kind === 'integer' && !Number.isInteger(number)) return fail(t('Enter a whole number.'));
  if (Number.isInteger(number) && !Number.isSafeInteger(number))
    return fail(t('This number is too large to be sent exactly.'));
  return number;
}

function readJson(text: string, fail: Fail): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    return fail(t('This is not JSON: {0}.', error instanceof Error ? error.message : t('it cannot be read')));
  }
}

function limitOf(field: Field, value: Json): string | undefined {
  if (field.kind === 'string' && typeof value === 'string') return lengthLimit(field, value);
  if ((field.kind === 'number' || field.kind === 'integer') && typeof value === 'number') {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = field;
    if (minimum !== undefined && value < minimum) return t('At least {0}.', minimum);
    if (maximum !== undefined && value > maximum) return t('At most {0}.', maximum);
    if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return t('More than {0}.', exclusiveMinimum);
    if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return t('Less than {0}.', exclusiveMaximum);
  }
  if ((field.kind === 'list' || field.kind === 'multiChoice') && Array.isArray(value)) {
    if (field.minItems !== undefined && value.length < field.minItems)
      return plural(field.minItems, 'At least {0} entry.', 'At least {0} entries.');
    if (field.maxItems !== undefined && value.length > field.maxItems)
      return plural(field.maxItems, 'At most {0} entry.', 'At most {0} entries.');
  }
  return undefined;
}

function lengthLimit(field: Extract<Field, { kind: 'string' }>, value: string): string | undefined {
  const { minLength, maxLength } = field;
  const length = Array.from(value).length;
  if (value === '' && minLength === undefined) return undefined;
  if (minLength !== undefined && length < minLength)
    return plural(minLength, 'At least {0} character.', 'At least {0} characters.');
  return maxLength !== undefined && length > maxLength
    ? plural(maxLength, 'At most {0} character.', 'At most {0} characters.')
    : undefined;
}

function fillObject(fields: readonly Field[], object: JsonObject, values: Record<string, FieldValue>): boolean {
  let fits = Object.keys(object).every((key) => fields.some((field) => field.name === key));
  for (const field of fields) {
    const value = Object.hasOwn(object, field.name) ? object[field.name] : undefined;
    if (value !== undefined && !fillField(field, value, values)) fits = false;
  }
  return fits;
}

/** Puts a value into its control. False when it has no place there. */
function fillField(field: Field, value: Json, values: Record<string, FieldValue>): boolean {
  const put = (next: FieldValue): boolean => {
    values[field.path] = next;
    return next !== undefined;
  };
  switch (field.kind) {
    case 'object':
      return isObject(value) && fillObject(field.fields, value, values);
    case 'string':
      return typeof value === 'string' && (value !== '' || field.required) && put(value);
    case 'number':
    case 'integer':
      return typeof value === 'number' && put(String(value));
    case 'boolean':
      return typeof value === 'boolean' && put(value);
    case 'choice': {
      const index = indexOf(field.options, value);
      return index !== undefined && put(index);
    }
    case 'multiChoice': {
      if (!Array.isArray(value)) return false;
      const indexes = value.map((item: Json) => indexOf(field.options, item)).filter((index) => index !== undefined);
      const inOrder = indexes.every((index, at) => at === 0 || Number(indexes[at - 1]) < Number(index));
      return indexes.length === value.length && inOrder && (indexes.length > 0 || field.required) && put(indexes);
    }
    case 'list': {
      const type = field.item.kind === 'integer' ? 'number' : field.item.kind;
      if (!Array.isArray(value) || !value.every((item) => typeof item === type)) return false;
      return (value.length > 0 || field.required) && put(value.map(String));
    }
    case 'json':
      return put(prettyJson(value));
    default:
      return false;
  }
}

function indexOf(options: readonly Option[], value: Json): string | undefined {
  const text = JSON.stringify(value);
  const index = options.findIndex((option) => JSON.stringify(option.value) === text);
  return index === -1 ? undefined : String(index);
}
