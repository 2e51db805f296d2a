import type * as z from 'zod/mini';

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
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  undefined: 'absent',
};

/** What kind of value it is, in a person's words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
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
      const hint = near === undefined ? 'It is ignored.' : `Did you mean “${near}”?`;
      return { subject, path: [...base, key], message: `“${key}” is not a known field. ${hint}`, severity: 'warning' };
    });
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (current, part) => (typeof current === 'object' && current !== null ? Reflect.get(current, part) : undefined),
    value,
  );
}

function sentence(issue: z.core.$ZodIssue, value: unknown, path: readonly (string | number)[]): string {
  const name = path.length === 0 ? 'It' : `“${path.join('.')}”`;
  if (value === undefined && issue.code !== 'custom') return `${name} is missing.`;
  switch (issue.code) {
    case 'invalid_type':
      return `${name} must be ${TYPES[issue.expected] ?? issue.expected}, not ${kindOf(value)}.`;
    case 'invalid_value':
      return `${name} must be ${issue.values.map((one) => `“${String(one)}”`).join(' or ')}.`;
    case 'invalid_union':
      return `${name} must be ${unionTypes(issue).join(' or ')}, not ${kindOf(value)}.`;
    case 'too_small':
      return issue.origin === 'number' ? `${name} must be at least ${issue.minimum}.` : `${name} must not be empty.`;
    case 'too_big':
      return `${name} must be at most ${issue.maximum}.`;
    case 'invalid_key':
      return `${name} ${issue.issues[0]?.message ?? 'is not a valid name.'}`;
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
