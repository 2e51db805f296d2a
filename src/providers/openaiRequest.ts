import type { CreateMessageRequestParams, Json, JsonObject } from '../core/mcp.ts';
import { httpDestination } from '../core/models/destination.ts';
import { type ModelInfo, type PreparedRequest, ProviderError } from '../core/models/provider.ts';
import type { MaxTokensParameter } from '../core/settings/endpoints.ts';
import { t } from '../core/text/l10n.ts';
import { sendable } from './sendable.ts';
import { noteCommon, Notes } from '../core/models/notes.ts';
import { chatMessages } from './openaiMessages.ts';

/** A parameter that can be left out and still leave the request's sense; leaving it out is always noted. */
export type OptionalParameter = 'temperature' | 'stop' | 'stream_options';

/** What an endpoint is known to accept for a model, from settings or from its own refusals. */
export interface Accepted {
  readonly maxTokensParameter?: MaxTokensParameter | undefined;
  readonly without?: ReadonlySet<OptionalParameter> | undefined;
}

/** OpenAI and Azure refuse a fifth stop sequence, and most compatible servers keep to that. */
const mostStopSequences = 4;

/** RFC 3986 percent-encoding, as `openai` writes a query: what is signed must be the URL that goes on the wire. */
function strictly(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * The URL of one of an endpoint's paths. The query (Azure's `api-version`) stays, in the form in which it will be on the wire.
 * Throws `ProviderError` for a base URL that is none, or that carries a user name or a password.
 */
export function endpointUrl(baseUrl: string, path: '/chat/completions' | '/models', label: string): URL {
  const refuse = (why: () => string): ProviderError =>
    new ProviderError('badRequest', why, { remedies: ['openSettings', 'answerByHand'] });
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw refuse(() => t('The base URL of {0} is no http or https address.', label));
  if (url.username !== '' || url.password !== '') {
    throw refuse(() =>
      t('The base URL of {0} holds a user name or a password; save a key with “Set API Key…” instead.', label),
    );
  }
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
  url.search = [...url.searchParams].map(([key, value]) => `${strictly(key)}=${strictly(value)}`).join('&');
  url.hash = '';
  return url;
}

/** The name that an endpoint most likely accepts, before it has said otherwise. */
export function usualMaxTokensParameter(url: URL): MaxTokensParameter {
  const host = url.hostname;
  const newer =
    host === 'api.openai.com' ||
    host.endsWith('.api.openai.com') ||
    ['.openai.azure.com', '.cognitiveservices.azure.com', '.services.ai.azure.com'].some((end) => host.endsWith(end));
  return newer ? 'max_completion_tokens' : 'max_tokens';
}

function maxTokens(params: CreateMessageRequestParams, model: ModelInfo, notes: Notes): number {
  const whole = Math.floor(params.maxTokens);
  if (whole !== params.maxTokens) notes.add('maxTokens', 'changed', t('A whole number is needed: {0} is sent.', whole));
  const most = model.maxOutputTokens;
  if (most === undefined || whole <= most) return whole;
  notes.add('maxTokens', 'clamped', t('{0} answers with at most {1} tokens, so {2} is sent.', model.name, most, most));
  return most;
}

function temperature(params: CreateMessageRequestParams, accepted: Accepted, notes: Notes): number | undefined {
  const value = params.temperature;
  if (value === undefined) return undefined;
  if (accepted.without?.has('temperature')) {
    notes.add('temperature', 'ignored', t('The endpoint does not accept it for this model, so it is left out.'));
    return undefined;
  }
  const clamped = Math.min(2, Math.max(0, value));
  if (clamped !== value) notes.add('temperature', 'clamped', t('It lies outside 0 to 2, so {0} is sent.', clamped));
  return clamped;
}

function stop(params: CreateMessageRequestParams, accepted: Accepted, notes: Notes): string[] | undefined {
  const all = params.stopSequences ?? [];
  if (all.length === 0) return undefined;
  if (accepted.without?.has('stop')) {
    notes.add('stopSequences', 'ignored', t('The endpoint does not accept them for this model, so they are left out.'));
    return undefined;
  }
  const filled = all.filter((sequence) => sequence !== '');
  if (filled.length < all.length) notes.add('stopSequences', 'ignored', t('An empty stop sequence is left out.'));
  if (filled.length > mostStopSequences) {
    const text = t('Only the first {0} of {1} are sent: endpoints refuse more.', mostStopSequences, filled.length);
    notes.add('stopSequences', 'clamped', text);
  }
  return filled.length === 0 ? undefined : filled.slice(0, mostStopSequences);
}

function toolFields(params: CreateMessageRequestParams, notes: Notes): JsonObject {
  const tools = params.tools ?? [];
  if (tools.length === 0) {
    if (params.toolChoice !== undefined) notes.add('toolChoice', 'ignored', t('No tools are offered to choose from.'));
    return {};
  }
  return {
    tools: tools.map((tool) => ({
      type: 'function',
      function: {
        name: tool.name,
        ...(tool.description !== undefined && { description: tool.description }),
        parameters: tool.inputSchema as Json,
      },
    })),
    ...(params.toolChoice?.mode !== undefined && { tool_choice: params.toolChoice.mode }),
  };
}

/**
 * A sampling request as the body of a streamed chat completion, and where it goes. Pure: the same input gives the same
 * body, which is what gets signed. What the format cannot express is noted. Throws `ProviderError` for an unusable base URL.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
export function prepareChatCompletion(
  params: CreateMessageRequestParams,
  model: ModelInfo,
  endpoint: { readonly baseUrl: string; readonly label: string; readonly accepted: Accepted },
): PreparedRequest {
  const { accepted } = endpoint;
  const url = endpointUrl(endpoint.baseUrl, '/chat/completions', endpoint.label);
  const notes = new Notes();
  noteCommon(params, notes);
  const heat = temperature(params, accepted, notes);
  const stops = stop(params, accepted, notes);
  const body: JsonObject = {
    model: model.id,
    messages: chatMessages(params, notes),
    [accepted.maxTokensParameter ?? usualMaxTokensParameter(url)]: maxTokens(params, model, notes),
    ...(heat !== undefined && { temperature: heat }),
    ...(stops !== undefined && { stop: stops }),
    ...toolFields(params, notes),
    stream: true,
    ...(!accepted.without?.has('stream_options') && { stream_options: { include_usage: true } }),
  };
  const sent = sendable(body, notes);
  return { destination: httpDestination(url), body: sent, notes: notes.list };
}
