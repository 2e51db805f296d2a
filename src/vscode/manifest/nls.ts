/** Keys of package.json whose texts people read. A schema’s field of such a name is no text. */
const wordKeys = new Set([
  'title',
  'name',
  'contextualTitle',
  'contents',
  'description',
  'markdownDescription',
  'patternErrorMessage',
  'deprecationMessage',
  'markdownDeprecationMessage',
  'label',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'enumItemLabels',
]);

/** The product’s name is the same in every language. */
const sameEverywhere = 'Countersign';

/** A manifest whose texts are references like `%commands.countersign.deny.title%`, and the texts by those names, in English. */
export interface LocalizedManifest {
  readonly manifest: Record<string, unknown>;
  readonly texts: Readonly<Record<string, string>>;
}

/** How an entry of a list is called in a key: by what makes it what it is, else by its place. */
function nameOf(entry: unknown, index: number): string {
  const { command, id, view, when } = (entry ?? {}) as Record<string, unknown>;
  if (typeof view === 'string') return typeof when === 'string' ? `${view}.${index}` : view;
  return [command, id].find((name) => typeof name === 'string') ?? String(index);
}

/** Steps of a path that say nothing to a translator. */
const silent = new Set(['contributes', 'properties', 'additionalProperties', 'items', 'anyOf']);

/** What a setting starts with, and what a snippet writes, is no text; a field that is called `default` is described like any other. */
function isValue(key: string, path: readonly string[]): boolean {
  return (key === 'default' || key === 'body') && path.at(-1) !== 'properties';
}

/** Takes the texts out of a manifest: VS Code puts those of its language back in. A text that stands twice is one reference. */
export function localized(manifest: Record<string, unknown>): LocalizedManifest {
  const texts: Record<string, string> = {};
  const keys = new Map<string, string>();
  const walk = (value: unknown, path: readonly string[], words: boolean): unknown => {
    if (typeof value === 'string') {
      if (!words || value === sameEverywhere) return value;
      // The packager knows no other characters in such a name.
      const named = path
        .filter((step) => !silent.has(step))
        .join('.')
        .replaceAll(/[^\w.]/g, '_');
      const key = keys.get(value) ?? named;
      if (texts[key] !== undefined && texts[key] !== value) throw new Error(`Two texts are called ${key}.`);
      keys.set(value, key);
      texts[key] = value;
      return `%${key}%`;
    }
    if (Array.isArray(value)) return value.map((entry, index) => walk(entry, [...path, nameOf(entry, index)], words));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [
        key,
        isValue(key, path) ? entry : walk(entry, [...path, key], wordKeys.has(key)),
      ]),
    );
  };
  const walked = walk(manifest, [], false) as Record<string, unknown>;
  return { manifest: walked, texts };
}
