import type { CreateMessageRequestParams } from '../../../src/core/mcp.ts';

/** What became of a field: it is in what was sent (or on the desk), or a note names it. */
export type Kept = { readonly sent: unknown } | { readonly note: readonly [field: string, effect: string] };

/** A field of a sampling request, a request that has it, and what each provider does with it. */
export interface FidelityRow {
  readonly field: string;
  readonly asks: Partial<CreateMessageRequestParams> & Record<string, unknown>;
  readonly openai: Kept;
  readonly vscode: Kept;
  /** `sent`: a text that the desk shows to the person who answers. */
  readonly hand: Kept;
}

const noted = (field: string, effect: string): Kept => ({ note: [field, effect] });
const sent = (value: unknown): Kept => ({ sent: value });
const everywhere = (kept: Kept) => ({ openai: kept, vscode: kept, hand: kept });

type Message = CreateMessageRequestParams['messages'][number];
const user = (content: Message['content']): { messages: Message[] } => ({ messages: [{ role: 'user', content }] });
const used = {
  role: 'assistant' as const,
  content: { type: 'tool_use' as const, id: 'u1', name: 'find', input: { a: [1] } },
};
const result = (more: object): { messages: Message[] } => ({
  messages: [used, { role: 'user', content: { type: 'tool_result', toolUseId: 'u1', content: [], ...more } }],
});
const text = (value: string) => ({ type: 'text' as const, text: value });
const png = { type: 'image' as const, data: 'aGk=', mimeType: 'image/png' };
const wav = { type: 'audio' as const, data: 'aGk=', mimeType: 'audio/wav' };
const schema = { type: 'object' as const, properties: { q: { type: 'string' } }, required: ['q'] };
const find = { name: 'find', description: 'Finds things.', inputSchema: schema };
const extras = { annotations: { priority: 1 }, _meta: { x: 1 } };

const chat = (...messages: unknown[]) => sent({ messages });
const lm = (...messages: unknown[]) => sent({ messages });
const part = (value: string) => ({ kind: 'text', value });

const textRows: FidelityRow[] = [
  {
    field: 'text of a user',
    asks: user(text('Hello')),
    openai: chat({ role: 'user', content: 'Hello' }),
    vscode: lm({ role: 'user', content: [part('Hello')] }),
    hand: sent('Hello'),
  },
  {
    field: 'text of the assistant',
    asks: { messages: [{ role: 'assistant', content: text('I was') }] },
    openai: chat({ role: 'assistant', content: 'I was' }),
    vscode: lm({ role: 'assistant', content: [part('I was')] }),
    hand: sent('I was'),
  },
  {
    field: 'several blocks in order',
    asks: user([text('one'), text('two')]),
    openai: chat({ role: 'user', content: [{ text: 'one' }, { text: 'two' }] }),
    vscode: lm({ content: [part('one'), part('two')] }),
    hand: sent('two'),
  },
  {
    field: 'image',
    asks: user(png),
    openai: chat({ content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } }] }),
    vscode: lm({ content: [{ kind: 'image', mimeType: 'image/png', data: 'aGk=' }] }),
    hand: sent('aGk='),
  },
  {
    field: 'image of a kind that few take',
    asks: user({ ...png, mimeType: 'image/tiff' }),
    openai: chat({ content: [{ image_url: { url: 'data:image/tiff;base64,aGk=' } }] }),
    vscode: noted('messages[0].content', 'ignored'),
    hand: sent('image/tiff'),
  },
  {
    field: 'audio',
    asks: user(wav),
    openai: chat({ content: [{ type: 'input_audio', input_audio: { data: 'aGk=', format: 'wav' } }] }),
    vscode: noted('messages[0].content', 'ignored'),
    hand: sent('audio/wav'),
  },
  {
    field: 'audio of a kind that few take',
    asks: user({ ...wav, mimeType: 'audio/ogg' }),
    openai: noted('messages[0].content', 'ignored'),
    vscode: noted('messages[0].content', 'ignored'),
    hand: sent('audio/ogg'),
  },
  {
    field: 'image of the assistant',
    asks: { messages: [{ role: 'assistant', content: png }] },
    openai: noted('messages[0].content', 'ignored'),
    vscode: noted('messages[0].content', 'ignored'),
    hand: sent('aGk='),
  },
  {
    field: 'annotations and _meta of a block',
    asks: user({ ...text('x'), ...extras }),
    ...everywhere(noted('messages[0].content', 'ignored')),
  },
  {
    field: 'unknown field of a block',
    asks: user({ ...text('x'), icons: [{ src: 'https://x.example/i.png' }] } as never),
    ...everywhere(noted('messages[0].content', 'ignored')),
  },
  {
    field: '_meta and unknown fields of a message',
    asks: { messages: [{ role: 'user', content: text('x'), _meta: { a: 1 }, name: 'Ann' } as never] },
    ...everywhere(noted('messages[0]', 'ignored')),
  },
  {
    field: 'a broken character',
    asks: user(text('half \ud83d')),
    openai: noted('messages', 'changed'),
    vscode: noted('messages', 'changed'),
    hand: sent('half'),
  },
];

const toolRows: FidelityRow[] = [
  {
    field: 'tool_use',
    asks: result({ content: [text('ok')] }),
    openai: chat(
      { role: 'assistant', tool_calls: [{ id: 'u1', function: { name: 'find', arguments: '{"a":[1]}' } }] },
      {},
    ),
    vscode: lm({ content: [{ kind: 'call', callId: 'u1', name: 'find', input: { a: [1] } }] }, {}),
    hand: sent('u1'),
  },
  {
    field: 'tool_result: text',
    asks: result({ content: [text('found')] }),
    openai: chat({}, { role: 'tool', tool_call_id: 'u1', content: 'found' }),
    vscode: lm({}, { content: [{ kind: 'result', callId: 'u1', content: [part('found')] }] }),
    hand: sent('found'),
  },
  {
    field: 'tool_result: image',
    asks: result({ content: [png] }),
    openai: noted('messages[1].content.content[0]', 'changed'),
    vscode: lm({}, { content: [{ kind: 'result', content: [{ kind: 'image', data: 'aGk=' }] }] }),
    hand: sent('aGk='),
  },
  {
    field: 'tool_result: audio',
    asks: result({ content: [wav] }),
    openai: noted('messages[1].content.content[0]', 'changed'),
    vscode: noted('messages[1].content.content[0]', 'ignored'),
    hand: sent('audio/wav'),
  },
  {
    field: 'tool_result: link to a resource',
    asks: result({ content: [{ type: 'resource_link', uri: 'file:///a', name: 'A' }] }),
    openai: noted('messages[1].content.content[0]', 'changed'),
    vscode: noted('messages[1].content.content[0]', 'changed'),
    hand: sent('file:///a'),
  },
  {
    field: 'tool_result: embedded text',
    asks: result({ content: [{ type: 'resource', resource: { uri: 'file:///a', text: 'inside' } }] }),
    openai: noted('messages[1].content.content[0]', 'changed'),
    vscode: noted('messages[1].content.content[0]', 'changed'),
    hand: sent('inside'),
  },
  {
    field: 'tool_result: embedded bytes',
    asks: result({
      content: [{ type: 'resource', resource: { uri: 'file:///a', blob: 'aGk=', mimeType: 'application/pdf' } }],
    }),
    openai: noted('messages[1].content.content[0]', 'ignored'),
    vscode: noted('messages[1].content.content[0]', 'ignored'),
    hand: sent('application/pdf'),
  },
  {
    field: 'tool_result: structuredContent beside content',
    asks: result({ content: [text('short')], structuredContent: { whole: 1 } }),
    openai: noted('messages[1].content.structuredContent', 'ignored'),
    vscode: noted('messages[1].content.structuredContent', 'ignored'),
    hand: sent('whole'),
  },
  {
    field: 'tool_result: structuredContent alone',
    asks: result({ structuredContent: { whole: 1 } }),
    openai: noted('messages[1].content.structuredContent', 'changed'),
    vscode: noted('messages[1].content.structuredContent', 'changed'),
    hand: sent('whole'),
  },
  {
    field: 'tool_result: isError',
    asks: result({ content: [text('no')], isError: true }),
    openai: noted('messages[1].content.isError', 'ignored'),
    vscode: noted('messages[1].content.isError', 'ignored'),
    hand: sent('"isError":true'),
  },
  {
    field: 'tool_result: annotations inside',
    asks: result({ content: [{ ...text('x'), ...extras }] }),
    ...everywhere(noted('messages[1].content.content[0]', 'ignored')),
  },
  {
    field: 'tools: name, description, inputSchema',
    asks: { tools: [find] },
    openai: sent({
      tools: [{ type: 'function', function: { name: 'find', description: 'Finds things.', parameters: schema } }],
    }),
    vscode: sent({ options: { tools: [find] } }),
    hand: noted('tools', 'ignored'),
  },
  ...(['title', 'outputSchema', 'annotations', 'icons', '_meta', 'execution', 'unheardOf'] as const).map(
    (key): FidelityRow => ({
      field: `tools: ${key}`,
      asks: { tools: [{ ...find, [key]: key === 'title' ? 'Find' : { type: 'object' } }] },
      openai: noted('tools[0]', 'ignored'),
      vscode: noted('tools[0]', 'ignored'),
      hand: noted('tools', 'ignored'),
    }),
  ),
  ...(['auto', 'required', 'none'] as const).map(
    (mode): FidelityRow => ({
      field: `toolChoice: ${mode}`,
      asks: { tools: [find], toolChoice: { mode } },
      openai: sent({ tool_choice: mode }),
      vscode: mode === 'none' ? noted('tools', 'ignored') : sent({ options: { toolMode: mode === 'auto' ? 1 : 2 } }),
      hand: noted('toolChoice', 'ignored'),
    }),
  ),
  {
    field: 'toolChoice without tools',
    asks: { toolChoice: { mode: 'auto' } },
    ...everywhere(noted('toolChoice', 'ignored')),
  },
  {
    field: 'toolChoice: unknown field',
    asks: { tools: [find], toolChoice: { mode: 'required', name: 'find' } as never },
    ...everywhere(noted('toolChoice', 'ignored')),
  },
];

const parameterRows: FidelityRow[] = [
  {
    field: 'systemPrompt',
    asks: { systemPrompt: 'Be kind.' },
    openai: chat({ role: 'system', content: 'Be kind.' }, {}),
    vscode: noted('systemPrompt', 'changed'),
    hand: sent('Be kind.'),
  },
  {
    field: 'maxTokens',
    asks: { maxTokens: 77 },
    openai: sent({ max_tokens: 77 }),
    vscode: noted('maxTokens', 'ignored'),
    hand: noted('maxTokens', 'ignored'),
  },
  {
    field: 'maxTokens beyond the model',
    asks: { maxTokens: 999_999 },
    openai: noted('maxTokens', 'clamped'),
    vscode: noted('maxTokens', 'ignored'),
    hand: noted('maxTokens', 'ignored'),
  },
  {
    field: 'temperature',
    asks: { temperature: 0.3 },
    openai: sent({ temperature: 0.3 }),
    vscode: noted('temperature', 'ignored'),
    hand: noted('temperature', 'ignored'),
  },
  {
    field: 'temperature out of range',
    asks: { temperature: 3 },
    openai: noted('temperature', 'clamped'),
    vscode: noted('temperature', 'ignored'),
    hand: noted('temperature', 'ignored'),
  },
  {
    field: 'stopSequences',
    asks: { stopSequences: ['END', 'STOP'] },
    openai: sent({ stop: ['END', 'STOP'] }),
    vscode: noted('stopSequences', 'ignored'),
    hand: noted('stopSequences', 'ignored'),
  },
  {
    field: 'five stopSequences',
    asks: { stopSequences: ['a', 'b', 'c', 'd', 'e'] },
    openai: noted('stopSequences', 'clamped'),
    vscode: noted('stopSequences', 'ignored'),
    hand: noted('stopSequences', 'ignored'),
  },
  {
    field: 'includeContext: none',
    asks: { includeContext: 'none' },
    openai: chat({ role: 'user' }),
    vscode: lm({ role: 'user' }),
    hand: sent('none'),
  },
  ...(['thisServer', 'allServers'] as const).map(
    (includeContext): FidelityRow => ({
      field: `includeContext: ${includeContext}`,
      asks: { includeContext },
      ...everywhere(noted('includeContext', 'ignored')),
    }),
  ),
  { field: 'metadata', asks: { metadata: { user: 'ann' } }, ...everywhere(noted('metadata', 'ignored')) },
  {
    field: 'modelPreferences: unknown field',
    asks: { modelPreferences: { hints: [{ name: 'a' }], beautyPriority: 1 } as never },
    ...everywhere(noted('modelPreferences', 'ignored')),
  },
  {
    field: 'hint: unknown field',
    asks: { modelPreferences: { hints: [{ name: 'a', version: '2' }] } as never },
    ...everywhere(noted('modelPreferences.hints[0]', 'ignored')),
  },
  {
    field: 'hints beyond a hundred',
    asks: { modelPreferences: { hints: Array.from({ length: 101 }, (_, at) => ({ name: `m${at}` })) } },
    ...everywhere(noted('modelPreferences.hints', 'ignored')),
  },
  {
    field: 'hint of more letters than any name',
    asks: { modelPreferences: { hints: [{ name: 'a'.repeat(301) }] } },
    ...everywhere(noted('modelPreferences.hints[0]', 'ignored')),
  },
  { field: '_meta', asks: { _meta: { progressToken: 1, trace: 'x' } }, ...everywhere(noted('_meta', 'ignored')) },
  { field: 'task', asks: { task: { ttl: 1000 } }, ...everywhere(noted('task', 'ignored')) },
  { field: 'unknown field', asks: { somethingNew: true }, ...everywhere(noted('somethingNew', 'ignored')) },
];

/** Every field of a sampling request. */
export const fidelityRows: readonly FidelityRow[] = [...textRows, ...toolRows, ...parameterRows];
