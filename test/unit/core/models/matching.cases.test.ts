import { describe, expect, it } from 'vitest';
import { matchCase } from './cases.ts';
import { casesOfHints } from './casesOfHints.ts';
import { casesOfTheRest } from './casesOfTheRest.ts';

const cases = [...casesOfHints, ...casesOfTheRest];

describe('matching', () => {
  it('has enough cases, each of its own name', () => {
    expect(new Set(cases.map(([title]) => title)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });

  it.each(cases)('%s', (_title, given, chosen, why) => {
    const match = matchCase(given);
    expect({ chosen: match.chosen, why: match.why }).toEqual({ chosen, why });
    // The same whatever the order in which models are listed.
    const reversed = matchCase({ ...given, models: [...given.models].reverse() });
    expect({ chosen: reversed.chosen, why: reversed.why }).toEqual({ chosen, why });
  });
});
