import { formModel } from '../forms/formModel.ts';
import { initialValues, valuesToArguments } from '../forms/values.ts';
import type { JsonObject } from '../mcp.ts';
import { isObject } from '../util/json.ts';
import type { ElicitAnswer } from './ask.ts';

/**
 * The answer of a host without a person: the form as its defaults fill it. For tests and conformance only; a URL is declined, since
 * nobody is there to open it.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/client/elicitation#requested-schema
 */
export function answerWithDefaults(params: JsonObject): ElicitAnswer {
  if (params['mode'] === 'url') return { action: 'decline' };
  const schema = params['requestedSchema'];
  const model = formModel(isObject(schema) ? schema : {});
  return { action: 'accept', content: valuesToArguments(model, initialValues(model)).arguments };
}
