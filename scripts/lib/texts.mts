import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { at, relative } from './paths.mts';

/** A text in the sources, or what is wrong with how it stands there. */
export interface SourceText {
  text: string;
  /** `src/…/file.ts:12`. */
  place: string;
  problem?: string;
}

type Node = Record<string, unknown> & { type: string; start: number };

/** The functions of l10n.ts that take texts, and how many each takes. */
const functions: Record<string, readonly [from: number, to: number]> = { t: [0, 1], rich: [0, 1], plural: [1, 3] };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

function literal(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'TemplateLiteral') {
    const [only, more] = value['quasis'] as { value: { cooked: string } }[];
    return more === undefined ? only?.value.cooked : undefined;
  }
  return typeof value['value'] === 'string' ? value['value'] : undefined;
}

/** The names of functions that a file has from a module called l10n.ts. */
function taken(program: Node): Set<string> {
  const names = new Set<string>();
  for (const statement of program['body'] as Node[]) {
    if (statement.type === 'ImportDeclaration' && literal(statement['source'])?.endsWith('/l10n.ts')) {
      for (const { imported, local } of statement['specifiers'] as { imported: { name: string }; local: Node }[]) {
        if (imported.name in functions && local['name'] === imported.name) names.add(imported.name);
      }
    }
  }
  return names;
}

/** Every text of a source file that goes through `t`, `rich` or `plural`. */
export function textsOf(file: string, source: string): SourceText[] {
  const parsed = parseSync(file, source);
  const program = parsed.program as unknown as Node;
  const names = taken(program);
  const found: SourceText[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isNode(value)) return;
    const callee = value['callee'];
    if (value.type === 'CallExpression' && isNode(callee) && names.has(String(callee['name']))) {
      const place = `${file}:${source.slice(0, value.start).split('\n').length}`;
      for (const argument of (value['arguments'] as Node[]).slice(...functions[String(callee['name'])]!)) {
        const text = literal(argument);
        found.push(
          text === undefined ? { text: '', place, problem: 'the text is not written out here' } : { text, place },
        );
      }
    }
    Object.values(value).forEach(visit);
  };
  visit(program);
  return found;
}

/** Every text of src/. */
export function sourceTexts(): SourceText[] {
  return globSync('src/**/*.ts', { cwd: at() })
    .sort()
    .flatMap((file) => textsOf(file.split(path.sep).join('/'), readFileSync(at(file), 'utf8')));
}

/** The translations of one file, by text. */
export type Bundle = Record<string, string>;

/** Languages that there are translations for: the folders of l10n/. */
export const languages = ['de'] as const;

function readBundle(file: string): Bundle {
  return JSON.parse(readFileSync(file, 'utf8')) as Bundle;
}

/** The files of a language, one for each part of the product, so that two people seldom write into the same one. */
export function bundleFiles(language: string): { file: string; bundle: Bundle }[] {
  return globSync(`l10n/${language}/*.json`, { cwd: at() })
    .sort()
    .map((file) => ({ file: relative(at(file)), bundle: readBundle(at(file)) }));
}

/** What VS Code reads: all files of a language in one. */
export function mergedBundle(language: string): Bundle {
  const entries = bundleFiles(language).flatMap(({ bundle }) => Object.entries(bundle));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a translation may not change: placeholders, code, links to commands and icons. */
function fixedParts(text: string): string {
  const parts = text.match(/\{\d+\}|`[^`]*`|\(command:[^)]*\)|\$\([\w-]+\)|%\w/g) ?? [];
  return [...new Set(parts)].sort().join(' ');
}

/** One line for everything that a translated bundle lacks, has too much of, or changes where it may not. */
export function checkBundle(
  name: string,
  texts: readonly (readonly [key: string, text: string])[],
  bundle: Bundle,
): string[] {
  const keys = new Map(texts);
  const missing = [...keys].filter(([key]) => !(key in bundle) || bundle[key] === '');
  const stale = Object.keys(bundle).filter((key) => !keys.has(key));
  const differing = [...keys].filter(([key, text]) => bundle[key] && fixedParts(text) !== fixedParts(bundle[key]));
  return [
    ...missing.map(([key]) => `${name}: lacks ${JSON.stringify(key)}`),
    ...stale.map((key) => `${name}: has ${JSON.stringify(key)}, which nothing says`),
    ...differing.map(([key]) => `${name}: other placeholders, code or links than ${JSON.stringify(key)}`),
  ];
}

/** Texts that two files of a language translate in two ways. */
export function checkTwice(files: readonly { file: string; bundle: Bundle }[]): string[] {
  const seen = new Map<string, string>();
  return files.flatMap(({ file, bundle }) =>
    Object.entries(bundle).flatMap(([text, translation]) => {
      const before = seen.get(text);
      seen.set(text, translation);
      return before === undefined || before === translation
        ? []
        : [`${file}: another word for ${JSON.stringify(text)}`];
    }),
  );
}
