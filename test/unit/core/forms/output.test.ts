import { describe, expect, it } from 'vitest';
import { outputValidator } from '../../../../src/core/forms/output.ts';

const validateOutput = outputValidator((work) => work());

describe('the structured content of a result', () => {
  it('fits, or is said not to', async () => {
    const schema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } as const;
    expect(await validateOutput(schema as never, { n: 1 })).toBeUndefined();
    expect(await validateOutput(schema as never, {})).toContain('/n: A value is needed.');
    expect(await validateOutput(schema as never, 3)).toContain('the whole: Must be object.');
  });

  it('lists the first errors and counts the rest', async () => {
    const schema = { type: 'object', required: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] };
    expect(await validateOutput(schema as never, {})).toContain('And 2 more.');
  });

  it('says that a schema cannot be used', async () => {
    expect(await validateOutput({ $ref: 'https://example.com/x' }, {})).toContain('cannot be used');
  });
});
