import type { SuiteReport } from './report.mts';

/** A check that is no test suite, as a report: it counts as one. */
export function checkReport(name: string, problem: string | undefined): SuiteReport {
  return problem === undefined
    ? { passed: 1, failed: 0, failures: [], skipped: [] }
    : { passed: 0, failed: 1, failures: [`${name}: ${problem}`], skipped: [] };
}

/**
 * A suite's report together with how its program ended: a suite that left none, ran nothing, or failed as a program although
 * no test did (a coverage bar, an error outside the tests) has failed.
 */
export function suiteReport(name: string, report: SuiteReport | undefined, problem: string | undefined): SuiteReport {
  if (report === undefined) {
    return checkReport(name, `ended without a report${problem === undefined ? '' : `: ${problem}`}`);
  }
  if (report.passed + report.failed + report.skipped.length === 0) {
    return checkReport(name, `ran no test${problem === undefined ? '' : `: ${problem}`}`);
  }
  if (problem !== undefined && report.failed === 0) {
    const reason = `${name}: ${problem}, although no test failed (see its output)`;
    return { ...report, failed: 1, failures: [reason] };
  }
  return report;
}

/** Everything added up. */
export function totals(reports: readonly SuiteReport[]): SuiteReport {
  return {
    passed: reports.reduce((sum, report) => sum + report.passed, 0),
    failed: reports.reduce((sum, report) => sum + report.failed, 0),
    failures: reports.flatMap((report) => report.failures),
    skipped: reports.flatMap((report) => report.skipped),
  };
}

/** `N passed, N failed, N skipped`. */
export function summaryLine(report: SuiteReport): string {
  return `${report.passed} passed, ${report.failed} failed, ${report.skipped.length} skipped`;
}
