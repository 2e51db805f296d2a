/** Base64 or base64url as text, where it is UTF-8 text that one could read; `undefined` where it is anything else. */
export function decodeBase64(encoded: string): string | undefined {
  const bytes = base64Bytes(encoded);
  return bytes && readable(bytes);
}

function base64Bytes(encoded: string): Uint8Array | undefined {
  const plain = encoded
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/[\s=]+/g, '');
  try {
    return Uint8Array.from(atob(plain.slice(0, plain.length - (plain.length % 4 === 1 ? 1 : 0))), (char) =>
      char.charCodeAt(0),
    );
  } catch {
    return undefined;
  }
}

/** Bytes as text where nearly all of it is what a person writes. */
export function readable(bytes: Uint8Array): string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
  const odd = text.match(/[^\t\n\r\x20-\x7e\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]/gu)?.length ?? 0;
  return text.length > 0 && odd === 0 ? text : undefined;
}
