import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { writeReport, type SuiteReport } from './report.mts';

function addCase(report: SuiteReport, test: TestCase): void {
  const result = test.result();
  if (result.state === 'passed') {
    report.passed += 1;
    // What passed only when it was tried again is a fault of the test or of the program, and its first error is the way to it.
    for (const error of result.errors ?? []) {
      process.stdout.write(`passed when tried again: ${test.fullName}: ${error.message}\n`);
    }
  } else if (result.state === 'failed') {
    report.failed += 1;
    report.failures.push(`${test.fullName}: ${result.errors[0]?.message.split('\n')[0] ?? 'failed'}`);
  } else {
    const note = result.state === 'skipped' ? result.note : undefined;
    report.skipped.push({ name: test.fullName, reason: note ?? 'no reason given' });
  }
}

/** Leaves the counts of a vitest run for `npm test`. */
export default class SummaryReporter implements Reporter {
  readonly #suite: string;

  constructor(options: { suite: string }) {
    this.#suite = options.suite;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const report: SuiteReport = { passed: 0, failed: 0, failures: [], skipped: [] };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        addCase(report, test);
      }
      // A file that fails while it loads has no tests to fail.
      for (const error of module.errors()) {
        report.failed += 1;
        report.failures.push(`${module.relativeModuleId}: ${error.message.split('\n')[0] ?? 'failed'}`);
      }
    }
    for (const error of errors) {
      report.failed += 1;
      report.failures.push(`outside a test: ${String((error as { message?: unknown }).message ?? error)}`);
    }
    writeReport(this.#suite, report);
  }
}
