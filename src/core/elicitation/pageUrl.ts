import { isLoopbackHost } from '../util/hosts.ts';
import { unicodeHost } from './punycode.ts';
import { t } from '../text/l10n.ts';

/** A page that a server wants opened, taken apart for a person to look at. */
export interface PageUrl {
  /** What would be opened: the URL as a browser reads it. The three parts below make it up. */
  readonly href: string;
  readonly before: string;
  /** The host name, in the form that travels (Punycode). */
  readonly host: string;
  readonly after: string;
  /** The host name in its own letters, where that is another text. */
  readonly unicode?: string;
  /** What a person should know before it is opened, a sentence each. */
  readonly warnings: readonly string[];
}

/** Longer ones are not opened: no browser takes them. UTF-16 units. */
const MAX_URL = 32_000;

/** Scripts whose letters are taken for those of another. Japanese and Korean mix theirs as a matter of course. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  [t('Latin'), /\p{Script=Latin}/u],
  [t('Cyrillic'), /\p{Script=Cyrillic}/u],
  [t('Greek'), /\p{Script=Greek}/u],
  [t('Armenian'), /\p{Script=Armenian}/u],
  [t('Cherokee'), /\p{Script=Cherokee}/u],
  [t('Hebrew'), /\p{Script=Hebrew}/u],
  [t('Arabic'), /\p{Script=Arabic}/u],
  [t('Thai'), /\p{Script=Thai}/u],
  [t('Georgian'), /\p{Script=Georgian}/u],
  [t('Han'), /\p{Script=Han}/u],
];

/**
 * Reads the URL of an elicitation. Only http and https are opened, and no URL with a name or password before its host, which is there to
 * make one host look like another.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/client/elicitation#safe-url-handling
 */
export function readPageUrl(text: string): PageUrl | { readonly problem: string } {
  if (text.length > MAX_URL) return { problem: 'The URL is too long to be opened.' };
  if (!URL.canParse(text)) return { problem: 'The URL is not a valid one, so it cannot be opened.' };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { problem: `The URL is not a web page (${url.protocol}), so it is not opened.` };
  if (url.username !== '' || url.password !== '' || /^[a-z]+:[/\\]*[^/\\?#]*@/i.test(text))
    return {
      problem: 'The URL has a name or password before its host, as deceptive links have, so it is not opened.',
    };
  const { href, hostname: host } = url;
  const before = `${url.protocol}//`;
  const unicode = unicodeHost(host);
  return {
    href,
    before,
    host,
    after: href.slice(before.length + host.length),
    ...(unicode === host ? {} : { unicode }),
    warnings: warningsOf(url, unicode),
  };
}

function warningsOf({ protocol, hostname, port }: URL, unicode: string): string[] {
  const warnings: string[] = [];
  const here = isLoopbackHost(hostname);
  if (unicode !== hostname) {
    const scripts = unicode
      .split('.')
      .map(scriptsOf)
      .find((names) => names.length > 1);
    warnings.push(
      scripts
        ? t(
            'The host mixes letters of different scripts ({0}), as hosts that imitate others do.',
            scripts.join(` ${t('and')} `),
          )
        : t('The host has letters that can look like others. Compare both ways to write it.'),
    );
  }
  if (hostname.split('.').some((label) => label.startsWith('xn--')) && unicode.includes('xn--'))
    warnings.push(t('Part of the host is written in a code that stands for no letters.'));
  if (here) warnings.push(t('This page is on this machine, not on the web.'));
  else if (protocol === 'http:')
    warnings.push(
      t('The connection is not encrypted (http): others can read and change what you see and enter there.'),
    );
  if (!here && /^(?:\d+\.){3}\d+$|^\[/.test(hostname)) warnings.push(t('The host is a bare address, not a name.'));
  if (!here && port !== '') warnings.push(t('The page is on an unusual port ({0}).', port));
  return warnings;
}

function scriptsOf(label: string): string[] {
  return SCRIPTS.filter(([, pattern]) => pattern.test(label)).map(([name]) => name);
}
