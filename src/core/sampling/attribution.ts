import type { CallRef, Cause, SamplingAsk } from './ask.ts';

/**
 * What led to a legacy push. Only Streamable HTTP can tell the call (`callId`). Over stdio and SSE the protocol names none: with one
 * call of that server in flight it is that one, with several it is one of them, with none nobody asked for it.
 */
export function attribute(callId: string | undefined, inFlight: readonly CallRef[]): Cause {
  const named = callId === undefined ? undefined : inFlight.find((call) => call.id === callId);
  const only = named ?? (inFlight.length === 1 ? inFlight[0] : undefined);
  if (only) return { certainty: 'certain', call: only };
  return inFlight.length === 0 ? { certainty: 'none' } : { certainty: 'oneOf', calls: inFlight };
}

/** The calls that an ask may have come from. */
export function callsOf(cause: Cause): readonly CallRef[] {
  if (cause.certainty === 'certain') return [cause.call];
  return cause.certainty === 'oneOf' ? cause.calls : [];
}

/**
 * True for a request with no call of ours behind it, which a server may not send at all (SEP-2260). It never passes by a rule, nor
 * together with others: a person decides about it alone. A request of the person's own is none.
 */
export function needsOwnVerdict({ cause, server }: Pick<SamplingAsk, 'cause' | 'server'>): boolean {
  return cause.certainty === 'none' && server.own !== true;
}
