import * as fc from 'fast-check';
import type { CreateMessageRequestParams, SamplingMessage } from '../../../src/core/mcp.ts';

/** Numbered texts and data, so that each can be looked for in what becomes of it. */
let counter = 0;
const unique = (prefix: string) => {
  counter += 1;
  return `${prefix}${counter}§`;
};
const text = fc.constant(null).map(() => ({ type: 'text' as const, text: unique('text') }));
const image = fc
  .constantFrom('image/png', 'image/svg+xml')
  .map((mimeType) => ({ type: 'image' as const, data: unique('image'), mimeType }));
const audio = fc
  .constantFrom('audio/wav', 'audio/mpeg', 'audio/ogg', 'odd')
  .map((mimeType) => ({ type: 'audio' as const, data: unique('audio'), mimeType }));
const toolUse = fc
  .constant(null)
  .map(() => ({ type: 'tool_use' as const, id: unique('id'), name: unique('name'), input: { a: unique('input') } }));
const inner = fc.oneof(
  text,
  image,
  audio,
  fc.constant(null).map(() => ({ type: 'resource_link' as const, uri: unique('file:///'), name: unique('link') })),
  fc
    .constant(null)
    .map(() => ({ type: 'resource' as const, resource: { uri: unique('file:///'), text: unique('inside') } })),
  fc
    .constantFrom('image/png', 'application/pdf')
    .map((mimeType) => ({ type: 'resource' as const, resource: { uri: 'file:///', blob: unique('blob'), mimeType } })),
);
const toolResult = fc
  .record({ content: fc.array(inner, { maxLength: 4 }), isError: fc.boolean(), structured: fc.boolean() })
  .map(({ content, isError, structured }) => ({
    type: 'tool_result' as const,
    toolUseId: unique('id'),
    content,
    isError,
    ...(structured && { structuredContent: { s: unique('structured') } }),
  }));
const block = fc.oneof(text, text, image, audio, toolUse, toolResult);
const message: fc.Arbitrary<SamplingMessage> = fc.record({
  role: fc.constantFrom('user' as const, 'assistant' as const),
  content: fc.oneof(block, fc.array(block, { maxLength: 5 })),
});

/** Sampling requests of every shape that the types allow, sensible or not. */
export const anyParams: fc.Arbitrary<CreateMessageRequestParams> = fc
  .record({
    messages: fc.array(message, { maxLength: 6 }),
    maxTokens: fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0.5, max: 1000, noNaN: true })),
    systemPrompt: fc.option(
      fc.constant(null).map(() => unique('system')),
      { nil: undefined },
    ),
    temperature: fc.option(fc.double({ min: -5, max: 5, noNaN: true }), { nil: undefined }),
    stopSequences: fc.option(fc.array(fc.string({ maxLength: 4 }), { maxLength: 7 }), { nil: undefined }),
    includeContext: fc.option(fc.constantFrom('none' as const, 'thisServer' as const, 'allServers' as const), {
      nil: undefined,
    }),
    metadata: fc.option(fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }), { maxKeys: 2 }), {
      nil: undefined,
    }),
    tools: fc.option(
      fc.array(
        fc
          .constant(null)
          .map(() => ({ name: unique('tool'), description: unique('says'), inputSchema: { type: 'object' as const } })),
        { maxLength: 3 },
      ),
      { nil: undefined },
    ),
    toolChoice: fc.option(fc.record({ mode: fc.constantFrom('auto' as const, 'required' as const, 'none' as const) }), {
      nil: undefined,
    }),
  })
  .map(
    (params) =>
      Object.fromEntries(
        Object.entries(params).filter(([, value]) => value !== undefined),
      ) as unknown as CreateMessageRequestParams,
  );

/** Every unique text with the path of the block, tool or field that it stands in. */
export function placesOf(params: CreateMessageRequestParams): { readonly mark: string; readonly path: string }[] {
  const places: { mark: string; path: string }[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string' && value.endsWith('§')) places.push({ mark: value, path });
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, `${path}[${index}]`);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) walk(item, path === '' ? key : `${path}.${key}`);
    }
  };
  walk(params, '');
  return places;
}
