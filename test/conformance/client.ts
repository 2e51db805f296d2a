/**
 * The headless client that the official conformance suite drives: the extension's own connector, sign-in and calls, without VS Code.
 * It connects to the URL in its last argument, lists what there is, and calls every tool, or those that the scenario names. What a
 * person decides in the extension is decided here at once: sign-ins are wanted, forms are answered with their defaults.
 */
import { randomUUID } from 'node:crypto';
import type { AnswerPage, SavedSignIn, SignInLaunch } from '../../src/core/auth/signIn.ts';
import { CallService } from '../../src/core/calls/callService.ts';
import type { CallTarget } from '../../src/core/calls/target.ts';
import { answerWithDefaults } from '../../src/core/elicitation/defaults.ts';
import { McpError } from '../../src/core/errors.ts';
import type { JsonObject, Tool } from '../../src/core/mcp.ts';
import type { Ask, AskResult } from '../../src/core/sampling/pipeline.ts';
import type { SessionHooks } from '../../src/core/servers/session.ts';
import { systemClock } from '../../src/node/clock.ts';
import { createConnector } from '../../src/node/mcp/index.ts';

/** What the suite says about a scenario. */
interface Context {
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: JsonObject }[];
}

const url = process.argv.at(-1) ?? '';
const context = JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}') as Context;
const server = 'conformance';
const saved = new Map<string, SavedSignIn>();

/** The page of the authorization server sends the “browser” straight back, with the answer in the address. */
const page: AnswerPage = {
  url: 'http://127.0.0.1:41789/signed-in',
  async visit(authorization) {
    const response = await fetch(authorization, { redirect: 'manual' });
    const location = response.headers.get('location');
    if (location === null) throw new Error(`The authorization page answered with HTTP ${response.status}.`);
    return new URL(location, authorization).searchParams;
  },
  dispose: () => undefined,
};

const signIn: SignInLaunch = {
  account: { server, id: url },
  clientMetadataUrl: 'https://conformance-test.local/client-metadata.json',
  ...(context.client_id !== undefined && { clientId: context.client_id }),
  ...(context.client_secret !== undefined && { clientSecret: context.client_secret }),
};

const connector = createConnector({
  version: '0.0.0',
  // The suite runs all scenarios at once: a busy machine is no sign of an old server.
  timings: { httpProbe: 60_000, handshake: 60_000 },
  signIn: {
    store: {
      read: async ({ id }) => saved.get(id),
      write: async ({ id }, one) => void saved.set(id, one),
    },
    answerPage: async () => page,
  },
});

/** The desk's part: a form gets its defaults, everything else is refused. */
function decide(ask: Ask): Promise<AskResult> {
  if (ask.kind !== 'elicitation') return Promise.reject(new McpError('rejected', 'There is no model here.', -1));
  return Promise.resolve(answerWithDefaults(ask.params));
}

const calls = new CallService({
  pipeline: { run: (asks) => Promise.all(asks.map(decide)) },
  ledger: { append: () => Promise.resolve() },
  clock: systemClock,
  newId: randomUUID,
  validateOutput: () => Promise.resolve(undefined),
});

const settings = { era: 'auto', timeout: 60_000, sampling: 'on' } as const;
let connect: (target: CallTarget) => void = () => undefined;
/** A request may come before the connection counts as established. */
const connected = new Promise<CallTarget>((resolve) => {
  connect = resolve;
});

const hooks: SessionHooks = {
  onSampling: async (push) => calls.handlePush(await connected, push),
  onElicitation: async (push) => calls.handleElicitation(await connected, push),
  onElicitationComplete: () => undefined,
  onRootsList: async (push) => calls.handleRoots(await connected, push),
  onLogMessage: ({ level, data }) => console.log(`log (${level}): ${JSON.stringify(data)}`),
  onStderr: () => undefined,
  onStrayOutput: () => undefined,
  onListChanged: () => undefined,
  onTraffic: (direction, message) => console.log(`${direction}: ${JSON.stringify(message)}`),
  onSignIn: async ({ reason, scopes }) => {
    console.log(`sign-in: ${reason} ${scopes.join(' ')}`);
    return true;
  },
};

/** Something that fits the schema: what its fields are for is not known here. */
function argumentsFor({ inputSchema }: Tool): JsonObject {
  const properties = (inputSchema.properties ?? {}) as Record<string, { type?: string; default?: unknown }>;
  const examples: Record<string, unknown> = { number: 2, integer: 2, boolean: true, array: [], object: {} };
  return Object.fromEntries(
    Object.entries(properties).map(([name, { type = 'string', default: given }]) => [
      name,
      given ?? examples[type] ?? 'text',
    ]),
  ) as JsonObject;
}

const session = await connector.connect(
  { type: 'http', url, headers: {}, signIn },
  settings,
  hooks,
  AbortSignal.timeout(100_000),
);
const target: CallTarget = {
  asking: { name: server, definition: '', reach: url, era: session.era, sampling: true, tools: true },
  session,
  timeout: settings.timeout,
  permit: () => Promise.resolve(),
};
connect(target);
try {
  const tools = await session.list('tools');
  const wanted = context.toolCalls ?? tools.map((tool) => ({ name: tool.name, arguments: argumentsFor(tool) }));
  for (const call of wanted) {
    const tool = tools.find(({ name }) => name === call.name);
    if (tool === undefined) throw new Error(`The server does not list the tool ${call.name}.`);
    const { error } = await calls.start(target, { method: 'tools/call', tool, arguments: call.arguments }).finished;
    if (error !== undefined) {
      console.error(`${call.name}: ${error}`);
      process.exitCode = 1;
    }
  }
} finally {
  await session.close();
}
