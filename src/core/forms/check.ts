import type { SchemaCheck } from '../review/answerChecks.ts';
import type { InTime } from '../util/system.ts';

/** Checks a value, such as the content of a form, against a schema, in the time that `inTime` gives. Ajv is loaded by the first use. */
export function schemaCheck(inTime: InTime): SchemaCheck {
  return async (schema, content) => {
    const { compileSchema } = await import('./validate.ts');
    const compiled = compileSchema(schema, inTime);
    if (compiled.error !== undefined) throw new Error(compiled.error);
    return compiled.validate(content);
  };
}
