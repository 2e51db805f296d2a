import { McpError } from '../errors.ts';
import type { HttpSettings, InputDefinition, Launch, ServerDefinition, StdioSettings } from './definition.ts';
import { isAbsolutePath } from './paths.ts';
import { isSecretName } from './reach.ts';
import { type InputSource, resolveReferences } from './variables.ts';
import { t } from '../text/l10n.ts';

/** The variables of an `envFile`, and the digest of the bytes that they were read from. */
export interface EnvFileContent {
  readonly digest: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What a launch is resolved with. */
export interface LaunchSource extends InputSource {
  /** Reads an `envFile`; undefined when it cannot be read. */
  envFile(path: string): Promise<EnvFileContent | undefined>;
}

/** A launch, and the values in it that must never be shown or logged. */
export interface ResolvedLaunch {
  readonly launch: Launch;
  /** Every value that came from outside the settings, and the keys. */
  readonly secrets: readonly string[];
  /** Of them those that are keys for certain: inputs, and what stands under the name of a secret. No record may hold them. */
  readonly keys: readonly string[];
}

/**
 * Puts the secrets in. The result is for the connector alone.
 * @throws {McpError} `connection` saying what is missing or wrong; `cancelled` when the person dismissed an input
 */
export async function resolveLaunch(definition: ServerDefinition, source: LaunchSource): Promise<ResolvedLaunch> {
  const secrets = new Set<string>();
  const keys = new Set<string>();
  const plain = new Set((definition.inputs ?? []).filter((input) => !isSecretInput(input)).map(({ id }) => id));
  const noting = keyNoting(source, keys, plain);
  const resolve = (text: string) => resolveReferences(text, noting, secrets, plain);
  const { settings } = definition;
  const launch =
    settings.type === 'stdio'
      ? await resolveStdio(definition, settings, noting, resolve, secrets)
      : await resolveHttp(definition, settings, resolve);
  for (const named of namedIn(launch)) noteKeys(named, keys);
  return { launch, secrets: [...new Set([...secrets, ...keys])], keys: [...keys] };
}

/**
 * Whether the value of an input is a secret: one to be typed as a password, one under the name of a secret, and what a command says.
 * The others are ordinary words, which no record may lose.
 */
export function isSecretInput(input: InputDefinition): boolean {
  if (input.type === 'command' || isSecretName(input.id)) return true;
  return input.type === 'promptString' && input.password;
}

/**
 * What the box of an input starts with. That of a password starts empty: nobody would see what somebody else wrote into it, and Enter
 * would take it.
 */
export function filledIn(input: InputDefinition): { readonly value?: string } {
  if (input.type !== 'promptString' || input.default === undefined || isSecretInput(input)) return {};
  return { value: input.default };
}

/** The same source, which notes the values that are keys. */
function keyNoting(source: LaunchSource, keys: Set<string>, plain: ReadonlySet<string>): LaunchSource {
  const note = (value: string | undefined, isKey: boolean): string | undefined => {
    if (isKey && value !== undefined && value !== '') keys.add(value);
    return value;
  };
  return {
    env(name) {
      const value = source.env(name);
      return note(value, isSecretName(name) && looksLikeKey(value ?? ''));
    },
    input: async (id) => note(await source.input(id), !plain.has(id)),
    envFile: (path) => source.envFile(path),
  };
}

/** What has a name in a launch: variables, headers, arguments, and what stands in a URL's query. */
function namedIn(launch: Launch): readonly Readonly<Record<string, string>>[] {
  if (launch.type !== 'stdio') return [launch.headers, Object.fromEntries(new URL(launch.url).searchParams)];
  const args = launch.args.flatMap((arg, index): [string, string][] => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(arg) ?? [];
    if (name !== undefined && value !== undefined) return [[name, value]];
    const before = launch.args[index - 1];
    return before?.startsWith('-') === true ? [[before, arg]] : [];
  });
  return [launch.env, Object.fromEntries(args)];
}

/** Variables and headers under the name of a secret; of `Bearer x` the `x` too. */
function noteKeys(named: Readonly<Record<string, string>>, keys: Set<string>): void {
  for (const [name, value] of Object.entries(named)) {
    if (!isSecretName(name)) continue;
    const [, credentials = ''] = /^[A-Za-z][\w-]*\s+(\S+)$/.exec(value) ?? [];
    for (const one of [value, credentials]) if (looksLikeKey(one)) keys.add(one);
  }
}

/** Not the `german` of a KEYBOARD nor the path of a KEY_FILE: taking words and paths out of every record would destroy it. */
function looksLikeKey(value: string): boolean {
  return value.length >= 8 && /[^A-Za-z\s]/.test(value) && !/^(?:[~.]{0,2}[\\/]|[A-Za-z]:[\\/])/.test(value);
}

async function resolveHttp(
  definition: ServerDefinition,
  settings: HttpSettings,
  resolve: (text: string) => Promise<string>,
): Promise<Launch> {
  const url = checkedUrl(await resolve(settings.url));
  const headers = await mapValues(settings.headers, resolve);
  const launch = { type: settings.type, url, headers };
  // Who brings credentials of their own does not want others.
  if (Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) return launch;
  const { clientSecret, ...oauth } = settings.oauth ?? {};
  const id = JSON.stringify([definition.name, definition.source, url]);
  const secret = clientSecret === undefined ? {} : { clientSecret: await resolve(clientSecret) };
  return { ...launch, signIn: { account: { server: definition.name, id }, ...oauth, ...secret } };
}

async function resolveStdio(
  definition: ServerDefinition,
  settings: StdioSettings,
  source: LaunchSource,
  resolve: (text: string) => Promise<string>,
  secrets: Set<string>,
): Promise<Launch> {
  const fromFile =
    settings.envFile === undefined ? {} : await envFileVariables(definition, settings.envFile, source, resolve);
  for (const value of Object.values(fromFile)) secrets.add(value);
  const entries = Object.entries(settings.env);
  const declared = entries.filter((entry): entry is [string, string] => entry[1] !== null);
  const removeEnv = entries.filter(([, value]) => value === null).map(([name]) => name);
  const args: string[] = [];
  for (const arg of settings.args) args.push(await resolve(arg));
  const env: Record<string, string> = { ...fromFile, ...(await mapValues(Object.fromEntries(declared), resolve)) };
  for (const name of removeEnv) delete env[name];
  return {
    type: 'stdio',
    command: await resolve(settings.command),
    args,
    env,
    ...(removeEnv.length > 0 && { removeEnv }),
    cwd: settings.cwd === undefined ? undefined : checkedDirectory(await resolve(settings.cwd), settings.cwd),
  };
}

async function envFileVariables(
  definition: ServerDefinition,
  written: string,
  source: LaunchSource,
  resolve: (text: string) => Promise<string>,
): Promise<Readonly<Record<string, string>>> {
  const content = await source.envFile(await resolve(written));
  if (!content) throw new McpError('connection', t('The environment file {0} cannot be read.', written));
  // What was confirmed is what is used: an edit between the two asks again.
  if (content.digest !== definition.envFileDigest) {
    throw new McpError(
      'connection',
      t('The environment file {0} has just changed. Start the server again to look at it.', written),
    );
  }
  return content.variables;
}

async function mapValues(
  record: Readonly<Record<string, string>>,
  map: (value: string) => Promise<string>,
): Promise<Record<string, string>> {
  const mapped: [string, string][] = [];
  // One after the other: two prompts at once would hide each other.
  for (const [key, value] of Object.entries(record)) mapped.push([key, await map(value)]);
  return Object.fromEntries(mapped);
}

/** `written` is what an error shows: what stands behind a reference may be a secret. */
function checkedDirectory(path: string, written: string): string {
  if (isAbsolutePath(path, { separator: '\\' })) return path;
  throw new McpError('connection', t('The working directory {0} is not an absolute path.', written));
}

function checkedUrl(text: string): string {
  if (!URL.canParse(text)) throw new McpError('connection', t('The URL of this server is not a valid one.'));
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new McpError('connection', t("A server's URL starts with http:// or https://, not {0}//.", url.protocol));
  }
  if (url.username !== '' || url.password !== '') {
    throw new McpError(
      'connection',
      t('A name and a password do not belong in the URL: write an Authorization header instead.'),
    );
  }
  return url.href;
}
