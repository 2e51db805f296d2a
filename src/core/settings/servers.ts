import * as z from 'zod/mini';
import type { DefinitionSource, ServerEntry, ServerSettings } from '../servers/definition.ts';
import { LONGEST_TIMEOUT } from '../util/clock.ts';
import { isObject } from '../util/json.ts';
import { issueProblems, kindOf, type SettingsProblem, unknownFields } from './problems.ts';

/** One scope's value of `countersign.servers`, and where it is written. */
export interface ServersScope {
  readonly raw: unknown;
  readonly source: DefinitionSource;
  /** Absolute path of the folder that `${workspaceFolder}` means there. */
  readonly workspaceFolder?: string | undefined;
}

/** What became of one scope. */
export interface ParsedServers {
  readonly source: DefinitionSource;
  readonly entries: readonly ServerEntry[];
  readonly problems: readonly SettingsProblem[];
  /** Names whose definition here cannot be used. A definition farther away does not take their place unseen. */
  readonly broken: readonly string[];
}

/** The settings of all scopes together. */
export interface ResolvedServers {
  readonly entries: readonly ServerEntry[];
  /** What is wrong between the scopes: one name in two folders. */
  readonly problems: readonly SettingsProblem[];
}

/** Milliseconds. */
const DEFAULT_TIMEOUT = 60_000;

const check = (test: (text: string) => boolean, message: string) => z.refine<string>(test, { error: message });
const text = z.string().check(z.minLength(1));
const hasReference = (value: string) => value.includes('${');
const isHttpUrl = (value: string) => /^https?:\/\/[^/]/i.test(value) && (hasReference(value) || URL.canParse(value));
const hasNoUserinfo = (value: string) => !/^https?:\/\/[^/?#]*@/i.test(value);

const common = {
  era: z._default(z.enum(['auto', 'legacy']), 'auto'),
  autoStart: z._default(z.boolean(), true),
  timeout: z._default(z.number().check(z.minimum(1), z.maximum(LONGEST_TIMEOUT)), DEFAULT_TIMEOUT),
  sampling: z._default(z.enum(['on', 'withoutTools', 'off']), 'on'),
};
const environmentName = z.string().check(check((name) => /^[^=\0]+$/.test(name), 'is not a name of a variable.'));
const headerName = z.string().check(check((name) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name), 'is not a name of a header.'));
const headerValue = z.string().check(check((value) => !/[\r\n\0]/.test(value), 'must be one line.'));

const stdioSchema = z.object({
  ...common,
  command: text,
  args: z._default(z.array(z.string()), []),
  env: z._default(z.record(environmentName, z.union([z.string(), z.number(), z.null()])), {}),
  envFile: z.optional(text),
  cwd: z.optional(text),
});
const httpSchema = z.object({
  ...common,
  url: z.string().check(
    check((url) => url.startsWith('${') || isHttpUrl(url), 'must be a URL that starts with http:// or https://.'),
    check(hasNoUserinfo, 'must not contain a name and password; write an Authorization header instead.'),
  ),
  headers: z._default(z.record(headerName, headerValue), {}),
});

const commonFields = ['type', ...Object.keys(common)];
const stdioFields = [...commonFields, 'command', 'args', 'env', 'envFile', 'cwd'];
const httpFields = [...commonFields, 'url', 'headers'];

/**
 * Reads one scope: the format of `.vscode/mcp.json`'s `servers`, plus `era`, `autoStart`, `timeout` (milliseconds of silence, 60000
 * by default) and `sampling`. A bad entry never keeps the others from being used; an unknown field is only warned about.
 */
export function parseServers({ raw, source, workspaceFolder }: ServersScope): ParsedServers {
  if (raw === undefined || raw === null) return { source, entries: [], problems: [], broken: [] };
  if (!isObject(raw)) {
    const message = `countersign.servers must be an object with a name for each server, not ${kindOf(raw)}.`;
    return { source, entries: [], problems: [{ path: [], message, severity: 'error' }], broken: [] };
  }
  const entries: ServerEntry[] = [];
  const problems: SettingsProblem[] = [];
  const broken: string[] = [];
  for (const [name, value] of Object.entries(raw)) {
    const { settings, found } = parseEntry(name, value);
    problems.push(...found);
    if (settings) entries.push({ name, source, settings, ...(workspaceFolder !== undefined && { workspaceFolder }) });
    else broken.push(name);
  }
  return { source, entries, problems, broken };
}

interface ParsedEntry {
  readonly settings?: ServerSettings;
  readonly found: readonly SettingsProblem[];
}

function parseEntry(name: string, value: unknown): ParsedEntry {
  const fail = (message: string, ...path: string[]): ParsedEntry => ({
    found: [{ subject: name, path: [name, ...path], message, severity: 'error' }],
  });
  if (name.trim() === '') return fail('A server needs a name.');
  if (!isObject(value)) return fail(`“${name}” must be an object, not ${kindOf(value)}.`);
  const type = typeOf(value);
  if (type.problem !== undefined) return fail(type.problem, ...(value['type'] === undefined ? [] : ['type']));
  const stdio = type.is === 'stdio';
  const unknown = unknownFields(value, stdio ? stdioFields : httpFields, [name], name);
  if (stdio) {
    const parsed = z.safeParse(stdioSchema, value);
    if (!parsed.success) return { found: [...issueProblems(parsed.error, value, [name], name), ...unknown] };
    const { envFile, cwd, env, ...rest } = parsed.data;
    const settings: ServerSettings = {
      type: 'stdio',
      ...rest,
      env: Object.fromEntries(Object.entries(env).map(([key, one]) => [key, one === null ? null : String(one)])),
      ...(envFile !== undefined && { envFile }),
      ...(cwd !== undefined && { cwd }),
    };
    return { settings, found: unknown };
  }
  const parsed = z.safeParse(httpSchema, value);
  if (!parsed.success) return { found: [...issueProblems(parsed.error, value, [name], name), ...unknown] };
  return { settings: { type: type.is, ...parsed.data }, found: unknown };
}

type TypeVerdict = { readonly is: ServerSettings['type']; readonly problem?: undefined } | { readonly problem: string };

function typeOf(value: Readonly<Record<string, unknown>>): TypeVerdict {
  const { type, command, url } = value;
  switch (type) {
    case 'stdio':
    case 'http':
    case 'sse':
      return { is: type };
    case undefined:
      if (command !== undefined && url !== undefined)
        return { problem: 'It has a “command” and a “url”: keep one of them.' };
      if (command !== undefined) return { is: 'stdio' };
      return url === undefined ? { problem: 'It needs a “command” (a program) or a “url”.' } : { is: 'http' };
    default: {
      const http = typeof type === 'string' && /^streamable[-_ ]?http$/i.test(type);
      const hint = http ? ' Write “http” for Streamable HTTP.' : '';
      return { problem: `“type” must be “stdio”, “http” or “sse”.${hint}` };
    }
  }
}

const RANK: Readonly<Record<DefinitionSource['kind'], number>> = { folder: 0, workspace: 1, user: 2 };

/**
 * The nearest whole definition of a name wins: folder, then workspace, then user. Two definitions are never merged, since a merge
 * would run something that nobody has written. A broken definition hides those farther away rather than let one of them run instead.
 * Of several folders the first one wins, with a warning.
 */
export function resolveServers(scopes: readonly ParsedServers[]): ResolvedServers {
  const nearestFirst = [...scopes].sort((a, b) => RANK[a.source.kind] - RANK[b.source.kind]);
  const taken = new Map<string, DefinitionSource>();
  const entries: ServerEntry[] = [];
  const problems: SettingsProblem[] = [];
  for (const { source, entries: own, broken } of nearestFirst) {
    for (const entry of own) {
      const winner = taken.get(entry.name);
      if (winner === undefined) entries.push(entry);
      else if (winner.kind === 'folder' && source.kind === 'folder')
        problems.push(twoFolders(entry.name, winner, source));
      taken.set(entry.name, winner ?? source);
    }
    for (const name of broken) taken.set(name, taken.get(name) ?? source);
  }
  return { entries, problems };
}

type FolderSource = Extract<DefinitionSource, { kind: 'folder' }>;

function twoFolders(name: string, winner: FolderSource, other: FolderSource): SettingsProblem {
  const message = `“${name}” is defined in the folders ${winner.folder} and ${other.folder}; the one of ${winner.folder} is used.`;
  return { subject: name, path: [name], message, severity: 'warning' };
}
