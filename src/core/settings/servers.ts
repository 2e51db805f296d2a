import * as z from 'zod/mini';
import {
  type DefinitionSource,
  type InputDefinition,
  isVsCodes,
  type ServerEntry,
  type ServerSettings,
  textsOf,
} from '../servers/definition.ts';
import { referencesIn } from '../servers/variables.ts';
import { LONGEST_TIMEOUT } from '../util/clock.ts';
import { isObject } from '../util/json.ts';
import { noInputs, type ParsedInputs, parseInputs } from './inputs.ts';
import { oauthProblems, oauthSchema, oauthSettings } from './oauth.ts';
import { issueProblems, kindOf, type SettingsProblem, unknownFields } from './problems.ts';
import { t } from '../text/l10n.ts';

/** One scope's value of `countersign.servers` or of `mcp.json`'s `servers`, and where it is written. */
export interface ServersScope {
  readonly raw: unknown;
  readonly source: DefinitionSource;
  /** Absolute path of the folder that `${workspaceFolder}` means there. */
  readonly workspaceFolder?: string | undefined;
  /** The inputs that stand beside the servers (`mcp.json`), for all of them. */
  readonly inputs?: ParsedInputs | undefined;
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
  /** Definitions that a nearer one of the same name keeps from being used. */
  readonly hidden: readonly HiddenDefinition[];
}

/** A definition that is not used, since a nearer one has its name. */
export interface HiddenDefinition {
  readonly name: string;
  readonly source: DefinitionSource;
}

/** Milliseconds. */
const DEFAULT_TIMEOUT = 60_000;

const check = (test: (text: string) => boolean, message: string) => z.refine<string>(test, { error: message });
// An instance for each place: what editors show of a field hangs on it.
const text = () => z.string().check(z.minLength(1));
const hasReference = (value: string) => value.includes('${');
const isHttpUrl = (value: string) => /^https?:\/\/[^/]/i.test(value) && (hasReference(value) || URL.canParse(value));
const hasNoUserinfo = (value: string) => !/^https?:\/\/[^/?#]*@/i.test(value);

const common = {
  era: z._default(z.enum(['auto', 'legacy']), 'auto'),
  autoStart: z._default(z.boolean(), true),
  timeout: z._default(z.number().check(z.minimum(1), z.maximum(LONGEST_TIMEOUT)), DEFAULT_TIMEOUT),
  sampling: z._default(z.enum(['on', 'withoutTools', 'off']), 'on'),
};
const environmentName = z.string().check(check((name) => /^[^=\0]+$/.test(name), t('is not a name of a variable.')));
const headerName = z
  .string()
  .check(check((name) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name), t('is not a name of a header.')));
const headerValue = z.string().check(check((value) => !/[\r\n\0]/.test(value), t('must be one line.')));

/** A server that is a program. */
export const stdioSchema = z.object({
  type: z.optional(z.literal('stdio')),
  ...common,
  command: text(),
  args: z._default(z.array(z.string()), []),
  env: z._default(z.record(environmentName, z.union([z.string(), z.number(), z.null()])), {}),
  envFile: z.optional(text()),
  cwd: z.optional(text()),
});
/** A server behind a URL. */
export const httpSchema = z.object({
  type: z._default(z.enum(['http', 'sse']), 'http'),
  ...common,
  url: z.string().check(
    check((url) => url.startsWith('${') || isHttpUrl(url), t('must be a URL that starts with http:// or https://.')),
    check(hasNoUserinfo, t('must not contain a name and password; write an Authorization header instead.')),
  ),
  headers: z._default(z.record(headerName, headerValue), {}),
  oauth: z.optional(oauthSchema),
});

const stdioFields = [...Object.keys(stdioSchema.shape), 'inputs'];
const httpFields = [...Object.keys(httpSchema.shape), 'inputs'];

/** What VS Code has in its files and this host does not do: never a failure, always named. */
const VS_CODE_FIELDS: Readonly<Record<string, string>> = {
  dev: t('Countersign does not watch its files and attaches no debugger.'),
  sandbox: t('Countersign has no sandbox: the program runs with all that you may do.'),
  sandboxEnabled: t('Countersign has no sandbox: the program runs with all that you may do.'),
  gallery: t('It says where VS Code has the server from.'),
  version: t('It says which version VS Code has installed.'),
};
/** Of them those that a person has to know about before they confirm what runs. */
const UNSAFE_TO_DROP = ['sandbox', 'sandboxEnabled'];

/**
 * Reads one scope: the format of `.vscode/mcp.json`'s `servers`, plus `era`, `autoStart`, `timeout` (milliseconds of silence, 60000
 * by default) and `sampling`. A bad entry never keeps the others from being used; an unknown field is only warned about.
 */
export function parseServers({ raw, source, workspaceFolder, inputs: beside }: ServersScope): ParsedServers {
  if (raw === undefined || raw === null) return { source, entries: [], problems: [], broken: [] };
  if (!isObject(raw)) {
    const what = isVsCodes(source) ? '“servers”' : 'countersign.servers';
    const message = t('{0} must be an object with a name for each server, not {1}.', what, kindOf(raw));
    return { source, entries: [], problems: [{ path: [], message, severity: 'error' }], broken: [] };
  }
  const entries: ServerEntry[] = [];
  const problems: SettingsProblem[] = [];
  const broken: string[] = [];
  for (const [name, value] of Object.entries(raw)) {
    const own = isObject(value) ? parseInputs(value['inputs'], [name, 'inputs'], name) : noInputs;
    const { settings, found } = parseEntry(name, value);
    const inputs = settings && usedInputs(name, settings, [own, beside ?? noInputs], isVsCodes(source));
    problems.push(...found, ...own.problems, ...(inputs?.found ?? []));
    if (!settings || !inputs?.usable) {
      broken.push(name);
      continue;
    }
    const unkept = UNSAFE_TO_DROP.filter((field) => isObject(value) && isSet(value[field]));
    entries.push({
      name,
      source,
      settings,
      ...(workspaceFolder !== undefined && { workspaceFolder }),
      ...(inputs.used.length > 0 && { inputs: inputs.used }),
      ...(unkept.length > 0 && { unkept: unkept.map((field) => `${field}: ${VS_CODE_FIELDS[field]}`) }),
    });
  }
  return { source, entries, problems, broken };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

interface UsedInputs {
  readonly used: readonly InputDefinition[];
  readonly usable: boolean;
  readonly found: readonly SettingsProblem[];
}

/** The inputs that a definition refers to: its own ones first. One whose definition is wrong is not asked for as if there were none. */
function usedInputs(
  name: string,
  settings: ServerSettings,
  places: readonly ParsedInputs[],
  declared: boolean,
): UsedInputs {
  const used = new Map<string, InputDefinition>();
  const found: SettingsProblem[] = [];
  let usable = true;
  for (const { path, text } of textsOf(settings)) {
    for (const { name: id } of referencesIn(text).filter(({ kind }) => kind === 'input')) {
      const input = places.map(({ inputs }) => inputs.find((one) => one.id === id)).find((one) => one !== undefined);
      const problem = places.map(({ broken }) => broken.get(id)).find((one) => one !== undefined);
      const at = { subject: name, path: [name, ...path] };
      if (input) used.set(id, input);
      else if (problem !== undefined) {
        usable = false;
        found.push({ ...at, message: t('Its input “{0}” cannot be used: {1}', id, problem), severity: 'error' });
      } else if (declared) {
        const message = t('There is no input “{0}” under “inputs”: you are asked for it as a password.', id);
        found.push({ ...at, message, severity: 'warning' });
      }
    }
  }
  return { used: [...used.values()], usable, found };
}

interface ParsedEntry {
  readonly settings?: ServerSettings;
  readonly found: readonly SettingsProblem[];
}

function parseEntry(name: string, value: unknown): ParsedEntry {
  const fail = (message: string, ...path: string[]): ParsedEntry => ({
    found: [{ subject: name, path: [name, ...path], message, severity: 'error' }],
  });
  if (name.trim() === '') return fail(t('A server needs a name.'));
  if (!isObject(value)) return fail(t('“{0}” must be an object, not {1}.', name, kindOf(value)));
  const type = typeOf(value);
  if (type.problem !== undefined) return fail(type.problem, ...(value['type'] === undefined ? [] : ['type']));
  const stdio = type.is === 'stdio';
  const unknown = ignoredFields(name, value, stdio ? stdioFields : httpFields);
  if (stdio) {
    const parsed = z.safeParse(stdioSchema, value);
    if (!parsed.success) return { found: [...issueProblems(parsed.error, value, [name], name), ...unknown] };
    const { envFile, cwd, env, ...rest } = parsed.data;
    const settings: ServerSettings = {
      ...rest,
      type: 'stdio',
      env: Object.fromEntries(Object.entries(env).map(([key, one]) => [key, one === null ? null : String(one)])),
      ...(envFile !== undefined && { envFile }),
      ...(cwd !== undefined && { cwd }),
    };
    return { settings, found: unknown };
  }
  const parsed = z.safeParse(httpSchema, value);
  if (!parsed.success) return { found: [...issueProblems(parsed.error, value, [name], name), ...unknown] };
  const { oauth, ...rest } = parsed.data;
  const settings: ServerSettings = { ...rest, ...(oauth !== undefined && { oauth: oauthSettings(oauth) }) };
  return { settings, found: [...unknown, ...oauthProblems(name, value['oauth'])] };
}

function ignoredFields(
  name: string,
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
): SettingsProblem[] {
  const ofVsCode = Object.keys(VS_CODE_FIELDS).filter((field) => value[field] !== undefined && !known.includes(field));
  const named = ofVsCode.map(
    (field): SettingsProblem => ({
      subject: name,
      path: [name, field],
      message: t('“{0}” is a field of VS Code that is not used here. {1}', field, VS_CODE_FIELDS[field] ?? ''),
      severity: 'warning',
    }),
  );
  return [...named, ...unknownFields(value, [...known, ...ofVsCode], [name], name)];
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
        return { problem: t('It has a “command” and a “url”: keep one of them.') };
      if (command !== undefined) return { is: 'stdio' };
      return url === undefined ? { problem: t('It needs a “command” (a program) or a “url”.') } : { is: 'http' };
    default: {
      const http = typeof type === 'string' && /^streamable[-_ ]?http$/i.test(type);
      const types = t('“type” must be “stdio”, “http” or “sse”.');
      return { problem: http ? `${types} ${t('Write “http” for Streamable HTTP.')}` : types };
    }
  }
}

const RANK: Readonly<Record<DefinitionSource['kind'], number>> = {
  folder: 0,
  mcpJson: 1,
  workspace: 2,
  workspaceMcp: 3,
  user: 4,
};

/**
 * The nearest whole definition of a name wins: folder, then workspace, then user; in a folder and in a workspace our own setting before
 * VS Code’s `mcp`. Two definitions are never merged, since a merge
 * would run something that nobody has written. A broken definition hides those farther away rather than let one of them run instead.
 * Of several folders the first one wins, with a warning.
 */
export function resolveServers(scopes: readonly ParsedServers[]): ResolvedServers {
  const nearestFirst = [...scopes].sort((a, b) => RANK[a.source.kind] - RANK[b.source.kind]);
  const taken = new Map<string, DefinitionSource>();
  const entries: ServerEntry[] = [];
  const problems: SettingsProblem[] = [];
  const hidden: HiddenDefinition[] = [];
  for (const { source, entries: own, broken } of nearestFirst) {
    for (const entry of own) {
      const winner = taken.get(entry.name);
      if (winner !== undefined) hidden.push({ name: entry.name, source });
      if (winner === undefined) entries.push(entry);
      else if (isOfFolder(winner) && isOfFolder(source) && winner.folder !== source.folder)
        problems.push(twoFolders(entry.name, winner, source));
      taken.set(entry.name, winner ?? source);
    }
    for (const name of broken) taken.set(name, taken.get(name) ?? source);
  }
  return { entries, problems, hidden };
}

type FolderSource = Extract<DefinitionSource, { folder: string }>;

function isOfFolder(source: DefinitionSource): source is FolderSource {
  return 'folder' in source;
}

function twoFolders(name: string, winner: FolderSource, other: FolderSource): SettingsProblem {
  const message = t(
    '“{0}” is defined in the folders {1} and {2}; the one of {3} is used.',
    name,
    winner.folder,
    other.folder,
    winner.folder,
  );
  return { subject: name, path: [name], message, severity: 'warning' };
}
