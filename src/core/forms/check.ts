import type { FormCheck } from '../elicitation/elicitation.ts';
import type { InTime } from '../util/system.ts';

/** Checks the content of a form against its schema, in the time that `inTime` gives. Ajv is loaded by the first use. */
export function formCheck(inTime: InTime): FormCheck {
  return async (schema, content) => {
    const { compileSchema } = await import('./validate.ts');
    const compiled = compileSchema(schema, inTime);
    if (compiled.error !== undefined) throw new Error(compiled.error);
    return compiled.validate(content);
  };
}
