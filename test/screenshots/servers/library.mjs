// A modern server (2026-07-28) over HTTP: its calls wait for a person as long as they like, also while the window is reloaded.
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, inputRequired, inputResponse, McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';

/** A tool that asks the model once. */
const asks = (prompt) => (args, ctx) => {
  const answer = inputResponse(ctx.mcpReq.inputResponses, 'answer');
  if (answer.kind !== 'missing') return { content: [answer.result.content].flat() };
  const request = inputRequired.createMessage({
    systemPrompt: 'You write for the readers of a town library.',
    messages: [{ role: 'user', content: { type: 'text', text: prompt(args) } }],
    maxTokens: 300,
  });
  return inputRequired({ inputRequests: { answer: request } });
};

function makeServer() {
  const server = new McpServer(
    { name: 'library', title: 'Library', version: '1.2.0' },
    { capabilities: { tools: {} } },
  );
  server.registerTool(
    'describe_book',
    {
      title: 'Describe book',
      description: 'Writes the text for the shelf of new books.',
      inputSchema: z.object({ title: z.string().default('The Salt Road') }),
    },
    asks(({ title }) => `Write three sentences about the book “${title}”. Do not tell the end.`),
  );
  server.registerTool(
    'answer_reader',
    {
      title: 'Answer reader',
      description: 'Drafts a reply to a reader.',
      inputSchema: z.object({ question: z.string().default('Can I keep a book for six weeks?') }),
    },
    asks(({ question }) => `Draft a friendly reply to this question of a reader: ${question}`),
  );
  return server;
}

const serve = toNodeHandler(createMcpHandler(makeServer, { legacy: 'reject' }));
const http = createServer((request, response) => void serve(request, response));
http.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${http.address().port}/mcp` }));
});
