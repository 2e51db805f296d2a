import { hiddenInspector } from '../../../../src/core/inspection/hiddenInspector.ts';
import { expect, it, vi } from 'vitest';
import { ModelRegistry } from '../../../../src/core/models/registry.ts';
import { ReviewDesk } from '../../../../src/core/review/desk.ts';
import { SamplingPipeline } from '../../../../src/core/sampling/pipeline.ts';
import { systemClock } from '../../../../src/node/clock.ts';
import { sha256 } from '../../../../src/node/hash.ts';
import { OpenAiProvider } from '../../../../src/providers/openaiProvider.ts';
import { askOf, House, settle } from './fakes.ts';

it('a pause while the key is still being looked up ends in no call', async () => {
  let giveKey: (() => void) | undefined;
  let asked = 0;
  const posts: string[] = [];
  const provider = new OpenAiProvider({
    endpoint: { id: 'e', label: 'E', baseUrl: 'http://127.0.0.1:9/v1', models: [{ id: 'm' }] },
    key: () =>
      ++asked === 1
        ? Promise.resolve(undefined)
        : new Promise((resolve) => {
            giveKey = () => resolve(undefined);
          }),
    load: () => import('../../../../src/providers/openai/index.ts'),
    fetch: (url, init) => {
      posts.push(`${init.method} ${url}`);
      return Promise.resolve(new Response('{}', { status: 500 }));
    },
    sha256,
    clock: systemClock,
  });
  const prices = { factsOf: (models: readonly unknown[]) => Promise.resolve(models.map(() => undefined)) };
  const registry = new ModelRegistry({ prices, sha256, clock: systemClock, defaultRef: () => undefined });
  registry.setProviders([provider]);
  const desk = new ReviewDesk({ clock: systemClock, guardMs: 0 });
  const quiet = (): void => undefined;
  const log = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };
  let ids = 0;
  const newId = () => `id${ids++}`;
  const ledger = { append: () => Promise.resolve() };
  const elicitation = { check: () => Promise.resolve([]), openPage: () => Promise.resolve(false) };
  const pipeline = new SamplingPipeline({
    desk,
    models: registry,
    inspector: hiddenInspector,
    elicitation,
    checkSchema: () => Promise.resolve([]),
    ledger,
    clock: systemClock,
    newId,
    log,
  });
  void pipeline.run([askOf()]).catch(quiet);
  const review = await vi.waitFor(
    () => (desk.reviews[0]?.outgoing && desk.reviews[0]) || Promise.reject(new Error('no')),
  );
  const hash = review.outgoing?.hash ?? '';
  desk.rendered(review.id, hash);
  expect(desk.approve(review.id, hash, { visible: true, focused: true })).toMatchObject({ taken: true });
  await vi.waitFor(() => expect(giveKey).toBeDefined());
  desk.paused = true;
  giveKey?.();
  await vi.waitFor(() => expect(review.phase).toBe('pending'), { timeout: 15_000 });
  expect(posts).toEqual([]);
  expect(review.failure?.message).toContain('paused');
});

it('a pause that was chosen in another window counts for what comes, and for what was approved before', async () => {
  let elsewhere = false;
  const house = new House();
  house.lookAtPause = () => {
    house.desk.paused = elsewhere;
  };
  const run = house.pipeline.run([askOf()]);
  await settle();
  elsewhere = true;
  expect(house.approve()).toMatchObject({ taken: true });
  await settle();
  expect(house.models.sent).toHaveLength(0);
  await expect(house.pipeline.run([askOf()])).rejects.toMatchObject({ kind: 'paused' });
  house.desk.denyAll();
  await expect(run).rejects.toMatchObject({ kind: 'failed' });
});
