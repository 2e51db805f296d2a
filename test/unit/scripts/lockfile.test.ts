import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeLock, type LockEntry } from '../../../scripts/lib/lockfile.mts';

describe('completing the lock file', () => {
  it('adds what is missing for other platforms, and nothing else', () => {
    const packages: Record<string, LockEntry> = {
      '': {},
      'node_modules/tool': {
        version: '1.2.3',
        dev: true,
        optionalDependencies: {
          '@tool/linux-x64': '1.2.3',
          '@tool/linux-x64-musl': '1.2.3',
          '@tool/darwin-arm64': '1.2.3',
          'no-platform': '^1.0.0',
        },
      },
      'node_modules/@tool/linux-x64': { version: '1.2.3', optional: true },
    };
    expect(completeLock(packages)).toEqual(['@tool/linux-x64-musl', '@tool/darwin-arm64']);
    expect(packages['node_modules/@tool/linux-x64-musl']).toEqual({
      version: '1.2.3',
      dev: true,
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
    });
    expect(packages['node_modules/@tool/darwin-arm64']).toMatchObject({ os: ['darwin'], cpu: ['arm64'] });
    expect(packages['node_modules/@tool/linux-x64']).toEqual({ version: '1.2.3', optional: true });
    expect(completeLock(packages)).toEqual([]);
  });

  it('has nothing to add to the lock file of this repository, which names no registry', () => {
    const text = readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8');
    expect(completeLock((JSON.parse(text) as { packages: Record<string, LockEntry> }).packages)).toEqual([]);
    expect(text).not.toContain('"resolved"');
  });
});
