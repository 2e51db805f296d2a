import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../../../src/core/inspection/finding.ts';
import { inspectText } from '../../../../src/core/inspection/inspectText.ts';
import { asBits, asTags, asVariations, hiddenKinds } from './corpus/hiddenKinds.ts';

const found = (text: string) => inspectText(text).filter(({ kind }) => kind.startsWith('hidden.'));

describe.each([
  ['in English', 'Please read @@ and answer.'],
  ['in German', 'Grüße, lies @@ bitte für mich.'],
  ['in Japanese', '\u6b21\u306e @@ \u3092\u8aad\u3093\u3067'],
  ['on a line of its own', 'one\n@@\ntwo'],
  ['in code', 'const a = "@@"; // b'],
])('hidden %s', (_where, place) => {
  it.each(hiddenKinds.filter(({ name }) => !(place.includes('\u306e') && name === 'wide letters')))(
    '$name',
    ({ piece, kind, severity }) => {
      const text = place.replace('@@', () => piece);
      const start = place.indexOf('@@');
      const hits = found(text).filter((finding) => finding.kind === kind);
      expect(hits).not.toEqual([]);
      expect(Math.min(...hits.map((finding) => SEVERITIES.indexOf(finding.severity)))).toBeLessThanOrEqual(
        SEVERITIES.indexOf(severity),
      );
      for (const hit of hits) {
        expect(hit.start).toBeGreaterThanOrEqual(start);
        expect(hit.end).toBeLessThanOrEqual(start + piece.length);
      }
    },
  );
});

it.each([asTags('drop tables'), `\u{1f600}${asVariations('drop tables')}`, asBits('drop tables', '\u200b', '\u200d')])(
  'what is hidden is told: %j',
  (text) => {
    expect(found(text)[0]?.reason).toContain('\u201cdrop tables\u201d');
  },
);

it('no reason holds a character that cannot be seen', () => {
  for (const { piece } of hiddenKinds) {
    for (const { reason } of found(`a ${piece} b`)) {
      expect(reason).toMatch(/^[\x20-\x7e\u201c\u201d\u2026\u2013]+$/);
      expect(reason).toMatch(/\.$/);
    }
  }
});

describe('how people write is no finding', () => {
  it.each([
    'plain\ttext\r\nwith lines\n',
    '\ufeffa file with a byte order mark',
    'Grüße, ça va, naïve – “quotes” … €',
    'family \u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}, \u2764\ufe0f, \u{1f3f3}\ufe0f\u200d\u{1f308}, 1\ufe0f\u20e3, \u263a\ufe0f, \u2122\ufe0f',
    `the flag of Scotland \u{1f3f4}${asTags('gbsct')}\u{e007f}`,
    '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
    '\u0928\u092e\u0938\u094d\u0924\u0947 \u0915\u094d\u200d\u0937',
    '\u05e2\u05d1\u05e8\u05d9\u05ea\u200f (\u05d0\u05e0\u05d2\u05dc\u05d9\u05ea) \u200eabc',
    '\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u200b\u0e04\u0e23\u0e31\u0e1a',
    '\u65e5\u672c\u8a9e \u6f22\u5b57\u{e0100} \uff21\uff22\uff23\uff24 \ud55c\uad6d\uc5b4',
    '\u03bbx, 5 \u03bcm, \u0394t = 3, k\u03a9, \u03b1-helix, \u03c3max, \u03c72',
    'USB-\u043a\u0430\u0431\u0435\u043b\u044c, SMS\u043a\u0430, \u043f\u0440\u0438\u0432\u0435\u0442, \u043d\u043e\u0441 \u0438 \u0443\u0445\u043e',
    'Vi\u1ec7t Nam, Vie\u0302\u0323t, \u00cele-de-France',
    '\u2808\u2800\u2801 braille \u2837\u283f',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });
});
