import {
  type CallToolResult,
  Client,
  type CreateMessageRequest,
  type CreateMessageResult,
  type CreateMessageResultWithTools,
  isInputRequiredResult,
  isSpecType,
  type Progress,
  ProtocolError,
  type SamplingMessage,
  specTypeSchemas,
  type Transport,
  withInputRequired,
} from '@modelcontextprotocol/client';
import * as z from 'zod/mini';

/** The parameters of one sampling request. */
export type Ask = CreateMessageRequest['params'];
type Answer = CreateMessageResult | CreateMessageResultWithTools;
/** Decides about one ask; it may throw, as a person may refuse. */
export type Desk = (ask: Ask) => Promise<Answer>;

/** A small host for both eras: it drives the rounds of the modern one itself. */
export interface Host {
  readonly client: Client;
  /** Every ask that arrived, in order, with the round of its call (always 0 in the legacy era). */
  readonly asks: { readonly params: Ask; readonly round: number }[];
  readonly logs: string[];
  callTool(
    name: string,
    args: Record<string, unknown>,
    onprogress?: (progress: Progress) => void,
  ): Promise<CallToolResult>;
  readText(uri: string): Promise<string>;
  promptText(name: string, args: Record<string, string>): Promise<string>;
}

/**
 * Connects a host to a server.
 *
 * @param transport not started
 * @param desk may be replaced later through `host.desk`
 * @param withTools whether sampling with tools is offered
 */
export async function connectHost(transport: Transport, desk: { decide: Desk }, withTools = true): Promise<Host> {
  const client = new Client(
    { name: 'demo-test', version: '1.0.0' },
    {
      capabilities: { sampling: withTools ? { tools: {} } : {} },
      versionNegotiation: { mode: 'auto', probe: { timeoutMs: 5000 } },
      inputRequired: { autoFulfill: false },
    },
  );
  const asks: Host['asks'] = [];
  const logs: string[] = [];
  const settle = (params: Ask, round: number): Promise<Answer> => {
    asks.push({ params, round });
    return desk.decide(params);
  };
  client.setRequestHandler('sampling/createMessage', (request) => settle(request.params, 0));
  client.setNotificationHandler('notifications/message', (message) => void logs.push(String(message.params.data)));
  await client.connect(transport);

  /** Repeats a request until its result is complete. */
  async function rounds<T extends object>(send: (extra: object) => Promise<T>): Promise<T> {
    let extra = {};
    for (let round = 0; round < 10; round++) {
      const result = await send(extra);
      if (!isInputRequiredResult(result)) return result;
      const entries = Object.entries(result.inputRequests ?? {}).map(async ([key, request]) => {
        if (!isSpecType.CreateMessageRequest(request)) throw new Error(`${key} is no sampling request.`);
        return [key, await settle(request.params, round)] as const;
      });
      extra = {
        inputResponses: Object.fromEntries(await Promise.all(entries)),
        ...(result.requestState !== undefined && { requestState: result.requestState }),
      };
    }
    throw new Error('The call took more than ten rounds.');
  }

  return {
    client,
    asks,
    logs,
    callTool: (name, args, onprogress) =>
      rounds((extra) =>
        client.request(
          {
            method: 'tools/call',
            params: { name, arguments: args, ...extra, _meta: { 'io.modelcontextprotocol/logLevel': 'info' } },
          },
          withInputRequired(specTypeSchemas.CallToolResult),
          { allowInputRequired: true, ...(onprogress && { onprogress }) },
        ),
      ) as Promise<CallToolResult>,
    readText: async (uri) => {
      const result = await rounds((extra) => client.readResource({ uri, ...extra }, { allowInputRequired: true }));
      const [first] = 'contents' in result ? result.contents : [];
      return first !== undefined && 'text' in first ? first.text : '';
    },
    promptText: async (name, args) => {
      const result = await rounds((extra) =>
        client.getPrompt({ name, arguments: args, ...extra }, { allowInputRequired: true }),
      );
      const messages = 'messages' in result ? result.messages : [];
      return messages.map(({ content }) => (content.type === 'text' ? content.text : '')).join('\n');
    },
  };
}

/** What a person who clicks *Deny* makes of an ask. */
export function deny(): Promise<never> {
  return Promise.reject(new ProtocolError(-1, 'User rejected sampling request'));
}

const chatAnswer = z.object({
  model: z.string(),
  choices: z.array(
    z.object({
      finish_reason: z.string(),
      message: z.object({
        content: z.nullable(z.string()),
        tool_calls: z.optional(
          z.array(z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) })),
        ),
      }),
    }),
  ),
});

/**
 * A desk that lets everything pass to an OpenAI-compatible model.
 *
 * @param url its base URL
 */
export function modelDesk(url: string, model: string): Desk {
  return async (ask) => {
    const response = await fetch(`${url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(toChatRequest(ask, model)),
    });
    if (!response.ok) throw new Error(await response.text());
    const answer = z.parse(chatAnswer, await response.json());
    const [choice] = answer.choices;
    const calls = choice?.message.tool_calls ?? [];
    const stopReason = { length: 'maxTokens', tool_calls: 'toolUse' }[choice?.finish_reason ?? ''] ?? 'endTurn';
    if (calls.length === 0) {
      const content = { type: 'text' as const, text: choice?.message.content ?? '' };
      return { role: 'assistant', model: answer.model, stopReason, content };
    }
    const content = calls.map(({ id, function: { name, arguments: input } }) => ({
      type: 'tool_use' as const,
      id,
      name,
      input: JSON.parse(input) as Record<string, unknown>,
    }));
    return { role: 'assistant', model: answer.model, stopReason, content };
  };
}

function toChatRequest(ask: Ask, model: string): object {
  return {
    model,
    messages: [
      ...(ask.systemPrompt === undefined ? [] : [{ role: 'system', content: ask.systemPrompt }]),
      ...ask.messages.flatMap(toChatMessages),
    ],
    max_tokens: ask.maxTokens,
    ...(ask.temperature !== undefined && { temperature: ask.temperature }),
    ...(ask.stopSequences && { stop: ask.stopSequences }),
    ...(ask.tools && {
      tools: ask.tools.map(({ name, description, inputSchema }) => ({
        type: 'function',
        function: { name, description, parameters: inputSchema },
      })),
      tool_choice: ask.toolChoice?.mode ?? 'auto',
    }),
  };
}

function toChatMessages(message: SamplingMessage): object[] {
  const blocks = Array.isArray(message.content) ? message.content : [message.content];
  const results = blocks.flatMap((block) =>
    block.type === 'tool_result'
      ? [
          {
            role: 'tool',
            tool_call_id: block.toolUseId,
            content: (block.content ?? []).map((c) => (c.type === 'text' ? c.text : '')).join('\n'),
          },
        ]
      : [],
  );
  if (results.length > 0) return results;
  const calls = blocks.flatMap((block) =>
    block.type === 'tool_use'
      ? [{ id: block.id, type: 'function', function: { name: block.name, arguments: JSON.stringify(block.input) } }]
      : [],
  );
  const parts = blocks.flatMap((block): object[] => {
    if (block.type === 'text') return [{ type: 'text', text: block.text }];
    if (block.type === 'image')
      return [{ type: 'image_url', image_url: { url: `data:${block.mimeType};base64,${block.data}` } }];
    return [];
  });
  return [{ role: message.role, content: parts, ...(calls.length > 0 && { tool_calls: calls }) }];
}
