import { findNodeAtLocation, type Node, type ParseError, parseTree, getNodeValue } from 'jsonc-parser';

/** Where something stands in a text, in UTF-16 units. */
export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

function treeOf(text: string): Node | undefined {
  const errors: ParseError[] = [];
  return parseTree(text, errors, { allowTrailingComma: true });
}

/** A setting can be one key with dots or objects in objects, so every way to cut the name is tried, the plain one first. */
function* waysTo(setting: string): Generator<readonly string[]> {
  const parts = setting.split('.');
  for (let cuts = 0; cuts < 2 ** (parts.length - 1); cuts++) {
    const way: string[] = [parts[0] ?? ''];
    for (let index = 1; index < parts.length; index++) {
      const part = parts[index] ?? '';
      if (cuts & (1 << (index - 1))) way.push(part);
      else way.push(`${way.pop() ?? ''}.${part}`);
    }
    yield way;
  }
}

function settingNode(text: string, setting: string, inSettings: boolean): Node | undefined {
  const tree = treeOf(text);
  const root = tree && inSettings ? findNodeAtLocation(tree, ['settings']) : tree;
  if (!root) return undefined;
  for (const way of waysTo(setting)) {
    const node = findNodeAtLocation(root, [...way]);
    if (node) return node;
  }
  return undefined;
}

/** The value of a setting in a settings file. `inSettings`: the text is that of a `.code-workspace` file. */
export function settingValue(text: string, setting: string, inSettings: boolean): unknown {
  const node = settingNode(text, setting, inSettings);
  return node && (getNodeValue(node) as unknown);
}

/**
 * Where a place in a setting's value stands, or the nearest place around it that is there; undefined without the setting. Of a
 * property it is the name, which is what a person looks for.
 */
export function locateInSetting(
  text: string,
  setting: string,
  path: readonly (string | number)[],
  inSettings: boolean,
): TextRange | undefined {
  const base = settingNode(text, setting, inSettings);
  if (!base) return undefined;
  let node = base;
  for (let length = path.length; length > 0; length--) {
    const found = findNodeAtLocation(base, path.slice(0, length));
    if (found) {
      node = found;
      break;
    }
  }
  const name = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  const { offset, length } = name ?? node;
  return { offset, length };
}
