import type { CallRef, Cause, SamplingAsk } from './ask.ts';

/**
 * What led to a legacy push. Only Streamable HTTP can tell the call (`callId`). Over stdio and SSE the protocol names none: with one
 * call of that server in flight it is that one, with several it is one of them, with none nobody asked for it. What comes on the stream of
 * a call that has ended is no other call's: it must not pass for the one that the person looks at.
 */
export function attribute(callId: string | undefined, inFlight: readonly CallRef[]): Cause {
  const possible = callId === undefined ? inFlight : inFlight.filter((call) => call.id === callId);
  const [only] = possible;
  if (only === undefined) return { certainty: 'none' };
  return possible.length === 1 ? { certainty: 'certain', call: only } : { certainty: 'oneOf', calls: possible };
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
