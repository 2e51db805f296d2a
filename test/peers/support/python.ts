import { fileURLToPath } from 'node:url';
import { inject, it, type TestContext } from 'vitest';
import { launch, type RunningServer } from '../../fixtures/servers/launch.mts';
import type { FastMcpVersion } from '../provision.mts';
import type { Definition } from './definitions.ts';

/** A generation of Python FastMCP as a peer. */
export interface PythonPeer {
  /** A test that needs it. Where it is missing, the test is reported as skipped, by name and with the reason. */
  it(name: string, run: () => Promise<void>): void;
  /** False where it cannot be had: then nothing may be started. */
  readonly available: boolean;
  readonly stdio: Definition;
  /** Runs it as a server of its own and resolves when it listens. */
  serve(transport: 'http' | 'sse'): Promise<RunningServer>;
}

export function pythonPeer(version: FastMcpVersion): PythonPeer {
  const { python, reason } = inject('python')[version];
  const file = fileURLToPath(new URL(`../../fixtures/python/fastmcp${version}_server.py`, import.meta.url));
  const command = python ?? 'python3';
  return {
    available: python !== undefined,
    stdio: { command, args: [file] },
    serve: (transport) => launch(command, [file, '--transport', transport]),
    it: (name, run) =>
      it(name, async (context: TestContext) => {
        context.skip(python === undefined, reason ?? 'not available');
        await run();
      }),
  };
}
