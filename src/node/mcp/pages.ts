import type { Client, JSONRPCMessage } from '@modelcontextprotocol/client';
import { McpError } from '../../core/errors.ts';
import type { Catalog, CatalogKind, ListOptions } from '../../core/servers/session.ts';
import type { RequestOptions, Requests } from './requests.ts';
import type { WireLists } from './wireLists.ts';
import { t } from '../../core/text/l10n.ts';

/** Which capability offers which list. */
const CAPABILITIES: Readonly<Record<CatalogKind, 'tools' | 'resources' | 'prompts'>> = {
  tools: 'tools',
  resources: 'resources',
  resourceTemplates: 'resources',
  prompts: 'prompts',
};

/**
 * Stands for "from the beginning". Without a cursor the SDK would fetch all pages itself and hand them over at the end, up to a limit of
 * its own; and only its own way of asking for tools leaves out those that a header must not name (SEP-2243). The tap takes it off.
 */
const FIRST = 'countersign:first-page';

/** Pages of a list when nothing else is said. */
const MAX_PAGES = 1_000;

interface Page {
  readonly items: readonly object[];
  readonly nextCursor: string | undefined;
}

/** What a list is asked for with. */
export interface Asking {
  readonly client: Client;
  readonly requests: Requests;
  readonly wire: WireLists;
}

/**
 * All pages of one list, each told as it comes, up to the limit. A list whose cursor does not move and that brings the same page again
 * has ended.
 */
export async function listPages<K extends CatalogKind>(
  asking: Asking,
  kind: K,
  options: ListOptions<K>,
): Promise<Catalog[K]> {
  const all: object[] = [];
  const { client, requests } = asking;
  // The SDK would return an empty list as well, and write to the console.
  if (!requests.over && !client.getServerCapabilities()?.[CAPABILITIES[kind]]) return all as unknown as Catalog[K];
  const { signal, maxPages = MAX_PAGES } = options;
  let cursor: string | undefined;
  let previous: Page | undefined;
  for (let pages = 1; ; pages++) {
    const { items, nextCursor } = await fetchPage(asking, kind, cursor, signal);
    if (previous && nextCursor === cursor && JSON.stringify(items) === JSON.stringify(previous.items)) break;
    for (const item of items) all.push(item);
    options.onPage?.(items as unknown as Catalog[K]);
    if (nextCursor === undefined) break;
    if (pages >= maxPages) {
      if (!options.onLimit)
        throw new McpError('server', t('The server’s list does not end: it has more than {0} pages.', pages));
      options.onLimit(pages);
      break;
    }
    previous = { items, nextCursor };
    cursor = nextCursor;
  }
  return all as unknown as Catalog[K];
}

function fetchPage(
  { client, requests, wire }: Asking,
  kind: CatalogKind,
  cursor: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Page> {
  return requests.run(signal, async (options) => {
    let nextCursor: string | undefined;
    const items = await wire.asSent(async () => {
      const page = await FETCH[kind](client, { cursor: cursor ?? FIRST }, options);
      ({ nextCursor } = page);
      return page.items;
    });
    return { items, nextCursor };
  });
}

type Fetch = (client: Client, params: { cursor: string }, options: RequestOptions) => Promise<Page>;

const FETCH: Readonly<Record<CatalogKind, Fetch>> = {
  tools: async (client, params, options) => {
    const { tools, nextCursor } = await client.listTools(params, options);
    return { items: tools, nextCursor };
  },
  prompts: async (client, params, options) => {
    const { prompts, nextCursor } = await client.listPrompts(params, options);
    return { items: prompts, nextCursor };
  },
  resources: async (client, params, options) => {
    const { resources, nextCursor } = await client.listResources(params, options);
    return { items: resources, nextCursor };
  },
  resourceTemplates: async (client, params, options) => {
    const { resourceTemplates, nextCursor } = await client.listResourceTemplates(params, options);
    return { items: resourceTemplates, nextCursor };
  },
};

/** A message as it goes out: the first page is asked for without a cursor. */
export function withoutFirstCursor(message: JSONRPCMessage): JSONRPCMessage {
  if (!('method' in message) || message.params?.['cursor'] !== FIRST) return message;
  const { cursor: _first, ...params } = message.params;
  return { ...message, params };
}
