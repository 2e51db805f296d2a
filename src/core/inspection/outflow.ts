import { t } from '../text/l10n.ts';
import type { Finding, Severity } from './finding.ts';
import { matches, startsWord, type Detector } from './subject.ts';

/**
 * `![…](https://…)`, `[…](https://…)`, with or without brackets around the address. The one that stands inside of another comes first: of
 * a linked image the image is what is fetched. So a text of nothing but opening brackets costs no more than any other, too.
 */
const MARKDOWN =
  /(!?)\[([^[\]\n]{0,300})\]\(\s{0,3}<?((?:https?:|ftp:|\/\/)[^\s)>]{1,4000}|(?:javascript|vbscript|command|vscode|vscode-insiders|file|data|ms-msdt|search-ms):[^\s)>]{1,4000})/gi;
/** `[ref]: https://…`, and where it is used as an image. */
const DEFINITION = /(?:^|\n)[ ]{0,3}\[([^\]\n]{1,100})\]:[ \t]{0,4}<?(https?:[^\s>]{1,4000})/gi;
const HTML =
  /<(img|image|iframe|script|link|embed|object|video|audio|source|track|form|base|input|frame|bgsound|body|table|td|use|feimage|a|area)\b[^<>]{0,600}?\b(?:src|href|srcset|data|action|poster|background|xlink:href|ping|formaction)\s{0,3}=\s{0,3}["']?\s{0,3}((?:https?:|ftp:|\/\/)[^\s"'<>]{1,4000})/gi;
const CSS = /(?:url\(\s{0,3}["']?|@import\s{1,3}(?:url\()?["'])(https?:[^\s"')<>]{1,4000})/gi;
const REFRESH =
  /http-equiv\s{0,3}=\s{0,3}["']?refresh["']?[^<>]{0,100}url\s{0,3}=\s{0,3}["']?(https?:[^\s"'<>]{1,2000})/gi;
const BARE = /https?:\/\/[^\s"'<>`)\]}|\\]{4,4000}/gi;

/** Words for what must not leave, as names of places to fill in. */
const WANTED =
  /(?:secret|token|passw|api_?key|\bkey|conversation|history|prompt|system|\bdata|summary|context|messages?|content|chat|user_?input|base64|encoded|\benv|credential|answer|response|memory|previous|exfil|stolen|leak|query|text|info|contents|result|document|email|name)/i;
/** Of these, what no page of anybody fills in; a name, a text or a key of its own are everyday in templates. */
const GRAVE =
  /(?:secret|token|passw|conversation|history|prompt|system|context|messages?|chat|user_?input|base64|encoded|credential|answer|response|memory|previous|exfil|stolen|leak)/i;
const PLACE =
  /\{\{?[^{}/]{1,80}\}?\}|\$\{[^{}]{1,80}\}|%7B[^/&]{1,80}%7D|<[a-z_ -]{2,60}(?:>|$)|\[[A-Za-z_ -]{2,60}\]|%s\b|\b(?:YOUR|THE|INSERT|USER|FULL)_[A-Z_]{2,40}\b|\b(?:DATA|SECRET|CONVERSATION|HISTORY|PROMPT|BASE64|ENCODED|CONTENT|SUMMARY|PAYLOAD)(?:_[A-Z]{2,20})*\b/;
/** Hosts at which anybody can look at what was sent to them. */
const CATCHERS =
  /(?:^|\.)(?:webhook\.site|requestbin\.\w+|pipedream\.net|requestcatcher\.com|ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|burpcollaborator\.net|oastify\.com|oast\.\w+|interact\.sh|interactsh\.com|canarytokens\.(?:com|org)|dnslog\.cn|ceye\.io|beeceptor\.com|hookbin\.com|postb\.in|serveo\.net|localhost\.run|loca\.lt|pastebin\.com|transfer\.sh|0x0\.st|file\.io|termbin\.com)$/i;

interface Address {
  readonly url: string;
  readonly start: number;
  readonly image: boolean;
  /** It stands in markup or in a style, as templates of pages have it. */
  readonly markup?: boolean;
  /** It is fetched without anybody's doing. */
  readonly fetched: boolean;
}

function parts(url: string): { host: string; query: string; path: string } {
  const [, host = '', rest = ''] =
    /^(?:[a-z]+:)?\/\/(?:[^/?#@]{0,200}@)?([^/?#:]{1,253})[^/?#]{0,10}(.*)$/i.exec(url) ?? [];
  const mark = rest.search(/[?#]/);
  return { host, path: mark === -1 ? rest : rest.slice(0, mark), query: mark === -1 ? '' : rest.slice(mark) };
}

/** A value that could carry data: long, and no words. */
function isOpaque(value: string): boolean {
  return /(?:^|[=/&,.])(?=[A-Za-z0-9+_%-]{0,300}\d)(?=[A-Za-z0-9+_%-]{0,300}[A-Za-z])[A-Za-z0-9+_%-]{40,}={0,2}/.test(
    value,
  );
}

/** Whether a place to fill in asks a reader for what must not leave. */
function asks(place: string, path: boolean, markup: boolean): boolean {
  if (GRAVE.test(place)) return true;
  // `key=YOUR_API_KEY` in a page's code is filled in by whoever copies it, `{{ post.name }}` by the site.
  if (markup) return /^[[<]|^(?!YOUR_)[A-Z]/.test(place) && WANTED.test(place);
  return /^[[<]|^[A-Z]/.test(place) || (!path && WANTED.test(place));
}

function judge({
  url,
  image,
  fetched,
  markup = false,
}: Address): readonly [severity: Severity, reason: string] | undefined {
  const { host, path, query } = parts(url);
  const beside = PLACE.exec(query)?.[0] ?? PLACE.exec(host)?.[0];
  const place = beside ?? PLACE.exec(path)?.[0];
  if (place !== undefined) {
    const asked = asks(place, beside === undefined, markup);
    if (fetched)
      return [
        asked ? 'high' : 'medium',
        t('An address that is fetched when it is shown, with a place where data is to be filled in.'),
      ];
    return [asked ? 'medium' : 'low', t('An address with a place where data is to be filled in.')];
  }
  if (CATCHERS.test(host))
    return [fetched ? 'high' : 'medium', t('An address at which anybody can collect what is sent to it.')];
  if (/(?:^|\.)[a-z0-9]{32,63}\./i.test(host)) return ['medium', t('An address whose host name could carry data.')];
  if (isOpaque(query) || isOpaque(path)) {
    return [fetched ? 'medium' : 'low', t('An address with a long value that could carry data.')];
  }
  if (image || fetched)
    return [query.length > 1 ? 'medium' : 'low', t('Something from elsewhere that is fetched when it is shown.')];
  return query.includes('=') ? ['info', t('An address with values in it.')] : undefined;
}

function addresses(text: string): Address[] {
  const found: Address[] = [];
  const add = (match: RegExpExecArray, url: string, image: boolean, fetched: boolean, markup = false) =>
    found.push({ url, start: match.index + match[0].lastIndexOf(url), image, fetched, markup });
  const images = new Set(
    Array.from(matches(/!\[[^[\]\n]{0,300}\]\s?\[([^[\]\n]{1,100})\]/g, text), ([, name = '']) => name.toLowerCase()),
  );
  for (const match of matches(MARKDOWN, text)) add(match, match[3] ?? '', match[1] === '!', match[1] === '!');
  for (const match of matches(DEFINITION, text)) {
    const image = images.has((match[1] ?? '').toLowerCase());
    add(match, match[2] ?? '', image, image);
  }
  for (const match of matches(HTML, text)) {
    const tag = (match[1] ?? '').toLowerCase();
    add(match, match[2] ?? '', /^(?:img|image)$/.test(tag), !/^(?:a|area|form|base)$/.test(tag), true);
  }
  for (const pattern of [CSS, REFRESH])
    for (const match of matches(pattern, text)) add(match, match[1] ?? '', false, true, true);
  const known = new Set(found.map(({ start }) => start));
  for (const match of matches(BARE, text)) {
    const url = match[0].replace(/[.,;:!?]+$/, '');
    if (!known.has(match.index) && startsWord(text, match.index))
      found.push({ url, start: match.index, image: false, fetched: false });
  }
  return found;
}

const COMMANDS = /^(?:javascript|vbscript|command|vscode|vscode-insiders|file|data|ms-msdt|search-ms):/i;

/** Images, frames and links that could carry something out when they are shown or followed. */
export const findOutflow: Detector = ({ text }) =>
  addresses(text).flatMap(({ url, start, image, fetched, markup }): Finding[] => {
    const end = start + url.length;
    if (COMMANDS.test(url)) {
      if (/^data:image\//i.test(url)) return [];
      return [
        {
          kind: 'outflow.command',
          severity: 'medium',
          start,
          end,
          reason: t('A link that runs something when it is followed.'),
        },
      ];
    }
    const verdict = judge({ url, start, image, fetched, markup: markup === true });
    if (!verdict) return [];
    const kind = image ? 'outflow.image' : fetched ? 'outflow.embedded' : 'outflow.link';
    return [{ kind, severity: verdict[0], start, end, reason: verdict[1] }];
  });
