import { describe, expect, it } from 'vitest';
import { inspectWhole } from '../../../../src/node/inspection/inspect.ts';
import { harmless, withHidden, withSecrets } from '../../core/inspection/corpus/prompts.ts';

const groups = new Set(withSecrets.map(({ kind }) => kind.name));

it('the corpus has hundreds of prompts, half of them harmless', () => {
  expect(harmless.length).toBeGreaterThanOrEqual(250);
  expect(withSecrets.length + withHidden.length).toBeGreaterThanOrEqual(harmless.length);
  expect(new Set(harmless.map(({ text }) => text)).size).toBeGreaterThan(harmless.length * 0.9);
  expect(groups.size).toBeGreaterThanOrEqual(100);
});

describe('everything that was planted is found', () => {
  it.each(withSecrets)('$name', async ({ text, start, end }) => {
    const found = await inspectWhole(text);
    const hits = found.filter(
      (finding) => finding.kind.startsWith('secret.') && finding.start < end && finding.end > start,
    );
    expect(hits.some(({ severity }) => severity === 'high')).toBe(true);
  });

  it.each(withHidden)('$name', async ({ text, start, end, kind }) => {
    const found = await inspectWhole(text);
    const hits = found.filter((finding) => finding.kind === kind.kind && finding.start >= start && finding.end <= end);
    expect(hits).not.toEqual([]);
  });

  it('also where the text tells secretlint to look away', async () => {
    for (const { text, start, end } of withSecrets) {
      const lead = '# secretlint-disable\n/* secretlint-disable-next-line */\n';
      const found = await inspectWhole(lead + text);
      const hits = found.filter((finding) => finding.start < end + lead.length && finding.end > start + lead.length);
      expect(hits.some(({ severity }) => severity === 'high')).toBe(true);
      expect(found[0]?.kind).toBe('scan.directive');
    }
  });
});

// Of a service account only its key is a secret: the rest of the file stays.
it.each(withSecrets.filter(({ kind }) => kind.name !== 'a GCP service account'))(
  'nothing of the end of a secret is left when what was found of it is redacted: $name',
  async ({ text, start, end }) => {
    const lead = 'the key AKIAZ3MGNRL4QHT7KVXA\n';
    const hits = (await inspectWhole(lead + text)).filter(
      (finding) =>
        finding.kind.startsWith('secret.') && finding.start < end + lead.length && finding.end > start + lead.length,
    );
    expect(Math.max(...hits.map((hit) => hit.end))).toBeGreaterThanOrEqual(end + lead.length);
  },
);

it('at most one in a hundred harmless prompts has a grave finding', async () => {
  const alarms: string[] = [];
  for (const { name, text } of harmless) {
    const grave = (await inspectWhole(text)).find(({ severity }) => severity === 'high');
    if (grave)
      alarms.push(
        `${name}: ${grave.kind} ${JSON.stringify(text.slice(Math.max(0, grave.start - 20), grave.end + 20))}`,
      );
  }
  expect(alarms).toEqual([]);
  expect(alarms.length).toBeLessThanOrEqual(harmless.length / 100);
});
