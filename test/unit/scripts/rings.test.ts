import { describe, expect, it } from 'vitest';
import { importsOf } from '../../../scripts/lib/imports.mts';
import { bundleRules, checkBundles, checkSources, type BundleMeta } from '../../../scripts/lib/rings.mts';

function check(path: string, text: string): string[] {
  return checkSources([{ path, text }]);
}

describe('imports of a source', () => {
  it('sees every way to import, and what is erased', () => {
    const source = [
      "import { a } from './a.ts';",
      "import type { B } from './b.ts';",
      "import { type C } from './c.ts';",
      "export * from './d.ts';",
      "export type { E } from './e.ts';",
      "const f = await import('./f.ts');",
      "type G = import('./g.ts').G;",
      "import './h.ts';",
      "const i = require('./i.ts');",
      "import j = require('./j.ts');",
      '// import "./k.ts"',
      'const text = "import \'./l.ts\'";',
      'const m = await import(`./${text}.ts`);',
    ].join('\n');
    const found = importsOf('x.ts', source).map(({ specifier, type, dynamic, line }) => [
      specifier,
      type,
      dynamic,
      line,
    ]);
    expect(found).toEqual([
      ['./a.ts', false, false, 1],
      ['./b.ts', true, false, 2],
      ['./c.ts', true, false, 3],
      ['./d.ts', false, false, 4],
      ['./e.ts', true, false, 5],
      ['./f.ts', false, true, 6],
      ['./g.ts', true, false, 7],
      ['./h.ts', false, false, 8],
      ['./i.ts', false, false, 9],
      ['./j.ts', false, false, 10],
      ['?', false, true, 13],
    ]);
  });
});

describe('rings of the sources', () => {
  it.each([
    ['src/core/a.ts', "import * as z from 'zod/mini'; import { b } from './sub/b.ts';"],
    ['src/core/a.ts', "import type { Tool } from '@modelcontextprotocol/client';"],
    ['src/node/a.ts', "import fs from 'node:fs'; import { b } from '../core/b.ts'; import { C } from 'whatever';"],
    ['src/providers/a.ts', "import OpenAI from 'openai'; import { b } from '../core/b.ts'; import '../shared/c.ts';"],
    ['src/shared/a.ts', "import * as z from 'zod/mini'; import type { B } from '../core/b.ts';"],
    ['src/vscode/a.ts', "import * as vscode from 'vscode'; import '../node/a.ts'; import '../shared/b.ts';"],
    [
      'src/vscode/a.ts',
      "const m = await import('../node/mcp/index.ts'); type M = typeof import('../node/mcp/index.ts');",
    ],
    ['src/webview/a.ts', "import { html } from 'lit'; import '../shared/b.ts'; import '../core/c.ts';"],
    ['src/extension.ts', "import * as vscode from 'vscode'; import './vscode/a.ts'; import './core/b.ts';"],
  ])('lets %s import what it may', (path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  it.each([
    ['core imports vscode', 'src/core/a.ts', "import * as vscode from 'vscode';"],
    ['core imports a type of vscode', 'src/core/a.ts', "import type { Uri } from 'vscode';"],
    ['core imports Node', 'src/core/a.ts', "import fs from 'node:fs';"],
    ['core imports Node without its prefix', 'src/core/a.ts', "import { join } from 'path';"],
    ['core imports a type of Node', 'src/core/a.ts', "import type { Readable } from 'node:stream';"],
    ['core imports node/', 'src/core/a.ts', "import { b } from '../node/b.ts';"],
    ['core imports shared/', 'src/core/a.ts', "import { b } from '../shared/b.ts';"],
    ['core runs the SDK', 'src/core/a.ts', "import { Client } from '@modelcontextprotocol/client';"],
    ['core imports a package with effects', 'src/core/a.ts', "import OpenAI from 'openai';"],
    ['node imports vscode', 'src/node/a.ts', "import type { Uri } from 'vscode';"],
    ['node imports vscode/', 'src/node/a.ts', "import { b } from '../vscode/b.ts';"],
    ['node imports providers/', 'src/node/a.ts', "import { b } from '../providers/b.ts';"],
    ['providers import vscode', 'src/providers/a.ts', "import * as vscode from 'vscode';"],
    ['providers import node/', 'src/providers/a.ts', "import { b } from '../node/b.ts';"],
    ['providers import Node', 'src/providers/a.ts', "import { Buffer } from 'node:buffer';"],
    ['shared runs core', 'src/shared/a.ts', "import { b } from '../core/b.ts';"],
    ['shared imports another package', 'src/shared/a.ts', "import { html } from 'lit';"],
    ['shared imports vscode', 'src/shared/a.ts', "import type { Uri } from 'vscode';"],
    ['vscode imports webview/', 'src/vscode/a.ts', "import { b } from '../webview/b.ts';"],
    ['vscode imports the mcp entry statically', 'src/vscode/a.ts', "import { b } from '../node/mcp/index.ts';"],
    ['webview imports vscode', 'src/webview/a.ts', "import type { Uri } from 'vscode';"],
    ['webview imports vscode/', 'src/webview/a.ts', "import { b } from '../vscode/b.ts';"],
    ['webview imports node/', 'src/webview/a.ts', "import { b } from '../node/b.ts';"],
    ['webview imports Node', 'src/webview/a.ts', "import { Buffer } from 'buffer';"],
    ['extension imports webview/', 'src/extension.ts', "import { b } from './webview/b.ts';"],
    ['an import leaves src/', 'src/node/a.ts', "import { b } from '../../scripts/b.mts';"],
    ['an import is computed', 'src/node/a.ts', 'const b = await import(name);'],
    ['a file lies beside the folders', 'src/util.ts', ''],
    ['a file lies in a folder of its own', 'src/helpers/a.ts', ''],
  ])('fails when %s', (_name, path, text) => {
    expect(check(path, text)).toHaveLength(1);
  });
});

describe('rings of the bundles', () => {
  const clean = (): BundleMeta => ({
    outputs: Object.fromEntries(
      Object.entries(bundleRules).map(([bundle, rule]) => [
        bundle,
        { imports: rule.vscode ? [{ path: 'vscode', external: true }] : [], inputs: { 'src/x.ts': {} } },
      ]),
    ),
  });

  it('finds nothing in clean bundles', () => {
    const meta = clean();
    meta.outputs['dist/extension.cjs']?.imports.push(
      { path: 'node:fs', external: true },
      { path: './mcp.cjs', external: true },
    );
    expect(checkBundles([meta])).toEqual([]);
  });

  it.each([
    ['the SDK in the extension', 'dist/extension.cjs', 'node_modules/@modelcontextprotocol/client/dist/index.mjs'],
    ['openai in the extension', 'dist/extension.cjs', 'node_modules/openai/index.mjs'],
    ['prices in the extension', 'dist/extension.cjs', 'node_modules/@pydantic/genai-prices/dist/index.js'],
    ['lit in the extension', 'dist/extension.cjs', 'node_modules/lit/index.js'],
    ['openai in a webview', 'dist/webview/desk.js', 'node_modules/openai/index.mjs'],
  ])('fails on %s', (_name, bundle, input) => {
    const meta = clean();
    meta.outputs[bundle]!.inputs[input] = {};
    expect(checkBundles([meta])).toHaveLength(1);
  });

  it.each([
    ['vscode in mcp', 'dist/mcp.cjs', 'vscode'],
    ['vscode in openai', 'dist/openai.cjs', 'vscode'],
    ['vscode in prices', 'dist/prices.cjs', 'vscode'],
    ['vscode in a webview', 'dist/webview/tool.js', 'vscode'],
    ['a module of Node in a webview', 'dist/webview/desk.js', 'node:fs'],
    ['a lazy bundle in a webview', 'dist/webview/desk.js', './mcp.cjs'],
    ['a package that is not bundled', 'dist/extension.cjs', 'zod'],
  ])('fails on a load of %s', (_name, bundle, load) => {
    const meta = clean();
    meta.outputs[bundle]!.imports.push({ path: load, external: true });
    expect(checkBundles([meta])).toHaveLength(1);
  });

  it('fails on a bundle that was not built', () => {
    const meta = clean();
    delete meta.outputs['dist/mcp.cjs'];
    expect(checkBundles([meta])).toEqual(['dist/mcp.cjs: was not built']);
  });
});
