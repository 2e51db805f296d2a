import { readFileSync } from 'node:fs';
import { isMcpError, type McpError } from '../../../../src/core/errors.ts';
import type { ElicitAnswer } from '../../../../src/core/elicitation/ask.ts';
import type { CreateMessageResult, JsonObject, Root, Tool } from '../../../../src/core/mcp.ts';
import type { CommonSettings, Launch } from '../../../../src/core/servers/definition.ts';
import type {
  LegOptions,
  LegResult,
  McpSession,
  PushedElicitation,
  PushedSampling,
  ServerLogMessage,
  SessionHooks,
} from '../../../../src/core/servers/session.ts';
import type { Connector } from '../../../../src/core/servers/session.ts';
import { createConnector } from '../../../../src/node/mcp/index.ts';
import { serverPath } from '../../../fixtures/servers/launch.mts';

export const settings: Pick<CommonSettings, 'era' | 'timeout' | 'sampling'> = {
  era: 'auto',
  timeout: 20_000,
  sampling: 'on',
};

/** A launch of a fixture by the Node that runs the test. */
export function fixture(name: string, ...args: string[]): Launch {
  return { type: 'stdio', command: process.execPath, args: [serverPath(name), ...args], env: {}, cwd: undefined };
}

export const answer = (text: string): CreateMessageResult => ({
  role: 'assistant',
  model: 'test-model',
  content: { type: 'text', text },
});

/** Everything that a session told, and a way to await the next thing of a kind. */
export class Listener implements SessionHooks {
  readonly stderr: string[] = [];
  readonly stray: string[] = [];
  readonly logs: ServerLogMessage[] = [];
  readonly changed: string[] = [];
  readonly updated: string[] = [];
  readonly pushes: PushedSampling[] = [];
  readonly traffic: string[] = [];
  handle: (push: PushedSampling) => Promise<CreateMessageResult> = () => Promise.resolve(answer('fine'));
  #waiting: (() => void)[] = [];

  /** Resolves when the condition holds; looks again after every event. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  #woke(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  onSampling(push: PushedSampling): Promise<CreateMessageResult> {
    this.pushes.push(push);
    this.#woke();
    return this.handle(push);
  }

  elicit: (push: PushedElicitation) => Promise<ElicitAnswer> = () => Promise.resolve({ action: 'decline' });
  readonly elicitations: PushedElicitation[] = [];
  readonly completed: string[] = [];
  roots: readonly Root[] = [];

  onElicitation(push: PushedElicitation): Promise<ElicitAnswer> {
    this.elicitations.push(push);
    this.#woke();
    return this.elicit(push);
  }

  onElicitationComplete(elicitationId: string): void {
    this.completed.push(elicitationId);
    this.#woke();
  }

  onRootsList(): Promise<readonly Root[]> {
    return Promise.resolve(this.roots);
  }

  onLogMessage(message: ServerLogMessage): void {
    this.logs.push(message);
    this.#woke();
  }

  onStderr(line: string): void {
    this.stderr.push(line);
    this.#woke();
  }

  onStrayOutput(line: string): void {
    this.stray.push(line);
    this.#woke();
  }

  onListChanged(kind: string): void {
    this.changed.push(kind);
    this.#woke();
  }

  onResourceUpdated(uri: string): void {
    this.updated.push(uri);
    this.#woke();
  }

  onTraffic(direction: string, message: unknown): void {
    const { method } = message as { method?: string };
    this.traffic.push(`${direction} ${method ?? 'answer'}`);
  }
}

/** A connector with short patience, so that tests of silence are quick. */
export function quickConnector(): Connector {
  return createConnector({
    version: '0.0.0',
    timings: { probe: 300, httpProbe: 300, slowProbe: 10_000, handshake: 1_000 },
  });
}

export function connect(
  launch: Launch,
  hooks: SessionHooks,
  more: Partial<typeof settings> = {},
  connector: Connector = createConnector({ version: '0.0.0' }),
): Promise<McpSession> {
  return connector.connect(launch, { ...settings, ...more }, hooks, new AbortController().signal);
}

export async function toolOf(session: McpSession, name: string): Promise<Tool> {
  const tool = (await session.list('tools')).find((one) => one.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  return tool;
}

/** One leg of a tool call. */
export async function leg(
  session: McpSession,
  name: string,
  args: JsonObject = {},
  more: Partial<LegOptions> = {},
): Promise<LegResult> {
  const tool = await toolOf(session, name);
  return session.leg({ method: 'tools/call', tool, arguments: args }, { ...legOptions('call-1'), ...more });
}

export function legOptions(callId: string): LegOptions {
  return { callId, signal: new AbortController().signal, onProgress: () => undefined };
}

/** The first text of a complete leg. */
export function textOf(result: LegResult): string {
  if (result.kind !== 'complete') throw new Error('the leg asks for input');
  const [block] = result.result['content'] as { text?: string }[];
  return block?.text ?? '';
}

/** What a promise rejects with, which has to be an McpError. */
export async function failureOf(promise: Promise<unknown>): Promise<McpError> {
  const error = await promise.then(
    () => new Error('it did not reject'),
    (reason: unknown) => reason,
  );
  if (isMcpError(error)) return error;
  throw error;
}

/** A zombie that nobody reaps is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = process.platform === 'linux' ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
    return !/^\) [ZX]/.test(stat.slice(stat.lastIndexOf(')')));
  } catch {
    return false;
  }
}
