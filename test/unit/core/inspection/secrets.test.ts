import { describe, expect, it } from 'vitest';
import { inspectText } from '../../../../src/core/inspection/inspectText.ts';
import { Lot } from './corpus/random.ts';
import { secretKinds } from './corpus/secrets.ts';

/** Where a secret may stand. */
const places = {
  alone: '@@',
  'in a sentence': 'Here is the log that you asked for: @@ Please sum it up.',
  'between lines': 'x = 1\n@@\ny = 2\n',
  'in another script': '\u65e5\u672c\u8a9e: @@ \u3002',
  'in a JSON string': '{"out": "line\\n@@\\nend"}',
  'between back quotes': 'Use `@@` for it.',
  'between angle brackets': '<@@>',
};

describe.each(Object.entries(places))('a secret %s', (_where, place) => {
  it.each(secretKinds.map((kind, index) => [kind.name, kind, index] as const))('%s', (_name, kind, index) => {
    const { text, secret } = kind.make(new Lot(index + 1));
    const whole = place.replace('@@', () => text);
    const start = whole.indexOf(secret);
    const found = inspectText(whole).filter((finding) => finding.start < start + secret.length && finding.end > start);
    expect(found.filter(({ severity }) => severity === 'high')).not.toEqual([]);
    // What is said of a secret never holds it.
    for (const { reason } of found) expect(reason).not.toContain(secret);
  });
});

it('a directive that tells scanners to look away changes nothing and is a finding', () => {
  const { text } = (secretKinds[0] ?? expect.fail()).make(new Lot(1));
  const plain = inspectText(text);
  expect(plain).toHaveLength(1);
  for (const directive of ['# secretlint-disable\n', '// secretlint-disable-line ', '/* secretlint-disable */ ']) {
    const found = inspectText(directive + text);
    expect(found.map(({ kind }) => kind)).toEqual(['scan.directive', plain[0]?.kind]);
  }
});
