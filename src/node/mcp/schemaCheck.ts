import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv';
import { messageOf } from '../../core/errors.ts';
import type { JsonObject } from '../../core/mcp.ts';
import { inTime } from '../inTime.ts';
import { short } from './words.ts';

/** Milliseconds for one schema. An ordinary one takes some ten. */
const LONGEST = 1_000;

/** UTF-16 units of a schema as JSON. */
const ORDINARY = 10_000;
/** Schemas after which a validator is thrown away, and with it what it has compiled: nobody validates by it. */
const KEPT = 100;

/** Compiles schemas that a server lists, to say of each why it cannot be used. Fetches nothing, and none can hold the window. */
export class SchemaCheck {
  readonly #inTime: ReturnType<typeof inTime>;
  #validator: AjvJsonSchemaValidator | undefined;
  #compiled = 0;

  /** @param ms how long one schema may take, in milliseconds */
  constructor(ms = LONGEST) {
    this.#inTime = inTime(ms);
  }

  /** In words, or undefined when it compiles. */
  problemOf(schema: JsonObject): string | undefined {
    try {
      if (this.#compiled++ % KEPT === 0) this.#validator = undefined;
      const validator = (this.#validator ??= new AjvJsonSchemaValidator());
      const compile = () => validator.getValidator(schema);
      // The limit costs more than an ordinary schema does, and thousands may come.
      if (isOrdinary(schema)) compile();
      else this.#inTime(compile);
      return undefined;
    } catch (error) {
      // It may have been ended in the middle of something.
      this.#validator = undefined;
      return short(messageOf(error));
    }
  }
}

/** Without references the work grows with the length of the text, so that a short one is soon done. */
function isOrdinary(schema: JsonObject): boolean {
  const text = JSON.stringify(schema);
  return text.length <= ORDINARY && !/"\$(?:ref|dynamicRef|recursiveRef)"/.test(text);
}
