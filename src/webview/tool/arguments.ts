import { argumentsToValues, initialValues, validateField, valuesToArguments } from '../../core/forms/values.ts';
import type { FieldError, FormValues } from '../../core/forms/values.ts';
import type { Field, FormModel } from '../../core/forms/fields.ts';
import { jsonProblem } from '../../core/text/jsonProblem.ts';
import { isObject } from '../../core/util/json.ts';
import type { JsonObject } from '../../core/mcp.ts';
import { t } from '../../core/text/l10n.ts';

/** The arguments that a JSON text holds, or why it holds none. Empty text holds none given: `{}`. */
export function parseArguments(text: string): { arguments: JsonObject } | { problem: string } {
  if (text.trim() === '') {
    return { arguments: {} };
  }
  const problem = jsonProblem(text);
  if (problem !== undefined) {
    return { problem: t('Line {0}, column {1}: {2}.', problem.line, problem.column, problem.message) };
  }
  const value: unknown = JSON.parse(text);
  return isObject(value) ? { arguments: value } : { problem: t('The arguments must be a JSON object, in braces.') };
}

function untickedAreFalse(fields: readonly Field[], values: Record<string, FormValues[string]>): void {
  for (const field of fields) {
    if (field.kind === 'object') {
      untickedAreFalse(field.fields, values);
    } else if (field.kind === 'boolean' && field.required && values[field.path] === undefined) {
      values[field.path] = false;
    }
  }
}

/** What a form shows at first: the last arguments of this session where they fit, else the schema's defaults. */
export function startValues(model: FormModel, last: JsonObject | undefined): { values: FormValues; fits: boolean } {
  const start = last === undefined ? { values: initialValues(model), fits: true } : argumentsToValues(model, last);
  const values = { ...start.values };
  // A tick box that must have a value shows one: an empty box says no.
  untickedAreFalse(model.fields, values);
  return { values, fits: start.fits };
}

function fieldErrors(fields: readonly Field[], values: FormValues): FieldError[] {
  return fields.flatMap((field) => {
    if (field.kind === 'object') {
      // An optional object that is left empty is left out, with all that would be required in it.
      const empty =
        !field.required &&
        Object.keys(valuesToArguments({ fields: [field], whole: false }, values).arguments).length === 0;
      return empty ? [] : fieldErrors(field.fields, values);
    }
    const message = validateField(field, values[field.path]);
    return message === undefined ? [] : [{ path: field.path, message }];
  });
}

/** Everything that can be seen to be wrong before the schema is asked, one error a place. */
export function formErrors(model: FormModel, values: FormValues): FieldError[] {
  const found = [...valuesToArguments(model, values).errors, ...fieldErrors(model.fields, values)];
  return found.filter((error, at) => found.findIndex(({ path }) => path === error.path) === at);
}

/** The error to show at a field: its own, or for a field that edits a whole value, the first one inside it. */
export function errorAt(errors: readonly FieldError[], field: Pick<Field, 'path' | 'kind'>): string | undefined {
  const own = errors.find(({ path }) => path === field.path);
  if (own !== undefined || field.kind === 'object' || field.kind === 'list') {
    return own?.message;
  }
  const inner = errors.find(({ path }) => path.startsWith(`${field.path}/`));
  return inner === undefined ? undefined : `${inner.path.slice(field.path.length)}: ${inner.message}`;
}

/** A name for an element that belongs to a path: pointers hold characters that an id must not. */
export function idOf(path: string): string {
  return `f${path.replace(/[^A-Za-z0-9-]/gu, (char) => `_${char.codePointAt(0)?.toString(16) ?? ''}_`)}`;
}

/** The label of the place that an error is about: of its field, or of the nearest one around it. */
export function labelAt(fields: readonly Field[], path: string): { label: string; path: string } | undefined {
  for (const field of fields) {
    if (path === field.path || path.startsWith(`${field.path}/`)) {
      return (
        (field.kind === 'object' ? labelAt(field.fields, path) : undefined) ?? { label: field.label, path: field.path }
      );
    }
  }
  return undefined;
}
