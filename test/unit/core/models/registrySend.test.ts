import { expect, it } from 'vitest';
import { noOverrides } from '../../../../src/core/models/overrides.ts';
import type { ModelProvider, SendOptions } from '../../../../src/core/models/provider.ts';
import { ModelRegistry } from '../../../../src/core/models/registry.ts';
import type { SpeedHistory } from '../../../../src/core/models/speeds.ts';
import { ManualClock, sha256 } from '../../providers/support.ts';
import { completionOf, paramsOf } from '../sampling/fakes.ts';
import { modelNamed } from './cases.ts';

const models = [modelNamed('a/slow-mini'), modelNamed('a/big-405b')];

function house(overrides = noOverrides) {
  const clock = new ManualClock();
  const kept: { history: SpeedHistory } = { history: {} };
  const provider: ModelProvider = {
    id: 'a',
    label: 'A',
    listModels: () => Promise.resolve(models),
    prepare: (_params, model) => ({ destination: model.destination, body: { model: model.id }, notes: [] }),
    send: ({ model }, { onText, beforeSending }: SendOptions) => {
      // Somebody unlocks the key first: no time of the model's.
      clock.advance(60_000);
      beforeSending?.();
      clock.advance(model.id === 'big-405b' ? 100 : 5000);
      onText('A');
      const durationMs = model.id === 'big-405b' ? 500 : 60_000;
      return Promise.resolve(
        completionOf('Answer', { model: `${model.id}-2026`, usage: { outputTokens: 100 }, durationMs }),
      );
    },
  };
  const registry = new ModelRegistry({
    prices: { factsOf: (all) => Promise.resolve(all.map(() => undefined)) },
    sha256,
    clock,
    defaultRef: () => undefined,
    overrides: () => overrides,
    speeds: { read: () => kept.history, write: (history) => void (kept.history = history) },
  });
  registry.setProviders([provider]);
  return { registry, kept };
}

const { signal } = new AbortController();
const options = { signal, stop: signal, onText: () => undefined };
const quickly = paramsOf('Hello', { modelPreferences: { speedPriority: 1 } });

it('three answers of each model decide who is quick, in place of their names', async () => {
  const { registry, kept } = house();
  expect((await registry.match(quickly)).chosen).toBe('a/slow-mini');
  for (const ref of ['a/big-405b', 'a/slow-mini']) {
    for (const _ of [1, 2, 3]) await registry.send(registry.prepare(quickly, ref), options);
  }
  expect(kept.history).toEqual({
    'a/big-405b': Array.from({ length: 3 }, () => ({ first: 100, rate: 200 })),
    'a/slow-mini': Array.from({ length: 3 }, () => ({ first: 5000, rate: 1.667 })),
  });
  const { chosen, candidates } = await registry.match(quickly);
  expect(chosen).toBe('a/big-405b');
  expect(candidates[0]?.speed.source).toBe(
    'Measured on this machine: 200 tokens a second, the first text after 0.1 s (medians of 3 answers); 3 of 3 on the scale of our tiers.',
  );
});

it('an answer comes with what was not kept of the request', async () => {
  const { registry } = house();
  await registry.models();
  const completion = await registry.send(registry.prepare(paramsOf('Hello', { maxTokens: 50 }), 'a/big-405b'), options);
  expect(completion.notes?.map(({ field, effect }) => [field, effect])).toEqual([
    ['model', 'changed'],
    ['maxTokens', 'ignored'],
  ]);
});

it('the settings go before what is measured, and price what no list knows', async () => {
  const { registry } = house({
    aliases: [{ hint: 'house', models: ['a/big-405b'] }],
    tiers: [{ model: 'a/*', quickness: 1 }],
    prices: [{ model: 'a/big-405b', input: 0, output: 10 }],
  });
  const found = await registry.match(paramsOf('Hello', { modelPreferences: { hints: [{ name: 'house' }] } }));
  expect(found).toMatchObject({ chosen: 'a/big-405b', by: 'only' });
  expect(found.candidates[0]).toMatchObject({
    how: 'alias',
    price: { min: 0, max: 0.001 },
    speed: { known: true, source: 'Your settings: 1 of 3.' },
  });
});
