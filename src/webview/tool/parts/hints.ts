import type { ListField, MultiChoiceField, NumberField, StringField } from '../../../core/forms/fields.ts';

/** The input type that a format has a control for; `undefined` for text of any number of lines. */
export function inputType(format: string | undefined): 'email' | 'url' | 'date' | 'text' | undefined {
  switch (format) {
    case 'email':
      return 'email';
    case 'uri':
      return 'url';
    case 'date':
      return 'date';
    case undefined:
      return undefined;
    default:
      return 'text';
  }
}

/** An example of what a format looks like. */
export function formatHint(format: string | undefined): string | undefined {
  switch (format) {
    case 'date-time':
      return '2026-03-14T09:30:00Z';
    case 'time':
      return '09:30:00Z';
    case 'duration':
      return 'PT15M';
    case 'email':
      return 'name@example.org';
    case 'uri':
      return 'https://example.org/';
    case 'uuid':
      return '123e4567-e89b-12d3-a456-426614174000';
    case 'ipv4':
      return '192.0.2.1';
    default:
      return undefined;
  }
}

/** `at least 2, at most 5 entries.`; the unit follows the last number. */
function range(
  low: number | undefined,
  high: number | undefined,
  unit: [one: string, many: string],
): string | undefined {
  const parts = [
    low === undefined ? undefined : `at least ${low}`,
    high === undefined ? undefined : `at most ${high}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : `${parts.join(', ')} ${(high ?? low) === 1 ? unit[0] : unit[1]}.`;
}

/** What a string may be, beyond its description. */
export function stringHint(field: StringField): string | undefined {
  const parts = [
    inputType(field.format) === 'text' ? `Format: ${field.format ?? ''}.` : undefined,
    range((field.minLength ?? 0) > 1 ? field.minLength : undefined, field.maxLength, ['character', 'characters']),
    field.pattern === undefined ? undefined : `Pattern: ${field.pattern}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : capital(parts.join(' '));
}

/** What a number may be, beyond its description. */
export function numberHint(field: NumberField): string | undefined {
  const low =
    field.minimum !== undefined
      ? `at least ${field.minimum}`
      : field.exclusiveMinimum === undefined
        ? undefined
        : `more than ${field.exclusiveMinimum}`;
  const high =
    field.maximum !== undefined
      ? `at most ${field.maximum}`
      : field.exclusiveMaximum === undefined
        ? undefined
        : `less than ${field.exclusiveMaximum}`;
  const step = field.multipleOf === undefined ? undefined : `a multiple of ${field.multipleOf}`;
  const whole = field.kind === 'integer' ? 'whole number' : undefined;
  const parts = [whole, low, high, step].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : `${capital(parts.join(', '))}.`;
}

/** How many entries a list may have. */
export function listHint(field: Pick<ListField | MultiChoiceField, 'minItems' | 'maxItems'>): string | undefined {
  const hint = range((field.minItems ?? 0) > 0 ? field.minItems : undefined, field.maxItems, ['entry', 'entries']);
  return hint === undefined ? undefined : capital(hint);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
