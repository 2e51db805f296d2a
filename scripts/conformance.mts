/**
 * Runs the client scenarios of the official conformance suite, for both of its requirement sets, against test/conformance/client.ts: the
 * extension's own connection, sign-in and calls. Exits with 1 when a required scenario fails. Needs no network.
 * `-- --requirements 2026-07-28` runs one set, `-- --scenario auth/basic-cimd` one scenario with all that it says.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { conformanceReport, requiredScenarios } from './lib/conformance.mts';
import { installedPackage } from './lib/notices.mts';
import { at, out } from './lib/paths.mts';
import { spawnTree } from './lib/processes.mts';
import { writeReport } from './lib/report.mts';
import { summaryLine, totals } from './lib/summary.mts';

const REVISIONS = ['2025-11-25', '2026-07-28'];
const suite = at(installedPackage('@modelcontextprotocol/conformance'));
const client = path.join(out, 'conformance', 'client.mjs');

await esbuild.build({
  absWorkingDir: at(),
  entryPoints: ['test/conformance/client.ts'],
  outfile: client,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  // As the extension's own bundles: a UMD main asks for its parts at run time.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});

/** Runs the suite; resolves with everything that it prints. */
async function run(args: string[]): Promise<string> {
  const program = [path.join(suite, 'dist', 'index.js'), 'client'];
  // The suite splits the command at spaces.
  const command = `node ${path.relative(at(), client)}`;
  const child = spawnTree(process.execPath, [...program, '--command', command, ...args], {
    cwd: at(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  await new Promise((resolve) => {
    child.once('close', resolve);
    child.once('error', (error) => {
      output += error.message;
      resolve(undefined);
    });
  });
  return output;
}

const { values: flags } = parseArgs({
  options: { requirements: { type: 'string' }, scenario: { type: 'string' } },
});
if (flags.scenario !== undefined) {
  const revision = flags.requirements === undefined ? [] : ['--spec-version', flags.requirements];
  console.log(await run(['--scenario', flags.scenario, '--verbose', ...revision]));
} else {
  const reports = [];
  for (const revision of flags.requirements === undefined ? REVISIONS : [flags.requirements]) {
    const results = path.join(out, 'conformance', revision);
    const output = await run(['--requirements', revision, '--timeout', '120000', '--output-dir', results]);
    const required = requiredScenarios(readFileSync(path.join(suite, 'requirements', `${revision}.yaml`), 'utf8'));
    const report = conformanceReport(revision, required, output);
    console.log(`${revision}: ${report.passed} of ${required.length} required client scenarios pass`);
    for (const failure of report.failures) console.log(`  failed: ${failure}`);
    reports.push(report);
  }
  const all = totals(reports);
  writeReport('conformance', all);
  console.log(`conformance: ${summaryLine(all)}`);
  process.exitCode = all.failed > 0 || all.passed === 0 ? 1 : 0;
}
