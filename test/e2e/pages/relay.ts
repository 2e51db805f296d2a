import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model server with a witness in front of it. */
export interface Relay {
  /** What stands in its place. */
  readonly url: string;
  /** Chat completions that came through, with their bodies, in order. */
  readonly completions: readonly Record<string, unknown>[];
  close(): Promise<void>;
}

/** Passes everything on to a server on loopback as it is, streams included, and remembers what was asked of the model. */
export async function startRelay(target: string): Promise<Relay> {
  const { origin, pathname } = new URL(target);
  const completions: Record<string, unknown>[] = [];
  const server = createServer((incoming, outgoing) => {
    const outward = send(
      `${origin}${incoming.url ?? '/'}`,
      { method: incoming.method ?? 'GET', headers: { ...incoming.headers, host: new URL(origin).host } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    outward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => outward.destroy());
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      if (incoming.url?.endsWith('/chat/completions') === true) {
        completions.push(JSON.parse(Buffer.concat(pieces).toString('utf8')) as Record<string, unknown>);
      }
    });
    incoming.pipe(outward);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${pathname}`,
    completions,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
