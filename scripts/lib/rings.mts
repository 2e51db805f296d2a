/**
 * What each folder of src/ may touch, and what each bundle may contain. The folders are the design's rings: `core` knows
 * nothing, `node` and `providers` know `core`, `vscode` knows them all, `webview` knows `shared` and `core`.
 */
import { builtinModules } from 'node:module';
import path from 'node:path';
import { lazyEntries, programEntries, webviewEntries, workerEntries } from './bundles.mts';
import { importsOf, type Import } from './imports.mts';

/** A source file: its path from the root, with forward slashes, and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

/** The part of esbuild's metafile that the bundle rules read. */
export interface BundleMeta {
  outputs: Record<string, { imports: { path: string; external?: boolean }[]; inputs: Record<string, unknown> }>;
}

interface Ring {
  /** Rings it may import at run time; its own is always allowed. */
  rings: readonly string[];
  /** Rings it may import types from. */
  typeRings?: readonly string[];
  /** Packages it may import at run time; `undefined` allows every package except `vscode`. */
  packages?: readonly string[];
  /** Packages it may import types from, beside those. */
  typePackages?: readonly string[];
  builtins: boolean;
  vscode: boolean;
}

/** Packages without input or output of their own: nothing in them reads a file, a clock, the network or a window. */
const purePackages = ['ajv', 'ajv-formats', 'canonicalize', 'ipaddr.js', 'jsonc-parser', 'tokenx', 'zod'];

const rings: Record<string, Ring> = {
  core: {
    rings: [],
    // The views that the core makes have the shape of the webviews' messages.
    typeRings: ['shared'],
    packages: purePackages,
    typePackages: ['@modelcontextprotocol/client'],
    builtins: false,
    vscode: false,
  },
  node: { rings: ['core'], builtins: true, vscode: false },
  providers: { rings: ['core', 'shared'], builtins: false, vscode: false },
  shared: { rings: [], typeRings: ['core'], packages: ['zod'], builtins: false, vscode: false },
  vscode: { rings: ['core', 'node', 'providers', 'shared'], builtins: true, vscode: true },
  webview: { rings: ['shared', 'core'], builtins: false, vscode: false },
};

const extension: Ring = { rings: ['core', 'node', 'providers', 'shared', 'vscode'], builtins: true, vscode: true };

const lazySources = lazyEntries.map((entry): string => entry.source);

function ringOf(file: string): string | undefined {
  const match = /^src\/([^/]+)\//.exec(file);
  return match?.[1] !== undefined && match[1] in rings ? match[1] : undefined;
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(packageName(specifier));
}

function relativeImport(file: SourceFile, ring: Ring, entry: Import): string | undefined {
  const target = path.posix.join(path.posix.dirname(file.path), entry.specifier);
  if (lazySources.includes(target) && !entry.type && !entry.dynamic) {
    return 'is loaded lazily: only `await import(…)` and `import type` may name it';
  }
  if (!target.startsWith('src/')) {
    return 'lies outside src/';
  }
  const own = ringOf(file.path);
  const other = ringOf(target);
  if (other === undefined) {
    return 'is in no folder of the design';
  }
  const allowed = other === own || ring.rings.includes(other) || (entry.type && ring.typeRings?.includes(other));
  return allowed ? undefined : `is in src/${other}/, which ${own ?? 'this file'} may not import`;
}

function packageImport(ring: Ring, entry: Import): string | undefined {
  if (entry.specifier === '?') {
    return 'is computed: an import names its module as a plain string';
  }
  if (entry.specifier === 'vscode') {
    return ring.vscode ? undefined : 'is for src/vscode/ and src/extension.ts alone';
  }
  if (isBuiltin(entry.specifier)) {
    return ring.builtins ? undefined : 'is a module of Node';
  }
  const name = packageName(entry.specifier);
  const pure = ring.packages === undefined || ring.packages.includes(name);
  return pure || (entry.type && ring.typePackages?.includes(name))
    ? undefined
    : 'is no package that this folder may use';
}

/** One line for every stray import and every file outside the folders. */
export function checkSources(files: readonly SourceFile[]): string[] {
  const problems: string[] = [];
  for (const file of files) {
    const name = ringOf(file.path);
    const ring = file.path === 'src/extension.ts' ? extension : name === undefined ? undefined : rings[name];
    if (ring === undefined) {
      problems.push(`${file.path}: is in no folder of the design (${Object.keys(rings).join(', ')})`);
      continue;
    }
    for (const entry of importsOf(file.path, file.text)) {
      const problem = entry.specifier.startsWith('.') ? relativeImport(file, ring, entry) : packageImport(ring, entry);
      if (problem !== undefined) {
        problems.push(`${file.path}:${entry.line}: ${entry.specifier} ${problem}`);
      }
    }
  }
  return problems;
}

/** What a bundle must not contain (packages), and what it must not load at run time. */
interface BundleRule {
  without: readonly string[];
  vscode: boolean;
  builtins: boolean;
}

const lazyRule: BundleRule = { without: ['lit', '@vscode-elements/elements'], vscode: false, builtins: true };
/** A process or thread of its own has to be small. */
const programRule: BundleRule = {
  without: ['@modelcontextprotocol/client', 'openai', 'zod', 'lit'],
  vscode: false,
  builtins: true,
};
const webviewRule: BundleRule = {
  without: ['openai', '@modelcontextprotocol/client', '@pydantic/genai-prices'],
  vscode: false,
  builtins: false,
};

/** The rule of each script that is shipped, by its path in dist/. */
export const bundleRules: Record<string, BundleRule> = {
  'dist/extension.cjs': {
    without: ['openai', '@modelcontextprotocol/client', '@pydantic/genai-prices', 'lit', '@vscode-elements/elements'],
    vscode: true,
    builtins: true,
  },
  ...Object.fromEntries(lazyEntries.map((entry) => [`dist/${entry.file}`, lazyRule])),
  ...Object.fromEntries([...programEntries, ...workerEntries].map((entry) => [`dist/${entry.file}`, programRule])),
  ...Object.fromEntries(webviewEntries.map((entry) => [`dist/webview/${entry.file}`, webviewRule])),
};

function checkLoads(bundle: string, rule: BundleRule, loads: readonly string[]): string[] {
  const problems: string[] = [];
  for (const load of loads) {
    if (load === 'vscode') {
      if (!rule.vscode) {
        problems.push(`${bundle}: loads vscode`);
      }
    } else if (isBuiltin(load)) {
      if (!rule.builtins) {
        problems.push(`${bundle}: loads ${load}, a module of Node`);
      }
    } else if (!(rule.builtins && lazyEntries.some((entry) => load === `./${entry.file}`))) {
      problems.push(`${bundle}: loads ${load}, which the package does not contain`);
    }
  }
  return problems;
}

/** One line for everything in the built bundles that must not be there, and for every bundle that is missing. */
export function checkBundles(metafiles: readonly BundleMeta[]): string[] {
  const problems: string[] = [];
  const outputs = new Map(metafiles.flatMap((meta) => Object.entries(meta.outputs)));
  for (const [bundle, rule] of Object.entries(bundleRules)) {
    const output = outputs.get(bundle);
    if (output === undefined) {
      problems.push(`${bundle}: was not built`);
      continue;
    }
    const loads = output.imports.filter((load) => load.external === true).map((load) => load.path);
    problems.push(...checkLoads(bundle, rule, loads));
    for (const name of rule.without) {
      if (Object.keys(output.inputs).some((input) => input.includes(`node_modules/${name}/`))) {
        problems.push(`${bundle}: contains ${name}`);
      }
    }
  }
  return problems;
}
