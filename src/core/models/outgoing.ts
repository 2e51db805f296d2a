import canonicalize from 'canonicalize';
import { messageOf } from '../errors.ts';
import type { JsonObject } from '../mcp.ts';
import type { Sha256 } from '../util/system.ts';
import {
  type Destination,
  type ModelInfo,
  type OutgoingRequest,
  type PreparedRequest,
  ProviderError,
} from './provider.ts';

const encoder = new TextEncoder();

/**
 * SHA-256 (hex) over the RFC 8785 form of `{ destination, body }`: what a verdict is bound to.
 * Throws `ProviderError` for what has no such form (half of a surrogate pair, a number that is none).
 */
export function hashOutgoing(destination: Destination, body: JsonObject, sha256: Sha256): string {
  try {
    return sha256(canonicalize({ destination, body }) ?? '');
  } catch (error) {
    throw new ProviderError('badRequest', `The request cannot be signed: ${messageOf(error)}.`, {
      remedies: ['answerByHand'],
    });
  }
}

/** Seals what a provider prepared: from here on nothing in it changes, or its hash does. Throws as `hashOutgoing` does. */
export function makeOutgoing(
  prepared: PreparedRequest,
  model: ModelInfo,
  { sha256 }: { readonly sha256: Sha256 },
): OutgoingRequest {
  return {
    destination: prepared.destination,
    body: prepared.body,
    notes: prepared.notes,
    model,
    hash: hashOutgoing(prepared.destination, prepared.body, sha256),
    bytes: encoder.encode(JSON.stringify(prepared.body)).length,
  };
}
