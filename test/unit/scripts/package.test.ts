import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkPackage, maxPackageBytes, required } from '../../../scripts/lib/package-rules.mts';
import { packExtension, readVsix, type VsixFile } from '../../../scripts/lib/vsix.mts';

function file(name: string, text = ''): VsixFile {
  return { name, read: () => Buffer.from(text) };
}

const complete = [
  'extension.vsixmanifest',
  '[Content_Types].xml',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/media/icon.png',
  'extension/dist/webview/desk.css',
  ...required.filter((name) => name !== 'extension/package.json'),
];
const good = [...complete.map((name) => file(name)), file('extension/package.json', '{}')];

describe('the contents of a package', () => {
  it('are fine when everything is there and nothing else', () => {
    expect(checkPackage(maxPackageBytes, good)).toEqual([]);
  });

  it.each([
    ['a source', 'extension/src/extension.ts'],
    ['a test', 'extension/test/unit/a.test.ts'],
    ['a source map', 'extension/dist/extension.cjs.map'],
    ['a dependency', 'extension/node_modules/zod/index.js'],
    ['a script', 'extension/scripts/build.mts'],
    ['an environment file', 'extension/.env'],
  ])('must not have %s', (_what, name) => {
    expect(checkPackage(1, [...good, file(name)])).toEqual([`${name}: does not belong into the package`]);
  });

  it('must not be too large', () => {
    expect(checkPackage(maxPackageBytes + 1, good)).toHaveLength(1);
  });

  it('must have every bundle', () => {
    expect(required).toContain('extension/dist/mcp.cjs');
    const without = good.filter(({ name }) => name !== 'extension/dist/mcp.cjs');
    expect(checkPackage(1, without)).toEqual(['extension/dist/mcp.cjs: is missing']);
  });

  it('must not refer to a source map, nor depend on a package', () => {
    const spoilt = good.map((entry) =>
      entry.name.endsWith('/extension.cjs')
        ? file(entry.name, 'code()\n//# sourceMappingURL=extension.cjs.map')
        : entry.name === 'extension/package.json'
          ? file(entry.name, '{"dependencies":{"zod":"4"}}')
          : entry,
    );
    expect(checkPackage(1, spoilt)).toHaveLength(2);
  });
});

describe('reading a package', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-vsix-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('finds the files that vsce put in, with their text', async () => {
    const manifest = { name: 'x', publisher: 'y', version: '1.0.0', engines: { vscode: '^1.106.0' } };
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
    writeFileSync(path.join(folder, 'README.md'), '# Read me\n'.repeat(100));
    writeFileSync(path.join(folder, '.vscodeignore'), '');
    const target = path.join(folder, 'x.vsix');
    await packExtension(folder, target);
    const files = readVsix(readFileSync(target));
    expect(files.map(({ name }) => name)).toContain('extension/package.json');
    const readme = files.find(({ name }) => name.toLowerCase() === 'extension/readme.md');
    expect(readme?.read().toString()).toBe('# Read me\n'.repeat(100));
  });

  it('says when it is no archive', () => {
    expect(() => readVsix(Buffer.from('not a zip'))).toThrow('no zip archive');
  });
});

describe('files that the repository tracks', () => {
  it('name no package registry and no folder of one machine', () => {
    const root = path.resolve(import.meta.dirname, '../../..');
    const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
    const words = [
      ['registry', 'npmjs', 'org'].join('.'),
      ['registry', 'yarnpkg'].join('.'),
      ['', 'work', ''].join('/'),
    ];
    const found = tracked
      .filter((name) => name !== '' && !/\.(png|ttf|ico)$/.test(name))
      .flatMap((name) => {
        const text = readFileSync(path.join(root, name), 'utf8');
        return words.filter((word) => text.includes(word)).map((word) => `${name}: ${word}`);
      });
    expect(found).toEqual([]);
  });
});
