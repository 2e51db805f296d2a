import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { hiddenInspector } from '../../../src/core/inspection/hiddenInspector.ts';
import type { Json } from '../../../src/core/mcp.ts';
import { ReviewDesk } from '../../../src/core/review/desk.ts';
import { SamplingPipeline } from '../../../src/core/sampling/pipeline.ts';
import { LedgerFile, readLedger } from '../../../src/node/ledgerFile.ts';
import { systemClock } from '../../../src/node/clock.ts';
import { askOf, FakeModels, log, paramsOf, server } from '../core/sampling/fakes.ts';
import { callOf } from '../core/review/together.ts';
import { heap, watchWork } from '../timed.ts';

const REQUESTS = 1_000;

/** A request of the size that a server of real life asks. */
const paramsAt = (at: number) =>
  paramsOf(`Summarise part ${at}.\n\n${'The quay is rebuilt between May and November. '.repeat(40)}`, {
    systemPrompt: 'You summarise documents for people in a hurry.',
  });

let folder: string;
let ledger: LedgerFile;
let desk: ReviewDesk;
let pipeline: SamplingPipeline;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-flood-'));
  ledger = new LedgerFile({ folder, window: 'w', clock: systemClock, redact: (json: Json) => json });
  desk = new ReviewDesk({ clock: systemClock });
  pipeline = new SamplingPipeline({
    desk,
    models: new FakeModels(),
    inspector: hiddenInspector,
    release: () => 'always',
    checkSchema: () => Promise.resolve([]),
    elicitation: { check: () => Promise.resolve([]), openPage: () => Promise.resolve(true) },
    ledger,
    clock: systemClock,
    newId: randomUUID,
    log,
  });
});
afterEach(() => {
  desk.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks within one second, and says how long each refusal took. */
async function flood(servers: readonly string[]): Promise<number[]> {
  const refusals: number[] = [];
  const started = performance.now();
  for (let at = 0; at < REQUESTS; at++) {
    // As they come: evenly over most of the second.
    const due = started + (at * 900) / REQUESTS;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    const asked = performance.now();
    const name = servers[at % servers.length] ?? '';
    pipeline
      .run([askOf({ server: { ...server, name }, cause: callOf(`call of ${name}`), params: paramsAt(at) })])
      .catch(() => refusals.push(performance.now() - asked));
  }
  await pause(500);
  return refusals;
}

describe('a thousand requests in a second', () => {
  it.each([
    ['of one server', ['demo'], 20],
    ['of five servers', ['a', 'b', 'c', 'd', 'e'], 50],
  ])(
    '%s: few wait, the others hear so at once, and the next second is as before',
    { timeout: 30_000 },
    async (name, servers, waiting) => {
      const before = heap();
      const work = watchWork();
      const states: number[] = [];
      desk.onDidChange(() => void states.push(desk.state.reviews.length));
      const refusals = await flood(servers);
      const longest = work();
      const grown = heap() - before;
      console.log(
        `${name}: slowest refusal ${Math.round(Math.max(...refusals))} ms, longest work at a time ${Math.round(longest)} ms, ` +
          `heap +${grown.toFixed(1)} MB, ${states.length} changes of the desk`,
      );
      expect(desk.pendingCount).toBe(waiting);
      expect(refusals).toHaveLength(REQUESTS - waiting);
      expect(Math.max(...refusals)).toBeLessThan(100);
      expect(longest).toBeLessThan(100);
      expect(grown).toBeLessThan(50);
      expect(desk.flood.all.reduce((sum, { refused }) => sum + refused, 0)).toBe(REQUESTS - waiting);
      // The list is told a few times, not once for each refusal.
      expect(states.length).toBeLessThan(waiting * 4 + 60);

      // Each refusal is in the ledger, in few entries.
      const { entries, problems } = await readLedger(folder);
      const written = entries.filter((entry) => entry.kind === 'refusal');
      expect(problems).toEqual([]);
      expect(written.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(REQUESTS - waiting);
      expect(written.length).toBeLessThan(servers.length * 10);

      // And then: one is denied, and there is a place again.
      desk.deny(desk.reviews[0]?.id ?? '');
      const asked = performance.now();
      void pipeline
        .run([askOf({ server: { ...server, name: servers[0] ?? '' }, params: paramsAt(0) })])
        .catch(() => undefined);
      await expect.poll(() => desk.pendingCount, { interval: 5 }).toBe(waiting);
      expect(performance.now() - asked).toBeLessThan(200);
    },
  );
});
