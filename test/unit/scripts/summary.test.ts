import { describe, expect, it } from 'vitest';
import { checkReport, suiteReport, summaryLine, totals } from '../../../scripts/lib/summary.mts';

const fine = { passed: 3, failed: 0, failures: [], skipped: [{ name: 'python', reason: 'not installed' }] };

describe('adding up a test run', () => {
  it('counts a check as one', () => {
    expect(summaryLine(checkReport('lint', undefined))).toBe('1 passed, 0 failed, 0 skipped');
    expect(summaryLine(checkReport('lint', 'exit code 1'))).toBe('0 passed, 1 failed, 0 skipped');
  });

  it('takes a suite as it reports', () => {
    expect(suiteReport('unit', fine, undefined)).toEqual(fine);
    const failed = { ...fine, failed: 2, failures: ['a', 'b'] };
    expect(suiteReport('unit', failed, 'exit code 1')).toEqual(failed);
  });

  it('fails a suite that left no report', () => {
    expect(suiteReport('e2e', undefined, undefined).failed).toBe(1);
    expect(suiteReport('e2e', undefined, 'ended by SIGKILL').failures[0]).toContain('ended by SIGKILL');
  });

  it('fails a suite that ran nothing', () => {
    expect(suiteReport('e2e', { passed: 0, failed: 0, failures: [], skipped: [] }, undefined).failed).toBe(1);
  });

  it('fails a suite whose program failed although no test did', () => {
    expect(suiteReport('unit', fine, 'exit code 1')).toMatchObject({ passed: 3, failed: 1 });
  });

  it('sums everything in one line', () => {
    const all = totals([fine, checkReport('lint', 'exit code 1'), checkReport('rings', undefined)]);
    expect(summaryLine(all)).toBe('4 passed, 1 failed, 1 skipped');
  });
});
