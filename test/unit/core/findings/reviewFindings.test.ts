import { describe, expect, it } from 'vitest';
import type { Place } from '../../../../src/core/findings/places.ts';
import { ReviewFindings } from '../../../../src/core/findings/reviewFindings.ts';
import type { Finding } from '../../../../src/core/inspection/finding.ts';

const text = 'key=abc and key=abc, mail a@b.de';
const place = (key: string): Place => ({ key, where: { in: 'system' }, text });
const at = (words: string, from = 0, more: Partial<Finding> = {}): Finding => {
  const start = text.indexOf(words, from);
  return { kind: 'secret.x', severity: 'high', start, end: start + words.length, reason: 'A key.', ...more };
};
const found = [at('a@b.de', 0, { kind: 'personal.email', severity: 'medium' }), at('abc'), at('abc', 10)];

function make(): { findings: ReviewFindings; parts: string[] } {
  const findings = new ReviewFindings();
  const parts: string[] = [];
  findings.onDidChange((part) => parts.push(part));
  findings.set('request', false, [place('system'), place('m0b0')], () => found);
  return { findings, parts };
}

describe('the findings of a review', () => {
  it('stand in their texts, the worst first, and tell only what changes', () => {
    const { findings, parts } = make();
    expect(findings.of('request').list.map(({ key, text: words }) => [key, words])).toEqual([
      ['system', 'abc'],
      ['system', 'abc'],
      ['m0b0', 'abc'],
      ['m0b0', 'abc'],
      ['system', 'a@b.de'],
      ['m0b0', 'a@b.de'],
    ]);
    expect([parts, findings.version]).toEqual([['findings'], 1]);
    findings.set('request', true, [place('system'), place('m0b0')], () => found);
    findings.set('request', true, [place('system'), place('m0b0')], () => found);
    expect([parts, findings.version]).toEqual([['findings', 'inspected'], 1]);
    findings.set('request', false, [place('system')], () => found);
    expect(findings.version).toBe(2);
  });

  it('are dismissed wherever the same words stand, also after an edit, and come back', () => {
    const { findings } = make();
    const [first] = findings.of('request').list;
    expect(findings.dismiss('request', { ids: ['no such'] }, 'x')).toBe(false);
    expect(findings.dismiss('request', { ids: [first?.id ?? ''] }, 'A test key')).toBe(true);
    expect(findings.open('request').map(({ kind }) => kind)).toEqual(['personal.email', 'personal.email']);
    expect(findings.dismissals).toEqual([
      { side: 'request', kind: 'secret.x', severity: 'high', reason: 'A test key' },
    ]);
    expect(JSON.stringify(findings.dismissals)).not.toContain('abc');
    const secret = first?.text ?? '';
    findings.dismiss('request', { kind: 'personal' }, `Sent with ${secret}`);
    expect(secret).not.toBe('');
    expect(JSON.stringify(findings.dismissals)).not.toContain(secret);
    findings.restore(
      'request',
      findings.of('request').list.flatMap(({ id, kind }) => (kind.startsWith('personal') ? [id] : [])),
    );
    findings.set('request', false, [{ ...place('system'), text: `  ${text}` }], () =>
      found.map((one) => ({ ...one, start: one.start + 2, end: one.end + 2 })),
    );
    const again = findings.of('request').list;
    expect(again.map(({ dismissed }) => dismissed)).toEqual(['A test key', 'A test key', undefined]);
    expect(findings.restore('request', [again[0]?.id ?? ''])).toBe(true);
    expect(findings.open('request')).toHaveLength(3);
    expect(findings.dismissals).toEqual([]);
  });

  it('are chosen by severity, by kind and by the group of a kind', () => {
    const { findings } = make();
    const kinds = (which: Parameters<typeof findings.chosen>[1]) => findings.chosen('request', which).length;
    expect([kinds({ severity: 'medium' }), kinds({ kind: 'secret' }), kinds({ kind: 'secret.x' })]).toEqual([2, 4, 4]);
    expect([kinds({ kind: 'secr' }), kinds({ severity: 'low' })]).toEqual([0, 0]);
  });

  it('say how each can be taken out; a name cannot, and a placeholder is no finding', () => {
    const findings = new ReviewFindings();
    const name: Place = { key: 't0n', where: { in: 'tool', tool: 0, what: 'name' }, text };
    const hidden = at('abc', 0, { kind: 'hidden.bidi' });
    findings.set('request', false, [place('system'), name], () => [
      found[0]!,
      hidden,
      at('abc', 0, { end: 4, start: 4 }),
    ]);
    expect(findings.of('request').list.map(({ key, redact }) => [key, redact])).toEqual([
      ['system', 'remove'],
      ['system', undefined],
      ['t0n', undefined],
      ['t0n', undefined],
      ['system', 'placeholder'],
      ['t0n', undefined],
    ]);
    findings.set('request', false, [place('system')], () => [at('abc', 0, { kind: 'hidden.homoglyph' })]);
    expect(findings.of('request').list[0]?.redact).toBe('placeholder');
  });
});
