import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import type { PriceSource } from '../../../../src/core/models/prices.ts';
import {
  type Completion,
  isProviderError,
  type ModelInfo,
  type ModelProvider,
  type OutgoingRequest,
  ProviderError,
} from '../../../../src/core/models/provider.ts';
import { ModelRegistry } from '../../../../src/core/models/registry.ts';
import { Emitter } from '../../../../src/core/util/emitter.ts';
import { ManualClock } from '../../providers/support.ts';

const params: CreateMessageRequestParams = {
  messages: [{ role: 'user', content: { type: 'text', text: 'Hello' } }],
  maxTokens: 100,
};

/** A provider whose lists the test gives out by hand. */
class Listing implements ModelProvider {
  readonly label: string;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly asked: { resolve: (ids: string[]) => void; reject: (error: unknown) => void; signal: AbortSignal }[] = [];
  prepareError: Error | undefined;

  readonly id: string;
  constructor(id: string) {
    this.id = id;
    this.label = `Endpoint ${id}`;
  }

  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]> {
    return new Promise((resolve, reject) => {
      this.asked.push({ signal, reject, resolve: (ids) => resolve(ids.map((id) => this.model(id))) });
    });
  }

  model(id: string): ModelInfo {
    const destination = { kind: 'http', host: 'h', loopback: true } as const;
    return { ref: `${this.id}/${id}`, endpoint: this.id, id, name: id, providerLabel: this.label, destination };
  }

  prepare(asked: CreateMessageRequestParams, model: ModelInfo) {
    if (this.prepareError) throw this.prepareError;
    return { destination: model.destination, body: { model: model.id, max: asked.maxTokens }, notes: [] };
  }

  send(outgoing: OutgoingRequest): Promise<Completion> {
    return Promise.resolve({ content: [], model: outgoing.model.ref, durationMs: 0, stopped: false });
  }

  change(): void {
    this.#changed.fire();
  }

  get listeners(): number {
    return this.#changed.listenerCount;
  }
}

const noPrices: PriceSource = { factsOf: (models) => Promise.resolve(models.map(() => undefined)) };

function setUp(providers: ModelProvider[], more: { prices?: PriceSource; defaultRef?: string } = {}) {
  const clock = new ManualClock();
  const registry = new ModelRegistry({
    prices: more.prices ?? noPrices,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    clock,
    defaultRef: () => more.defaultRef,
  });
  const changes = { count: 0 };
  registry.onDidChange(() => {
    changes.count += 1;
  });
  registry.setProviders(providers);
  return { registry, clock, changes };
}

const refs = (models: readonly ModelInfo[]) => models.map(({ ref }) => ref);

describe('the list of models', () => {
  it('is asked for once by all who wait, and kept for a minute', async () => {
    const a = new Listing('a');
    const { registry, clock } = setUp([a]);
    const both = [registry.models(), registry.models()];
    expect(a.asked).toHaveLength(1);
    a.asked[0]?.resolve(['x', 'y']);
    expect((await Promise.all(both)).map(refs)).toEqual([
      ['a/x', 'a/y'],
      ['a/x', 'a/y'],
    ]);
    clock.advance(59_999);
    await registry.models();
    expect(a.asked).toHaveLength(1);
    clock.advance(1);
    const third = registry.models();
    expect(a.asked).toHaveLength(2);
    a.asked[1]?.resolve([]);
    expect(await third).toEqual([]);
  });

  it('joins all providers in order, and each ref once', async () => {
    const [a, b] = [new Listing('a'), new Listing('b')];
    const { registry } = setUp([b, a]);
    const models = registry.models();
    a.asked[0]?.resolve(['x', 'x']);
    b.asked[0]?.resolve(['x']);
    expect(refs(await models)).toEqual(['b/x', 'a/x']);
  });

  it('goes without a provider that fails or is late, and tells the problem', async () => {
    const [good, bad, late] = [new Listing('good'), new Listing('bad'), new Listing('late')];
    const { registry, clock } = setUp([good, bad, late]);
    const models = registry.models();
    good.asked[0]?.resolve(['x']);
    bad.asked[0]?.reject(new ProviderError('noKey', 'No key.', { remedies: ['setApiKey'] }));
    await Promise.resolve();
    clock.advance(5_000);
    expect(refs(await models)).toEqual(['good/x']);
    expect(late.asked[0]?.signal.aborted).toBe(true);
    expect(registry.problems()).toEqual([
      { endpoint: 'bad', label: 'Endpoint bad', message: 'No key.', remedies: ['setApiKey'] },
      {
        endpoint: 'late',
        label: 'Endpoint late',
        message: 'Endpoint late did not list its models within 5 s.',
        remedies: ['retry', 'openSettings', 'answerByHand'],
      },
    ]);
    expect(clock.pending).toBe(0);
  });

  it('asks a failed provider again after ten seconds, and forgets the problem', async () => {
    const a = new Listing('a');
    const { registry, clock } = setUp([a]);
    const failed = registry.models();
    a.asked[0]?.reject('odd');
    expect(await failed).toEqual([]);
    expect(registry.problems()).toMatchObject([{ message: 'odd', remedies: ['retry', 'openSettings'] }]);
    clock.advance(10_000);
    const again = registry.models();
    a.asked[1]?.resolve(['x']);
    expect(refs(await again)).toEqual(['a/x']);
    expect(registry.problems()).toEqual([]);
  });

  it('is asked for again after a refresh, of one endpoint or all, even while one is on its way', async () => {
    const [a, b] = [new Listing('a'), new Listing('b')];
    const { registry } = setUp([a, b]);
    const first = registry.models();
    registry.refresh('a');
    a.asked[0]?.resolve(['old']);
    b.asked[0]?.resolve(['x']);
    expect(refs(await first)).toEqual(['a/old', 'b/x']);
    const second = registry.models();
    expect([a.asked.length, b.asked.length]).toEqual([2, 1]);
    a.asked[1]?.resolve(['new']);
    expect(refs(await second)).toEqual(['a/new', 'b/x']);
    registry.refresh();
    void registry.models();
    expect([a.asked.length, b.asked.length]).toEqual([3, 2]);
  });

  it('follows a provider that changes by itself, until it is gone', async () => {
    const a = new Listing('a');
    const { registry } = setUp([a]);
    const first = registry.models();
    a.asked[0]?.resolve(['x']);
    await first;
    a.change();
    void registry.models();
    expect(a.asked).toHaveLength(2);
    registry.setProviders([a]);
    expect(a.listeners).toBe(1);
    registry.setProviders([]);
    expect(a.listeners).toBe(0);
    registry.dispose();
  });

  it('is told of when it changes, and only then', async () => {
    const a = new Listing('a');
    const { registry, clock, changes } = setUp([a]);
    expect(changes.count).toBe(1);
    const ids = [['x'], ['x'], ['y']];
    const counts = [];
    for (const [index, list] of ids.entries()) {
      const models = registry.models();
      a.asked[index]?.resolve(list);
      await models;
      counts.push(changes.count);
      clock.advance(60_000);
    }
    expect(counts).toEqual([2, 2, 3]);
  });

  it('loses the models of a provider that was taken away, and takes no late list of it', async () => {
    const a = new Listing('a');
    const { registry, changes } = setUp([a]);
    const models = registry.models();
    registry.setProviders([]);
    const { count } = changes;
    a.asked[0]?.resolve(['x']);
    expect(await models).toEqual([]);
    expect(changes.count).toBe(count);
    expect(() => registry.prepare(params, 'a/x')).toThrow('There is no model a/x any more.');
  });
});

describe('what is made of the list', () => {
  const ready = async (provider: Listing, more?: Parameters<typeof setUp>[1]) => {
    const all = setUp([provider], more);
    const models = all.registry.models();
    provider.asked[0]?.resolve(['small-mini', 'large']);
    await models;
    return all;
  };

  it('a match takes the default and the prices of the moment', async () => {
    const facts = [{ contextTokens: 50 }, { cost: { min: 1, max: 2, source: 'list' } }];
    const { registry } = await ready(new Listing('a'), {
      defaultRef: 'a/small-mini',
      prices: { factsOf: () => Promise.resolve(facts) },
    });
    const match = await registry.match(params);
    expect(match.chosen).toBe('a/large');
    expect(match.candidates).toMatchObject([
      { model: { ref: 'a/large' }, price: { max: 2 } },
      { model: { ref: 'a/small-mini', contextTokens: 50 }, excluded: expect.stringContaining('holds 50') as string },
    ]);
  });

  it('a match of nothing asks for no price', async () => {
    const { registry } = setUp([], { prices: { factsOf: () => Promise.reject(new Error('asked')) } });
    expect(await registry.match(params)).toMatchObject({ candidates: [], why: 'There is no model to send this to.' });
  });

  it('the price source gets the size of the request', async () => {
    const sizes: unknown[] = [];
    const { registry } = await ready(new Listing('a'), {
      prices: {
        factsOf: (models, size) => {
          sizes.push(size);
          return Promise.resolve(models.map(() => undefined));
        },
      },
    });
    await registry.match(params);
    expect(sizes).toEqual([{ inputTokens: 1, maxOutputTokens: 100, uncountedMedia: 0 }]);
  });

  it('an outgoing request is sealed for a model that was listed, also while its endpoint is down', async () => {
    const a = new Listing('a');
    const { registry, clock } = await ready(a);
    const outgoing = registry.prepare(params, 'a/large');
    expect(outgoing).toMatchObject({ body: { model: 'large', max: 100 }, model: { ref: 'a/large' } });
    expect(registry.prepare({ ...params, maxTokens: 99 }, 'a/large').hash).not.toBe(outgoing.hash);
    clock.advance(60_000);
    const down = registry.models();
    a.asked[1]?.reject(new Error('down'));
    expect(await down).toEqual([]);
    expect(registry.prepare(params, 'a/large').hash).toBe(outgoing.hash);
  });

  it('a request goes to the provider that has the model, and nowhere when its endpoint is gone', async () => {
    const a = new Listing('a');
    const { registry } = await ready(a);
    const outgoing = registry.prepare(params, 'a/large');
    const { signal } = new AbortController();
    const options = { signal, stop: signal, onText: () => undefined };
    expect(await registry.send(outgoing, options)).toMatchObject({ model: 'a/large' });
    registry.setProviders([new Listing('b')]);
    await expect(registry.send(outgoing, options)).rejects.toMatchObject({ code: 'unknownModel' });
  });

  it('a failure of the preparation is a ProviderError, whatever it was', async () => {
    const a = new Listing('a');
    const { registry } = await ready(a);
    const failures = [
      new RangeError('Maximum call stack size exceeded'),
      new ProviderError('badRequest', 'Own words.', { remedies: [] }),
    ].map((error) => {
      a.prepareError = error;
      try {
        return registry.prepare(params, 'a/large');
      } catch (failure) {
        return isProviderError(failure) ? failure.message : failure;
      }
    });
    expect(failures).toEqual(['The request cannot be prepared: Maximum call stack size exceeded.', 'Own words.']);
  });
});
