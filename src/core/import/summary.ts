import type { JsonObject } from '../mcp.ts';
import { displayText } from '../text/display.ts';
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
  const env = definition['env'];
  const variables = typeof env === 'object' && env !== null ? Object.keys(env) : [];
  return [
    `${line(name)}${replaces ? ' (replaces the one of this name)' : ''}, from ${line(server.from)} (${line(server.place.path)})`,
    line(reachText(definition)),
    ...(variables.length > 0 ? [`With the variables ${line(variables.join(', '))}.`] : []),
    ...secrets.map(({ where, input }) => `Secret: ${line(where)} goes into the secret storage as ${line(input)}.`),
    ...notes.map((note) => `Note: ${line(note)}`),
  ].join('\n');
}
