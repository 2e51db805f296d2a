import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { t } from '../../core/text/l10n.ts';

/** Path of the page that the browser comes back to. */
const PATH = '/signed-in';

/** A page of this machine that takes the answer of one sign-in (RFC 8252 §7.3). */
export interface LoopbackPage {
  readonly url: string;
  close(): void;
}

/**
 * Listens at a port of 127.0.0.1 that the system chooses. `onAnswer` gets the query of each visit and says whether it was awaited;
 * everything else is not found.
 */
export async function openLoopbackPage(onAnswer: (query: URLSearchParams) => boolean): Promise<LoopbackPage> {
  const server = createServer((request, response) => {
    // What a stranger asks for need not be an address: `//` is none, and an error here would end the extension host.
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
    // Whatever host the browser names: a tunnel or a proxy of a remote machine stands between. The `state` is what nobody can guess.
    const awaited = request.method === 'GET' && url?.pathname === PATH && onAnswer(url.searchParams);
    response.writeHead(awaited ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      connection: 'close',
    });
    response.end(
      page(awaited ? t('Countersign has the answer. You can close this page.') : t('There is nothing here.')),
    );
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${PATH}`,
    close() {
      // The page that is being written is finished first.
      server.close();
      server.closeIdleConnections();
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function page(sentence: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Countersign</title><style>body{font:16px system-ui;margin:4em auto;max-width:30em;text-align:center;color-scheme:light dark}</style><h1>Countersign</h1><p>${sentence}</p></html>`;
}
