import { type Client, isInputRequiredResult, LOG_LEVEL_META_KEY } from '@modelcontextprotocol/client';
import type { JsonObject } from '../../core/mcp.ts';
import type { LogChoice } from '../../core/servers/logLevel.ts';
import type { CallRequest, LegOptions, LegResult, RoundAnswer } from '../../core/servers/session.ts';
import type { RequestOptions, Requests } from './requests.ts';

/** What the SDK is given to hear of progress. */
type ProgressListener = NonNullable<NonNullable<Parameters<Client['callTool']>[1]>['onprogress']>;

/** How one leg is sent. */
interface LegSend extends RequestOptions {
  readonly onprogress: ProgressListener;
  readonly logChoice: LogChoice;
}

/** Hears of progress for a call; progress shows that the server is at work. */
export function progressListener(options: Pick<LegOptions, 'onProgress'>, heard: () => void): ProgressListener {
  return ({ progress, total, message }) => {
    heard();
    options.onProgress({ progress, ...(total !== undefined && { total }), ...(message !== undefined && { message }) });
  };
}

/** One leg of a call as a request with an answer. */
export async function plainLeg(
  client: Client,
  requests: Requests,
  request: CallRequest,
  options: LegOptions & { readonly logChoice: LogChoice },
): Promise<LegResult> {
  const { logChoice } = options;
  const result = await requests.run<unknown>(options.signal, (send, heard) =>
    sendLeg(client, request, options.answer, { ...send, logChoice, onprogress: progressListener(options, heard) }),
  );
  return legResult(result);
}

/** Sends one leg of a call. Resolves with what the server answered: a result, or what it asks first. */
function sendLeg(
  client: Client,
  request: CallRequest,
  answer: RoundAnswer | undefined,
  { logChoice, ...options }: LegSend,
): Promise<unknown> {
  const modern = client.getProtocolEra() === 'modern';
  // The modern era has no `logging/setLevel`: a request that does not name a level gets no log messages.
  const more = { ...(modern && logChoice !== 'off' && { _meta: { [LOG_LEVEL_META_KEY]: logChoice } }), ...answer };
  const all = { ...options, allowInputRequired: true };
  switch (request.method) {
    case 'tools/call': {
      // The SDK holds an `input_required` answer against the tool's output schema and throws; without the schema it does not.
      const { outputSchema: _unused, ...toolDefinition } = request.tool;
      const params = { name: request.tool.name, arguments: request.arguments, ...more };
      return client.callTool(params, { ...all, toolDefinition });
    }
    case 'prompts/get': {
      const params = { name: request.name, arguments: request.arguments, ...more };
      return client.request({ method: 'prompts/get', params }, all);
    }
    case 'resources/read':
      return client.request({ method: 'resources/read', params: { uri: request.uri, ...more } }, all);
  }
}

/** What an answer to a leg is for the core. */
function legResult(result: unknown): LegResult {
  if (!isInputRequiredResult(result)) return { kind: 'complete', result: result as JsonObject };
  const { inputRequests = {}, requestState } = result;
  // No field of the specification's, but one that its other results have.
  const { ttlMs } = result as { readonly ttlMs?: unknown };
  return {
    kind: 'inputRequired',
    inputRequests: inputRequests as Extract<LegResult, { kind: 'inputRequired' }>['inputRequests'],
    ...(requestState !== undefined && { requestState }),
    ...(typeof ttlMs === 'number' && ttlMs > 0 && { ttlMs }),
  };
}
