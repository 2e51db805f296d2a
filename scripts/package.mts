/** Builds the extension and packages it into countersign-<version>.vsix. */
import { globSync, rmSync, statSync } from 'node:fs';
import { at, relative } from './lib/paths.mts';
import { packExtension, vsixPath } from './lib/vsix.mts';

// An older version's package beside the new one would only confuse.
for (const old of globSync('countersign-*.vsix', { cwd: at() })) {
  rmSync(at(old));
}
const file = vsixPath();
// vsce runs the script vscode:prepublish first, which builds.
await packExtension(at(), file);
console.log(`${relative(file)}: ${(statSync(file).size / 1024).toFixed(0)} KB`);
