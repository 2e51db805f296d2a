import type { JsonObject } from '../mcp.ts';
import type { SchemaCheck } from '../review/answerChecks.ts';
import type { InTime } from '../util/system.ts';
import type { CompiledSchema } from './validate.ts';

/**
 * Checks a value, such as the content of a form, against a schema, in the time that `inTime` gives. Ajv is loaded by the first use. A
 * schema is compiled once, and one that took too long with a value is not tried with another: an answer can have many uses of one tool,
 * and is checked again with each edit.
 */
export function schemaCheck(inTime: InTime): SchemaCheck {
  const known = new WeakMap<JsonObject, CompiledSchema>();
  return async (schema, content) => {
    const { compileSchema } = await import('./validate.ts');
    const compiled = known.get(schema) ?? compileSchema(schema, inTime);
    known.set(schema, compiled);
    if (compiled.error !== undefined) throw new Error(compiled.error);
    try {
      return compiled.validate(content);
    } catch (error) {
      // A value that is nested too deeply says nothing about the next one.
      if (error instanceof Error && !(error instanceof RangeError)) known.set(schema, { error: error.message });
      throw error;
    }
  };
}
