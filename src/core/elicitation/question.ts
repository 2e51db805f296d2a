import { McpError } from '../errors.ts';
import type { Field, FormModel } from '../forms/fields.ts';
import { formModel } from '../forms/formModel.ts';
import type { JsonObject } from '../mcp.ts';
import { displayText } from '../text/display.ts';
import { isObject } from '../util/json.ts';
import { type PageUrl, readPageUrl } from './pageUrl.ts';

/**
 * What an elicitation asks, read once. `problem` says why it cannot be answered as asked: it breaks the specification, and the person is
 * shown that.
 */
export type Question =
  | {
      readonly mode: 'form';
      readonly message: string;
      readonly schema: JsonObject;
      readonly form: FormModel;
      readonly problem?: string;
    }
  | {
      readonly mode: 'url';
      readonly message: string;
      readonly page: PageUrl | undefined;
      /** Legacy only: by which the server says later that it is complete. */
      readonly elicitationId?: string;
      readonly problem?: string;
    };

/** Larger ones are not shown: nobody could judge them, and the desk would be slow. UTF-16 units. */
const MAX_MESSAGE = 200_000;
const MAX_SCHEMA = 1024 * 1024;

const invalid = (message: string): McpError =>
  new McpError('invalidRequest', `Invalid elicitation request: ${message}`, -32602);

/**
 * Reads an `elicitation/create`. Throws `McpError` (`invalidRequest`, -32602) where there is nothing that could be shown: no message, a
 * mode that is none.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/client/elicitation#elicitation-requests
 */
export function readQuestion(params: JsonObject): Question {
  const { mode = 'form', message } = params;
  if (typeof message !== 'string') throw invalid('it has no message.');
  if (message.length > MAX_MESSAGE) throw invalid(`its message is longer than ${MAX_MESSAGE} characters.`);
  if (mode === 'url') return urlQuestion(params, message);
  if (mode !== 'form') throw invalid(`the mode ${displayText(JSON.stringify(mode), 80)} is not known.`);
  const { requestedSchema: schema } = params;
  if (!isObject(schema)) {
    const form = { fields: [], whole: false };
    return { mode, message, schema: {}, form, problem: 'The server gave no schema for its form.' };
  }
  if (JSON.stringify(schema).length > MAX_SCHEMA) throw invalid('its schema is too large.');
  const form = formModel(schema);
  const problem = formProblem(form);
  return { mode, message, schema, form, ...(problem === undefined ? {} : { problem }) };
}

function urlQuestion(params: JsonObject, message: string): Question {
  const { url, elicitationId } = params;
  const id = typeof elicitationId === 'string' ? { elicitationId } : {};
  const read = typeof url === 'string' ? readPageUrl(url) : { problem: 'The server gave no URL.' };
  return 'problem' in read
    ? { mode: 'url', message, page: undefined, ...id, problem: read.problem }
    : { mode: 'url', message, page: read, ...id };
}

/**
 * Why a form is outside the specification, which has flat objects of texts, numbers, yes or no, and choices; undefined when it is not.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/client/elicitation#requested-schema
 */
export function formProblem({ fields, whole }: FormModel): string | undefined {
  if (whole) return 'This form is outside the specification: its schema is not an object with named fields.';
  const odd = fields.find((field) => oddity(field) !== undefined);
  if (odd === undefined) return undefined;
  return `This form is outside the specification: the field “${displayText(odd.name, 80)}” is ${oddity(odd)}. A form may have texts, numbers, yes or no, and choices, and nothing nested.`;
}

function oddity(field: Field): string | undefined {
  switch (field.kind) {
    case 'object':
      return 'an object with fields of its own';
    case 'list':
      return 'a list of free values';
    case 'json':
      return field.reason;
    default:
      return undefined;
  }
}
