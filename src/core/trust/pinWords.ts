import { McpError } from '../errors.ts';
import type { Json } from '../mcp.ts';
import type { PinChange } from './change.ts';

/** What a server lists, by name: it can list two of one name, and which of them a call reaches is its own choice. */
export function groups(list: readonly { readonly name: string }[]): ReadonlyMap<string, readonly Json[]> {
  const all = new Map<string, Json[]>();
  for (const entry of list) {
    const known = all.get(entry.name);
    const json = entry as unknown as Json;
    if (known) known.push(json);
    else all.set(entry.name, [json]);
  }
  return all;
}

/** What a kind is called where one of it is meant. */
export const nouns = { tools: 'tool', prompts: 'prompt', instructions: 'instructions' } as const;

/** The server takes its offer back. */
export function notListed(server: string, kind: 'tools' | 'prompts', name: string): McpError {
  return new McpError('server', `${server} does not list the ${nouns[kind]} ${name} any more. It was not run.`);
}

/** The person said no. */
export function refused(server: string, { kind, name, state }: PinChange): McpError {
  const why = state === 'changed' ? 'has changed since it was last accepted' : 'could not be compared with what it was';
  return new McpError(
    'cancelled',
    `The ${nouns[kind]} ${name} of ${server} ${why}, and you did not accept it. It was not run.`,
  );
}
