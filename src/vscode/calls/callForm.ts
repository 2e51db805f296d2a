import type { JsonObject, Prompt, ResourceTemplate } from '../../core/mcp.ts';
import type { CallRequest, CompletionAsk } from '../../core/servers/session.ts';
import type { Offered } from '../tree/nodes.ts';
import { expandTemplate, templateVariables } from './uriTemplate.ts';

/** The JSON Schema of what has to be asked before something offered can be called. */
export function inputSchemaOf(offered: Offered): JsonObject {
  switch (offered.kind) {
    case 'tool':
      return offered.tool.inputSchema as JsonObject;
    case 'prompt':
      return promptSchema(offered.prompt);
    case 'resourceTemplate':
      return templateSchema(offered.template);
    case 'resource':
      return { type: 'object', properties: {} };
  }
}

/** The specification has titles here; the SDK's type does not. */
type Argument = NonNullable<Prompt['arguments']>[number] & { readonly title?: string };

function promptSchema(prompt: Prompt): JsonObject {
  const declared: readonly Argument[] = prompt.arguments ?? [];
  const properties = Object.fromEntries(
    declared.map(({ name, title, description }) => [
      name,
      { type: 'string', ...(title !== undefined && { title }), ...(description !== undefined && { description }) },
    ]),
  );
  return {
    type: 'object',
    properties,
    required: declared.filter(({ required }) => required === true).map(({ name }) => name),
  };
}

function templateSchema({ uriTemplate }: ResourceTemplate): JsonObject {
  const names = templateVariables(uriTemplate);
  // A query (`?` and `&`) may be left out; what stands in the path may not, or the URI names something else.
  const optional = new Set(
    [...uriTemplate.matchAll(/\{[?&]([^{}]*)\}/g)].flatMap(([, body = '']) => templateVariables(`{${body}}`)),
  );
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    required: names.filter((name) => !optional.has(name)),
  };
}

/** The call with these arguments, which fit the schema. */
export function requestOf(offered: Offered, values: JsonObject): CallRequest {
  switch (offered.kind) {
    case 'tool':
      return { method: 'tools/call', tool: offered.tool, arguments: values };
    case 'prompt':
      return { method: 'prompts/get', name: offered.prompt.name, arguments: texts(values) };
    case 'resourceTemplate':
      return { method: 'resources/read', uri: expandTemplate(offered.template.uriTemplate, texts(values)) };
    case 'resource':
      return { method: 'resources/read', uri: offered.resource.uri };
  }
}

/** What the server completes arguments of; the protocol knows this of prompts and resource templates alone. */
export function completionOf(offered: Offered): CompletionAsk['of'] | undefined {
  if (offered.kind === 'prompt') return { kind: 'prompt', name: offered.prompt.name };
  if (offered.kind !== 'resourceTemplate') return undefined;
  return { kind: 'resourceTemplate', uriTemplate: offered.template.uriTemplate };
}

/** Prompt arguments and template variables are texts. */
function texts(values: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** True when nothing has to be asked, so that it can be called at once. */
export function needsNoInput(offered: Offered): boolean {
  if (offered.kind === 'resource') return true;
  if (offered.kind === 'prompt') return (offered.prompt.arguments ?? []).length === 0;
  return offered.kind === 'resourceTemplate' && templateVariables(offered.template.uriTemplate).length === 0;
}
