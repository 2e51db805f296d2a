import { announce, listenOnLoopback } from '../shared/loopback.mjs';
import { parseOptions, runMain } from '../shared/options.mjs';
import { createApi } from './lib/api.mjs';

/**
 * The demo's stand-in for a model: an OpenAI-compatible server on loopback that needs no key and no network, and answers
 * by plain text extraction. It is no AI and says so in every answer in prose.
 *
 *     node server.mjs [--port N] [--delay MS]
 */

/** Milliseconds between two tokens of a stream, unless --delay says otherwise: about as fast as one reads. */
const DELAY_MS = 12;

runMain(async () => {
  const options = parseOptions(process.argv.slice(2), { port: 'number', delay: 'number' });
  const { origin } = await listenOnLoopback(
    Number(options.port ?? 0),
    createApi({ delayMs: Number(options.delay ?? DELAY_MS) }),
  );
  announce(`${origin}/v1`);
});
