/** Runs mocha inside VS Code's extension host, and leaves the counts where `COUNTERSIGN_TEST_REPORT` says. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';

interface Report {
  passed: number;
  failed: number;
  failures: string[];
  skipped: { name: string; reason: string }[];
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: start the tests with npm run test:integration.`);
  }
  return value;
}

/** What VS Code calls; a rejection makes the run fail. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, slow: 2_000, forbidOnly: process.env.CI !== undefined });
  for (const file of JSON.parse(required('COUNTERSIGN_TEST_FILES')) as string[]) {
    mocha.addFile(file);
  }
  // The window's console is full of VS Code's own lines, so mocha's go to a file that the script prints.
  const log = required('COUNTERSIGN_TEST_LOG');
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    appendFileSync(log, `${format(...args)}\n`);
  };
  await mocha.loadFilesAsync();
  const report: Report = { passed: 0, failed: 0, failures: [], skipped: [] };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => {
      resolve();
    });
    runner.on('pass', () => {
      report.passed += 1;
    });
    // Hooks that fail arrive here as well.
    runner.on('fail', (test, error: Error) => {
      report.failed += 1;
      report.failures.push(`${test.fullTitle()}: ${error.message.split('\n')[0]}`);
    });
    runner.on('pending', (test) => {
      report.skipped.push({ name: test.fullTitle(), reason: 'skipped in the test' });
    });
  });
  writeFileSync(required('COUNTERSIGN_TEST_REPORT'), JSON.stringify(report));
  if (report.failed > 0) {
    throw new Error(`${report.failed} integration tests failed`);
  }
}
