import { McpError } from '../errors.ts';
import type { Json } from '../mcp.ts';
import type { PinChange } from './change.ts';
import { t } from '../text/l10n.ts';

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
  return new McpError(
    'server',
    kind === 'tools'
      ? t('{0} does not list the tool {1} any more. It was not run.', server, name)
      : t('{0} does not list the prompt {1} any more. It was not run.', server, name),
  );
}

/** The person said no. */
export function refused(server: string, { kind, name, state }: PinChange): McpError {
  const what = {
    tools: t('The tool {0} of {1}', name, server),
    prompts: t('The prompt {0} of {1}', name, server),
    instructions: t('The instructions of {0}', server),
  }[kind];
  return new McpError(
    'cancelled',
    state === 'changed'
      ? t('{0} has changed since it was last accepted, and you did not accept it. It was not run.', what)
      : t('{0} could not be compared with what it was, and you did not accept it. It was not run.', what),
  );
}
