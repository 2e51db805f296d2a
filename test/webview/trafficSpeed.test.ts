import { describe, expect, it } from 'vitest';
import type { ToServer } from '../../src/shared/server.ts';
import { panelBench } from './support/panel.ts';
import { rows, traffic } from './support/servers.ts';

const server = panelBench<ToServer>('server');

describe('the traffic of a server', () => {
  it('takes fresh messages of a full list within two frames', async () => {
    await server.open(undefined, traffic(1_000));
    const took = await server.page.evaluate(
      async (all) => {
        const times: number[] = [];
        for (const message of all) {
          const start = performance.now();
          window.postMessage(message, '*');
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
      },
      Array.from(
        { length: 15 },
        (_, index): ToServer => ({
          type: 'added',
          rows: rows(3, 1_001 + index * 3),
          most: 1_000,
          calls: {},
          found: [],
        }),
      ),
    );
    console.log(`three messages into a list of 1,000: ${took.toFixed(0)} ms to two frames`);
    expect(took).toBeLessThan(250);
  });
});
