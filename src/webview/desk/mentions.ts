import { requestPlaces } from '../../core/findings/places.ts';
import { displayText } from '../../core/text/display.ts';
import type { ReviewContent } from '../../shared/desk.ts';

/** What the texts of a request speak of, each once, in the order in which it comes. */
export interface Mentions {
  readonly urls: readonly string[];
  readonly paths: readonly string[];
  readonly files: readonly string[];
}

const URLS = /\b(?:https?|wss?|ftp|file|ssh|git):\/\/[^\s"'<>`|\\^{}]{1,2000}/gi;
/** Absolute, from home, or relative with a dot; Windows and UNC paths too. At least one folder, so that `a/b` and dates are none. */
const PATHS =
  /(?<![\w/:.~\\-])(?:~|\.{1,2})?\/[\w.@+-]{1,100}(?:\/[\w.@+-]{1,100})+\/?|(?<!\w)[a-z]:\\[^\s"'<>|*?:]{1,1000}|(?<![\w\\])\\\\[\w.-]{1,100}\\[^\s"'<>|*?:]{1,1000}/gi;
const FILES =
  /(?<![\w./\\@-])[\w-][\w.-]{0,100}\.(?:pdf|docx?|xlsx?|pptx?|csv|tsv|json|ya?ml|toml|ini|xml|html?|md|txt|log|sql|db|sqlite|env|pem|key|crt|p12|zip|gz|tar|png|jpe?g|gif|svg|webp|mp[34]|wav|[cm]?[jt]sx?|py|rb|go|rs|java|kt|cs|cpp|sh|ps1|ipynb)(?![\w.-]*\w)/gi;

/** More than this is counted by nobody. */
const MOST = 200;

function all(texts: readonly string[], pattern: RegExp, trim: RegExp): readonly string[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const [match] of text.matchAll(pattern)) {
      found.add(displayText(match.replace(trim, ''), 300));
      if (found.size >= MOST) return [...found];
    }
  }
  return [...found];
}

/** Files, paths and addresses in these texts. What is part of an address is no path, and what is part of a path is no file. */
export function mentionsIn(texts: readonly string[]): Mentions {
  const trailing = /[.,;:!?)\]}*_]+$/;
  const urls = all(texts, URLS, trailing);
  const rest = texts.map((text) => text.replaceAll(URLS, ' '));
  const paths = all(rest, PATHS, /[.,;:!?)]+$/);
  const files = all(
    rest.map((text) => text.replaceAll(PATHS, ' ')),
    FILES,
    /^$/,
  );
  return { urls, paths, files };
}

const known = new WeakMap<ReviewContent, Mentions>();
const waiting = new WeakSet<ReviewContent>();
/** Up to so many characters they are looked for at once: a few milliseconds. */
const AT_ONCE = 100_000;

/** Of a request as edited. Undefined while a long one is looked through, which does not hold up what is drawn; then it calls back. */
export function mentionsOf(content: ReviewContent, ready: () => void): Mentions | undefined {
  const before = known.get(content);
  if (before !== undefined) return before;
  const texts = requestPlaces(content).map(({ text }) => text);
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
