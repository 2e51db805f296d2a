import { describe, expect, it } from 'vitest';
import type { DisclosureLine } from '../../../../src/core/servers/definition.ts';
import { compareLines, keepLines } from '../../../../src/core/trust/confirmedLines.ts';
import { sha256 } from '../../../../src/node/hash.ts';

function line(label: string, value: string): DisclosureLine {
  return { label, value, written: true, warnings: [] };
}

function marksOf(before: readonly DisclosureLine[], now: readonly DisclosureLine[]) {
  return compareLines(keepLines(before, sha256), now, sha256).map(({ label, mark, before: was }) => [label, mark, was]);
}

describe('what changed since a definition was confirmed', () => {
  it('says of each line whether it is the same, changed with what it was, added or removed', () => {
    const before = [line('Command', 'npx'), line('Argument 1', 'a'), line('Argument 2', 'b')];
    const now = [line('Command', 'npx'), line('Argument 1', 'c'), line('Working directory', '/w')];
    expect(marksOf(before, now)).toEqual([
      ['Command', 'same', undefined],
      ['Argument 1', 'changed', 'a'],
      ['Working directory', 'added', undefined],
      ['Argument 2', 'removed', undefined],
    ]);
  });

  it('tells several lines of one label apart by their order', () => {
    const before = [line('Not kept', 'one'), line('Not kept', 'two')];
    expect(marksOf(before, [line('Not kept', 'one'), line('Not kept', 'three'), line('Not kept', 'four')])).toEqual([
      ['Not kept', 'same', undefined],
      ['Not kept', 'changed', 'two'],
      ['Not kept', 'added', undefined],
    ]);
  });

  const canary = 'zq-canary-81723';
  it.each([
    ['an environment variable under a secret name', [line('Environment variable API_KEY', canary)]],
    ['a header under a secret name', [line('Header Authorization', `Bearer ${canary}`)]],
    ['a secret beside a reference', [line('Header Authorization', `Bearer \${env:X}${canary}`)]],
    ['an argument that assigns a secret', [line('Argument 1', `--token=${canary}`)]],
    ['an argument after the flag of a secret', [line('Argument 1', '--password'), line('Argument 2', canary)]],
    ['the query of a URL', [line('URL', `https://example.com/mcp?k=${canary}`)]],
    ['the credentials of a URL', [line('URL', `https://me:${canary}@example.com/mcp`)]],
    ['what an input of a secret is filled in with', [line('Input api_key, filled in with', canary)]],
    ['a value of a known shape', [line('Environment variable X', `sk-proj-${canary}0123456789abcdef`)]],
  ])('keeps no more than a digest of %s, and still sees that it changed', (_what, lines) => {
    expect(JSON.stringify(keepLines(lines, sha256))).not.toContain(canary);
    expect(marksOf(lines, lines).map(([, mark]) => mark)).toEqual(lines.map(() => 'same'));
    const other = lines.map(({ label, value }) => line(label, value.replace(canary, 'zq-canary-other')));
    expect(marksOf(lines, other).at(-1)).toEqual([lines.at(-1)?.label, 'changed', undefined]);
  });

  it.each([
    line('Environment variable API_KEY', '${input:key}'),
    line('Header Authorization', 'Bearer ${env:TOKEN}'),
    line('Header Authorization', ''),
    line('Environment variable LANG', 'de'),
    line('Input api_key', 'Your API key'),
    line('URL', 'https://example.com/mcp?tenant=${env:TENANT}'),
    line('Argument 1', '--token=${input:token}'),
  ])('keeps what only says where something comes from: %j', (kept) => {
    expect(keepLines([kept], sha256)).toEqual([{ label: kept.label, value: kept.value }]);
  });
});
