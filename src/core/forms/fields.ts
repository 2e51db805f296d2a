import type { Json } from '../mcp.ts';

/** What every field of an argument form has. */
export interface FieldBase {
  /** JSON pointer of the value in the arguments; the empty pointer is the whole. */
  readonly path: string;
  readonly name: string;
  /** The schema's title, else the name. */
  readonly label: string;
  readonly description?: string;
  readonly required: boolean;
  /** The schema also takes `null`; an empty optional field is left out, never sent as `null`. */
  readonly nullable: boolean;
  readonly default?: Json;
}

/** A text, with the limits that its schema sets. Lengths in characters. */
export interface StringField extends FieldBase {
  readonly kind: 'string';
  /** Such as `email`, `uri`, `date`, `date-time`. */
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** A number, with the limits that its schema sets. */
export interface NumberField extends FieldBase {
  readonly kind: 'number' | 'integer';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
}

/** A value of true or false. */
export interface BooleanField extends FieldBase {
  readonly kind: 'boolean';
}

/** One of the values that a field offers. */
export interface Option {
  readonly value: Json;
  readonly label: string;
}

/** One of several values. */
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: readonly Option[];
}

/** Any number of several values. */
export interface MultiChoiceField extends FieldBase {
  readonly kind: 'multiChoice';
  readonly options: readonly Option[];
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A list of strings, numbers or booleans. `item` is the field of one entry. */
export interface ListField extends FieldBase {
  readonly kind: 'list';
  readonly item: StringField | NumberField | BooleanField;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A group of named fields. It has no control of its own. */
export interface ObjectField extends FieldBase {
  readonly kind: 'object';
  readonly fields: readonly Field[];
}

/** What no ordinary field can hold: edited as JSON. */
export interface JsonField extends FieldBase {
  readonly kind: 'json';
  /** Why, in a few words. */
  readonly reason: string;
}

/** Any field of an argument form. */
export type Field =
  | StringField
  | NumberField
  | BooleanField
  | ChoiceField
  | MultiChoiceField
  | ListField
  | ObjectField
  | JsonField;

/** The form of a tool's arguments. */
export interface FormModel {
  readonly fields: readonly Field[];
  /** True when the schema is no object with properties, so that the whole is one JSON field. */
  readonly whole: boolean;
}

/** The pointer of a property or entry under another pointer (RFC 6901). */
export function childPath(path: string, key: string | number): string {
  return `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
