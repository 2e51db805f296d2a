/** Builds the extension and packages it into countersign-<version>.vsix. */
import { globSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { at, out, relative } from './lib/paths.mts';
import { packExtension, vsixPath } from './lib/vsix.mts';

const file = vsixPath();
// Put in place when it is whole: a test run may be installing the one that is there.
const draft = path.join(out, `draft-${process.pid}.vsix`);
mkdirSync(out, { recursive: true });
// vsce runs the script vscode:prepublish first, which builds.
await packExtension(at(), draft);
renameSync(draft, file);
// An older version's package beside the new one would only confuse.
for (const old of globSync('countersign-*.vsix', { cwd: at() }).filter((name) => at(name) !== file)) {
  rmSync(at(old));
}
console.log(`${relative(file)}: ${(statSync(file).size / 1024).toFixed(0)} KB`);
