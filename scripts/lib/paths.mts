import path from 'node:path';

/** The repository's root folder; every path the scripts use starts here. */
export const root = path.resolve(import.meta.dirname, '../..');

/** An absolute path inside the repository. */
export function at(...parts: string[]): string {
  return path.join(root, ...parts);
}

/** Where built bundles go: what is here ends up in the VSIX. */
export const dist = at('dist');

/** What checks and tests leave behind: metafiles, reports, test bundles, screenshots. Never packaged. */
export const out = at('out');

/** A path relative to the root with forward slashes, as the checks print and compare it. */
export function relative(absolute: string): string {
  return path.relative(root, absolute).split(path.sep).join('/');
}
