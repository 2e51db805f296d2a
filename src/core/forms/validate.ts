import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { messageOf } from '../errors.ts';
import type { Json, JsonObject } from '../mcp.ts';
import { isArray, isObject } from '../util/json.ts';
import type { InTime } from '../util/system.ts';
import { childPath } from './fields.ts';
import type { FieldError } from './values.ts';
import { t } from '../text/l10n.ts';

/** A schema that can be asked, or the sentence that says why not. */
export type CompiledSchema =
  | { readonly validate: (value: unknown) => readonly FieldError[]; readonly error?: undefined }
  | { readonly error: string; readonly validate?: undefined };

/** Larger schemas are not compiled, so that a server cannot keep the window busy. UTF-16 units of their JSON. */
const MAX_SCHEMA = 1024 * 1024;

const options = {
  allErrors: true,
  strict: false,
  validateFormats: true,
  logger: false,
} as const;

/** Schemas after which an instance is let go: it keeps what it has compiled, and what it gave works without it. */
const KEPT = 100;

let ajv2020: Ajv2020 | undefined;
let ajv07: Ajv | undefined;
let compiled = 0;

function ajvFor(schema: JsonObject): Ajv {
  if (++compiled % KEPT === 0) {
    ajv2020 = undefined;
    ajv07 = undefined;
  }
  const dialect = typeof schema['$schema'] === 'string' ? schema['$schema'] : '';
  if (/draft-0[3-7]/.test(dialect)) {
    ajv07 ??= addFormats(new Ajv(options));
    return ajv07;
  }
  ajv2020 ??= addFormats(new Ajv2020(options));
  return ajv2020;
}

/**
 * Compiles a JSON Schema (2020-12 unless it says draft-07) with formats. References out of the document are an error: nothing is ever
 * fetched. Loaded lazily by its callers (`await import`), since Ajv is large.
 *
 * A server's patterns and references can make an answer take for ever, so `inTime` limits compiling and each `validate`, which throws
 * then.
 */
export function compileSchema(schema: unknown, inTime: InTime = (work) => work()): CompiledSchema {
  if (typeof schema === 'boolean')
    return { validate: () => (schema ? [] : [{ path: '', message: t('Nothing is allowed here.') }]) };
  if (!isObject(schema)) return { error: t('The schema is not a JSON object.') };
  try {
    if (JSON.stringify(schema).length > MAX_SCHEMA) return { error: t('The schema is too large to be checked.') };
    // The dialect decides the class; an unknown or older `$schema` must not make Ajv look for a meta-schema. `$async` would make
    // the validator return promises.
    const { $schema: _dialect, $async: _async, ...plain } = schema;
    // Making it is not the server's doing, and takes a while the first time.
    const ajv = ajvFor(schema);
    const validate = inTime(() => ajv.compile(plain));
    // Each schema is on its own: two tools may use the same `$id`. Known while it compiles, so that it can refer to itself.
    ajv.removeSchema(plain);
    return { validate: (value) => inTime(() => (validate(value) ? [] : errorsOf(validate))) };
  } catch (error) {
    // It may have been ended in the middle of something.
    ajv2020 = undefined;
    ajv07 = undefined;
    return { error: t('The schema does not compile: {0}', messageOf(error)) };
  }
}

function errorsOf(validate: ValidateFunction): readonly FieldError[] {
  const seen = new Set<string>();
  const result: FieldError[] = [];
  for (const error of validate.errors ?? []) {
    // The branches of a choice fail too; what they say of the same place once is enough.
    const entry = { path: pathOf(error), message: sentenceOf(error) };
    const key = `${entry.path}\n${entry.message}`;
    if (!seen.has(key)) result.push(entry);
    seen.add(key);
  }
  return result;
}

function pathOf({ instancePath, keyword, params }: ErrorObject): string {
  const named: unknown = keyword === 'required' ? params['missingProperty'] : params['additionalProperty'];
  return typeof named === 'string' ? childPath(instancePath, named) : instancePath;
}

function sentenceOf({ keyword, params, message }: ErrorObject): string {
  if (keyword === 'required') return t('A value is needed.');
  if (keyword === 'additionalProperties') return t('This property is not allowed.');
  if (keyword === 'enum' && isArray(params['allowedValues'])) {
    return t('Must be one of: {0}.', params['allowedValues'].map((value: Json) => JSON.stringify(value)).join(', '));
  }
  const text = message ?? t('is not valid');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
