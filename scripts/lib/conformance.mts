import type { SuiteReport } from './report.mts';

/** The names under `client:` of a requirements file of the conformance suite. */
export function requiredScenarios(yaml: string): string[] {
  const [, section = ''] = /^client:\n((?:[ #].*\n|\n)*)/m.exec(yaml) ?? [];
  return [...section.matchAll(/^ +- +(\S+)/gm)].map(([, name = '']) => name);
}

/**
 * What a run says about the required scenarios, from the suite's own summary. One that the summary does not name has failed: it was
 * never run. There is no list of expected failures.
 */
export function conformanceReport(revision: string, required: readonly string[], output: string): SuiteReport {
  const verdicts = new Map<string, { passed: boolean; figures: string }>();
  for (const [, mark, name = '', figures = ''] of output.matchAll(/^([✓✗]) (\S+): (\d+ passed, \d+ failed.*)$/gm)) {
    verdicts.set(name, { passed: mark === '✓', figures });
  }
  const failures = required
    .filter((name) => verdicts.get(name)?.passed !== true)
    .map((name) => `${revision} ${name}: ${verdicts.get(name)?.figures ?? 'was not run'}`);
  return { passed: required.length - failures.length, failed: failures.length, failures, skipped: [] };
}
