import { createHash } from 'node:crypto';
import type { SignInAsk } from '../../../../src/core/auth/signIn.ts';
import type { PushHandler } from '../../../../src/core/calls/target.ts';
import { McpError } from '../../../../src/core/errors.ts';
import type { Json } from '../../../../src/core/mcp.ts';
import type { Launch, ServerEntry, ServerSettings } from '../../../../src/core/servers/definition.ts';
import { type DefineDeps, defineServer } from '../../../../src/core/servers/identity.ts';
import type { LaunchSource } from '../../../../src/core/servers/launch.ts';
import { ManagedServer, type ManagedServerDeps } from '../../../../src/core/servers/managedServer.ts';
import type { ServerLog } from '../../../../src/core/servers/serverLog.ts';
import type {
  Catalog,
  CatalogKind,
  Connector,
  McpSession,
  SessionEnd,
  SessionHooks,
} from '../../../../src/core/servers/session.ts';
import { Emitter } from '../../../../src/core/util/emitter.ts';
import { FakeClock } from '../sampling/fakes.ts';
import { pinBook } from '../trust/fakes.ts';

export const defineDeps: DefineDeps = {
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  envFileDigest: () => Promise.resolve('digest'),
  env: (name) => ({ CONFIG: '/etc/app', RELATIVE: 'conf' })[name],
  userHome: '/home/ann',
  pathSeparator: '/',
};

const common = { era: 'auto', autoStart: true, timeout: 60_000, sampling: 'on' } as const;
export const stdio = (more: Partial<Extract<ServerSettings, { type: 'stdio' }>> = {}): ServerSettings => ({
  ...common,
  type: 'stdio',
  command: 'node',
  args: [],
  env: {},
  ...more,
});
export const http = (more: Partial<Extract<ServerSettings, { type: 'http' | 'sse' }>> = {}): ServerSettings => ({
  ...common,
  type: 'http',
  url: 'https://mcp.example.com/mcp',
  headers: {},
  ...more,
});
export const entryOf = (settings: ServerSettings = stdio(), more: Partial<ServerEntry> = {}): ServerEntry => ({
  name: 'notes',
  source: { kind: 'user' },
  settings,
  ...more,
});

/** A session whose life a test owns. */
export class FakeSession implements McpSession {
  readonly era = 'legacy';
  readonly protocolVersion = '2025-11-25';
  readonly serverInfo = { name: 'fake', version: '1' };
  readonly instructions = undefined;
  readonly pid = 7;
  readonly #close = new Emitter<SessionEnd>();
  readonly onDidClose = this.#close.event;
  closed = 0;
  catalog: Catalog = { tools: [], resources: [], resourceTemplates: [], prompts: [] };
  readonly hooks: SessionHooks;
  constructor(hooks: SessionHooks) {
    this.hooks = hooks;
  }
  list<K extends CatalogKind>(kind: K): Promise<Catalog[K]> {
    return Promise.resolve(this.catalog[kind]);
  }
  rootsTold = 0;
  rootsChanged(): void {
    this.rootsTold += 1;
  }
  leg(): never {
    throw new Error('not used');
  }
  crash(reason: string, needsSignIn = false): void {
    this.#close.fire({ expected: false, reason, ...(needsSignIn && { needsSignIn }) });
  }
  close(): Promise<void> {
    this.closed += 1;
    this.#close.fire({ expected: true, reason: 'closed' });
    return Promise.resolve();
  }
}

/** A connector that connects at once, fails as told, or waits until the attempt is cancelled. */
export class FakeConnector implements Connector {
  readonly sessions: FakeSession[] = [];
  readonly launches: Launch[] = [];
  failure: Error | undefined;
  hang = false;
  /** Spawns of a connect, and those that were allowed in all. */
  spawns = 1;
  spawned = 0;
  catalog: Catalog | undefined;
  /** What happens while it connects. */
  during: ((hooks: SessionHooks) => Promise<void>) | undefined;
  get last(): FakeSession {
    const last = this.sessions.at(-1);
    if (!last) throw new Error('no session yet');
    return last;
  }
  async connect(launch: Launch, _settings: unknown, hooks: SessionHooks, signal: AbortSignal): Promise<McpSession> {
    this.launches.push(launch);
    if (launch.type === 'stdio')
      for (let spawn = 0; spawn < this.spawns; spawn++) if (hooks.onSpawn?.()) this.spawned++;
    if (this.hang) {
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new McpError('cancelled', 'cancelled')));
      });
    }
    if (this.failure) throw this.failure;
    await this.during?.(hooks);
    const session = new FakeSession(hooks);
    if (this.catalog) session.catalog = this.catalog;
    this.sessions.push(session);
    return session;
  }
}

/** Remembers every line as `kind: text`. */
export class FakeLog implements ServerLog {
  readonly lines: string[] = [];
  tracing = true;
  stderr(line: string): void {
    this.lines.push(`stderr: ${line}`);
  }
  stray(line: string): void {
    this.lines.push(`stray: ${line}`);
  }
  protocol(message: { level: string; data: Json }): void {
    this.lines.push(`${message.level}: ${JSON.stringify(message.data)}`);
  }
  event(level: string, message: string): void {
    this.lines.push(`event ${level}: ${message}`);
  }
  traffic(direction: string, message: Json): void {
    this.lines.push(`${direction}: ${JSON.stringify(message)}`);
  }
}

/** Refuses everything. */
export const noPushes: PushHandler = {
  handlePush: () => Promise.reject(new McpError('rejected', 'no', -1)),
  handleElicitation: () => Promise.resolve({ action: 'decline' }),
  elicitationComplete: () => undefined,
  handleRoots: () => Promise.resolve([]),
};

export interface World {
  readonly connector: FakeConnector;
  readonly clock: FakeClock;
  readonly log: FakeLog;
  readonly confirmed: { all: boolean };
  readonly environment: Record<string, string>;
  readonly inputs: Record<string, string>;
  readonly prompts: boolean[];
  /** Keys that launches were made with. */
  readonly keys: string[];
  /** What a person was asked before a browser opens; they say no. */
  readonly signInAsks: SignInAsk[];
  readonly deps: ManagedServerDeps;
  server(entry?: ServerEntry, trusted?: boolean): ManagedServer;
}

export function world(pushes?: PushHandler): World {
  const connector = new FakeConnector();
  const clock = new FakeClock();
  const log = new FakeLog();
  const confirmed = { all: true };
  const environment: Record<string, string> = {};
  const inputs: Record<string, string> = {};
  const prompts: boolean[] = [];
  const keys: string[] = [];
  const signInAsks: SignInAsk[] = [];
  const source = (interactive: boolean): LaunchSource => ({
    env: (name) => environment[name],
    input: (id) => {
      prompts.push(interactive);
      return Promise.resolve(inputs[id]);
    },
    envFile: () => Promise.resolve(undefined),
  });
  const deps: ManagedServerDeps = {
    connector,
    clock,
    log,
    confirmations: { isConfirmed: () => confirmed.all },
    pins: pinBook(clock).book,
    define: (entry) => defineServer(entry, defineDeps),
    launchSource: (_definition, interactive) => source(interactive),
    pushes: pushes ?? noPushes,
    askSignIn: (_server, ask) => {
      signInAsks.push(ask);
      return Promise.resolve(false);
    },
    onKeys: (found) => void keys.push(...found),
    random: () => 0.5,
  };
  const server = (entry = entryOf(), trusted = true) => new ManagedServer(entry, trusted, deps);
  return { connector, clock, log, confirmed, environment, inputs, prompts, keys, signInAsks, deps, server };
}

/** Lets promises that are ready run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
