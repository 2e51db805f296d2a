import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { ModelRegistry } from '../../../../src/core/models/registry.ts';
import type { ModelProvider } from '../../../../src/core/models/provider.ts';
import { modelsOf } from '../../../../src/core/sampling/registryModels.ts';
import { completionOf, FakeClock, modelOf, outgoingOf, paramsOf } from './fakes.ts';

const provider = (send: ModelProvider['send']): ModelProvider => ({
  id: 'local',
  label: 'Local',
  listModels: () => Promise.resolve([modelOf('small')]),
  prepare: (params, model) => ({
    destination: model.destination,
    body: { model: model.id, max: params.maxTokens },
    notes: [],
  }),
  send,
});

function make(): { models: ReturnType<typeof modelsOf>; registry: ModelRegistry } {
  const registry = new ModelRegistry({
    prices: { factsOf: (models) => Promise.resolve(models.map(() => undefined)) },
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    clock: new FakeClock(),
    defaultRef: () => undefined,
  });
  return { registry, models: modelsOf(registry) };
}

describe('the models of a registry', () => {
  it('are matched, prepared, estimated, and called at the provider that has them', async () => {
    const { registry, models } = make();
    const send = vi.fn<ModelProvider['send']>().mockResolvedValue(completionOf('x'));
    const changed = vi.fn();
    models.onDidChange?.(changed);
    registry.setProviders([provider(send)]);
    expect(changed).toHaveBeenCalled();
    expect((await models.match(paramsOf('Hi'))).chosen).toBe('local/small');
    expect(models.problems()).toEqual([]);
    expect(models.estimate(paramsOf('Hi'), 'local/small').total).toBeGreaterThan(0);
    const outgoing = models.prepare(paramsOf('Hi'), 'local/small');
    const { signal } = new AbortController();
    const options = { signal, stop: signal, onText: () => undefined };
    expect(await models.send(outgoing, options)).toEqual(completionOf('x'));
    expect(send).toHaveBeenCalledWith(outgoing, options);
  });

  it('are not called at an endpoint that is gone', async () => {
    const { models } = make();
    const { signal } = new AbortController();
    const sent = models.send(outgoingOf(paramsOf('Hi'), 'local/small'), {
      signal,
      stop: signal,
      onText: () => undefined,
    });
    await expect(sent).rejects.toMatchObject({ code: 'unknownModel' });
  });
});
