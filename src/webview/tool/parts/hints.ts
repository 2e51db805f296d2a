import type { ListField, MultiChoiceField, NumberField, StringField } from '../../../core/forms/fields.ts';
import { numberText, plural, t } from '../../../core/text/l10n.ts';

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

/** The ends of a range in words; the unit follows the last number. */
interface RangeWords {
  readonly least: (low: number) => string;
  readonly most: (high: number) => string;
  readonly both: (low: number, high: number) => string;
}

const characters: RangeWords = {
  least: (low) => plural(low, 'At least {0} character.', 'At least {0} characters.'),
  most: (high) => plural(high, 'At most {0} character.', 'At most {0} characters.'),
  both: (low, high) =>
    plural(high, 'At least {1}, at most {0} character.', 'At least {1}, at most {0} characters.', numberText(low)),
};

const entries: RangeWords = {
  least: (low) => plural(low, 'At least {0} entry.', 'At least {0} entries.'),
  most: (high) => plural(high, 'At most {0} entry.', 'At most {0} entries.'),
  both: (low, high) =>
    plural(high, 'At least {1}, at most {0} entry.', 'At least {1}, at most {0} entries.', numberText(low)),
};

function range(low: number | undefined, high: number | undefined, words: RangeWords): string | undefined {
  if (low === undefined) return high === undefined ? undefined : words.most(high);
  return high === undefined ? words.least(low) : words.both(low, high);
}

/** What a string may be, beyond its description. */
export function stringHint(field: StringField): string | undefined {
  const parts = [
    inputType(field.format) === 'text' ? t('Format: {0}.', field.format ?? '') : undefined,
    range((field.minLength ?? 0) > 1 ? field.minLength : undefined, field.maxLength, characters),
    field.pattern === undefined ? undefined : t('Pattern: {0}', field.pattern),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** What a number may be, beyond its description. */
export function numberHint(field: NumberField): string | undefined {
  const low =
    field.minimum !== undefined
      ? t('at least {0}', field.minimum)
      : field.exclusiveMinimum === undefined
        ? undefined
        : t('more than {0}', field.exclusiveMinimum);
  const high =
    field.maximum !== undefined
      ? t('at most {0}', field.maximum)
      : field.exclusiveMaximum === undefined
        ? undefined
        : t('less than {0}', field.exclusiveMaximum);
  const step = field.multipleOf === undefined ? undefined : t('a multiple of {0}', field.multipleOf);
  const whole = field.kind === 'integer' ? t('whole number') : undefined;
  const parts = [whole, low, high, step].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : `${capital(parts.join(', '))}.`;
}

/** How many entries a list may have. */
export function listHint(field: Pick<ListField | MultiChoiceField, 'minItems' | 'maxItems'>): string | undefined {
  return range((field.minItems ?? 0) > 0 ? field.minItems : undefined, field.maxItems, entries);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
