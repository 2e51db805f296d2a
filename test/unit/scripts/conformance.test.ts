import { describe, expect, it } from 'vitest';
import { conformanceReport, requiredScenarios } from '../../../scripts/lib/conformance.mts';

const yaml = `# A set.
server:
  - ping

client:
  # Handshake.
  - initialize

  - auth/basic-cimd
not_scored:
  extension:
    - auth/dpop
`;
const output = `some words
✓ initialize: 1 passed, 0 failed
✗ auth/dpop: 3 passed, 1 failed
`;

describe('the report of the conformance suite', () => {
  it('takes the client scenarios of a set, and no others', () => {
    expect(requiredScenarios(yaml)).toEqual(['initialize', 'auth/basic-cimd']);
  });

  it('counts a scenario that was not run as failed, and does not count what is not required', () => {
    expect(conformanceReport('2025-11-25', requiredScenarios(yaml), output)).toEqual({
      passed: 1,
      failed: 1,
      failures: ['2025-11-25 auth/basic-cimd: was not run'],
      skipped: [],
    });
  });

  it('names the figures of one that failed', () => {
    const report = conformanceReport('2025-11-25', ['a'], '✗ a: 2 passed, 3 failed, 1 warnings\n');
    expect(report.failures).toEqual(['2025-11-25 a: 2 passed, 3 failed, 1 warnings']);
  });
});
