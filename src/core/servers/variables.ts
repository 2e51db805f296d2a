import { McpError } from '../errors.ts';
import { baseName } from './paths.ts';

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
  return /\$\{workspaceFolder(?:Basename)?\}/.test(text);
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
  if (body.startsWith('command:')) return `${written} would run a command; a server's definition never does that.`;
  if (body === 'env:' || body === 'input:') return `${written} needs a name after the colon.`;
  return `${written} is not a known variable. Known are \${workspaceFolder}, \${workspaceFolderBasename}, \${userHome}, \${pathSeparator}, \${env:NAME} and \${input:id}.`;
}

function folderOf(written: string, machine: MachineVariables): string {
  if (machine.workspaceFolder === undefined) throw new McpError('connection', `${written} needs an open folder.`);
  return machine.workspaceFolder;
}

/** A folder called `${env:TOKEN}` must not become a reference when its path is put in. */
function literal(written: string, value: string): string {
  if (value.includes('${')) {
    throw new McpError(
      'connection',
      `${written} cannot be used here: its path contains "\${", which would be read as a variable.`,
    );
  }
  return value;
}

/**
 * Puts in the values of references and remembers them in `secrets`.
 * @throws {McpError} `connection` for a missing environment variable, `cancelled` for an input that nobody gave
 */
export async function resolveReferences(text: string, source: InputSource, secrets: Set<string>): Promise<string> {
  const values = new Map<string, string>();
  for (const reference of referencesIn(text)) {
    const value = await valueOf(reference, source);
    if (value !== '') secrets.add(value);
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
      `The environment variable ${reference.name} is not set. Set it and restart VS Code, or write \${input:${reference.name}} to be asked for it.`,
    );
  }
  const value = await source.input(reference.name);
  if (value !== undefined) return value;
  throw new McpError('cancelled', `The input "${reference.name}" was not given.`);
}
