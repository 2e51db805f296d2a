import { randomUUID } from 'node:crypto';
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { announce, listenOnLoopback } from '../shared/loopback.mjs';
import { parseOptions, runMain } from '../shared/options.mjs';
import { followLogLevel, runLegacy } from './lib/legacy-era.mjs';
import { registerPrompts, registerResources, registerTools } from './lib/register.mjs';
import { Workspace } from './lib/workspace.mjs';

/**
 * The demo's server of the legacy era: it pushes sampling requests while a call is open.
 *
 *     node legacy.mjs [--root DIR] [--transport stdio|http|sse] [--port N]
 */

/** @type {(keyof typeof import('./lib/catalog.mjs').TOOLS)[]} */
const OFFERED = [
  'summarize_document',
  'chunked_summary',
  'triage_issue',
  'draft_reply',
  'analyze_sales',
  'describe_image',
  'extract_invoice',
  'research',
  'ask_db',
  'solve_math',
  'word_count',
  'add_note',
  'remove_note',
];

/**
 * @param {Workspace} workspace
 * @returns {McpServer} for one connection
 */
function createServer(workspace) {
  const server = new McpServer(
    { name: 'legacy-demo', title: 'Countersign demo (legacy era)', version: '1.0.0' },
    {
      capabilities: { logging: {} },
      instructions: 'Small jobs on the files of one folder. Nearly all of them ask a model through the host.',
    },
  );
  const wantsLog = followLogLevel(server);
  /** @type {import('./lib/register.mjs').Era} */
  const era = {
    run: (start, _name, _args, extra) => runLegacy(start, { server, extra, workspace, wantsLog }),
    readError: (message) => new McpError(ErrorCode.InvalidParams, message),
    template: (template, callbacks) => new ResourceTemplate(template, /** @type {never} */ (callbacks)),
    promptArgs: (shape) => shape,
    notesChanged: () => server.sendResourceListChanged(),
  };
  registerTools(server, OFFERED, era);
  registerResources(server, workspace, era);
  registerPrompts(server, era);
  return server;
}

/** @param {Workspace} workspace */
async function serveStdio(workspace) {
  // An open request holds a timer of hours; without this the process would outlive its client by as long.
  process.stdin.once('end', () => process.exit(0));
  await createServer(workspace).connect(new StdioServerTransport());
}

/**
 * Streamable HTTP with sessions: one server for each.
 *
 * @param {Workspace} workspace
 * @param {number} port
 */
async function serveHttp(workspace, port) {
  /** @type {Map<string, StreamableHTTPServerTransport>} */
  const sessions = new Map();
  const { origin } = await listenOnLoopback(port, async (request, response) => {
    if (new URL(request.url ?? '/', 'http://127.0.0.1').pathname !== '/mcp') return void response.writeHead(404).end();
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (known !== undefined) return known.handleRequest(request, response);
    if (id !== undefined) return void response.writeHead(404).end('The session is unknown or has ended.');
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (session) => void sessions.set(session, transport),
      onsessionclosed: (session) => void sessions.delete(session),
    });
    await createServer(workspace).connect(transport);
    await transport.handleRequest(request, response);
  });
  announce(`${origin}/mcp`);
}

/**
 * The HTTP+SSE transport of 2024-11-05: a stream, and a second address for messages.
 *
 * @param {Workspace} workspace
 * @param {number} port
 */
async function serveSse(workspace, port) {
  /** @type {Map<string, SSEServerTransport>} */
  const streams = new Map();
  const { origin } = await listenOnLoopback(port, async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method === 'GET' && url.pathname === '/sse') {
      const transport = new SSEServerTransport('/messages', response);
      streams.set(transport.sessionId, transport);
      response.once('close', () => streams.delete(transport.sessionId));
      return createServer(workspace).connect(transport);
    }
    const stream = streams.get(url.searchParams.get('sessionId') ?? '');
    if (request.method === 'POST' && url.pathname === '/messages' && stream !== undefined) {
      return stream.handlePostMessage(request, response);
    }
    response.writeHead(url.pathname === '/sse' ? 405 : 404).end();
  });
  announce(`${origin}/sse`);
}

runMain(async () => {
  const options = parseOptions(process.argv.slice(2), { root: 'string', transport: 'string', port: 'number' });
  const workspace = new Workspace(String(options.root ?? process.cwd()));
  const port = Number(options.port ?? 0);
  const transport = options.transport ?? 'stdio';
  if (transport === 'stdio') return serveStdio(workspace);
  if (transport === 'http') return serveHttp(workspace, port);
  if (transport === 'sse') return serveSse(workspace, port);
  throw new Error(`--transport is stdio, http or sse, not "${transport}".`);
});
