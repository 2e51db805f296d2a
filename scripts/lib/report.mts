import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { out } from './paths.mts';

/** What a suite says at its end, in out/reports/<suite>.json, for `npm test` to add up. */
export interface SuiteReport {
  passed: number;
  failed: number;
  /** Names of the tests that failed, with the first line of the reason. */
  failures: string[];
  /** Tests that could not run here, by name, with the reason. */
  skipped: { name: string; reason: string }[];
}

function reportFile(suite: string): string {
  return path.join(out, 'reports', `${suite}.json`);
}

/** Removes an earlier run's report, so that a suite that dies cannot pass for it. */
export function clearReport(suite: string): void {
  rmSync(reportFile(suite), { force: true });
}

/** Leaves a suite's report. */
export function writeReport(suite: string, report: SuiteReport): void {
  mkdirSync(path.dirname(reportFile(suite)), { recursive: true });
  writeFileSync(reportFile(suite), `${JSON.stringify(report, null, 2)}\n`);
}

/** A suite's report, or `undefined` where it left none. */
export function readReport(suite: string): SuiteReport | undefined {
  try {
    return JSON.parse(readFileSync(reportFile(suite), 'utf8')) as SuiteReport;
  } catch {
    return undefined;
  }
}
