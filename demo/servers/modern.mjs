import { randomBytes } from 'node:crypto';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  createRequestStateCodec,
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod';
import { announce, listenOnLoopback } from '../shared/loopback.mjs';
import { parseOptions, runMain } from '../shared/options.mjs';
import { runModern } from './lib/modern-era.mjs';
import { registerPrompts, registerResources, registerTools } from './lib/register.mjs';
import { Workspace } from './lib/workspace.mjs';

/**
 * The demo's server of the modern era (2026-07-28): a call that needs the model returns `input_required` and is retried.
 *
 *     node modern.mjs [--root DIR] [--port N | --stdio]
 */

/** @type {(keyof typeof import('./lib/catalog.mjs').TOOLS)[]} */
const OFFERED = [
  'summarize_document',
  'chunked_summary',
  'analyze_sales',
  'extract_invoice',
  'research',
  'ask_db',
  'word_count',
];

/** A person may take this long for a round, in seconds; the SDK's ten minutes would end calls that lie on a desk. */
const ROUND_SECONDS = 12 * 60 * 60;

/** One key for the life of the process: every round of a call comes back to it. */
const codec = createRequestStateCodec({
  key: randomBytes(32),
  ttlSeconds: ROUND_SECONDS,
  bind: (context) => context.mcpReq.method,
});

/**
 * @param {Workspace} workspace
 * @returns {McpServer} for one request (HTTP) or one connection (stdio)
 */
function createServer(workspace) {
  const server = new McpServer(
    { name: 'modern-demo', title: 'Countersign demo (modern era)', version: '1.0.0' },
    {
      capabilities: { logging: {} },
      instructions: 'Small jobs on the files of one folder. Nearly all of them ask a model through the host.',
      requestState: { verify: (state, context) => codec.verify(state, context) },
      inputRequired: { roundTimeoutMs: ROUND_SECONDS * 1000 },
    },
  );
  /** @type {import('./lib/register.mjs').Era} */
  const era = {
    run: (start, name, args, context) => runModern(start, { name, args, context, workspace, codec }),
    readError: (message) => new ProtocolError(ProtocolErrorCode.InvalidParams, message),
    template: (template, callbacks) => new ResourceTemplate(template, /** @type {never} */ (callbacks)),
    promptArgs: (shape) => z.object(shape),
    notesChanged: () => {},
  };
  registerTools(server, OFFERED, era);
  registerResources(server, workspace, era);
  registerPrompts(server, era);
  return server;
}

/**
 * @param {Workspace} workspace
 * @param {number} port
 */
async function serveHttp(workspace, port) {
  // Old openings are refused: served one request at a time, without a session, they could ask nothing back, and every
  // tool here would fail with a message about it.
  const handle = toNodeHandler(createMcpHandler(() => createServer(workspace), { legacy: 'reject' }));
  const { origin } = await listenOnLoopback(port, async (request, response) => {
    if (new URL(request.url ?? '/', 'http://127.0.0.1').pathname !== '/mcp') {
      response.writeHead(404).end();
      return;
    }
    await handle(request, response);
  });
  announce(`${origin}/mcp`);
}

runMain(async () => {
  const options = parseOptions(process.argv.slice(2), { root: 'string', port: 'number', stdio: 'flag' });
  const workspace = new Workspace(String(options.root ?? process.cwd()));
  if (options.stdio !== true) return serveHttp(workspace, Number(options.port ?? 0));
  process.stdin.once('end', () => process.exit(0));
  serveStdio(() => createServer(workspace));
});
