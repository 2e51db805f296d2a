import { createServer } from 'node:http';

/** Names under which a program of this machine reaches us. */
const LOCAL_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Starts an HTTP server on 127.0.0.1 only. Requests that name another host, or come from a page of another origin, get
 * 403: a web page could otherwise reach us through a name that resolves to this machine.
 *
 * @param {number} port 0 lets the system choose
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void | Promise<void>} listener
 *   when it fails, the request ends with 500, or its stream is broken off
 * @returns {Promise<{origin: string, close: () => Promise<void>}>} `origin` without a slash at the end; `close` also
 *   ends open streams, which would otherwise keep the server alive for ever
 * @throws {Error} when the port is taken, naming it
 */
export async function listenOnLoopback(port, listener) {
  const server = createServer((request, response) => {
    const names = [`http://${request.headers.host}`, request.headers.origin].filter((name) => name !== undefined);
    if (!names.every(isLocal)) {
      response.writeHead(403).end('Only for this machine.');
      return;
    }
    serve(listener, request, response).catch((/** @type {unknown} */ error) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  // A person may think for longer than Node's default five minutes before the rest of an exchange arrives.
  server.requestTimeout = 0;
  await new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject('code' in error && error.code === 'EADDRINUSE' ? new Error(`Port ${port} is already in use.`) : error),
    );
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    origin: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
}

/**
 * Makes a failure of the listener a rejection, whether it threw at once or later.
 *
 * @param {Parameters<typeof listenOnLoopback>[1]} listener
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function serve(listener, request, response) {
  await listener(request, response);
}

/** @param {string} address */
function isLocal(address) {
  return URL.canParse(address) && LOCAL_NAMES.has(new URL(address).hostname);
}

/**
 * Tells whoever started the program where it listens: one JSON line on stdout.
 *
 * @param {string} url
 */
export function announce(url) {
  process.stdout.write(`${JSON.stringify({ url })}\n`);
}
