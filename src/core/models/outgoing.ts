import canonicalize from 'canonicalize';
import { messageOf } from '../errors.ts';
import type { JsonObject } from '../mcp.ts';
import { t } from '../text/l10n.ts';
import type { Sha256 } from '../util/system.ts';
import {
  type Destination,
  type ModelInfo,
  type OutgoingRequest,
  type PreparedRequest,
  ProviderError,
} from './provider.ts';

const encoder = new TextEncoder();

/** A refused signature in words: half of a surrogate pair, a number that is none, nesting beyond the stack. */
function canonical(value: unknown): string {
  try {
    return canonicalize(value) ?? '';
  } catch (error) {
    throw new ProviderError('badRequest', () => t('The request cannot be signed: {0}.', messageOf(error)), {
      remedies: ['otherModel', 'answerByHand'],
    });
  }
}

/** The RFC 8785 form of `{ destination, body }`, its keys in their order; the body's form is made once, since it can be large. */
const joined = (destination: Destination, body: string) => `{"body":${body},"destination":${canonical(destination)}}`;

/** SHA-256 (hex) over the RFC 8785 form of `{ destination, body }`: what a verdict is bound to. Throws `ProviderError`. */
export function hashOutgoing(destination: Destination, body: JsonObject, sha256: Sha256): string {
  return sha256(joined(destination, canonical(body)));
}

/** Seals what a provider prepared: from here on nothing in it changes, or its hash does. Throws as `hashOutgoing` does. */
export function makeOutgoing(
  prepared: PreparedRequest,
  model: ModelInfo,
  { sha256 }: { readonly sha256: Sha256 },
): OutgoingRequest {
  const { destination, body, notes } = prepared;
  const text = canonical(body);
  // The canonical form differs from any other JSON form by the order of keys alone, so it has as many bytes.
  const bytes = encoder.encode(text).length;
  return { destination, body, notes, model, hash: sha256(joined(destination, text)), bytes };
}
