import { type ParseError, parse } from 'jsonc-parser';
import type { Json, JsonObject } from '../mcp.ts';
import { parseServers } from '../settings/servers.ts';
import { isObject } from '../util/json.ts';
import { draftOf } from './fields.ts';
import { type ImportPlace, productNames } from './places.ts';
import { type MovedSecret, moveSecrets } from './secrets.ts';
import { settleSignIn, translateVariables } from './variables.ts';
import { placeOf } from '../text/jsonProblem.ts';
import { t } from '../text/l10n.ts';

/** A server that a product’s file has. */
export interface FoundServer {
  readonly name: string;
  readonly place: ImportPlace;
  /** *Claude Code, project /w*. */
  readonly from: string;
  /** As `countersign.servers` would have it, without the secrets. */
  readonly definition: JsonObject;
  readonly secrets: readonly MovedSecret[];
  /** What is changed or not kept, a sentence each. */
  readonly notes: readonly string[];
  /** Why it cannot be imported. */
  readonly problem?: string;
}

/** What became of one file. */
export interface ImportedFile {
  readonly servers: readonly FoundServer[];
  /** Why nothing of it, or not all of it, could be read. */
  readonly problem?: string;
}

/** What a file is read with. */
export interface ReadDeps {
  env(name: string): string | undefined;
  /** Absolute paths of the open folders. */
  readonly folders: readonly string[];
}

interface Group {
  readonly servers: unknown;
  readonly inputs?: unknown;
  readonly folder?: string | undefined;
  readonly title: string;
}

/** Reads a file of a product, in JSON with or without comments. It never fails: what is wrong is said. */
export function readImport(place: ImportPlace, text: string, deps: ReadDeps): ImportedFile {
  const errors: ParseError[] = [];
  const root = parse(text, errors, { allowTrailingComma: true }) as unknown;
  const [first] = errors;
  if (first) {
    const { line } = placeOf(text, first.offset);
    return { servers: [], problem: t('Line {0} of {1} is not valid JSON.', line, place.path) };
  }
  if (!isObject(root)) return { servers: [], problem: t('{0} holds no servers.', place.path) };
  const servers = groupsOf(place, root).flatMap((group) =>
    isObject(group.servers)
      ? Object.entries(group.servers).map(([name, value]) => found(name, value, place, group, deps))
      : [],
  );
  return { servers };
}

function groupsOf(place: ImportPlace, root: JsonObject): readonly Group[] {
  const title = productNames[place.product];
  const own: Group = {
    servers: place.product === 'vscode' ? root['servers'] : root['mcpServers'],
    inputs: root['inputs'],
    folder: place.folder,
    title: place.folder === undefined ? title : t('{0}, project {1}', title, place.folder),
  };
  const projects = root['projects'];
  if (place.product !== 'claudeCode' || !isObject(projects)) return [own];
  const ofProjects = Object.entries(projects).flatMap(([folder, project]): Group[] =>
    isObject(project) ? [{ servers: project['mcpServers'], folder, title: t('{0}, project {1}', title, folder) }] : [],
  );
  return [own, ...ofProjects];
}

function found(name: string, value: unknown, place: ImportPlace, group: Group, deps: ReadDeps): FoundServer {
  const base = { name, place, from: group.title };
  const nothing = { definition: {}, secrets: [], notes: [] };
  if (!isObject(value)) return { ...base, ...nothing, problem: t('It is no object.') };
  const draft = draftOf(place.product, value);
  const project = projectOf(group.folder, deps.folders);
  const variables = { env: (variable: string) => deps.env(variable), server: name, project };
  translateVariables(place.product, draft, variables);
  settleSignIn(draft, variables);
  // A project’s server runs in the project, wherever it is written now.
  if (project !== undefined && draft.fields['command'] !== undefined) draft.fields['cwd'] ??= project;
  const secrets = moveSecrets(name, draft);
  const inputs = place.product === 'vscode' ? inputsFor(draft.fields, group.inputs) : [];
  if (inputs.length > 0) {
    draft.fields['inputs'] = inputs;
    draft.notes.push(t('Its inputs are asked for again: what you gave VS Code stays there.'));
  }
  const problem = draft.problem ?? firstError(name, draft.fields);
  return {
    ...base,
    definition: ordered(draft.fields),
    secrets,
    notes: draft.notes,
    ...(problem !== undefined && { problem }),
  };
}

/** How a definition names its project: the open folder is a variable, so that the definition means the same for everybody. */
function projectOf(folder: string | undefined, open: readonly string[]): string | undefined {
  if (folder === undefined) return undefined;
  const plain = (path: string) => path.replaceAll('\\', '/').replace(/\/+$/, '');
  const [only] = open;
  return open.length === 1 && only !== undefined && plain(only) === plain(folder) ? '${workspaceFolder}' : folder;
}

/** The definitions of the inputs that are referred to, which stand beside the servers in VS Code’s file. */
function inputsFor(fields: Readonly<Record<string, Json>>, inputs: unknown): readonly Json[] {
  if (!Array.isArray(inputs)) return [];
  const text = JSON.stringify(fields);
  return (inputs as readonly Json[]).filter(
    (input) => isObject(input) && typeof input['id'] === 'string' && text.includes(`\${input:${input['id']}}`),
  );
}

/** What would keep the settings from taking it. */
function firstError(name: string, fields: Readonly<Record<string, Json>>): string | undefined {
  const { problems } = parseServers({ raw: { [name]: fields }, source: { kind: 'user' } });
  return problems.find(({ severity }) => severity === 'error')?.message;
}

const ORDER = ['type', 'command', 'args', 'url', 'headers', 'env', 'envFile', 'cwd'];

function ordered(fields: Readonly<Record<string, Json>>): JsonObject {
  const rank = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => rank(a) - rank(b)));
}
