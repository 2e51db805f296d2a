import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallService } from '../../../src/core/calls/callService.ts';
import type { Json, JsonObject } from '../../../src/core/mcp.ts';
import { defineServer } from '../../../src/core/servers/identity.ts';
import { ManagedServer } from '../../../src/core/servers/managedServer.ts';
import type { ServerLog } from '../../../src/core/servers/serverLog.ts';
import { jsonLine } from '../../../src/core/servers/trafficLines.ts';
import { parseServers } from '../../../src/core/settings/servers.ts';
import { systemClock } from '../../../src/node/clock.ts';
import { envFileDigest, readEnvFile } from '../../../src/node/envFile.ts';
import { sha256 } from '../../../src/node/hash.ts';
import { LedgerFile } from '../../../src/node/ledgerFile.ts';
import { createConnector } from '../../../src/node/mcp/index.ts';
import { LedgerRedaction } from '../../../src/vscode/ledger/ledgerRedaction.ts';
import { serverPath } from '../../fixtures/servers/launch.mts';
import { pinBook } from '../core/trust/fakes.ts';

vi.setConfig({ testTimeout: 30_000 });

let folder: string;
let server: ManagedServer | undefined;
let web: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'canary-'));
});
afterEach(async () => {
  await server?.shutdown();
  web?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Keeps everything that reaches the log of a server, the trace included. */
function listeningLog() {
  const lines: string[] = [];
  const keep = (...parts: readonly unknown[]): void => void lines.push(JSON.stringify(parts));
  const log: ServerLog = { tracing: true, stderr: keep, stray: keep, protocol: keep, event: keep, traffic: keep };
  return { log, lines };
}

/** Runs a server as the extension does, lets it tell all it knows twice, and collects what was kept of it anywhere. */
async function told(definition: Json, inputs: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const { entries } = parseServers({ raw: { canary: definition }, source: { kind: 'user' } });
  const [entry] = entries;
  if (!entry) throw new Error('not a definition');
  const redaction = new LedgerRedaction();
  const ledgerFolder = path.join(folder, 'ledger');
  const clock = systemClock;
  const ledger = new LedgerFile({ folder: ledgerFolder, window: randomUUID(), clock, redact: redaction.redact });
  const nothing = { run: () => Promise.reject(new Error('not asked')) };
  const calls = new CallService({
    pipeline: nothing,
    ledger,
    clock,
    newId: randomUUID,
    validateOutput: () => Promise.resolve(undefined),
    roots: { rootsOf: () => [] },
    pages: nothing as never,
  });
  const env = (name: string): string | undefined => process.env[name];
  const { log, lines } = listeningLog();
  server = new ManagedServer(entry, true, {
    connector: createConnector({ version: '0.0.0' }),
    confirmations: { isConfirmed: () => true },
    define: (one) =>
      defineServer(one, {
        sha256,
        envFileDigest,
        env,
        userHome: homedir(),
        pathSeparator: path.sep === '\\' ? '\\' : '/',
      }),
    pins: pinBook(clock).book,
    launchSource: () => ({ env, input: (id) => Promise.resolve(inputs[id]), envFile: readEnvFile }),
    pushes: calls,
    onKeys: (keys) => keys.forEach((key) => redaction.add(key)),
    log,
    clock,
    random: () => 0.5,
  });
  await server.start({ interactive: true });
  const { target, facts } = server;
  if (!target) throw new Error(JSON.stringify(server.state));
  const [tool] = await target.session.list('tools');
  if (!tool) throw new Error('no tool');
  const tell = async (args: JsonObject) =>
    calls.start(target, { method: 'tools/call', tool, arguments: args }).finished;
  const snapshot = await tell({});
  // What a person sees of a result is what the server said: this shows that it knows the secrets.
  expect(JSON.stringify(snapshot.result)).toContain('canary');
  await tell({ fail: true });
  const { entries: traffic } = facts.traffic;
  const state = JSON.stringify([server.state.kind, server.problems, facts.logs]);
  await server.stop();
  const files = await readdir(ledgerFolder);
  const kept = await Promise.all(files.map((file) => readFile(path.join(ledgerFolder, file), 'utf8')));
  expect(traffic.length).toBeGreaterThan(5);
  return {
    log: lines.join('\n'),
    traffic: JSON.stringify(traffic),
    calls: JSON.stringify([...facts.traffic.calls]),
    jsonl: traffic.map(jsonLine).join('\n'),
    state,
    ledger: kept.join('\n'),
  };
}

function hits(kept: Record<string, string>, secrets: readonly string[]): string[] {
  return Object.entries(kept).flatMap(([where, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${where}: ${secret}`),
  );
}

describe('secrets that a server tells', () => {
  it('are kept nowhere when they came by variables, inputs, files and arguments', async () => {
    const envFile = path.join(folder, 'secrets.env');
    await writeFile(envFile, 'TOLD_FILE=canary-file-81c2\n');
    const secrets = [
      'canary-literal-4e1',
      'canary-input-"92\\af',
      'canary-file-81c2',
      'canary-arg-77b0',
      'canary-pair-310d',
    ];
    const kept = await told(
      {
        command: process.execPath,
        args: [serverPath('tells-all'), '--api-key', 'canary-arg-77b0', '--token=canary-pair-310d'],
        env: { TOLD_API_KEY: 'canary-literal-4e1', TOLD_INPUT: '${input:any}' },
        envFile,
      },
      { any: 'canary-input-"92\\af' },
    );
    expect(hits(kept, [...secrets, 'canary-input'])).toEqual([]);
    expect(kept['log']).toContain('[redacted]');
    expect(kept['traffic']).toContain('[redacted]');
  });

  it('are kept nowhere when they came by headers and a URL', async () => {
    web = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString() || '{}') as JsonObject;
        const asked = typeof method === 'string' ? method : '';
        const knows = { content: [{ type: 'text', text: JSON.stringify([request.url, request.headers]) }] };
        const info = { name: 'web', version: '1', title: request.url ?? '' };
        const version = (params as JsonObject | undefined)?.['protocolVersion'];
        const results: Record<string, Json> = {
          initialize: { protocolVersion: version ?? '', capabilities: { tools: {} }, serverInfo: info },
          'tools/list': { tools: [{ name: 'tell', description: request.url ?? '', inputSchema: { type: 'object' } }] },
          'tools/call': knows,
        };
        const result = results[asked];
        const error = { code: -32601, message: `No ${asked} at ${request.url}` };
        response.writeHead(id === undefined ? 202 : 200, { 'content-type': 'application/json' });
        response.end(
          id === undefined ? '' : JSON.stringify({ jsonrpc: '2.0', id, ...(result ? { result } : { error }) }),
        );
      });
    });
    await new Promise<void>((resolve) => void web?.listen(0, '127.0.0.1', resolve));
    const address = web.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const kept = await told(
      {
        type: 'http',
        era: 'legacy',
        url: `http://127.0.0.1:${port}/mcp?api_key=canary-query-5d2&from=\${input:query}`,
        headers: {
          Authorization: 'Bearer canary-bearer-c01',
          'X-Any': '${input:header}',
          'X-Api-Key': 'canary-header-9',
        },
      },
      { query: 'canary-input-q33', header: 'canary-input-h44' },
    );
    const secrets = [
      'canary-query-5d2',
      'canary-bearer-c01',
      'canary-header-9',
      'canary-input-q33',
      'canary-input-h44',
    ];
    expect(hits(kept, secrets)).toEqual([]);
    expect(kept['traffic']).toContain('[redacted]');
  });
});
