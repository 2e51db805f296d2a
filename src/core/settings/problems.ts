import type * as z from 'zod/mini';
import { t } from '../text/l10n.ts';

/** Something wrong in a setting. The path leads from the setting's value to the place, as jsonc-parser takes it. */
export interface SettingsProblem {
  /** The server's name or the endpoint's id, where there is one. */
  readonly subject?: string;
  readonly path: readonly (string | number)[];
  /** One sentence for a person. */
  readonly message: string;
  /** An error: the entry is not used, or not this part of it. A warning: it is used as it would be without this. */
  readonly severity: 'error' | 'warning';
}

const TYPES: Readonly<Record<string, string>> = {
  string: t('text'),
  number: t('a number'),
  int: t('a whole number'),
  boolean: t('true or false'),
  array: t('a list'),
  object: t('an object'),
  record: t('an object'),
  null: 'null',
  undefined: t('absent'),
};

/** What kind of value it is, in a person's words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return t('a list');
  if (typeof value === 'boolean') return String(value);
  return TYPES[typeof value] ?? typeof value;
}

/** What zod found, in words. `value` is what was parsed; our own checks bring their sentence along. */
export function issueProblems(
  error: z.core.$ZodError,
  value: unknown,
  base: readonly (string | number)[],
  subject: string,
): SettingsProblem[] {
  return error.issues.map((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    return { subject, path: [...base, ...path], message: sentence(issue, at(value, path), path), severity: 'error' };
  });
}

/** A warning for each field that nobody knows. */
export function unknownFields(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  base: readonly (string | number)[],
  subject: string,
): SettingsProblem[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = known.find((name) => name.toLowerCase() === key.toLowerCase());
      const hint = near === undefined ? t('It is ignored.') : t('Did you mean “{0}”?', near);
      return {
        subject,
        path: [...base, key],
        message: t('“{0}” is not a known field. {1}', key, hint),
        severity: 'warning',
      };
    });
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (current, part) => (typeof current === 'object' && current !== null ? Reflect.get(current, part) : undefined),
    value,
  );
}

function sentence(issue: z.core.$ZodIssue, value: unknown, path: readonly (string | number)[]): string {
  const name = path.length === 0 ? t('It') : `“${path.join('.')}”`;
  if (value === undefined && issue.code !== 'custom') return t('{0} is missing.', name);
  switch (issue.code) {
    case 'invalid_type':
      return t('{0} must be {1}, not {2}.', name, TYPES[issue.expected] ?? issue.expected, kindOf(value));
    case 'invalid_value':
      return t('{0} must be {1}.', name, issue.values.map((one) => `“${String(one)}”`).join(` ${t('or')} `));
    case 'invalid_union':
      return t('{0} must be {1}, not {2}.', name, unionTypes(issue).join(` ${t('or')} `), kindOf(value));
    case 'too_small':
      return issue.origin === 'number'
        ? t('{0} must be at least {1}.', name, String(issue.minimum))
        : t('{0} must not be empty.', name);
    case 'too_big':
      return t('{0} must be at most {1}.', name, String(issue.maximum));
    case 'invalid_key':
      return `${name} ${issue.issues[0]?.message ?? t('is not a valid name.')}`;
    default:
      return `${name} ${issue.message}`;
  }
}

function unionTypes(issue: Extract<z.core.$ZodIssue, { code: 'invalid_union' }>): string[] {
  const expected = issue.errors.flatMap((issues) =>
    issues.map((one) => (one.code === 'invalid_type' ? (TYPES[one.expected] ?? one.expected) : undefined)),
  );
  return [...new Set(expected.filter((one) => one !== undefined))];
}
