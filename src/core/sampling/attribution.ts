import type { CallRef, Cause } from './ask.ts';

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
