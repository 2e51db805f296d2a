import type { CallTarget } from '../../../../src/core/calls/target.ts';
import { isMcpError, type McpError } from '../../../../src/core/errors.ts';
import type { Era, JsonObject } from '../../../../src/core/mcp.ts';
import type { CallRequest, LegOptions, LegResult, McpSession } from '../../../../src/core/servers/session.ts';
import { Emitter } from '../../../../src/core/util/emitter.ts';
import { paramsOf, server } from '../sampling/fakes.ts';

/** A leg that waits for the test to end it. */
export interface Leg {
  readonly request: CallRequest;
  readonly options: LegOptions;
  done(result: LegResult | JsonObject): void;
  fail(error: unknown): void;
}

/** A server whose legs the test answers. */
export class FakeServer implements CallTarget {
  readonly legs: Leg[] = [];
  readonly closing = new Emitter<{ expected: boolean; reason: string; english?: string }>();
  readonly asking: CallTarget['asking'];
  readonly timeout: number;
  readonly session: McpSession;
  constructor(era: Era, timeout = 60_000, name = 'notes') {
    this.asking = { ...server, era, name };
    this.timeout = timeout;
    const leg: McpSession['leg'] = (request, options) =>
      new Promise((resolve, reject) => {
        const done = (result: LegResult | JsonObject) =>
          resolve('kind' in result ? (result as LegResult) : { kind: 'complete', result });
        this.legs.push({ request, options, done, fail: reject });
        options.signal.addEventListener('abort', () => reject(options.signal.reason as Error), { once: true });
      });
    this.session = { era, onDidClose: this.closing.event, leg } as unknown as McpSession;
  }
  /** What stands in front of every call; a test may put another one here. */
  permit: CallTarget['permit'] = () => Promise.resolve();
  get leg(): Leg {
    return this.legs.at(-1)!;
  }
}

export const schema = { type: 'object' } as const;
export const tool = (more: object = {}): CallRequest => ({
  method: 'tools/call',
  tool: { name: 'sum', inputSchema: schema, ...more },
  arguments: { text: 'x' },
});
export const sampling = (text: string, more: object = {}) => ({
  method: 'sampling/createMessage',
  params: paramsOf(text, more) as never,
});
export const asks = (
  inputRequests: Record<string, { method: string; params?: JsonObject }>,
  requestState?: string,
): LegResult => ({
  kind: 'inputRequired',
  inputRequests,
  ...(requestState === undefined ? {} : { requestState }),
});

/** What a run was refused with. */
export async function refusal(run: Promise<unknown>): Promise<McpError> {
  const error: unknown = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isMcpError(error)) throw new Error('It was not refused');
  return error;
}
