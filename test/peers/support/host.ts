/** The extension's host without VS Code: the same parts, put together as the extension puts them, for tests. */
import { hiddenInspector } from '../../../src/core/inspection/hiddenInspector.ts';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type { Call, CallSnapshot } from '../../../src/core/calls/call.ts';
import { CallService } from '../../../src/core/calls/callService.ts';
import { schemaCheck } from '../../../src/core/forms/check.ts';
import { outputValidator } from '../../../src/core/forms/output.ts';
import type { LedgerEntry } from '../../../src/core/ledger/entry.ts';
import { createRedactor } from '../../../src/core/text/redact.ts';
import type { JsonObject, Root, Tool } from '../../../src/core/mcp.ts';
import { ModelRegistry } from '../../../src/core/models/registry.ts';
import { ReviewDesk } from '../../../src/core/review/desk.ts';
import { SamplingPipeline } from '../../../src/core/sampling/pipeline.ts';
import { defineServer } from '../../../src/core/servers/identity.ts';
import { ManagedServer } from '../../../src/core/servers/managedServer.ts';
import type { CallRequest, Connector } from '../../../src/core/servers/session.ts';
import { parseServers } from '../../../src/core/settings/servers.ts';
import { systemClock } from '../../../src/node/clock.ts';
import { envFileDigest, readEnvFile } from '../../../src/node/envFile.ts';
import { sha256 } from '../../../src/node/hash.ts';
import { CHECK_MS, inTime } from '../../../src/node/inTime.ts';
import { LedgerFile, readLedger } from '../../../src/node/ledgerFile.ts';
import { createConnector } from '../../../src/node/mcp/index.ts';
import { OpenAiProvider } from '../../../src/providers/openaiProvider.ts';
import { LazyPriceSource } from '../../../src/providers/priceSource.ts';
import { type ModelServer, startModelServer } from '../../fixtures/model/server.ts';
import { Reviewer } from './reviewer.ts';
import { RecordingLog } from './serverLog.ts';
import { TestClock, until } from './time.ts';
import { pinBook } from '../../unit/core/trust/fakes.ts';

export interface TestHostOptions {
  /** How much faster time runs for the desk, the pipeline and the calls than for servers and connections. */
  readonly speed?: number;
}

/** A server under test, with what it wrote and what went over its wire. */
export interface TestServer {
  readonly managed: ManagedServer;
  readonly log: RecordingLog;
}

/** Everything between a server and a model, with a person at the desk. Close it when done. */
export class TestHost {
  readonly clock: TestClock;
  readonly desk: ReviewDesk;
  /** The person at the desk. Another one after a reset, so that one who still waits in vain takes nothing away. */
  reviewer: Reviewer;
  readonly calls: CallService;
  readonly registry: ModelRegistry;
  /** Folder of the ledger. */
  readonly folder: string;
  /** What the parts wrote about faults of their own. Stays empty. */
  readonly faults: string[] = [];
  /** Pages that the person let be opened. */
  readonly opened: string[] = [];
  /** What every server is told. */
  roots: readonly Root[] = [];
  readonly #connector: Connector;
  readonly #servers: TestServer[] = [];
  #model: ModelServer;

  private constructor(folder: string, model: ModelServer, { speed = 1 }: TestHostOptions) {
    this.folder = folder;
    this.#model = model;
    this.clock = new TestClock(speed);
    const { clock } = this;
    this.desk = new ReviewDesk({ clock });
    this.reviewer = new Reviewer(this.desk, clock);
    const prices = new LazyPriceSource(
      () => import('../../../src/providers/prices/index.ts'),
      (error) => void this.faults.push(String(error)),
    );
    this.registry = new ModelRegistry({ prices, sha256, clock, defaultRef: () => undefined });
    const ledger = new LedgerFile({ folder, window: randomUUID(), clock, redact: createRedactor().json });
    const quiet = (): void => undefined;
    const fault = (message: string): void => void this.faults.push(message);
    const log = { trace: quiet, debug: quiet, info: quiet, warn: fault, error: fault };
    const checkSchema = schemaCheck(inTime(CHECK_MS));
    const pipeline = new SamplingPipeline({
      desk: this.desk,
      models: this.registry,
      inspector: hiddenInspector,
      elicitation: {
        check: checkSchema,
        openPage: (href) => {
          this.opened.push(href);
          return Promise.resolve(true);
        },
      },
      checkSchema,
      ledger,
      clock,
      newId: randomUUID,
      log,
    });
    this.calls = new CallService({
      pipeline,
      ledger,
      clock,
      newId: randomUUID,
      validateOutput: outputValidator(inTime(CHECK_MS)),
      roots: { rootsOf: () => this.roots },
      pages: this.desk,
    });
    this.#connector = createConnector({ version: '0.0.0-test', clock: systemClock });
    this.#useModel();
  }

  static async open(options: TestHostOptions = {}): Promise<TestHost> {
    const folder = path.join(await mkdtemp(path.join(tmpdir(), 'countersign-peers-')), 'ledger');
    return new TestHost(folder, await startModelServer(), options);
  }

  /** The stand-in for a model, behind real HTTP. It answers what it was asked unless it is given replies. */
  get model(): ModelServer {
    return this.#model;
  }

  /** Puts everything back that a test may have left: nothing on the desk, no call running, a model without replies in store. */
  async reset(): Promise<void> {
    this.calls.dispose();
    this.desk.paused = false;
    this.desk.closeAll('The test is over.');
    this.desk.clear();
    this.reviewer = new Reviewer(this.desk, this.clock);
    await this.#model.close();
    this.#model = await startModelServer();
    this.#useModel();
    this.faults.length = 0;
    this.opened.length = 0;
    this.roots = [];
  }

  /** Another OpenAI-compatible endpoint in place of the stand-in. */
  useEndpoint(baseUrl: string): void {
    this.registry.setProviders([
      new OpenAiProvider({
        endpoint: { id: 'local', label: 'Stand-in', baseUrl },
        key: () => Promise.resolve(undefined),
        load: () => import('../../../src/providers/openai/index.ts'),
        fetch: (url, init) => fetch(url, init),
        sha256,
        clock: this.clock,
      }),
    ]);
  }

  /** Reads a definition as settings have it, starts the server and waits until it runs and its lists are there. */
  async start(name: string, definition: Readonly<Record<string, unknown>>): Promise<TestServer> {
    const { entries, problems } = parseServers({ raw: { [name]: definition }, source: { kind: 'user' } });
    const [entry] = entries;
    if (!entry || problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
    const log = new RecordingLog();
    const managed = new ManagedServer(entry, true, {
      connector: this.#connector,
      confirmations: { isConfirmed: ({ source, dependsOnFolder }) => source.kind === 'user' && !dependsOnFolder },
      define: (one) =>
        defineServer(one, {
          sha256,
          envFileDigest,
          env: (variable) => process.env[variable],
          userHome: homedir(),
          pathSeparator: path.sep,
        }),
      pins: pinBook(systemClock).book,
      launchSource: () => ({
        env: (variable) => process.env[variable],
        input: () => Promise.resolve(undefined),
        envFile: readEnvFile,
      }),
      pushes: this.calls,
      log,
      clock: systemClock,
      random: () => 0.5,
    });
    managed.onDidLog((message) => {
      if (managed.target) this.calls.logMessage(managed.target.session, message);
    });
    const server = { managed, log };
    this.#servers.push(server);
    await managed.start({ interactive: true });
    if (managed.state.kind === 'failed') throw new Error(`${name}: ${managed.state.reason}`);
    await until(() => managed.catalog.loaded || undefined, managed.onDidChange);
    return server;
  }

  /** Starts a call, as the tree does. */
  begin({ managed }: TestServer, request: CallRequest): Call {
    if (!managed.target) throw new Error(`${managed.name} does not run: ${JSON.stringify(managed.state.kind)}`);
    return this.calls.start(managed.target, request);
  }

  /** Starts a tool call, when the catalog has the tool: some servers add tools only after the handshake. */
  async tool(server: TestServer, name: string, args: JsonObject = {}): Promise<Call> {
    const tool = await this.offered(server, name);
    return this.begin(server, { method: 'tools/call', tool, arguments: args });
  }

  /** Resolves with a tool when the catalog has it. */
  offered({ managed }: TestServer, name: string): Promise<Tool> {
    return until(() => managed.catalog.catalog.tools.find((tool) => tool.name === name), managed.onDidChange);
  }

  read(server: TestServer, uri: string): Call {
    return this.begin(server, { method: 'resources/read', uri });
  }

  prompt(server: TestServer, name: string, args: Readonly<Record<string, string>> = {}): Call {
    return this.begin(server, { method: 'prompts/get', name, arguments: args });
  }

  /** A tool call to its end, whatever the end is. */
  async run(server: TestServer, name: string, args: JsonObject = {}): Promise<CallSnapshot> {
    return (await this.tool(server, name, args)).finished;
  }

  /** The ledger as it is on disk, oldest first. */
  async ledger(): Promise<readonly LedgerEntry[]> {
    const { entries, problems } = await readLedger(this.folder);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return [...entries].sort((a, b) => a.seq - b.seq);
  }

  /** The entries of the ledger that came after there were `before`, by kind. */
  async kindsSince(before: number): Promise<readonly string[]> {
    return (await this.ledger()).slice(before).map(({ kind }) => kind);
  }

  async stop(server: TestServer): Promise<void> {
    this.#servers.splice(this.#servers.indexOf(server), 1);
    await server.managed.shutdown();
  }

  async close(): Promise<void> {
    this.calls.dispose();
    this.desk.dispose();
    await Promise.all(this.#servers.map(({ managed }) => managed.shutdown()));
    this.registry.dispose();
    await this.#model.close();
    await rm(path.dirname(this.folder), { recursive: true, force: true });
  }

  #useModel(): void {
    this.useEndpoint(this.#model.baseUrl);
  }
}

/** The text of a result: of a tool's content, a prompt's messages or a resource's contents. */
export function textIn({ status, result, error }: CallSnapshot): string {
  if (status !== 'done') return `${status}: ${error}`;
  const { content, messages, contents } = result as {
    readonly content?: readonly { readonly text?: string }[];
    readonly messages?: readonly { readonly content: { readonly text?: string } }[];
    readonly contents?: readonly { readonly text?: string }[];
  };
  const blocks = content ?? messages?.map((message) => message.content) ?? contents ?? [];
  return blocks.map((block) => block.text ?? '').join('\n');
}

/** The first text of a request's last message, by which a test tells requests apart. */
export function questionOf({
  params,
}: {
  readonly params: { readonly messages: readonly { content: unknown }[] };
}): string {
  const content = params.messages.at(-1)?.content;
  const block: unknown = Array.isArray(content) ? content[0] : content;
  const text = typeof block === 'object' && block !== null && 'text' in block ? block.text : undefined;
  return typeof text === 'string' ? text : '';
}
