import { requestPlaces } from '../../core/findings/places.ts';
import { findMentions } from '../../core/inspection/mentions.ts';
import { displayText } from '../../core/text/display.ts';
import type { ReviewContent } from '../../shared/desk.ts';

/** What the texts of a request speak of, each once, in the order in which it comes. */
export interface Mentions {
  readonly urls: readonly string[];
  readonly paths: readonly string[];
  readonly files: readonly string[];
  /** What there is beyond what is listed. */
  readonly more: number;
}

/** More than this is counted by nobody. */
const MOST = 200;

/** Files, paths and addresses in these texts. What is part of an address is no path; a file without a folder is a file. */
export function mentionsIn(texts: readonly string[]): Mentions {
  const { urls, files, more } = findMentions(texts.join('\n'), MOST);
  const shown = (list: readonly string[]): readonly string[] => list.map((text) => displayText(text, 300));
  const isPath = (file: string): boolean => /[\\/]/.test(file);
  return {
    urls: shown(urls),
    paths: shown(files.filter(isPath)),
    files: shown(files.filter((file) => !isPath(file))),
    more,
  };
}

const known = new WeakMap<ReviewContent, Mentions>();
const waiting = new WeakSet<ReviewContent>();
/** Up to so many characters they are looked for at once: a few milliseconds. */
const AT_ONCE = 100_000;

/** Of a request as edited. Undefined while a long one is looked through, which does not hold up what is drawn; then it calls back. */
export function mentionsOf(content: ReviewContent, ready: () => void): Mentions | undefined {
  const before = known.get(content);
  if (before !== undefined) return before;
  // The letters of a picture name nothing.
  const media = content.messages.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.type === 'toolResult' ? (block.media ?? []).map(({ data }) => data) : [])),
  );
  const texts = requestPlaces(content).map(({ text }) => media.reduce((rest, data) => rest.replace(data, ''), text));
  const look = (): Mentions => {
    const mentions = mentionsIn(texts);
    known.set(content, mentions);
    return mentions;
  };
  if (texts.reduce((sum, text) => sum + text.length, 0) <= AT_ONCE) return look();
  if (!waiting.has(content)) {
    waiting.add(content);
    setTimeout(() => {
      look();
      ready();
    }, 300);
  }
  return undefined;
}
