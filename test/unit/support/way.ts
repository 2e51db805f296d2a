import canonicalize from 'canonicalize';
import { hiddenInspector } from '../../../src/core/inspection/hiddenInspector.ts';
import { expect } from 'vitest';
import type { CreateMessageRequestParams } from '../../../src/core/mcp.ts';
import { ModelRegistry } from '../../../src/core/models/registry.ts';
import { ReviewDesk } from '../../../src/core/review/desk.ts';
import type { Review } from '../../../src/core/review/review.ts';
import { SamplingPipeline } from '../../../src/core/sampling/pipeline.ts';
import { OpenAiProvider } from '../../../src/providers/openaiProvider.ts';
import { sha256 } from '../../../src/node/hash.ts';
import type { ModelServer } from '../../fixtures/model/server.ts';
import { type Change, Meant } from '../../fixtures/requests/changes.ts';
import { askOf, FakeClock, FakeLedger, log } from '../core/sampling/fakes.ts';

/** The models of the endpoint. */
export const models = ['stand-in-1', 'stand-in-2'];

/** The real way of a request with everything but the window: desk, pipeline, registry, provider, `openai`, HTTP. */
export class Way {
  readonly clock = new FakeClock();
  readonly desk = new ReviewDesk({ clock: this.clock });
  readonly server: ModelServer;
  readonly #pipeline: SamplingPipeline;
  #ids = 0;

  constructor(server: ModelServer) {
    this.server = server;
    const registry = new ModelRegistry({
      prices: { factsOf: (of) => Promise.resolve(of.map(() => undefined)) },
      sha256,
      clock: this.clock,
      defaultRef: () => undefined,
    });
    const endpoint = { id: 'local', label: 'Local', baseUrl: server.baseUrl, models: models.map((id) => ({ id })) };
    registry.setProviders([
      new OpenAiProvider({
        endpoint,
        key: () => Promise.resolve(undefined),
        load: () => import('../../../src/providers/openai/index.ts'),
        fetch: (url, init) => fetch(url, init),
        sha256,
        clock: this.clock,
      }),
    ]);
    this.#pipeline = new SamplingPipeline({
      desk: this.desk,
      models: registry,
      inspector: hiddenInspector,
      elicitation: { check: () => Promise.resolve([]), openPage: () => Promise.resolve(false) },
      checkSchema: () => Promise.resolve([]),
      ledger: new FakeLedger(),
      clock: this.clock,
      newId: () => `id${++this.#ids}`,
      log,
    });
  }

  /** Brings a request to the desk; its review, once a model is chosen. */
  async ask(params: CreateMessageRequestParams): Promise<Review> {
    const review = await new Promise<Review>((resolve, reject) => {
      this.#pipeline
        .run([askOf({ params })], { onReviews: ([first]) => first?.kind === 'sampling' && resolve(first) })
        // The end of the batch ends them all.
        .catch(reject);
    });
    await changed(review, () => review.outgoing !== undefined);
    return review;
  }

  /** Looks at it, waits, presses; what was signed then. */
  async sign(review: Review): Promise<string> {
    await changed(review, () => !review.findings.of('request').running);
    const { outgoing } = review;
    if (outgoing === undefined) throw new Error('There is nothing to sign.');
    this.desk.select(review.id);
    this.desk.rendered(review.id, outgoing.hash);
    this.clock.advance(500);
    const signed = canonicalize(outgoing.body) ?? '';
    expect(this.desk.approve(review.id, outgoing.hash, { visible: true, focused: true })).toEqual({ taken: true });
    return signed;
  }
}

/** Resolves when it holds, at once or after a change of the review. */
export function changed(review: Review, holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (review.failure?.code !== undefined) reject(new Error(review.failure.message));
      else if (holds()) resolve();
      else return;
      follow.dispose();
    };
    const follow = review.onDidChange(look);
    look();
  });
}

/** Makes the changes on the desk and in what is meant; whatever the desk does not take is not meant either. */
export function change(
  way: Way,
  review: Review,
  list: readonly Change[],
): { readonly meant: Meant; readonly made: number } {
  const meant = new Meant(review.ask.params);
  let made = 0;
  for (const each of list) {
    const proposed = meant.propose(each);
    if (proposed === undefined || !way.desk.edit(review.id, proposed.edit).taken) continue;
    proposed.take();
    made++;
  }
  if (meant.params.messages.length > 0) return { meant, made };
  // There is nothing to send then, and the desk says so.
  expect(review.outgoing).toBeUndefined();
  way.desk.revise(review.id, 'reset');
  return { meant: new Meant(review.ask.params), made: 0 };
}
