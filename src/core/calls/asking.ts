import type { ElicitationAsk } from '../elicitation/ask.ts';
import { McpError } from '../errors.ts';
import type { CreateMessageRequestParams, JsonObject } from '../mcp.ts';
import type { Edits } from '../review/edits.ts';
import type { SamplingAsk } from '../sampling/ask.ts';
import type { Ask, AskResult } from '../sampling/pipeline.ts';
import type { LegResult } from '../servers/session.ts';
import { displayText } from '../text/display.ts';
import { t } from '../text/l10n.ts';
import type { LiveCall } from './liveCall.ts';

/** Rounds of one modern call after which it is given up. */
export const MAX_ROUNDS = 10;

/** The asks of a modern round. */
export type InputRequests = Extract<LegResult, { kind: 'inputRequired' }>['inputRequests'];

/** Throws where a round asks for something that was not declared. */
export function checkDeclared(requests: InputRequests): void {
  for (const [key, { method }] of Object.entries(requests)) {
    if (method === 'sampling/createMessage' || method === 'elicitation/create' || method === 'roots/list') continue;
    const what = `${displayText(method, 80)} (${displayText(key, 80)})`;
    throw new McpError('notDeclared', () =>
      t('The server asked for {0}, which was not declared to it. The call was ended.', what),
    );
  }
}

/** What is known of a round besides. */
export interface AskAbout {
  readonly expiresAt?: number | undefined;
  readonly parked?: SamplingAsk['parked'];
  /** Edits that were made before, by key. */
  readonly edits?: Readonly<Record<string, Edits>> | undefined;
}

/** The asks of a round that a person decides about, with their keys. */
export function asksOf(call: LiveCall, requests: InputRequests, about: AskAbout): readonly (readonly [string, Ask])[] {
  return Object.entries(requests).flatMap(([key, { method, params = {} }]): (readonly [string, Ask])[] => {
    if (method === 'roots/list') return [];
    const { expiresAt, parked } = about;
    // A server names its keys: one may be that of something that every object has.
    const edits = about.edits && Object.hasOwn(about.edits, key) ? about.edits[key] : undefined;
    const base = {
      ...fromCall(call, key),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(parked === undefined ? {} : { parked }),
    };
    // Of this type once the pipeline's intake has passed it.
    if (method === 'sampling/createMessage')
      return [
        [
          key,
          {
            ...base,
            params: params as unknown as CreateMessageRequestParams,
            ...(edits === undefined ? {} : { edits }),
          } satisfies SamplingAsk,
        ],
      ];
    return [[key, { ...base, kind: 'elicitation', params, afterOpening: 'retry' } satisfies ElicitationAsk]];
  });
}

/** The pages that a call needs first (error -32042). */
export function pagesOf(call: LiveCall, elicitations: readonly JsonObject[]): readonly ElicitationAsk[] {
  return elicitations.map((params, index) => ({
    ...fromCall(call, String(index + 1)),
    kind: 'elicitation',
    // The error may have nothing but these, so one that says otherwise, or nothing, is one all the same.
    params: { ...params, mode: 'url' },
    afterOpening: 'retry',
  }));
}

function fromCall(call: LiveCall, key: string) {
  return {
    server: call.target.asking,
    cause: { certainty: 'certain', call: call.ref },
    key,
    ...(call.round === 0 ? {} : { leg: { number: call.round, most: MAX_ROUNDS } }),
    signal: call.signal,
  } as const;
}

/** The result at a place. */
export function resultAt(results: readonly AskResult[], index: number): AskResult {
  const result = results[index];
  if (result === undefined) throw new McpError('failed', 'The request has no result.');
  return result;
}

/** Why a call is not made again after its pages; undefined when the person went to all of them. */
export function notOpened(results: readonly AskResult[]): McpError | undefined {
  const refused = results.find((result) => 'action' in result && result.action !== 'accept');
  if (refused === undefined || !('action' in refused)) return undefined;
  const { action } = refused;
  return new McpError('cancelled', () =>
    action === 'decline'
      ? t('The call needs a page that you declined to open, so it was not made again.')
      : t('The call needs a page that you did not open, so it was not made again.'),
  );
}
