import { describe, expect, it } from 'vitest';
import { jsonProblem } from '../../../../src/core/text/jsonProblem.ts';

describe('what is wrong with a JSON text', () => {
  it('is nothing, or stands at a place', () => {
    expect(jsonProblem('{"a": [1]}')).toBeUndefined();
    expect(jsonProblem('{\n  "a": \n}')).toEqual({ message: 'a value is missing', line: 3, column: 1 });
  });

  it('is found without reading megabytes of prose to their end', () => {
    const before = process.cpuUsage();
    expect(jsonProblem('/a'.repeat(2_000_000))).toMatchObject({ line: 1, column: 1 });
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(700);
  });

  it.each(['[', '{"a":'])('is said of %s nested beyond the stack too', (open) => {
    expect(jsonProblem(open.repeat(100_000))?.message).toBe('this is not JSON');
  });
});
