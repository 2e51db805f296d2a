import type { Client } from '@modelcontextprotocol/client';
import type { CompletionAsk, Suggestions } from '../../core/servers/session.ts';
import type { RequestOptions } from './requests.ts';

/** The specification's own limit for the values of one answer. */
export const MOST_SUGGESTIONS = 100;

/** What the protocol calls the thing whose argument is completed. */
function refOf(of: CompletionAsk['of']) {
  return of.kind === 'prompt'
    ? ({ type: 'ref/prompt', name: of.name } as const)
    : ({ type: 'ref/resource', uri: of.uriTemplate } as const);
}

/**
 * Asks for suggestions: `completion/complete`, which both eras have.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/completion
 */
export async function complete(client: Client, ask: CompletionAsk, options: RequestOptions): Promise<Suggestions> {
  const context = Object.keys(ask.context).length === 0 ? {} : { context: { arguments: { ...ask.context } } };
  const argument = { name: ask.argument, value: ask.value };
  const { completion } = await client.complete({ ref: refOf(ask.of), argument, ...context }, options);
  return suggestionsOf(completion);
}

/** No more than the limit, each once; what is left out counts as more. */
export function suggestionsOf(completion: {
  readonly values: readonly string[];
  readonly total?: number | undefined;
  readonly hasMore?: boolean | undefined;
}): Suggestions {
  const all = [...new Set(completion.values)];
  const values = all.slice(0, MOST_SUGGESTIONS);
  const { total } = completion;
  const hasMore = completion.hasMore === true || all.length > values.length || (total ?? 0) > completion.values.length;
  return { values, hasMore, ...(total !== undefined && { total }) };
}
