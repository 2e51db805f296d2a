import fc from 'fast-check';
import { domainToASCII, domainToUnicode } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type PageUrl, readPageUrl } from '../../../../src/core/elicitation/pageUrl.ts';
import { unicodeHost } from '../../../../src/core/elicitation/punycode.ts';

function page(text: string): PageUrl {
  const read = readPageUrl(text);
  if ('problem' in read) throw new Error(read.problem);
  return read;
}

describe('the URL of a page', () => {
  it('is shown as a browser reads it, with the host apart', () => {
    expect(page('https://Example.com:8443/a?b=%2F#c')).toMatchObject({
      href: 'https://example.com:8443/a?b=%2F#c',
      before: 'https://',
      host: 'example.com',
      after: ':8443/a?b=%2F#c',
    });
    expect(page('https:\\\\example.com\\a').href).toBe('https://example.com/a');
    expect(page('https://example.com/ok?c=https://bank.example@evil').warnings).toEqual([]);
  });

  it('keeps all its parts, whatever they are', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (text) => {
        const { href, before, host, after } = page(text);
        expect(before + host + after).toBe(href);
        expect(href).toBe(new URL(text).href);
      }),
    );
  });

  it.each([
    ['javascript:alert(1)', /not a web page \(javascript:\)/],
    ['vscode://countersign.countersign/x', /not a web page/],
    ['command:workbench.action.quit', /not a web page/],
    ['data:text/html,x', /not a web page/],
    ['https://bank.example@evil.example/', /name or password/],
    ['https://bank.example:x@evil.example/', /name or password/],
    [' \thttps://bank.example@evil.example/', /name or password/],
    ['ht\ntps://bank.example@evil.example/', /name or password/],
    ['https://@evil.example/', /name or password/],
    ['https:bank@evil.example', /name or password/],
    ['nonsense', /not a valid one/],
    ['https://', /not a valid one/],
    [`https://example.com/${'x'.repeat(40_000)}`, /too long/],
  ])('is not opened: %s', (text, words) => {
    expect(readPageUrl(text)).toMatchObject({ problem: expect.stringMatching(words) as string });
  });

  it.each([
    ['http://example.com/', /not encrypted/],
    ['http://localhost:3000/', /on this machine/],
    ['https://203.0.113.7/', /bare address/],
    ['https://[2001:db8::1]/', /bare address/],
    ['https://2130706433/', /on this machine/],
    ['https://example.com:8443/', /unusual port \(8443\)/],
    ['https://аpple.com/', /mixes letters.*Latin and Cyrillic/],
    ['https://аррӏе.com/', /letters that can look like others/],
    ['https://bücher.example/', /letters that can look like others/],
  ])('has a warning: %s', (text, words) => {
    expect(page(text).warnings.join(' ')).toMatch(words);
  });

  it('has none without a reason, and no own letters of a plain host', () => {
    expect(page('https://sub.example.com/a').warnings).toEqual([]);
    expect(page('https://sub.example.com/a').unicode).toBeUndefined();
    expect(page('https://例え.テスト/').unicode).toBe('例え.テスト');
  });
});

describe('Punycode', () => {
  it.each([
    'bücher.example',
    'пример.рф',
    '例え.テスト',
    'faß.example',
    'münchen-ost.example',
    '한국.kr',
    'a.b.example',
  ])('is read as Node reads it: %s', (host) => {
    const ascii = domainToASCII(host);
    expect(unicodeHost(ascii)).toBe(domainToUnicode(ascii));
  });

  it('that is none stays as it is', () => {
    for (const host of ['xn--.example', 'xn--ü.example', 'xn--99999999999.example', 'xn--a-!.example'])
      expect(typeof unicodeHost(host)).toBe('string');
    expect(unicodeHost('xn--!!!')).toBe('xn--!!!');
  });
});
