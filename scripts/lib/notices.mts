import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { at } from './paths.mts';

interface PackageManifest {
  name: string;
  version: string;
  license?: string;
  homepage?: string;
}

/** The innermost package folder of a bundled file's path (`node_modules/a/node_modules/b/x.js` is of `b`), if it has one. */
export function packageFolder(input: string): string | undefined {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input.split('\\').join('/'));
  return match?.[1];
}

/** The notices for a set of package folders, in the order of their names: name, version, licence and the licence's text. */
export function thirdPartyNotices(folders: Iterable<string>): string {
  const sections = new Map<string, string>();
  for (const folder of folders) {
    const manifest = JSON.parse(readFileSync(at(folder, 'package.json'), 'utf8')) as PackageManifest;
    const texts = readdirSync(at(folder))
      .filter((name) => /^(licen[cs]e|notice|copying)(?![a-z])/i.test(name))
      .sort()
      .map((name) => readFileSync(at(folder, name), 'utf8').trim());
    const title = `${manifest.name} ${manifest.version} (${manifest.license ?? 'licence in its text'})`;
    const body = texts.length > 0 ? texts.join('\n\n') : `Licence: ${manifest.license ?? 'unknown'}`;
    sections.set(title, `${title}\n${'='.repeat(title.length)}\n\n${body}\n`);
  }
  const sorted = [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  return `Countersign contains code and files of the packages below.\n\n${sorted.join('\n\n')}`;
}

/** The folder of an installed package, relative to the root. */
export function installedPackage(name: string): string {
  const folder = path.posix.join('node_modules', name);
  if (!existsSync(at(folder))) {
    throw new Error(`${name} is not installed. Run npm ci.`);
  }
  return folder;
}
