import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server with a witness in front of it. */
export interface Relay {
  /** What stands in its place. */
  readonly url: string;
  /** The bodies of what was posted through it, in order. */
  readonly posted: readonly Record<string, unknown>[];
  /** Those that asked a model for an answer. */
  readonly completions: readonly Record<string, unknown>[];
  close(): Promise<void>;
}

/** Passes everything on to a server on loopback as it is, streams included, and remembers what was sent to it. */
export async function startRelay(target: string): Promise<Relay> {
  const { origin, pathname } = new URL(target);
  const posts: { readonly url: string; readonly body: Record<string, unknown> }[] = [];
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
      if (incoming.method === 'POST') {
        const body = JSON.parse(Buffer.concat(pieces).toString('utf8')) as Record<string, unknown>;
        posts.push({ url: incoming.url ?? '', body });
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
    get posted() {
      return posts.map(({ body }) => body);
    },
    get completions() {
      return posts.filter(({ url }) => url.endsWith('/chat/completions')).map(({ body }) => body);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
