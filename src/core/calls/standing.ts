import type { JsonObject } from '../mcp.ts';
import type { CatalogState } from '../servers/catalogStore.ts';
import type { CallRequest } from '../servers/session.ts';
import type { ServerState } from '../servers/state.ts';
import { t } from '../text/l10n.ts';
import type { Found, ParkedRound } from './parking.ts';
import type { CallTarget } from './target.ts';

/** What a server is, as far as it matters to a parked call. `ManagedServer` is one. */
export interface ServerNow {
  readonly target: CallTarget | undefined;
  readonly catalog: CatalogState;
  readonly state: Pick<ServerState, 'kind'>;
}

/**
 * Whether a parked call can be taken up again now. `later` may become `ready`: by itself, or once the person starts the server that
 * `start` names; `never` says why it cannot.
 */
export type Standing =
  | { readonly kind: 'ready'; readonly target: CallTarget; readonly request: CallRequest }
  | { readonly kind: 'later'; readonly why: string; readonly start?: string }
  | { readonly kind: 'never'; readonly why: string };

/** What leads to a running server without the person. */
const COMING: ReadonlySet<ServerState['kind']> = new Set(['starting', 'restarting', 'reconnecting', 'running']);

const later = (why: string): Standing => ({ kind: 'later', why });
const never = (why: string): Standing => ({ kind: 'never', why });

/** How a parked call stands. A server runs only when it is trusted and its definition confirmed. */
export function standingOf(found: Found, server: ServerNow | undefined, now: number): Standing {
  if ('problem' in found) return never(found.problem);
  const { round } = found;
  if (round.expiresAt !== undefined && round.expiresAt <= now)
    return never(t('The server kept this call for a limited time, which is over. Make the call again.'));
  if (server === undefined) return later(t('There is no server of this name any more.'));
  const { target } = server;
  if (target === undefined) return notRunning(round, server);
  if (target.asking.definition !== round.definition)
    return never(t('The definition of this server has changed since, so it may be another one. Make the call again.'));
  if (target.asking.era !== 'modern')
    return never(t('The server speaks an older protocol now, in which a call cannot be taken up again.'));
  return requested(round, target, server.catalog);
}

function notRunning({ server: name }: ParkedRound, { state }: ServerNow): Standing {
  return COMING.has(state.kind)
    ? later(t('The server is starting.'))
    : { kind: 'later', why: t('The server is not running. Start it to go on.'), start: name };
}

function requested(round: ParkedRound, target: CallTarget, { catalog, loaded, errors }: CatalogState): Standing {
  const given = round.arguments as JsonObject;
  const listing = (kind: 'tools' | 'prompts', gone: string): Standing =>
    loaded && errors[kind] === undefined ? never(gone) : later(t('The server has not listed what it offers yet.'));
  switch (round.method) {
    case 'tools/call': {
      const tool = catalog.tools.find(({ name }) => name === round.name);
      if (tool) return { kind: 'ready', target, request: { method: 'tools/call', tool, arguments: given } };
      return listing('tools', t('The server does not offer this tool any more.'));
    }
    case 'prompts/get': {
      const texts = Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value === 'string'));
      const request = { method: 'prompts/get', name: round.name, arguments: texts as Record<string, string> } as const;
      if (catalog.prompts.some(({ name }) => name === round.name)) return { kind: 'ready', target, request };
      return listing('prompts', t('The server does not offer this prompt any more.'));
    }
    case 'resources/read':
      return { kind: 'ready', target, request: { method: 'resources/read', uri: round.name } };
  }
}
