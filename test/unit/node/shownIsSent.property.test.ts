import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelServer, startModelServer } from '../../fixtures/model/server.ts';
import { requests } from '../../fixtures/requests/arbitraries.ts';
import { changes } from '../../fixtures/requests/changes.ts';
import { expectedBody } from '../../fixtures/requests/expected.ts';
import { change, changed, models, Way } from '../support/way.ts';

/** How many requests wait on the desk together; a server may have 20. */
const together = 10;

/** One of a batch: what the server asks, what the person changes, and whether they take the second model. */
const one = fc.record({ params: requests, list: changes, second: fc.boolean() });

describe('what was signed, and what the model’s server got', () => {
  let server: ModelServer;
  beforeAll(async () => {
    server = await startModelServer();
  });
  afterAll(() => server.close());

  it('are the same in every field, and an edit changed what was edited alone (10,000 requests)', async () => {
    let edits = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: together, maxLength: together }), async (batch) => {
        const way = new Way(server);
        const before = server.completions.length;
        const signed: string[] = [];
        const reviews = await Promise.all(batch.map(({ params }) => way.ask(params)));
        for (const [index, review] of reviews.entries()) {
          const { list = [], second = false } = batch[index] ?? {};
          const { meant, made } = change(way, review, list);
          edits += made;
          const model = models[second ? 1 : 0] ?? '';
          way.desk.selectModel(review.id, `local/${model}`);
          const text = await way.sign(review);
          expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(expectedBody(meant.params, model))));
          signed.push(text);
        }
        await Promise.all(reviews.map((review) => changed(review, () => review.phase === 'answered')));
        const got = server.completions.slice(before).map(({ body }) => canonicalize(body) ?? '');
        expect(new Set(got)).toEqual(new Set(signed));
        expect(got).toHaveLength(together);
        way.desk.closeAll('The end.');
      }),
      // A smaller case would meet what is still on its way from this one.
      { numRuns: 10_000 / together, endOnFailure: true },
    );
    expect(server.completions).toHaveLength(10_000);
    // Or it would prove nothing of edits.
    expect(edits).toBeGreaterThan(10_000);
  }, 300_000);
});
