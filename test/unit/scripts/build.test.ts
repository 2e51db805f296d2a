import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoSettings } from '../../../scripts/lib/demo.mts';
import { lazyEntriesPlugin } from '../../../scripts/lib/lazy-plugin.mts';
import { packageFolder, thirdPartyNotices } from '../../../scripts/lib/notices.mts';

describe('lazy bundles', () => {
  let folder = '';
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'countersign-build-')));
    mkdirSync(path.join(folder, 'heavy'));
    writeFileSync(path.join(folder, 'heavy', 'index.ts'), 'export const heavy = "megabytes";');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function bundle(source: string): Promise<esbuild.BuildResult<{ write: false }>> {
    writeFileSync(path.join(folder, 'main.ts'), source);
    return esbuild.build({
      entryPoints: [path.join(folder, 'main.ts')],
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      supported: { 'dynamic-import': false },
      logLevel: 'silent',
      plugins: [lazyEntriesPlugin([{ source: path.join(folder, 'heavy', 'index.ts'), file: 'heavy.cjs' }])],
    });
  }

  it('are loaded from beside the bundle that asks for them', async () => {
    const { outputFiles } = await bundle("export const load = async () => (await import('./heavy/index.ts')).heavy;");
    expect(outputFiles[0]?.text).toContain('require("./heavy.cjs")');
    expect(outputFiles[0]?.text).not.toContain('megabytes');
  });

  it('may lend their types', async () => {
    const source = "import type { heavy } from './heavy/index.ts'; export const a: typeof heavy | 1 = 1;";
    expect((await bundle(source)).outputFiles[0]?.text).not.toContain('megabytes');
  });

  it('make the build fail when something imports them statically', async () => {
    await expect(bundle("import { heavy } from './heavy/index.ts'; console.log(heavy);")).rejects.toThrow('lazily');
    await expect(bundle("export * from './heavy/index.ts';")).rejects.toThrow('lazily');
  });
});

describe('notices', () => {
  it('know the package of a bundled file', () => {
    expect(packageFolder('node_modules/zod/v4/core.js')).toBe('node_modules/zod');
    expect(packageFolder('node_modules/@a/b/node_modules/@c/d/e.js')).toBe('node_modules/@a/b/node_modules/@c/d');
    expect(packageFolder('src/core/a.ts')).toBeUndefined();
  });

  it('carry name, version and licence text of each package once', () => {
    const text = thirdPartyNotices(['node_modules/zod', 'node_modules/zod', 'node_modules/ajv']);
    expect(text.match(/^zod \d/gm)).toHaveLength(1);
    expect(text).toMatch(/^ajv \d+\.\d+\.\d+ \(MIT\)$/m);
    expect(text).toContain('Permission is hereby granted');
  });
});

describe('the settings of the demo', () => {
  it('get the places of its programs', () => {
    const text = JSON.stringify({
      'countersign.servers': {
        a: { command: 'node', args: ['${workspaceFolder}/../servers/legacy.mjs'], cwd: '${workspaceFolder}' },
        b: { type: 'http', url: 'http://127.0.0.1:1234/mcp' },
      },
    });
    expect(demoSettings(text, '/demo/servers', 'http://127.0.0.1:9/mcp')).toEqual({
      'countersign.servers': {
        a: { command: 'node', args: ['/demo/servers/legacy.mjs'], cwd: '${workspaceFolder}' },
        b: { type: 'http', url: 'http://127.0.0.1:9/mcp' },
      },
    });
  });
});
