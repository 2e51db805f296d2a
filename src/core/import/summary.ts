import type { Json, JsonObject } from '../mcp.ts';
import { displayText } from '../text/display.ts';
import { isObject, lineJson } from '../util/json.ts';
import type { FoundServer } from './read.ts';

/** A server that was chosen, under the name that it gets. */
export interface ChosenServer {
  readonly name: string;
  readonly server: FoundServer;
  /** True when it takes the place of one that is there. */
  readonly replaces: boolean;
}

/** How an imported server is reached, in one line. Its secrets are references by now. */
export function reachText(definition: JsonObject): string {
  const { command, args, url } = definition;
  if (typeof url === 'string') return url;
  const words = [command, ...(Array.isArray(args) ? (args as readonly unknown[]) : [])];
  return words.map((word) => (typeof word === 'string' ? quoted(word) : '…')).join(' ');
}

function quoted(word: string): string {
  return word === '' || /[\s"'\\]/.test(word) ? JSON.stringify(word) : word;
}

/** Everything that an import does, line by line, for a person to look at before it is done. */
export function importSummary(chosen: readonly ChosenServer[]): string {
  return chosen.map(serverLines).join('\n\n');
}

/** Long enough for any command line; a definition is shown whole in settings and where it is confirmed. */
const LONGEST = 2_000;

function serverLines({ name, server, replaces }: ChosenServer): string {
  const { definition, secrets, notes } = server;
  const line = (text: string) => displayText(text, LONGEST);
  return [
    `${line(name)}${replaces ? ' (replaces the one of this name)' : ''}, from ${line(server.from)} (${line(server.place.path)})`,
    line(reachText(definition)),
    ...named('Environment variable', definition['env']).map(line),
    ...named('Header', definition['headers']).map(line),
    ...texts('Environment file', definition['envFile']).map(line),
    ...texts('Working directory', definition['cwd']).map(line),
    ...secrets.map(({ where, input }) => `Secret: ${line(where)} goes into the secret storage as ${line(input)}.`),
    ...notes.map((note) => `Note: ${line(note)}`),
  ].join('\n');
}

/** What is left in the definition is no secret, or a reference to one. */
function named(label: string, values: Json | undefined): readonly string[] {
  if (!isObject(values)) return [];
  return Object.entries(values).map(
    ([name, value]) =>
      `${label} ${name}: ${value === null ? 'removed' : typeof value === 'string' ? value : lineJson(value)}`,
  );
}

function texts(label: string, value: Json | undefined): readonly string[] {
  return typeof value === 'string' ? [`${label}: ${value}`] : [];
}
