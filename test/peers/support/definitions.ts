/** Definitions of the servers, as a person writes them into settings. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { serverPath } from '../../fixtures/servers/launch.mts';

/** One entry of `countersign.servers`. */
export type Definition = Readonly<Record<string, unknown>>;

const EVERYTHING = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'));

/** A fixture of test/fixtures/servers over stdio. */
export function fixture(name: string, ...flags: readonly string[]): Definition {
  return { command: process.execPath, args: [serverPath(name), ...flags] };
}

/** `@modelcontextprotocol/server-everything` over stdio. */
export const everythingStdio: Definition = { command: process.execPath, args: [EVERYTHING, 'stdio'] };

/** The same over HTTP, which runs by itself. It says on stderr when it listens, and takes its port from the environment. */
export async function everythingOver(
  transport: 'streamableHttp' | 'sse',
): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const child = spawn(process.execPath, [EVERYTHING, transport], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await listening(child, /(?:running|listening) on port/);
  return {
    url: `http://127.0.0.1:${port}/${transport === 'sse' ? 'sse' : 'mcp'}`,
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

async function listening(child: ChildProcess, sign: RegExp): Promise<void> {
  if (!child.stderr) throw new Error('no stderr');
  const seen: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    if (sign.test(line)) {
      child.stderr.resume();
      return;
    }
    seen.push(line);
  }
  throw new Error(`It ended before it listened:\n${seen.join('\n')}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
