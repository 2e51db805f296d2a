import canonicalize from 'canonicalize';
import { McpError } from '../errors.ts';
import type { Sha256 } from '../util/system.ts';
import {
  type ServerDefinition,
  type ServerEntry,
  type ServerSettings,
  type StdioSettings,
  textsOf,
} from './definition.ts';
import { hasSeparator, isAbsolutePath, resolvePath } from './paths.ts';
import {
  type MachineVariables,
  namesFolder,
  namesSetting,
  referencesIn,
  resolveMachineVariables,
  resolveReferences,
} from './variables.ts';
import { t } from '../text/l10n.ts';

/** What stands for the digest of a file that cannot be read. */
const MISSING_FILE = 'missing';

/** What the identity of a definition is made with. */
export interface DefineDeps {
  readonly sha256: Sha256;
  /** SHA-256 (hex) of a file's bytes, or `missing`. */
  envFileDigest(path: string): Promise<string>;
  /** A variable of the environment that this extension runs in. */
  env(name: string): string | undefined;
  readonly userHome: string;
  readonly pathSeparator: '/' | '\\';
  /** The absolute path of a folder of the workspace by its name. */
  folder?(name: string): string | undefined;
  /** A setting as it is in a folder (absolute path), or without one. */
  config?(name: string, folder: string | undefined): unknown;
}

/**
 * Resolves the machine's variables and paths of an entry and takes its hash (RFC 8785 form): what a person confirms and what every
 * trust decision is bound to. Secrets stay by reference.
 *
 * A program without `cwd` runs in the folder that its definition belongs to; one from the user's settings that names nothing of the
 * folder runs in the home directory, since `npx` and `python -m` would otherwise take code from whatever folder is open.
 * @throws {McpError} for a variable that is unknown or cannot be resolved
 */
export async function defineServer(entry: ServerEntry, deps: DefineDeps): Promise<ServerDefinition> {
  const machine: MachineVariables = {
    workspaceFolder: entry.workspaceFolder,
    userHome: deps.userHome,
    pathSeparator: deps.pathSeparator,
    folder: (name) => deps.folder?.(name),
    config: (name) => deps.config?.(name, entry.workspaceFolder),
  };
  const inFolder = needsFolder(entry.settings, machine);
  // A workspace may decide what a setting says, so what takes one in is confirmed per folder too; it runs where it did.
  const dependsOnFolder = inFolder || textsOf(entry.settings).some(({ text }) => namesSetting(text));
  const settings = resolveSettings(entry, machine, inFolder);
  const envFile = settings.type === 'stdio' ? settings.envFile : undefined;
  const envFileDigest = envFile === undefined ? undefined : await digestOf(envFile, deps);
  const identity = {
    name: entry.name,
    source: entry.source,
    settings,
    ...(envFileDigest !== undefined && { envFileDigest }),
    ...(entry.inputs && { inputs: entry.inputs }),
    ...(entry.unkept && { unkept: entry.unkept }),
  };
  return { ...identity, hash: deps.sha256(canonicalText(identity)), dependsOnFolder };
}

/** The digest of the file that will be read, so also behind `${env:X}`: otherwise its content would be nobody's decision. */
async function digestOf(envFile: string, deps: DefineDeps): Promise<string> {
  const references = referencesIn(envFile);
  if (references.some(({ kind }) => kind === 'input')) {
    throw new McpError('connection', t('The environment file {0} cannot depend on an input.', envFile));
  }
  if (references.some(({ name }) => deps.env(name) === undefined)) return MISSING_FILE;
  const source = { env: (name: string) => deps.env(name), input: () => Promise.resolve(undefined) };
  const path = await resolveReferences(envFile, source, new Set());
  return isAbsolutePath(path, styleOf(deps)) ? deps.envFileDigest(path) : MISSING_FILE;
}

/** The RFC 8785 form of JSON. */
function canonicalText(value: object): string {
  return canonicalize(value) ?? '';
}

function resolveSettings(entry: ServerEntry, machine: MachineVariables, inFolder: boolean): ServerSettings {
  const settings = entry.settings;
  const resolve = (text: string) => resolveMachineVariables(text, machine);
  if (settings.type !== 'stdio') {
    return { ...settings, url: resolve(settings.url), headers: mapValues(settings.headers, resolve) };
  }
  const base = entry.workspaceFolder ?? machine.userHome;
  const home = entry.source.kind === 'user' && !inFolder ? machine.userHome : base;
  const path = (text: string) => resolveUnlessReference(base, resolve(text), machine);
  const { envFile, cwd, ...rest } = settings;
  return {
    ...rest,
    command: resolve(settings.command),
    args: settings.args.map(resolve),
    env: mapValues(settings.env, (value) => (value === null ? null : resolve(value))),
    cwd: cwd === undefined ? home : path(cwd),
    ...(envFile !== undefined && { envFile: path(envFile) }),
  };
}

/** What starts with `${env:X}` is taken to be absolute; the launch checks it. */
function resolveUnlessReference(base: string, path: string, machine: MachineVariables): string {
  return path.startsWith('${') ? path : resolvePath(base, path, styleOf(machine));
}

function styleOf(machine: Pick<MachineVariables, 'pathSeparator'>) {
  return { separator: machine.pathSeparator };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function needsFolder(settings: ServerSettings, machine: MachineVariables): boolean {
  if (textsOf(settings).some(({ text }) => namesFolder(text))) return true;
  return settings.type === 'stdio' && hasRelativePath(settings, machine);
}

function hasRelativePath(settings: StdioSettings, machine: MachineVariables): boolean {
  const style = styleOf(machine);
  const relative = (path: string) => !path.startsWith('${') && !isAbsolutePath(path, style);
  const { command, cwd, envFile } = settings;
  if (hasSeparator(command, style) && relative(command)) return true;
  if ([cwd, envFile].some((path) => path !== undefined && relative(path))) return true;
  return settings.args.some((arg) => /^\.\.?(?:[\\/]|$)/.test(arg));
}
