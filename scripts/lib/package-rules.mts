import {
  extensionEntry,
  lazyEntries,
  programEntries,
  webviewAssets,
  webviewEntries,
  workerEntries,
} from './bundles.mts';
import { languages } from './texts.mts';
import type { VsixFile } from './vsix.mts';

/** The largest package that is accepted, in bytes. */
export const maxPackageBytes = 2 * 1024 * 1024;

/** Files that a package has besides those of dist/; vsce writes the first two and renames the documents. */
const allowed = [
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
  /^extension\/package(\.nls(\.[a-z-]+)?)?\.json$/,
  /^extension\/dist\/l10n\/bundle\.l10n\.[a-z-]+\.json$/,
  /^extension\/(readme|changelog)\.md$/i,
  /^extension\/LICENSE(\.txt)?$/i,
  /^extension\/schemas\/[^/]+\.schema\.json$/,
  /^extension\/media\/[^/]+\.(png|svg)$/,
  /^extension\/dist\/webview\/[^/]+\.css$/,
];

/** Files without which the extension does not work. */
export const required: readonly string[] = [
  'extension/package.json',
  'extension/package.nls.json',
  ...languages.flatMap((language) => [
    `extension/package.nls.${language}.json`,
    `extension/dist/l10n/bundle.l10n.${language}.json`,
  ]),
  'extension/dist/THIRD_PARTY_NOTICES.txt',
  ...[extensionEntry, ...lazyEntries, ...programEntries, ...workerEntries].map(
    (entry) => `extension/dist/${entry.file}`,
  ),
  ...webviewEntries.map((entry) => `extension/dist/webview/${entry.file}`),
  ...webviewAssets.map((asset) => `extension/dist/webview/${asset.to}`),
];

function checkContent(file: VsixFile): string[] {
  if (/\.(cjs|js|css)$/.test(file.name) && /sourceMappingURL=/.test(file.read().toString('utf8').slice(-4096))) {
    return [`${file.name}: refers to a source map`];
  }
  if (file.name === 'extension/package.json') {
    const manifest = JSON.parse(file.read().toString('utf8')) as { dependencies?: Record<string, string> };
    const names = Object.keys(manifest.dependencies ?? {});
    return names.map((name) => `${file.name}: depends on ${name}, which the package does not contain`);
  }
  return [];
}

/** One line for everything that is wrong with a package: its size, a file too many, a missing one, a trace of sources. */
export function checkPackage(bytes: number, files: readonly VsixFile[]): string[] {
  const problems: string[] = [];
  if (bytes > maxPackageBytes) {
    problems.push(`the package has ${bytes} bytes, more than ${maxPackageBytes}`);
  }
  for (const file of files) {
    if (!required.includes(file.name) && !allowed.some((pattern) => pattern.test(file.name))) {
      problems.push(`${file.name}: does not belong into the package`);
    } else {
      problems.push(...checkContent(file));
    }
  }
  for (const name of required) {
    if (!files.some((file) => file.name === name)) {
      problems.push(`${name}: is missing`);
    }
  }
  return problems;
}
