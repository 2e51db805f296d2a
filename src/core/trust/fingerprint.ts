import canonicalize from 'canonicalize';
import type { Sha256 } from '../util/system.ts';

/**
 * The SHA-256 (hex) of what a server lists under one name, over the RFC 8785 form of the objects as they came: every field counts, the
 * order of keys does not, and neither does the order of several entries of one name. Undefined for what has no form at all (nested
 * beyond the stack): nothing can be remembered of that.
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function fingerprint(entries: readonly unknown[], sha256: Sha256): string | undefined {
  try {
    const texts = entries.map(canonicalText);
    return sha256(texts.length === 1 && texts[0] !== undefined ? texts[0] : `[${texts.sort().join(',')}]`);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function canonicalText(value: unknown): string {
  try {
    return canonicalize(value) ?? '';
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return beyondCanonical(value);
  }
}

/**
 * RFC 8785 has no form for lone surrogates and numbers too large for a double, yet JSON can carry both. Here every text and key is
 * written as its JSON, so that no two values share a form; the first line keeps these apart from canonical ones.
 */
function beyondCanonical(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return JSON.stringify(part);
    if (typeof part === 'number' && !Number.isFinite(part)) return String(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    const entries = Object.entries(part).map(([key, inner]): [string, unknown] => [JSON.stringify(key), inner]);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return `not RFC 8785\n${text}`;
}
