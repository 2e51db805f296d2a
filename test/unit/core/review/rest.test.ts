import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/core/inspection/finding.ts';
import { ledgerEntrySchema } from '../../../../src/core/ledger/entry.ts';
import type { Review } from '../../../../src/core/review/review.ts';
import type { SamplingAsk } from '../../../../src/core/sampling/ask.ts';
import { askOf, completionOf, House, outgoingOf, paramsOf, server, settle } from '../sampling/fakes.ts';
import { containing } from '../sampling/matchers.ts';
import { callOf, seen } from './together.ts';

let house: House;
let inspect: (text: string) => Promise<readonly Finding[]>;
const newHouse = () => {
  inspect = () => Promise.resolve([]);
  return new House({ inspect: (text) => inspect(text) });
};
beforeEach(() => {
  house = newHouse();
});

const rests = () => house.desk.batches.rests;
const plenty = { requests: 10, bytes: 1_000_000 };

/** Requests of one call that come one after the other. */
async function ask(...more: Partial<SamplingAsk>[]) {
  for (const [at, one] of more.entries()) {
    const base = { cause: callOf('c1'), params: paramsOf(`Translate ${at}`) };
    house.pipeline.run([askOf({ ...base, ...one })]).catch(() => undefined);
    await settle();
  }
}

/** Looks at the first request and approves the rest of its call with it. */
async function begin(limits = plenty, more: Partial<SamplingAsk> = {}) {
  await ask(more);
  const review = house.review();
  house.desk.select(review.id);
  house.desk.rendered(review.id, review.outgoing?.hash ?? '');
  house.clock.advance(600);
  const taken = house.desk.approve(review.id, review.outgoing?.hash ?? '', seen, limits);
  await settle();
  return taken;
}

describe('approving the rest of a call', () => {
  it('lets requests of this call pass, each with a record that names the decision, and their answers wait', async () => {
    house.models.reply = () => completionOf('Hallo');
    expect(await begin()).toEqual({ taken: true });
    await ask({}, {});
    expect(house.models.sent).toHaveLength(3);
    expect(house.desk.reviews.map(({ phase }) => phase)).toEqual(['answered', 'answered', 'answered']);
    const verdicts = house.ledger.records.filter((record) => record.kind === 'verdict');
    const id = `rest-of-${house.review().id}`;
    expect(verdicts).toMatchObject([
      { review: house.review(0).id, rest: { id, granted: plenty } },
      { review: house.review(1).id, verdict: 'approve', hash: house.review(1).outgoing?.hash, rest: { id } },
      { review: house.review(2).id, rest: { id } },
    ]);
    for (const [seq, record] of verdicts.entries())
      expect(ledgerEntrySchema.safeParse({ v: 1, time: 0, window: 'w', seq, ...record }).success).toBe(true);
    expect(house.desk.state.rests).toMatchObject([{ id, requests: { left: 8, of: 10 } }]);
  });

  it('covers what waits already, as far as the number goes', async () => {
    await ask({}, {}, {}, {});
    const [first] = house.desk.reviews;
    house.desk.select(first?.id ?? '');
    house.desk.rendered(first?.id ?? '', first?.outgoing?.hash ?? '');
    house.clock.advance(600);
    expect(
      house.desk.approve(first?.id ?? '', first?.outgoing?.hash ?? '', seen, { requests: 2, bytes: 10_000 }),
    ).toEqual({
      taken: true,
    });
    await settle();
    expect(house.models.sent).toHaveLength(3);
    expect(house.review(3).phase).toBe('pending');
    expect(rests().all).toMatchObject([{ ended: containing('number'), used: { requests: 2 } }]);
    await ask({});
    expect(house.models.sent).toHaveLength(3);
  });

  it('ends with the size', async () => {
    await begin({ requests: 10, bytes: 300 });
    const size = house.review().outgoing?.bytes ?? 0;
    expect(size).toBeGreaterThan(150);
    await ask({}, {});
    expect(house.models.sent).toHaveLength(2);
    expect(rests().all).toMatchObject([{ ended: containing('size') }]);
  });

  it.each([
    ['of another call', { cause: callOf('c2') }],
    ['of no call', { cause: { certainty: 'none' } }],
    ['of one of several calls', { cause: { certainty: 'oneOf', calls: [callOf('c1').call] } }],
    ['of another server', { server: { ...server, name: 'other' } }],
    ['of another definition', { server: { ...server, definition: 'e'.repeat(64) } }],
    ['with another system prompt', { params: paramsOf('x', { systemPrompt: 'Be rude.' }) }],
    ['with another parameter', { params: paramsOf('x', { maxTokens: 101 }) }],
    ['with tools', { params: paramsOf('x', { tools: [{ name: 't', inputSchema: { type: 'object' } }] }) }],
    [
      'with an image',
      {
        params: {
          ...paramsOf('x'),
          messages: [{ role: 'user', content: { type: 'image', data: '', mimeType: 'image/png' } }],
        },
      },
    ],
  ] as const)('does not cover a request %s', async (_, other) => {
    await begin();
    await ask(other as object);
    expect(house.models.sent).toHaveLength(1);
    expect(house.review(1).phase).toBe('pending');
  });

  it('does not cover a request with findings, one that is not inspected, or one that would go elsewhere', async () => {
    await begin();
    const finding = (severity: Finding['severity']): Finding => ({
      kind: 'secret.x',
      severity,
      start: 0,
      end: 1,
      reason: 'A key.',
    });
    inspect = (text) => Promise.resolve(text.includes('1') ? [finding('medium')] : [finding('low')]);
    await ask({}, {});
    // The one with a finding of low severity passes.
    expect(house.desk.reviews.map(({ phase }) => phase)).toEqual(['running', 'running', 'pending']);
    expect(house.desk.status(house.review(2).id)?.beside).toMatchObject({ waits: containing('findings') });
    inspect = () => new Promise(() => undefined);
    await ask({ params: paramsOf('Another text') });
    expect(house.review(3).phase).toBe('pending');
    expect(house.models.sent).toHaveLength(2);
  });

  it.each([
    ['the call ends', () => rests().callEnded('c1')],
    ['sampling is paused', () => void ((house.desk.paused = true), (house.desk.paused = false))],
    ['models change', () => rests().modelsChanged()],
    ['it is taken back', () => void rests().takeBack(rests().all[0]?.id ?? '')],
  ])('ends when %s', async (_, end) => {
    await begin();
    end();
    await ask({});
    expect(house.models.sent).toHaveLength(1);
    expect(house.review(1).phase).toBe('pending');
  });

  it('goes on when another call ends', async () => {
    await begin();
    rests().callEnded('c9');
    await ask({});
    expect(house.models.sent).toHaveLength(2);
    expect(rests().takeBack('nothing')).toMatchObject({ taken: false });
  });

  it('does not try again what failed', async () => {
    await begin();
    await ask({});
    house.models.sent[1]?.reject(new Error('Down'));
    await settle();
    expect(house.review(1).phase).toBe('pending');
    house.models.changed.fire();
    await settle();
    expect(house.models.sent).toHaveLength(2);
  });

  it('never covers what the person left out of the batch that it began with, nor what stood apart from that', async () => {
    const long = paramsOf(`Translate ${'and this '.repeat(400)}`);
    await ask({}, {}, {}, { params: long });
    const [batch] = house.desk.batches.all;
    expect(batch?.outliers).toMatchObject([{ why: containing('longer') }]);
    const [first, second, left] = batch?.rows ?? [];
    const id = batch?.id ?? '';
    const seal = house.desk.batches.seal(id) ?? '';
    house.desk.select(id);
    house.desk.rendered(id, seal);
    house.clock.advance(600);
    const names = [first, second].map((row) => ({ id: row?.id ?? '', mark: row?.outgoing?.hash ?? '' }));
    expect(house.desk.approveBatch(id, seal, names, seen, plenty)).toEqual({ taken: true });
    await settle();
    expect(house.models.sent).toHaveLength(2);
    expect([left?.phase, house.review(3).phase]).toEqual(['pending', 'pending']);
    expect(house.desk.status(left?.id ?? '')?.beside).toMatchObject({ waits: containing('left out') });
    // What comes after that is the rest of the call.
    await ask({ params: paramsOf('Translate something new') });
    expect(house.models.sent).toHaveLength(3);
    expect(house.review(4).phase).toBe('running');
  });

  it.each<[string, (review: Review) => void]>([
    ['in a tab, without saving it yet', (review) => review.unsavedInTabs(['Message 1'])],
    ['by a comparison', (review) => void review.comparison.choose(['local/small', 'local/big'])],
    ['by the priorities', (review) => void review.weigh({ cost: 1, speed: 0, intelligence: 0 })],
  ])('does not take away what the person has begun to change %s', async (_, change) => {
    await ask({}, {});
    const [first, second] = house.desk.reviews;
    change(second!);
    await settle();
    house.desk.select(first?.id ?? '');
    house.desk.rendered(first?.id ?? '', first?.outgoing?.hash ?? '');
    house.clock.advance(600);
    expect(house.desk.approve(first?.id ?? '', first?.outgoing?.hash ?? '', seen, plenty)).toEqual({ taken: true });
    await settle();
    expect([house.models.sent.length, second?.phase]).toEqual([1, 'pending']);
  });

  it('ends when everything is denied', async () => {
    await begin();
    house.desk.denyAll();
    await settle();
    await ask({});
    expect(house.models.sent).toHaveLength(1);
    expect(house.desk.reviews.at(-1)?.phase).toBe('pending');
  });

  it('begins only with a request that is as it was asked, of a certain call, within bounds, and painted', async () => {
    await ask({});
    const review = house.review();
    const { id } = review;
    const hash = () => review.outgoing?.hash ?? '';
    const approve = (limits = plenty) => house.desk.approve(id, hash(), seen, limits);
    expect(approve()).toMatchObject({ taken: false, message: containing('not been shown') });
    const look = () => {
      house.desk.rendered(id, hash());
      house.clock.advance(600);
    };
    look();
    for (const limits of [
      { requests: 0, bytes: 1 },
      { requests: 1.5, bytes: 1 },
      { requests: 501, bytes: 1 },
      { requests: 1, bytes: 1e9 },
    ])
      expect(approve(limits)).toMatchObject({ taken: false });
    house.desk.edit(id, { part: 'system', text: 'Other' });
    await settle();
    look();
    expect(approve()).toMatchObject({ taken: false, message: containing('changed this request') });
    expect(review.phase).toBe('pending');
    house = newHouse();
    expect(await begin(plenty, { cause: { certainty: 'none' } })).toMatchObject({ taken: false });
    expect(house.models.sent).toEqual([]);
  });

  it('ends when its own approval cannot be written down', async () => {
    house.ledger.failing = (record) => record.kind === 'verdict';
    await begin();
    house.ledger.failing = () => false;
    expect(rests().all).toMatchObject([{ ended: containing('ledger') }]);
    await ask({});
    expect(house.models.sent).toEqual([]);
  });
});

describe('whatever is asked, in whatever order', () => {
  it('no call of a model is made for a request that was not named by a press or covered by its terms', async () => {
    const kind = fc.record({
      call: fc.constantFrom('c1', 'c2', undefined),
      system: fc.constantFrom(undefined, 'Be brief.'),
      max: fc.constantFrom(100, 200),
      act: fc.constantFrom('ask', 'ask', 'approve', 'approveRest', 'approveBatch', 'edit', 'model', 'end', 'takeBack'),
      at: fc.nat({ max: 5 }),
    });
    let calls = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(kind, { minLength: 3, maxLength: 14 }), async (steps) => {
        house = newHouse();
        house.models.reply = () => completionOf('x');
        const signed = new Set<string>();
        const terms: { call: string; system: string | undefined; max: number }[] = [];
        for (const { call, system, max, act, at } of steps) {
          const review = house.desk.reviews[at % Math.max(1, house.desk.reviews.length)];
          if (act === 'ask') {
            const cause = call === undefined ? ({ certainty: 'none' } as const) : callOf(call);
            const params = paramsOf(`Text ${at}`, {
              maxTokens: max,
              ...(system === undefined ? {} : { systemPrompt: system }),
            });
            await ask({ cause, params });
          } else if (act === 'end') rests().callEnded('c1');
          else if (act === 'takeBack') rests().takeBack(rests().all[0]?.id ?? '');
          else if (act === 'edit' && review)
            house.desk.edit(review.id, { part: 'text', message: 'm0', block: 0, text: 'Edited' });
          else if (act === 'model' && review) house.desk.selectModel(review.id, 'local/big');
          else if (act === 'approveBatch') {
            const [batch] = house.desk.batches.all;
            if (!batch) continue;
            house.desk.select(batch.id);
            const seal = house.desk.batches.seal(batch.id) ?? '';
            house.desk.rendered(batch.id, seal);
            house.clock.advance(600);
            const rows = batch.rows.filter(({ phase }, index) => phase === 'pending' && index !== at);
            const names = rows.map((row) => ({ id: row.id, mark: row.outgoing?.hash ?? '' }));
            if (house.desk.approveBatch(batch.id, seal, names, seen).taken)
              for (const { mark } of names) signed.add(mark);
          } else if (review) {
            const hash = review.outgoing?.hash ?? '';
            house.desk.select(review.id);
            house.desk.rendered(review.id, hash);
            house.clock.advance(600);
            const { cause, params } = review.ask;
            const rest = act === 'approveRest' ? { requests: 3, bytes: 100_000 } : undefined;
            if (house.desk.approve(review.id, hash, seen, rest).taken) {
              signed.add(hash);
              if (rest && cause.certainty === 'certain')
                terms.push({ call: cause.call.id, system: params.systemPrompt, max: params.maxTokens });
            }
          }
          await settle();
        }
        for (const { outgoing } of house.models.sent) {
          calls++;
          if (signed.has(outgoing.hash)) continue;
          const review = house.desk.reviews.find((one) => one.answer?.sent?.outgoing.hash === outgoing.hash);
          const { cause, params } = review?.ask ?? askOf();
          const call = cause.certainty === 'certain' ? cause.call.id : undefined;
          // The draft may have been edited since, for another answer: what was sent is what the server asked.
          expect(outgoing.hash).toBe(outgoingOf(params, outgoing.model.ref).hash);
          expect(terms).toContainEqual({ call, system: params.systemPrompt, max: params.maxTokens });
        }
      }),
      { numRuns: 300 },
    );
    expect(calls).toBeGreaterThan(100);
  }, 60_000);
});
