import { describe, expect, it } from 'vitest';
import { McpError } from '../../../../src/core/errors.ts';
import type { ServerSettings } from '../../../../src/core/servers/definition.ts';
import { ManagedServer } from '../../../../src/core/servers/managedServer.ts';
import type { McpSession } from '../../../../src/core/servers/session.ts';
import { FakeClock } from '../sampling/fakes.ts';
import { pinBook } from '../trust/fakes.ts';

const never = (): never => {
  throw new McpError('failed', 'not part of this test');
};
const session: McpSession = {
  era: 'modern',
  protocolVersion: '2026-07-28',
  serverInfo: undefined,
  instructions: undefined,
  pid: undefined,
  onDidClose: () => ({ dispose: () => undefined }),
  list: () => Promise.resolve([]),
  leg: never,
  rootsChanged: never,
  close: () => Promise.resolve(),
};

/** What calls and the intake are told about a server that runs with this setting. */
async function asking(sampling: ServerSettings['sampling']) {
  const settings = { type: 'http', url: 'http://127.0.0.1:1/mcp', headers: {}, era: 'auto', autoStart: true } as const;
  const whole: ServerSettings = { ...settings, timeout: 1000, sampling };
  const clock = new FakeClock();
  const quiet = (): void => undefined;
  const source = { kind: 'user' } as const;
  const server = new ManagedServer({ name: 's', source, settings: whole }, true, {
    connector: { connect: () => Promise.resolve(session) },
    confirmations: { isConfirmed: () => true },
    pins: pinBook(clock).book,
    define: (entry) => Promise.resolve({ ...entry, hash: 'h', dependsOnFolder: false }),
    launchSource: () => ({
      env: () => undefined,
      input: () => Promise.resolve(undefined),
      envFile: () => Promise.resolve(undefined),
    }),
    pushes: { handlePush: never, handleElicitation: never, elicitationComplete: never, handleRoots: never },
    log: { tracing: false, stderr: quiet, stray: quiet, protocol: quiet, event: quiet, traffic: quiet },
    clock,
    random: () => 0,
  });
  await server.start({ interactive: true });
  return server.target?.asking;
}

describe('what was declared to a server', () => {
  it.each([
    ['on', true, true],
    ['withoutTools', true, false],
    ['off', false, false],
  ] as const)('with sampling %s is known wherever it asks', async (setting, sampling, tools) => {
    expect(await asking(setting)).toMatchObject({ sampling, tools });
  });
});
