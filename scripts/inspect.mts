/**
 * Prints what inspection finds in files: `npm run -s inspect -- FILE…`, one line of JSON for each finding with `file`, `kind`,
 * `severity`, `start`, `end` (UTF-16 units) and `reason`. A file without findings prints nothing; one that cannot be read makes the
 * exit status 1.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { inspectWhole } from '../src/node/inspection/inspect.ts';

for (const file of process.argv.slice(2)) {
  try {
    const text = readFileSync(file, 'utf8');
    for (const { kind, severity, start, end, reason } of await inspectWhole(text)) {
      process.stdout.write(`${JSON.stringify({ file, kind, severity, start, end, reason })}\n`);
    }
  } catch (error) {
    process.stderr.write(`${file}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
