import type { OutputValidator } from '../calls/callService.ts';
import { messageOf } from '../errors.ts';
import type { InTime } from '../util/system.ts';
import type { FieldError } from './values.ts';

/** Checks structured content against a tool's output schema, in the time that `inTime` gives. Ajv is loaded by the first use. */
export function outputValidator(inTime: InTime): OutputValidator {
  return async (schema, content) => {
    const { compileSchema } = await import('./validate.ts');
    const compiled = compileSchema(schema, inTime);
    if (compiled.error !== undefined) return `The tool’s output schema cannot be used. ${compiled.error}`;
    try {
      return unfit(compiled.validate(content));
    } catch (error) {
      return `The structured content could not be checked against the tool’s output schema: ${messageOf(error)}.`;
    }
  };
}

function unfit(errors: readonly FieldError[]): string | undefined {
  if (errors.length === 0) return undefined;
  const listed = errors.slice(0, 5).map(({ path, message }) => `${path === '' ? 'the whole' : path}: ${message}`);
  const more = errors.length > 5 ? ` And ${errors.length - 5} more.` : '';
  return `The structured content does not fit the tool’s output schema. ${listed.join(' ')}${more}`;
}
