import type { StringField } from '../../core/forms/fields.ts';
import type { FormValues } from '../../core/forms/values.ts';
import type { FromTool, ToTool } from '../../shared/tool.ts';
import { numberText, plural, t } from '../../core/text/l10n.ts';

/** What a server suggested for the field that a person is in. */
export interface Suggested {
  readonly path: string;
  readonly values: readonly string[];
  readonly hasMore: boolean;
  readonly total: number | undefined;
  /** The one that the keyboard is on; -1 for none. */
  readonly active: number;
}

interface Page {
  post(message: FromTool): void;
  /** The values of the other fields, by name, where they have one. */
  others(field: StringField): Record<string, string>;
  changed(): void;
  say(text: string): void;
}

/** The suggestions of one form: asks for them as a person types, and shows those that fit what is typed now. They never bind. */
export class Suggest {
  /** What is shown. */
  shown: Suggested | undefined;
  readonly #page: Page;
  #asked: { readonly field: StringField; readonly value: string } | undefined;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The person is in a field, with this text. */
  ask(field: StringField, value: string): void {
    if (this.shown?.path !== field.path) this.#show(undefined);
    this.#asked = { field, value };
    this.#page.post({ type: 'complete', argument: field.name, value, context: this.#page.others(field) });
  }

  /** The server's answer. One to what is not asked any more is dropped, and what is typed already is none. */
  take({ argument, value, values, hasMore, total }: Extract<ToTool, { type: 'suggestions' }>): void {
    const asked = this.#asked;
    if (asked?.field.name !== argument || asked.value !== value) return;
    const others = values.filter((each) => each !== value);
    this.#show(
      others.length === 0 ? undefined : { path: asked.field.path, values: others, hasMore, total, active: -1 },
    );
    if (others.length > 0) this.#page.say(countWords(others.length, hasMore));
  }

  close(): void {
    this.#asked = undefined;
    this.#show(undefined);
  }

  /** What a key does; the chosen value when it chooses one, `true` when it was for the list. */
  key(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string | boolean {
    const { shown } = this;
    if (shown === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    switch (event.key) {
      case 'ArrowDown':
        return this.#move(shown, shown.active + 1);
      case 'ArrowUp':
        return this.#move(shown, shown.active === -1 ? shown.values.length - 1 : shown.active - 1);
      case 'Escape':
        this.close();
        return true;
      case 'Enter':
        return shown.values[shown.active] ?? false;
      default:
        return false;
    }
  }

  /** Beyond either end nothing is chosen: that is the text itself. */
  #move(shown: Suggested, to: number): true {
    this.#show({ ...shown, active: to >= shown.values.length ? -1 : to });
    return true;
  }

  #show(shown: Suggested | undefined): void {
    if (this.shown === shown) return;
    this.shown = shown;
    this.#page.changed();
  }
}

/** The filled-in texts of a form but one, by the names of their arguments. */
export function otherTexts(
  fields: readonly { readonly kind: string; readonly path: string; readonly name: string }[],
  values: FormValues,
  but: StringField,
): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ kind, path, name }) => {
      const value = values[path];
      return kind === 'string' && path !== but.path && typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );
}

/** How many there are, for a screen reader. */
function countWords(count: number, hasMore: boolean): string {
  return hasMore
    ? plural(count, '{0} suggestion, and there are more', '{0} suggestions, and there are more')
    : plural(count, '{0} suggestion', '{0} suggestions');
}

/** Said under the list where the server has more than it gave. */
export function moreWords({ values, hasMore, total }: Suggested): string | undefined {
  if (!hasMore) return undefined;
  return total !== undefined && total > values.length
    ? t('The first {0} of {1}: type on for others.', values.length, numberText(total))
    : t('The server has more: type on for others.');
}
