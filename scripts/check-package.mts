/** Fails when the packaged extension is too large, or contains anything but what it needs. */
import { readFileSync } from 'node:fs';
import { checkPackage } from './lib/package-rules.mts';
import { relative } from './lib/paths.mts';
import { readVsix, vsixPath } from './lib/vsix.mts';

const archive = readFileSync(vsixPath());
const files = readVsix(archive);
const problems = checkPackage(archive.length, files);
for (const problem of problems) {
  console.error(problem);
}
console.log(`${relative(vsixPath())}: ${files.length} files, ${archive.length} bytes, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
