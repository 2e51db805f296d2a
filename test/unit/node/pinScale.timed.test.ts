import { mkdtempSync, rmSync, statSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Tool } from '../../../src/core/mcp.ts';
import { PinBook } from '../../../src/core/trust/pinBook.ts';
import type { ServerPins } from '../../../src/core/trust/serverPins.ts';
import { createRedactor } from '../../../src/core/text/redact.ts';
import { systemClock } from '../../../src/node/clock.ts';
import { sha256 } from '../../../src/node/hash.ts';
import { PinFiles } from '../../../src/node/pinFiles.ts';
import { server as asking } from '../core/sampling/fakes.ts';
import { heap, watchWork } from '../timed.ts';

const tools = (word: string, count: number): readonly Tool[] =>
  Array.from({ length: count }, (_, at) => ({
    name: `tool_${at}`,
    description: `Does ${word} number ${at}, with a sentence that is about as long as such sentences usually are.`,
    inputSchema: {
      type: 'object',
      properties: { path: { type: 'string', description: 'A path.' }, depth: { type: 'integer', minimum: at } },
    },
  }));

describe('10,000 tools', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pins-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function open(): ServerPins {
    const ledger = { append: () => Promise.resolve() };
    const book = new PinBook({ store: new PinFiles(folder), ledger, sha256, clock: systemClock });
    const redactor = createRedactor(['zq-canary-secret']);
    return book.open({
      name: 'many',
      source: { kind: 'user' },
      asking,
      instructions: undefined,
      redact: (json) => redactor.json(json),
      refreshed: () => Promise.resolve(),
    });
  }

  /** Resolves when the list has been compared. */
  async function taken(pins: ServerPins, list: readonly Tool[], last: string): Promise<void> {
    pins.take({ tools: list, prompts: [] }, (kind) => kind === 'tools');
    await new Promise<void>((resolve) => {
      const seen = pins.onDidChange(() => {
        if (pins.state('tools', last) === undefined) return;
        seen.dispose();
        resolve();
      });
    });
  }

  it('are remembered and compared without blocking anybody, in little memory', async () => {
    await taken(open(), tools('this', 300), 'tool_299');
    const list = tools('this', 10_000);
    const changed = tools('that', 10_000);
    const before = heap();
    const work = watchWork();
    const start = performance.now();
    const first = open();
    await taken(first, list, 'tool_9999');
    const remembered = performance.now() - start;
    const second = open();
    await taken(second, changed, 'tool_9999');
    expect(second.count('tools')).toEqual({ changed: 10_000, new: 0 });
    expect(second.changes).toHaveLength(10_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const longest = work();
    const growth = heap() - before;
    const file = readdirSync(folder)[0] ?? '';
    const size = statSync(path.join(folder, file)).size;
    process.stdout.write(
      `pins of 10,000 tools: ${remembered.toFixed(0)} ms, at most ${longest.toFixed(0)} ms at a stretch, ${growth.toFixed(1)} MiB, file ${(size / 2 ** 20).toFixed(1)} MiB\n`,
    );
    expect(longest).toBeLessThan(100);
    expect(growth).toBeLessThan(40);
  });
});
