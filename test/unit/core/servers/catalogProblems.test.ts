import { describe, expect, it } from 'vitest';
import { shownProblems } from '../../../../src/core/servers/catalogProblems.ts';

describe('the problems of a server', () => {
  it('are shown up to a number, with how many more there are', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `The input schema of t${index} cannot be used.`);
    expect(shownProblems(many)).toEqual([...many.slice(0, 20), 'And 9980 more.']);
    expect(shownProblems(many.slice(0, 20))).toEqual(many.slice(0, 20));
  });
});
