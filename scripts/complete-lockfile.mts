/** Adds the other platforms' packages to package-lock.json after an npm install from a registry that lacks them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { completeLock, type LockEntry } from './lib/lockfile.mts';
import { at } from './lib/paths.mts';

const lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')) as { packages: Record<string, LockEntry> };
const added = completeLock(lock.packages);
if (added.length > 0) {
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(
    at('package-lock.json'),
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
  );
}
console.log(`${added.length} packages added to package-lock.json`);
