import { findNodeAtLocation, getNodeValue, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { isObject } from '../util/json.ts';
import { kindOf, type SettingsProblem } from './problems.ts';
import { placeOf } from '../text/jsonProblem.ts';
import { t } from '../text/l10n.ts';

/** Where VS Code keeps servers: a file of their own, or a section of a `.code-workspace` file. */
export type McpFileKind = 'mcpJson' | 'workspaceMcp';

/** What is wrong with the text itself: it is no JSON with comments. */
export interface SyntaxProblem {
  readonly message: string;
  /** In UTF-16 units. */
  readonly offset: number;
  readonly length: number;
  /** From 1. */
  readonly line: number;
}

/** What a file says, before any of it is checked. */
export interface McpFile {
  readonly servers: unknown;
  readonly inputs: unknown;
  /** The way from the file’s root to what has `servers` and `inputs`. */
  readonly section: readonly string[];
  /** Set when nothing could be read. */
  readonly syntax?: SyntaxProblem;
  readonly problems: readonly SettingsProblem[];
}

const KNOWN = ['servers', 'inputs', 'sandbox', '$schema'];

/**
 * Reads JSON with comments in the format of `.vscode/mcp.json`. A `.code-workspace` file has the same under `settings.mcp`, or under
 * `mcp` beside `settings`; what else is in it is VS Code’s.
 */
export function readMcpFile(text: string, kind: McpFileKind): McpFile {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [first] = errors;
  if (first && kind === 'mcpJson') return { ...nothing([]), syntax: syntaxProblem(text, first) };
  const ways = kind === 'mcpJson' ? [[]] : [['settings', 'mcp'], ['mcp']];
  for (const section of ways) {
    const node = tree && findNodeAtLocation(tree, section);
    if (node) return sectionOf(getNodeValue(node) as unknown, section);
  }
  return nothing([]);
}

function nothing(section: readonly string[], ...problems: SettingsProblem[]): McpFile {
  return { servers: undefined, inputs: undefined, section, problems };
}

function sectionOf(value: unknown, section: readonly string[]): McpFile {
  if (!isObject(value)) {
    const message = t('It must be an object with “servers”, not {0}.', kindOf(value));
    return nothing(section, { path: [], message, severity: 'error' });
  }
  const problems = Object.keys(value)
    .filter((key) => !KNOWN.includes(key))
    .map((key): SettingsProblem => {
      const hint = key === 'mcpServers' ? t('Here it is called “servers”.') : t('It is ignored.');
      return { path: [key], message: t('“{0}” is not a known field. {1}', key, hint), severity: 'warning' };
    });
  if (value['sandbox'] !== undefined) {
    const message = t('Countersign has no sandbox: programs run with all that you may do.');
    problems.push({ path: ['sandbox'], message, severity: 'warning' });
  }
  return { servers: value['servers'], inputs: value['inputs'], section, problems };
}

const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: t('a word that is no value; text stands in double quotes'),
  InvalidNumberFormat: t('a number that is none'),
  PropertyNameExpected: t('a name in double quotes is expected'),
  ValueExpected: t('a value is expected'),
  ColonExpected: t('a colon is expected'),
  CommaExpected: t('a comma is expected'),
  CloseBraceExpected: t('a closing } is missing'),
  CloseBracketExpected: t('a closing ] is missing'),
  EndOfFileExpected: t('something stands after the end'),
  UnexpectedEndOfComment: t('a comment is not closed'),
  UnexpectedEndOfString: t('a text is not closed'),
  InvalidEscapeCharacter: t('an escape that is none; a backslash is written \\\\'),
  InvalidUnicode: t('an escape \\u that is none'),
  InvalidCharacter: t('a control character, which is written as an escape'),
};

function syntaxProblem(text: string, { error, offset, length }: ParseError): SyntaxProblem {
  const { line } = placeOf(text, offset);
  const what = WORDS[printParseErrorCode(error)] ?? t('something that is no JSON');
  return {
    message: t('Line {0} is not valid JSON: {1}. Until it is, the servers stay as they were.', line, what),
    offset,
    length: Math.max(1, length),
    line,
  };
}
