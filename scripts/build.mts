/**
 * Builds what the extension ships into dist/, and leaves esbuild's metafiles in out/meta for the ring checks.
 * `--watch` rebuilds on every change. Nothing in dist/ has a source map; `--sourcemap` adds them for debugging.
 */
import { cpSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import {
  extensionEntry,
  lazyEntries,
  programEntries,
  styleGlobs,
  webviewAssets,
  webviewEntries,
  workerEntries,
} from './lib/bundles.mts';
import { lazyEntriesPlugin } from './lib/lazy-plugin.mts';
import { installedPackage, packageFolder, thirdPartyNotices } from './lib/notices.mts';
import { at, dist, out } from './lib/paths.mts';
import { languages, mergedBundle } from './lib/texts.mts';
import { vscodePlugin } from './lib/vscode-plugin.mts';

const { values: flags } = parseArgs({
  options: { watch: { type: 'boolean', default: false }, sourcemap: { type: 'boolean', default: false } },
});

const common: esbuild.BuildOptions = {
  absWorkingDir: at(),
  bundle: true,
  minify: !flags.sourcemap,
  sourcemap: flags.sourcemap ? 'linked' : false,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** One CommonJS bundle for the extension host. Node 22 is the oldest one there (VS Code 1.106). */
function hostBundle(entry: { source: string; file: string }): esbuild.BuildOptions {
  return {
    ...common,
    entryPoints: [entry.source],
    outfile: path.join(dist, entry.file),
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    // Lazy bundles are loaded with require: the extension host hooks it, and it works the same in every version.
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    external: ['vscode'],
    plugins: [lazyEntriesPlugin(), vscodePlugin()],
  };
}

function webviewBundle(entry: { source: string; file: string }): esbuild.BuildOptions {
  return {
    ...common,
    entryPoints: [entry.source],
    outfile: path.join(dist, 'webview', entry.file),
    platform: 'browser',
    format: 'iife',
    target: 'chrome140',
    define: { 'process.env.NODE_ENV': '"production"' },
    conditions: ['production'],
  };
}

function styleBundle(source: string): esbuild.BuildOptions {
  return {
    ...common,
    entryPoints: [source],
    outfile: path.join(dist, 'webview', path.basename(source)),
    external: ['*.ttf'],
    target: 'chrome140',
  };
}

/** Every bundle under the name that its metafile gets. */
function bundles(): Map<string, esbuild.BuildOptions> {
  const all = new Map<string, esbuild.BuildOptions>();
  for (const entry of [extensionEntry, ...lazyEntries, ...programEntries, ...workerEntries]) {
    all.set(entry.file, hostBundle(entry));
  }
  for (const entry of webviewEntries) {
    all.set(`webview/${entry.file}`, webviewBundle(entry));
  }
  for (const source of styleGlobs.flatMap((glob) => globSync(glob, { cwd: at() })).sort()) {
    const name = `webview/${path.basename(source)}`;
    if (all.has(name)) {
      throw new Error(`Two style sheets are called ${name}: their names in dist/webview must differ.`);
    }
    all.set(name, styleBundle(source));
  }
  return all;
}

function writeMetafile(name: string, metafile: esbuild.Metafile): void {
  mkdirSync(path.join(out, 'meta'), { recursive: true });
  writeFileSync(path.join(out, 'meta', `${name.replaceAll('/', '-')}.json`), JSON.stringify(metafile));
}

function copyAssets(): void {
  for (const asset of webviewAssets) {
    const to = path.join(dist, 'webview', asset.to);
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(at(installedPackage(asset.package), asset.from), to);
  }
}

/** The translations, under the names that VS Code looks for. https://code.visualstudio.com/api/references/vscode-api#l10n */
function writeTranslations(): void {
  mkdirSync(path.join(dist, 'l10n'), { recursive: true });
  for (const language of languages) {
    writeFileSync(path.join(dist, 'l10n', `bundle.l10n.${language}.json`), JSON.stringify(mergedBundle(language)));
  }
}

function writeNotices(metafiles: esbuild.Metafile[]): void {
  const folders = new Set(webviewAssets.map((asset) => installedPackage(asset.package)));
  for (const metafile of metafiles) {
    for (const output of Object.values(metafile.outputs)) {
      for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
        const folder = packageFolder(input);
        if (folder !== undefined && bytesInOutput > 0) {
          folders.add(folder);
        }
      }
    }
  }
  writeFileSync(path.join(dist, 'THIRD_PARTY_NOTICES.txt'), thirdPartyNotices(folders));
}

rmSync(dist, { recursive: true, force: true });
rmSync(path.join(out, 'meta'), { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
writeTranslations();

if (flags.watch) {
  copyAssets();
  for (const options of bundles().values()) {
    const context = await esbuild.context({ ...options, logLevel: 'info' });
    await context.watch();
  }
} else {
  const metafiles: esbuild.Metafile[] = [];
  for (const [name, options] of bundles()) {
    const { metafile } = await esbuild.build(options);
    if (metafile !== undefined) {
      metafiles.push(metafile);
      writeMetafile(name, metafile);
    }
  }
  copyAssets();
  writeNotices(metafiles);
}
