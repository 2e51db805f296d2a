/**
 * The whole test run. Every step runs, whatever the others do; the last line adds all of them up. A check that is no test suite
 * counts as one, and a suite that ends without a report counts as one failure. `--only a,b` runs the named steps.
 * Steps that mostly wait run beside one that leaves a processor free; what they print follows when that one has ended.
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
  /** The step that it runs beside. */
  beside?: string;
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
    beside: 'integration',
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
    beside: 'integration',
    timeoutMs: 10 * minute,
  },
];

interface Ran {
  /** What went wrong with the program, if anything. */
  problem: string | undefined;
  /** What it printed, where that was kept. */
  output: string;
  seconds: string;
}

const running = new Set<ReturnType<typeof spawnTree>>();

/** Runs a step's program to its end; what it prints is passed through, or kept. */
async function runStep(step: Step, keep: boolean): Promise<Ran> {
  const started = Date.now();
  const [program = '', ...args] = step.command;
  const bin = at('node_modules', '.bin');
  const output = keep ? 'pipe' : 'inherit';
  const child = spawnTree(program === 'node' ? process.execPath : program, args, {
    stdio: ['ignore', output, output],
    shell: process.platform === 'win32',
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  running.add(child);
  let kept = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      kept += text;
    });
  }
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
  running.delete(child);
  return {
    problem: late ? `took longer than ${step.timeoutMs / minute} min` : result,
    output: kept,
    seconds: ((Date.now() - started) / 1000).toFixed(1),
  };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void Promise.all([...running].map(stopTree)).then(() => process.exit(130));
  });
}

const { values: flags } = parseArgs({ options: { only: { type: 'string' } } });
const only = flags.only?.split(',');
const reports = new Map<string, SuiteReport>();

function report({ name, suites = () => [] }: Step, problem: string | undefined): void {
  if (suites().length === 0) reports.set(name, checkReport(name, problem));
  for (const [index, suite] of suites().entries()) {
    // What is wrong with the program as a whole counts once, with its first suite.
    reports.set(suite, suiteReport(suite, readReport(suite), index === 0 ? problem : undefined));
  }
}

const wanted = steps.filter(({ name }) => only === undefined || only.includes(name));
const named = (name: string | undefined): boolean => wanted.some((step) => step.name === name);
for (const step of wanted.filter(({ beside }) => !named(beside))) {
  const others = wanted.filter(({ beside }) => beside === step.name);
  for (const suite of [step, ...others].flatMap(({ suites }) => suites?.() ?? [])) clearReport(suite);
  console.log(`\n── ${step.name} ──`);
  const beside = others.map((other) => runStep(other, true));
  const { problem, seconds } = await runStep(step, false);
  console.log(`── ${step.name}: ${problem ?? 'done'} (${seconds} s)`);
  report(step, problem);
  for (const [index, other] of others.entries()) {
    const ran = await beside[index];
    console.log(`\n── ${other.name}, beside ${step.name} ──\n${ran?.output}`);
    console.log(`── ${other.name}: ${ran?.problem ?? 'done'} (${ran?.seconds} s)`);
    report(other, ran?.problem);
  }
}

console.log(`\nReports: ${path.relative(at(), path.join(out, 'reports'))}`);
for (const [name, result] of reports) {
  console.log(`${name}: ${summaryLine(result)}`);
  for (const failure of result.failures) {
    console.log(`  failed: ${failure}`);
  }
  for (const skipped of result.skipped) {
    console.log(`  skipped: ${skipped.name} (${skipped.reason})`);
  }
}
const total = totals([...reports.values()]);
console.log(summaryLine(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
