/** Fails on a stray import, on a file outside the design's folders, and on a bundle that contains what it must not. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { at, out } from './lib/paths.mts';
import { checkBundles, checkSources, type BundleMeta } from './lib/rings.mts';

const { values: flags } = parseArgs({ options: { 'sources-only': { type: 'boolean', default: false } } });

const files = globSync('src/**/*.{ts,mts,cts,js,mjs,cjs,tsx,jsx}', { cwd: at() })
  .map((file) => file.split(path.sep).join('/'))
  .sort()
  .map((file) => ({ path: file, text: readFileSync(at(file), 'utf8') }));
const problems = checkSources(files);

if (!flags['sources-only']) {
  const meta = path.join(out, 'meta');
  if (!existsSync(meta)) {
    problems.push('nothing is built yet: run npm run build first');
  } else {
    const metafiles = globSync('*.json', { cwd: meta }).map(
      (file) => JSON.parse(readFileSync(path.join(meta, file), 'utf8')) as BundleMeta,
    );
    problems.push(...checkBundles(metafiles));
  }
}

for (const problem of problems) {
  console.error(problem);
}
console.log(
  `${files.length} source files${flags['sources-only'] ? '' : ' and the bundles'}: ${problems.length} problems`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
