/**
 * The whole test run. Every step runs, whatever the others do; the last line adds all of them up. A check that is no test suite
 * counts as one, and a suite that ends without a report counts as one failure. `--only a,b` runs the named steps.
 */
import { globSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { at, out } from './lib/paths.mts';
import { spawnTree, stopTree } from './lib/processes.mts';
import { clearReport, readReport, type SuiteReport } from './lib/report.mts';
import { checkReport, summaryLine, suiteReport, totals } from './lib/summary.mts';

interface Step {
  name: string;
  /** Program and arguments; a program of node_modules/.bin, or `node`. */
  command: string[];
  /** Suites whose reports the step leaves; a step without any is a check. */
  suites?: () => string[];
  timeoutMs: number;
}

const minute = 60_000;

function integrationSuites(): string[] {
  const windows = ['restricted', 'workspace'].filter(
    (folder) => globSync(`test/integration/${folder}/**/*.test.ts`, { cwd: at() }).length > 0,
  );
  return ['integration', ...windows.map((folder) => `integration-${folder}`)];
}

const steps: Step[] = [
  { name: 'typecheck', command: ['npm', 'run', '--silent', 'typecheck'], timeoutMs: 3 * minute },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'], timeoutMs: 3 * minute },
  { name: 'manifest', command: ['npm', 'run', '--silent', 'check:manifest'], timeoutMs: minute },
  { name: 'texts', command: ['node', 'scripts/l10n.mts', '--check'], timeoutMs: minute },
  { name: 'package', command: ['node', 'scripts/package.mts'], timeoutMs: 3 * minute },
  { name: 'rings', command: ['node', 'scripts/check-rings.mts'], timeoutMs: minute },
  { name: 'package contents', command: ['node', 'scripts/check-package.mts'], timeoutMs: minute },
  { name: 'unit', command: ['vitest', 'run', '--coverage'], suites: () => ['unit'], timeoutMs: 10 * minute },
  {
    name: 'timed',
    command: ['vitest', 'run', '--config', 'vitest.timed.config.mts'],
    suites: () => ['timed'],
    timeoutMs: 5 * minute,
  },
  {
    name: 'conformance',
    command: ['node', 'scripts/conformance.mts'],
    suites: () => ['conformance'],
    timeoutMs: 5 * minute,
  },
  {
    name: 'webview',
    command: ['vitest', 'run', '--config', 'test/webview/vitest.config.mts'],
    suites: () => ['webview'],
    timeoutMs: 10 * minute,
  },
  {
    name: 'integration',
    command: ['node', 'scripts/test-integration.mts'],
    suites: integrationSuites,
    timeoutMs: 15 * minute,
  },
  {
    name: 'e2e',
    command: ['vitest', 'run', '--config', 'vitest.e2e.config.mts'],
    suites: () => ['e2e'],
    timeoutMs: 40 * minute,
  },
  {
    name: 'peers',
    command: ['vitest', 'run', '--config', 'vitest.peers.config.mts'],
    suites: () => ['peers'],
    timeoutMs: 10 * minute,
  },
];

/** Runs a step's program with its output passed through; resolves with what went wrong with the program, if anything. */
async function runStep(step: Step): Promise<string | undefined> {
  const [program = '', ...args] = step.command;
  const bin = at('node_modules', '.bin');
  const child = spawnTree(program === 'node' ? process.execPath : program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  running = child;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void stopTree(child);
  }, step.timeoutMs);
  const result = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(code === 0 ? undefined : signal === null ? `exit code ${code}` : `ended by ${signal}`);
    });
  });
  clearTimeout(timer);
  return late ? `took longer than ${step.timeoutMs / minute} min` : result;
}

let running: ReturnType<typeof spawnTree> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    const stopped = running === undefined ? Promise.resolve() : stopTree(running);
    void stopped.then(() => process.exit(130));
  });
}

const { values: flags } = parseArgs({ options: { only: { type: 'string' } } });
const only = flags.only?.split(',');
const reports = new Map<string, SuiteReport>();
for (const step of steps.filter(({ name }) => only === undefined || only.includes(name))) {
  const suites = step.suites?.() ?? [];
  suites.forEach(clearReport);
  console.log(`\n── ${step.name} ──`);
  const started = Date.now();
  const problem = await runStep(step);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`── ${step.name}: ${problem ?? 'done'} (${seconds} s)`);
  if (step.suites === undefined) {
    reports.set(step.name, checkReport(step.name, problem));
  } else {
    suites.forEach((suite, index) => {
      // What is wrong with the program as a whole counts once, with its first suite.
      reports.set(suite, suiteReport(suite, readReport(suite), index === 0 ? problem : undefined));
    });
  }
}

console.log(`\nReports: ${path.relative(at(), path.join(out, 'reports'))}`);
for (const [name, report] of reports) {
  console.log(`${name}: ${summaryLine(report)}`);
  for (const failure of report.failures) {
    console.log(`  failed: ${failure}`);
  }
  for (const skipped of report.skipped) {
    console.log(`  skipped: ${skipped.name} (${skipped.reason})`);
  }
}
const total = totals([...reports.values()]);
console.log(summaryLine(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
