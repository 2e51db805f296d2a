import { baseName } from '../../core/servers/paths.ts';
import { t } from '../../core/text/l10n.ts';

/** A command line as a definition has it. */
export interface ParsedCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** `NAME=value` in front of the command. */
  readonly env: Readonly<Record<string, string>>;
}

/** A command line taken apart, or the sentence that says why it cannot be. */
export type CommandLine =
  | { readonly ok: true; readonly parsed: ParsedCommand }
  | { readonly ok: false; readonly problem: string };

/** What a shell would do something with. No shell runs here, so it would reach the program as text: better said now. */
const SHELL: readonly (readonly [RegExp, string])[] = [
  [/^(?:\|\|?|&&?|;)/, t('A server is one program: commands cannot be joined.')],
  [/^(?:\d?>>?|<)/, t('Input and output cannot be redirected.')],
  [/^(?:`|\$\()/, t('Commands inside a command are not run.')],
];

/**
 * Takes a command line apart as a shell would, without being one: quotes group, a backslash escapes a quote, a space or a line break
 * (and nothing else, so that Windows paths stay whole), variables are left as they are written. What only a shell can do is refused.
 */
export function parseCommandLine(text: string): CommandLine {
  const words = splitWords(text.trim());
  if (typeof words === 'string') return { ok: false, problem: words };
  const env: Record<string, string> = {};
  let index = 0;
  for (; index < words.length; index++) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(words[index] ?? '') ?? [];
    if (name === undefined || value === undefined) break;
    env[name] = value;
  }
  const [command, ...args] = words.slice(index);
  if (command === undefined || command === '') return { ok: false, problem: t('Write the program and its arguments.') };
  return { ok: true, parsed: { command, args, env } };
}

function splitWords(text: string): readonly string[] | string {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let index = 0; index < text.length; index++) {
    const char = text[index] ?? '';
    const next = text[index + 1];
    if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else if (char === '\\' && quote === '"' && next === '"') word += text[++index] ?? '';
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '\\' && next !== undefined && /["'\s]/.test(next)) {
      word = (word ?? '') + next;
      index++;
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      const problem = shellProblem(text.slice(index), word === undefined);
      if (problem !== undefined) return problem;
      word = (word ?? '') + char;
    }
  }
  if (quote !== undefined) return t('The quote {0} is not closed.', quote);
  if (word !== undefined) words.push(word);
  return words;
}

/** `>` and `<` count at the start of a word only: `--range=1>0` is an argument that somebody means. */
function shellProblem(rest: string, wordStart: boolean): string | undefined {
  const found = SHELL.find(([pattern], index) => (index !== 1 || wordStart) && pattern.test(rest));
  return found && t('{0} Put it in quotes if the program itself wants it.', found[1]);
}

/** A name for a server from its command line: of `npx -y @scope/server-files@1.2` it is `server-files`. */
export function suggestName({ command, args }: ParsedCommand): string {
  const program = baseName(command).replace(/\.(?:exe|cmd|bat)$/i, '');
  const runner =
    /^(?:npx|npm|pnpm|yarn|bunx?|deno|uvx?|uv|pipx|node|python\d*(?:\.\d+)?|docker|podman|dotnet|java)$/i.test(program);
  if (!runner) return nameOf(program);
  const words = new Set(['run', 'exec', 'dlx', 'tool', 'x', 'start']);
  const candidate = args.find((arg) => !arg.startsWith('-') && !words.has(arg));
  return nameOf(
    candidate === undefined
      ? program
      : baseName(candidate.replace(/(.)@[^/@]*$/, '$1')).replace(/\.(?:m?[jt]s|py|jar)$/i, ''),
  );
}

/** A name for a server from its address: the first part of the host that says something. */
export function suggestNameOfUrl(url: string): string {
  if (!URL.canParse(url)) return 'server';
  const { hostname, port } = new URL(url);
  if (/^(?:localhost|127\.|\[)/.test(hostname)) return port === '' ? 'local' : `local-${port}`;
  const parts = hostname.split('.').slice(0, -1);
  return nameOf(parts.findLast((part) => !/^(?:www|api|mcp|co|com)$/.test(part)) ?? hostname);
}

function nameOf(text: string): string {
  const name = text.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
  return name === '' ? 'server' : name;
}
