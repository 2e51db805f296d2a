import fc from 'fast-check';

/** A JSON value that a test may change. */
export type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree };

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Tree>;
const schema = fc.record(
  { type: fc.constant('object'), properties: fc.dictionary(fc.string(), json), required: fc.array(fc.string()) },
  { requiredKeys: ['type'] },
);
/** A tool as a server may send it: every field of the specification, and one that nobody knows. */
export const tool = fc.record(
  {
    name: fc.string(),
    title: fc.string(),
    description: fc.string({ unit: 'binary' }),
    inputSchema: schema,
    outputSchema: schema,
    annotations: fc.record({ readOnlyHint: fc.boolean(), title: fc.string() }, { requiredKeys: [] }),
    icons: fc.array(fc.record({ src: fc.webUrl(), sizes: fc.array(fc.string()) }), { minLength: 1 }),
    execution: fc.record({ taskSupport: fc.constantFrom('required', 'optional') }),
    _meta: fc.dictionary(fc.string(), json),
    'x-unknown': json,
  },
  { requiredKeys: ['name', 'inputSchema'] },
) as fc.Arbitrary<{ [key: string]: Tree }>;

/** All the ways to change one thing somewhere in a value: each is made from a copy. */
export function mutations(root: { [key: string]: Tree }): { readonly what: string; readonly value: Tree }[] {
  const found: { what: string; value: Tree }[] = [];
  const at = (
    path: readonly (string | number)[],
    what: string,
    change: (parent: Tree, key: string | number) => void,
  ) => {
    const copy = structuredClone({ root }) as { [key: string]: Tree };
    let parent: Tree = copy;
    for (const key of path.slice(0, -1)) parent = (parent as { [key: string]: Tree })[key] as Tree;
    change(parent, path.at(-1) as string);
    found.push({ what: `${what} at ${path.join('.')}`, value: copy['root'] as Tree });
  };
  const set = (value: Tree) => (parent: Tree, key: string | number) => {
    Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
  };
  const walk = (value: Tree, path: readonly (string | number)[]): void => {
    if (path.length > 1) {
      at(path, 'removed', (parent, key) => {
        if (Array.isArray(parent)) parent.splice(Number(key), 1);
        else delete (parent as { [key: string]: Tree })[key];
      });
    }
    if (Array.isArray(value)) {
      at(path, 'one more in a list', set([...value, null]));
      const turned = [...value].reverse();
      if (JSON.stringify(turned) !== JSON.stringify(value)) at(path, 'list in another order', set(turned));
      value.forEach((part, index) => walk(part, [...path, index]));
    } else if (typeof value === 'object' && value !== null) {
      let key = 'added';
      while (Object.hasOwn(value, key)) key += '_';
      at([...path, key], 'added', set('x'));
      for (const [name, part] of Object.entries(value)) walk(part, [...path, name]);
    } else {
      at(
        path,
        'changed',
        set(
          typeof value === 'string'
            ? `${value} `
            : value === null
              ? false
              : typeof value === 'boolean'
                ? !value
                : `${value}`,
        ),
      );
    }
  };
  walk(root, ['root']);
  return found;
}

/** The same value with the keys of every object in the opposite order. */
export function withKeysTurned(value: Tree): Tree {
  if (Array.isArray(value)) return value.map(withKeysTurned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, withKeysTurned(part)]),
  );
}
