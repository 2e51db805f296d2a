import type { JsonObject } from '../../core/mcp.ts';
import { hashOutgoing } from '../../core/models/outgoing.ts';
import type { OutgoingRequest, ProviderError } from '../../core/models/provider.ts';
import { t } from '../../core/text/l10n.ts';
import type { Sha256 } from '../../core/util/system.ts';
import { isRecord } from '../errorBody.ts';
import { changedFailure, type FailureContext, notAnEndpointFailure, redirectFailure } from '../errors.ts';

/** A `fetch` as this extension hands it in: always a URL as text, always with options. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The one request that may pass. */
export type Expected =
  | { readonly method: 'POST'; readonly url: string; readonly outgoing: OutgoingRequest; readonly sha256: Sha256 }
  | { readonly method: 'GET'; readonly url: string };

export interface GuardOptions {
  readonly fetch: Fetch;
  readonly expected: Expected;
  readonly key: string | undefined;
  readonly context: FailureContext;
  /** See `SendOptions`. */
  readonly beforeSending?: (() => void) | undefined;
  /** Called when the answer begins and for each piece of it, comments included. */
  readonly onActivity: () => void;
}

/** A `fetch` for one request, and what it found. `openai` wraps whatever its fetch throws, so the failure is kept here. */
export interface Guard {
  readonly fetch: Fetch;
  readonly failure: () => ProviderError | undefined;
  /** True from the moment in which a success began to arrive. */
  readonly begun: () => boolean;
  /** True when the stream was closed with `[DONE]`. */
  readonly done: () => boolean;
}

const hasBody = (response: Response) => response.body !== null && response.status !== 204;

function checkRequest(url: string, init: RequestInit, { expected, context }: GuardOptions): ProviderError | undefined {
  if (url !== expected.url) return changedFailure(context, () => t('the address is another one'));
  if ((init.method ?? 'GET').toUpperCase() !== expected.method)
    return changedFailure(context, () => t('the method is another one'));
  if (expected.method === 'GET') {
    return init.body === undefined || init.body === null
      ? undefined
      : changedFailure(context, () => t('a body was added'));
  }
  const { outgoing, sha256 } = expected;
  if (typeof init.body !== 'string') return changedFailure(context, () => t('the body is another one'));
  // Parsed again from the very text that goes on the wire: whatever was added, dropped or reordered shows here.
  const body = JSON.parse(init.body) as JsonObject;
  const same = hashOutgoing(outgoing.destination, body, sha256) === outgoing.hash;
  return same ? undefined : changedFailure(context, () => t('the request is another one'));
}

/**
 * The headers are made here and nothing of `openai`'s is taken over: no `X-Stainless-*` about the machine, nothing from
 * `OPENAI_CUSTOM_HEADERS`, and no `Authorization` but the endpoint's own key.
 */
function headersFor({ expected, key }: GuardOptions): Record<string, string> {
  return {
    accept: expected.method === 'POST' ? 'text/event-stream, application/json' : 'application/json',
    'user-agent': 'countersign',
    ...(expected.method === 'POST' && { 'content-type': 'application/json' }),
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  };
}

/** Passes the answer on as it comes, tells of each piece, and remembers its last characters. */
function observed(response: Response, onPiece: (text: string) => void): Response {
  if (!hasBody(response) || !response.body) return response;
  const decoder = new TextDecoder();
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        onPiece(decoder.decode(chunk, { stream: true }));
        controller.enqueue(chunk);
      },
    }),
  );
  return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
}

/** One chunk out of a whole completion, for a server that does not stream although it was asked to. */
function chunkOf(completion: Record<string, unknown>): unknown {
  const choices = Array.isArray(completion.choices) ? (completion.choices as unknown[]) : [];
  return {
    ...completion,
    choices: choices.map((choice) =>
      isRecord(choice) ? { ...choice, delta: choice.message ?? choice.delta } : choice,
    ),
  };
}

/** Makes an event stream of a JSON answer, and refuses what is neither. */
async function asStream(response: Response, context: FailureContext): Promise<Response | ProviderError> {
  const type = response.headers.get('content-type') ?? '';
  if (/event-stream/i.test(type)) return response;
  if (/html|image|xml/i.test(type)) {
    await response.body?.cancel();
    return notAnEndpointFailure(context, type);
  }
  if (!/json/i.test(type)) return response;
  const text = await response.text();
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return notAnEndpointFailure(context, () => t('JSON that breaks off'));
  }
  if (!isRecord(answer) || (answer.choices === undefined && answer.error === undefined)) {
    return notAnEndpointFailure(context, () => t('JSON that is no chat completion'));
  }
  const events = `data: ${JSON.stringify(chunkOf(answer))}\n\ndata: [DONE]\n\n`;
  return new Response(events, { status: 200, headers: { 'content-type': 'text/event-stream' } });
}

/** Lets one request pass, once, if it is the expected one to the byte of its canonical form; follows no redirect. */
export function makeGuard(options: GuardOptions): Guard {
  const { context, expected } = options;
  let failure: ProviderError | undefined;
  let used = false;
  let begun = false;
  let tail = '';
  const refuse = (reason: ProviderError): never => {
    failure ??= reason;
    throw reason;
  };
  return {
    failure: () => failure,
    begun: () => begun,
    done: () => tail.includes('[DONE]'),
    fetch: async (input, init) => {
      if (used) refuse(changedFailure(context, () => t('one approval is one call, and this would be another')));
      used = true;
      const problem = checkRequest(input, init, options);
      if (problem) refuse(problem);
      options.beforeSending?.();
      const raw = await options.fetch(expected.url, {
        method: expected.method,
        headers: headersFor(options),
        redirect: 'manual',
        ...(expected.method === 'POST' && { body: init.body as string }),
        ...(init.signal && { signal: init.signal }),
      });
      options.onActivity();
      if (raw.type === 'opaqueredirect' || (raw.status >= 300 && raw.status < 400)) {
        await raw.body?.cancel();
        refuse(redirectFailure(context, raw.headers.get('location')));
      }
      begun = raw.ok;
      const response = observed(raw, (text) => {
        tail = (tail + text).slice(-200);
        options.onActivity();
      });
      if (!response.ok || expected.method === 'GET') return response;
      const stream = await asStream(response, context);
      if (stream instanceof Response) {
        if (stream !== response) tail = '[DONE]';
        return stream;
      }
      return refuse(stream);
    },
  };
}
