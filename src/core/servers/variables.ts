import { McpError } from '../errors.ts';
import { baseName } from './paths.ts';
import { isSecretName } from './reach.ts';
import { t } from '../text/l10n.ts';

/**
 * The variables of a definition. Those of the machine (`${workspaceFolder}` …) are resolved when the definition is made, so that a
 * person confirms what really runs; those that may hold secrets (`${env:X}`, `${input:x}`) stay by reference until it is launched.
 * No variable runs anything: `${command:…}` is refused.
 */
export interface MachineVariables {
  /** Absolute path; absent when no folder is open. */
  readonly workspaceFolder?: string | undefined;
  readonly userHome: string;
  readonly pathSeparator: '/' | '\\';
  /** Absolute path of a folder of the workspace by its name, for `${workspaceFolder:name}`. */
  folder?(name: string): string | undefined;
  /** A setting of VS Code by its whole name, for `${config:name}`. */
  config?(name: string): unknown;
}

/** Where the values of references come from. */
export interface InputSource {
  /** A variable of the environment that this extension runs in. */
  env(name: string): string | undefined;
  /** A saved input, or one that a person types now (as a password); undefined when they dismiss the prompt or it may not be shown. */
  input(id: string): Promise<string | undefined>;
}

/** A reference that stays in a definition. */
export interface Reference {
  readonly kind: 'env' | 'input';
  readonly name: string;
}

const VARIABLE = /\$\{([^}]*)\}/g;
const MACHINE = /^(?:workspaceFolder(?:Basename)?(?::.+)?|userHome|pathSeparator|\/)$/s;
const CONFIG = /^config:(.+)$/s;

/** The references in a text, each once, in order. */
export function referencesIn(text: string): readonly Reference[] {
  const found = new Map<string, Reference>();
  for (const [, body = ''] of text.matchAll(VARIABLE)) {
    const reference = referenceOf(body);
    if (reference) found.set(body, reference);
  }
  return [...found.values()];
}

/** True when the text names the folder, so that what runs depends on which one is open. */
export function namesFolder(text: string): boolean {
  return /\$\{workspaceFolder(?:Basename)?(?::[^}]*)?\}/.test(text);
}

/** True when the text takes in a setting, which a workspace may decide. */
export function namesSetting(text: string): boolean {
  return /\$\{config:[^}]*\}/.test(text);
}

/** What is wrong with the variables of a text wherever it is used, a sentence each. */
export function variableProblems(text: string): readonly string[] {
  return [...text.matchAll(VARIABLE)].flatMap(([written, body = '']) => {
    if (referenceOf(body) || MACHINE.test(body)) return [];
    const [, setting] = CONFIG.exec(body) ?? [];
    if (setting === undefined) return [unknownVariable(written, body)];
    return isSecretName(setting) ? [secretSetting(written)] : [];
  });
}

function referenceOf(body: string): Reference | undefined {
  const [, kind, name] = /^(env|input):(.+)$/s.exec(body) ?? [];
  return (kind === 'env' || kind === 'input') && name ? { kind, name } : undefined;
}

/**
 * Puts in what the machine knows and leaves references as they are.
 * @throws {McpError} `connection` for an unknown variable, for one that would run something, and without an open folder
 */
export function resolveMachineVariables(text: string, machine: MachineVariables): string {
  return text.replace(VARIABLE, (written, body: string) => {
    if (referenceOf(body)) return written;
    return machineValue(written, body, machine);
  });
}

function machineValue(written: string, body: string, machine: MachineVariables): string {
  const [, setting] = CONFIG.exec(body) ?? [];
  if (setting !== undefined) return literal(written, settingText(written, setting, machine));
  const [, what, name] = /^(workspaceFolder(?:Basename)?):(.+)$/s.exec(body) ?? [];
  if (name !== undefined) {
    const path = namedFolder(written, name, machine);
    return literal(written, what === 'workspaceFolder' ? path : baseName(path));
  }
  switch (body) {
    case 'workspaceFolder':
      return literal(written, folderOf(written, machine));
    case 'workspaceFolderBasename':
      return literal(written, baseName(folderOf(written, machine)));
    case 'userHome':
      return literal(written, machine.userHome);
    case 'pathSeparator':
    case '/':
      return machine.pathSeparator;
    default:
      throw new McpError('connection', unknownVariable(written, body));
  }
}

function unknownVariable(written: string, body: string): string {
  if (body.startsWith('command:')) return t("{0} would run a command; a server's definition never does that.", written);
  if (['env:', 'input:', 'config:'].includes(body)) return t('{0} needs a name after the colon.', written);
  return t(
    '{0} is not a known variable. Known are ${workspaceFolder}, ${workspaceFolderBasename}, ${userHome}, ${pathSeparator}, ${config:SETTING}, ${env:NAME} and ${input:id}.',
    written,
  );
}

function folderOf(written: string, machine: MachineVariables): string {
  if (machine.workspaceFolder === undefined) throw new McpError('connection', t('{0} needs an open folder.', written));
  return machine.workspaceFolder;
}

function namedFolder(written: string, name: string, machine: MachineVariables): string {
  const path = machine.folder?.(name);
  if (path === undefined) throw new McpError('connection', t('{0} names no folder of this workspace.', written));
  return path;
}

/** A setting that is text, a number or a yes or no. Its value is disclosed, so one that looks like a secret is refused. */
function settingText(written: string, setting: string, machine: MachineVariables): string {
  if (isSecretName(setting)) throw new McpError('connection', secretSetting(written));
  const value = machine.config?.(setting);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  const why = value === undefined || value === null ? t('is not set') : t('is neither text nor a number');
  throw new McpError('connection', t('The setting {0}, which {1} stands for, {2}.', setting, written, why));
}

function secretSetting(written: string): string {
  return t(
    '{0} names a setting that looks like a secret, and the value of a setting is shown when it is confirmed. Write ${input:id} to be asked for it, or ${env:NAME}.',
    written,
  );
}

/** A folder called `${env:TOKEN}` must not become a reference when its path is put in. */
function literal(written: string, value: string): string {
  if (value.includes('${')) {
    throw new McpError(
      'connection',
      t('{0} cannot be used here: its value contains "${", which would be read as a variable.', written),
    );
  }
  return value;
}

/**
 * Puts in the values of references and remembers them in `secrets`, but for those of `plain` inputs.
 * @throws {McpError} `connection` for a missing environment variable, `cancelled` for an input that nobody gave
 */
export async function resolveReferences(
  text: string,
  source: InputSource,
  secrets: Set<string>,
  plain: ReadonlySet<string> = new Set(),
): Promise<string> {
  const values = new Map<string, string>();
  for (const reference of referencesIn(text)) {
    const value = await valueOf(reference, source);
    const known = reference.kind === 'input' && plain.has(reference.name);
    if (value !== '' && !known) secrets.add(value);
    values.set(`${reference.kind}:${reference.name}`, value);
  }
  // One pass over the original: a value that contains `${…}` is not looked at again.
  return text.replace(VARIABLE, (written, body: string) => values.get(body) ?? written);
}

async function valueOf(reference: Reference, source: InputSource): Promise<string> {
  if (reference.kind === 'env') {
    const value = source.env(reference.name);
    if (value !== undefined) return value;
    throw new McpError(
      'connection',
      t(
        'The environment variable {0} is not set. Set it and restart VS Code, or write {1} to be asked for it.',
        reference.name,
        `\${input:${reference.name}}`,
      ),
    );
  }
  const value = await source.input(reference.name);
  if (value !== undefined) return value;
  throw new McpError(
    'cancelled',
    t('The input “{0}” was not given. Start the server again to be asked for it.', reference.name),
  );
}
