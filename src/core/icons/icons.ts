/** A picture as a server names it. */
export interface NamedIcon {
  readonly src: string;
  readonly theme?: string | undefined;
  readonly sizes?: readonly string[] | undefined;
}

/** Bytes of one picture at most. */
export const LARGEST_ICON = 256 * 1024;

export type IconType = 'png' | 'jpg' | 'gif' | 'webp' | 'svg';

const MIME: Readonly<Record<IconType, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
};

/** Pixels that are wanted: a row of the tree has 16, on a dense screen 32. */
const WANTED = 32;

/**
 * The best picture for a theme, from those that may be used: one for this theme before one for any, the nearest size, and one that
 * needs no request before one that does.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/schema (Icon)
 */
export function bestIcon<T extends NamedIcon>(
  icons: readonly T[],
  theme: 'light' | 'dark',
  remote: boolean,
): T | undefined {
  const usable = icons.filter(({ src }) => src.startsWith('data:') || (remote && src.startsWith('https://')));
  const rank = (icon: T): number =>
    (icon.theme === theme ? 0 : icon.theme === undefined ? 1 : 2) * 1e6 +
    (icon.src.startsWith('data:') ? 0 : 1e5) +
    distance(icon.sizes);
  return usable.toSorted((a, b) => rank(a) - rank(b))[0];
}

function distance(sizes: readonly string[] = []): number {
  const widths = sizes.flatMap((size) => (size === 'any' ? WANTED : Number.parseInt(size, 10)));
  const known = widths.filter((width) => Number.isFinite(width));
  return Math.min(9e4, ...known.map((width) => (width < WANTED ? 2 : 1) * Math.abs(width - WANTED)));
}

/** The bytes of a `data:` URI; undefined when it is none, or too large. */
export function dataUriBytes(uri: string): Uint8Array | undefined {
  const [, base64, body] = /^data:[^,;]*(?:;(?!base64)[^,;]*)*(;base64)?,(.*)$/s.exec(uri) ?? [];
  if (body === undefined || body.length > LARGEST_ICON * 1.5) return undefined;
  try {
    const bytes =
      base64 === undefined
        ? new TextEncoder().encode(decodeURIComponent(body))
        : Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
    return bytes.length > LARGEST_ICON ? undefined : bytes;
  } catch {
    return undefined;
  }
}

/** The picture as a `data:` URI of its real type. */
export function dataUriOf(bytes: Uint8Array, type: IconType): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:${MIME[type]};base64,${btoa(binary)}`;
}

/** What a picture is by its own bytes, whatever a server calls it; undefined when it is none, or an SVG that does more than draw. */
export function iconType(bytes: Uint8Array): IconType | undefined {
  const begins = (...values: readonly number[]) => values.every((value, at) => bytes[at] === value);
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (begins(0xff, 0xd8, 0xff)) return 'jpg';
  if (begins(0x47, 0x49, 0x46, 0x38)) return 'gif';
  const webp = String.fromCharCode(...bytes.slice(8, 12)) === 'WEBP';
  if (begins(0x52, 0x49, 0x46, 0x46) && webp) return 'webp';
  return isPlainSvg(new TextDecoder().decode(bytes)) ? 'svg' : undefined;
}

/** Scripts, links, styles from elsewhere, embedded pages, entities: a picture needs none of them. */
const MORE_THAN_A_PICTURE =
  /<(?:script|foreignobject|iframe|object|embed|image|a|use|animate|set|style)\b|<!(?:doctype|entity)|\son\w+\s*=|javascript:|(?:href|src)\s*=\s*["']?\s*(?!["']?#)|url\(\s*["']?\s*(?!["']?#)|@import/i;

/**
 * VS Code draws an icon as an image, in which no script runs and nothing is loaded. An SVG that tries either is no honest picture: it is
 * not shown all the same.
 */
function isPlainSvg(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]/s.test(text) && !MORE_THAN_A_PICTURE.test(text);
}
