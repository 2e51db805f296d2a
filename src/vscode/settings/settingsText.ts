import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { DefinitionSource } from '../../core/servers/definition.ts';
import { settings } from '../manifest.ts';

/** Where something stands in a text, in UTF-16 units. */
export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

/** A way from the root of a file to a value. */
export type Way = readonly (string | number)[];

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

/** Every way in which a settings file may lead to a setting. `inSettings`: in a `.code-workspace` file. */
export function settingWays(setting: string, inSettings: boolean): readonly Way[] {
  return [...waysTo(setting)].map((way) => (inSettings ? ['settings', ...way] : way));
}

/** The ways to the object that has the servers of a source, in the file where it is written. */
export function serverWays({ kind }: Pick<DefinitionSource, 'kind'>): readonly Way[] {
  if (kind === 'mcpJson') return [['servers']];
  if (kind === 'workspaceMcp')
    return [
      ['settings', 'mcp', 'servers'],
      ['mcp', 'servers'],
    ];
  return settingWays(settings.servers, kind === 'workspace');
}

function nodeAt(text: string, ways: readonly Way[]): Node | undefined {
  const tree = treeOf(text);
  return tree && ways.map((way) => findNodeAtLocation(tree, [...way])).find((node) => node !== undefined);
}

/** The value of a setting in a settings file. `inSettings`: the text is that of a `.code-workspace` file. */
export function settingValue(text: string, setting: string, inSettings: boolean): unknown {
  const node = nodeAt(text, settingWays(setting, inSettings));
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
  return locate(text, settingWays(setting, inSettings), path);
}

/** The same for a value to which one of several ways leads. */
export function locate(text: string, ways: readonly Way[], path: Way): TextRange | undefined {
  const base = nodeAt(text, ways);
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

/** A property of an object in a text: its name, and where the name stands. */
export interface NamedPlace extends TextRange {
  readonly name: string;
}

/** The properties of the object to which one of several ways leads. */
export function propertiesAt(text: string, ways: readonly Way[]): readonly NamedPlace[] {
  const node = nodeAt(text, ways);
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children }) => {
    const name = children?.[0];
    return name ? [{ name: String(name.value), offset: name.offset, length: name.length }] : [];
  });
}
