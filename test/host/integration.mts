import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { at, out } from '../../scripts/lib/paths.mts';
import { clearReport, writeReport, type SuiteReport } from '../../scripts/lib/report.mts';
import type { ServerVersion } from '../../scripts/lib/vscode-server.mts';

/** One window of VS Code with tests in its extension host. */
export interface TestWindow {
  /** The suite's name in reports. */
  suite: string;
  /** Sources of the tests, relative to the root. */
  files: string[];
  /** `false`: workspace trust is off and every folder counts as trusted. `true`: the folder opens in Restricted Mode. */
  restricted: boolean;
  /** True: a `.code-workspace` file with two folders is opened, {@link opened} says which. */
  workspaceFile: boolean;
}

/** What a window opens: `workspace/` of the scratch folder, or `two.code-workspace` there with `workspace/` and `second/`. */
export function opened(run: Pick<TestRun, 'scratch' | 'window'>): string {
  return path.join(run.scratch, run.window.workspaceFile ? 'two.code-workspace' : 'workspace');
}

/** What a host needs to open a {@link TestWindow}. */
export interface TestRun {
  window: TestWindow;
  version: ServerVersion;
  /** Folders of the extensions under development: ours first. */
  extensions: string[];
  /** The bundle whose `run()` runs the tests. */
  runner: string;
  /** A throwaway folder: `workspace/` is open in the window, `profile/` is the profile. */
  scratch: string;
  env: Record<string, string>;
  /** A file for what the window's consoles say. */
  consoleLog: string;
}

/** Opens a window, runs the tests and resolves when it is closed. Throws when the run as a whole did not end well. */
export type TestHost = (run: TestRun) => Promise<void>;

const bundles = path.join(out, 'integration');

/**
 * The windows there is something to run in, of all tests or of those whose path has one of some words. Tests in
 * test/integration/restricted/ see an untrusted folder, those in test/integration/workspace/ a workspace file.
 */
export function testWindows(only: readonly string[] = []): TestWindow[] {
  const named = (file: string): boolean => only.length === 0 || only.some((part) => file.includes(part));
  const all = globSync('test/integration/**/*.test.ts', { cwd: at() }).filter(named).sort();
  const own = ['restricted', 'workspace'];
  const folderOf = (file: string): string => file.split(path.sep)[2] ?? '';
  const inFolder = (name: string): string[] => all.filter((file) => folderOf(file) === name);
  const others = all.filter((file) => !own.includes(folderOf(file)));
  return [
    { suite: 'integration', files: others, restricted: false, workspaceFile: false },
    { suite: 'integration-restricted', files: inFolder('restricted'), restricted: true, workspaceFile: false },
    { suite: 'integration-workspace', files: inFolder('workspace'), restricted: false, workspaceFile: true },
  ].filter((window) => window.files.length > 0);
}

function bundleName(file: string): string {
  return path.relative('test/integration', file).split(path.sep).join('-').replace(/\.ts$/, '.cjs');
}

/** Bundles the runner and every test file for the extension host. */
export async function bundleTests(windows: readonly TestWindow[]): Promise<void> {
  rmSync(bundles, { recursive: true, force: true });
  const sources = new Map([['test/integration/runner.ts', 'runner.cjs']]);
  for (const file of windows.flatMap((window) => window.files)) {
    sources.set(file, bundleName(file));
  }
  for (const [source, name] of sources) {
    await esbuild.build({
      absWorkingDir: at(),
      entryPoints: [source],
      outfile: path.join(bundles, name),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      sourcemap: 'inline',
      external: ['vscode', 'mocha'],
      logLevel: 'warning',
    });
  }
}

/** Extensions beside ours that tests need, such as a model behind `vscode.lm`: test/fixtures/extensions/<name>/. */
function fixtureExtensions(): string[] {
  return globSync('test/fixtures/extensions/*/package.json', { cwd: at() })
    .sort()
    .map((file) => path.dirname(at(file)));
}

/** Runs one window's tests in a host and returns their report; a run that leaves none counts as one failure. */
export async function runWindow(window: TestWindow, version: ServerVersion, host: TestHost): Promise<SuiteReport> {
  const suite = version === 'floor' ? `${window.suite}-floor` : window.suite;
  clearReport(suite);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'countersign-integration-'));
  try {
    mkdirSync(path.join(scratch, 'workspace', '.vscode'), { recursive: true });
    writeFileSync(path.join(scratch, 'workspace', '.vscode', 'settings.json'), '{}\n');
    mkdirSync(path.join(scratch, 'second'));
    writeFileSync(
      path.join(scratch, 'two.code-workspace'),
      JSON.stringify({ folders: [{ path: 'workspace' }, { path: 'second' }], settings: {} }),
    );
    const report = path.join(scratch, 'report.json');
    const consoleLog = path.join(out, 'logs', `${suite}-console.log`);
    mkdirSync(path.dirname(consoleLog), { recursive: true });
    writeFileSync(consoleLog, '');
    let problem: string | undefined;
    try {
      await host({
        window,
        version,
        extensions: [at(), ...fixtureExtensions()],
        runner: path.join(bundles, 'runner.cjs'),
        scratch,
        consoleLog,
        env: {
          COUNTERSIGN_REPO: at(),
          COUNTERSIGN_TEST_FILES: JSON.stringify(window.files.map((file) => path.join(bundles, bundleName(file)))),
          COUNTERSIGN_TEST_REPORT: report,
          COUNTERSIGN_TEST_LOG: path.join(scratch, 'tests.log'),
        },
      });
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    const log = path.join(scratch, 'tests.log');
    console.log(existsSync(log) ? readFileSync(log, 'utf8') : '');
    console.log(`Console of the window: ${path.relative(at(), consoleLog)}`);
    const result = readRun(report, suite, problem);
    writeReport(suite, result);
    return result;
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

function readRun(file: string, suite: string, problem: string | undefined): SuiteReport {
  let result: SuiteReport;
  try {
    result = JSON.parse(readFileSync(file, 'utf8')) as SuiteReport;
  } catch {
    const reason = `${suite}: ended without a report${problem === undefined ? '' : ` (${problem})`}`;
    return { passed: 0, failed: 1, failures: [reason], skipped: [] };
  }
  if (result.failed === 0 && problem !== undefined) {
    return { ...result, failed: 1, failures: [`${suite}: ${problem}`] };
  }
  if (result.passed + result.failed === 0) {
    return { ...result, failed: 1, failures: [`${suite}: ran no test`] };
  }
  return result;
}
