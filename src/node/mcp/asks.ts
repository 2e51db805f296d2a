import { type Client, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import { isMcpError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/mcp.ts';
import type { CommonSettings } from '../../core/servers/definition.ts';
import type { LegResult, Pushed, PushedElicitation, SessionHooks } from '../../core/servers/session.ts';
import { isObject } from '../../core/util/json.ts';
import type { PushContext } from './pushes.ts';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation#url-elicitation-required-error */
const URL_ELICITATION_REQUIRED = -32042;
/** Pages of one call. More than a person would open. */
const MAX_PAGES = 20;

type Capabilities = NonNullable<NonNullable<ConstructorParameters<typeof Client>[1]>['capabilities']>;

/** What servers are told that this host can do. */
export function capabilitiesFor({ sampling }: Pick<CommonSettings, 'sampling'>): Capabilities {
  return {
    elicitation: { form: {}, url: {} },
    roots: { listChanged: true },
    ...(sampling === 'off' ? {} : { sampling: sampling === 'on' ? { tools: {} } : {} }),
  };
}

/** Runs a handler with what every pushed request has; see `ClientSession`. */
export type Serve = <T>(context: PushContext, handle: (push: Pushed) => Promise<T>) => Promise<T>;

/** Answers the elicitations and roots requests of a legacy server. */
export function answerAsks(client: Client, hooks: SessionHooks, serve: Serve): void {
  client.setRequestHandler('roots/list', async (_request, { mcpReq }) => {
    const roots = await serve(mcpReq, (push) => hooks.onRootsList(push));
    return { roots: [...roots] };
  });
  client.setNotificationHandler('notifications/elicitation/complete', ({ params }) =>
    hooks.onElicitationComplete(params.elicitationId),
  );
  // A handler of its own would never see a form outside the specification: the SDK answers those itself, and nobody would know.
  client.fallbackRequestHandler = async ({ method, params }, { mcpReq }) => {
    if (method !== 'elicitation/create') throw new ProtocolError(ProtocolErrorCode.MethodNotFound, 'Method not found');
    const asked = (params ?? {}) as JsonObject;
    return serve(mcpReq, (push) => hooks.onElicitation({ ...push, params: asked } satisfies PushedElicitation));
  };
}

/** The pages in an error of a call that names some (-32042); undefined for any other. */
export function urlRequired(error: unknown): LegResult | undefined {
  if (!isMcpError(error) || error.code !== URL_ELICITATION_REQUIRED || !isObject(error.data)) return undefined;
  const { elicitations } = error.data;
  if (!Array.isArray(elicitations)) return undefined;
  const pages = elicitations.filter((one) => isObject(one));
  if (pages.length === 0 || pages.length > MAX_PAGES || pages.length < elicitations.length) return undefined;
  return { kind: 'urlRequired', elicitations: pages };
}
