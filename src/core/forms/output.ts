import type { OutputValidator } from '../calls/callService.ts';

/** Checks structured content against a tool's output schema. Ajv is loaded by the first use. */
export const validateOutput: OutputValidator = async (schema, content) => {
  const { compileSchema } = await import('./validate.ts');
  const compiled = compileSchema(schema);
  if (compiled.error !== undefined) return `The tool’s output schema cannot be used. ${compiled.error}`;
  const errors = compiled.validate(content);
  if (errors.length === 0) return undefined;
  const listed = errors.slice(0, 5).map(({ path, message }) => `${path === '' ? 'the whole' : path}: ${message}`);
  const more = errors.length > 5 ? ` And ${errors.length - 5} more.` : '';
  return `The structured content does not fit the tool’s output schema. ${listed.join(' ')}${more}`;
};
