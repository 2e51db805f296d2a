import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detectLocalModels, usualPlaces } from '../../../src/providers/detect.ts';
import { type ModelServer, startModelServer } from '../../fixtures/model/server.ts';

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer({ models: ['a', 'b'] });
});
afterEach(() => server.close());

const reach = (url: string, init: RequestInit) => fetch(url, init);
const look = (kind: 'ollama' | 'lmStudio' | 'llamaCpp' | 'vllm', limitMs = 5000) =>
  detectLocalModels(reach, new AbortController().signal, { places: [{ kind, port: server.port }], limitMs });
const owned = (owner?: string) => server.listModels([{ id: 'a', ...(owner !== undefined && { owned_by: owner }) }]);

describe('a model server on this machine', () => {
  it.each([
    ['library', 'vllm', 'ollama', 'Ollama'],
    ['organization_owner', 'vllm', 'lmStudio', 'LM Studio'],
    ['llamacpp', 'vllm', 'llamaCpp', 'llama.cpp'],
    ['vllm', 'llamaCpp', 'vllm', 'vLLM'],
    ['somebody', 'ollama', 'ollama', 'Ollama'],
    ['constructor', 'ollama', 'ollama', 'Ollama'],
    [undefined, 'lmStudio', 'lmStudio', 'LM Studio'],
  ] as const)('whose models belong to %s is told by that, on the port of %s', async (owner, place, kind, label) => {
    owned(owner);
    expect(await look(place)).toEqual([{ kind, label, baseUrl: server.baseUrl, models: ['a'] }]);
  });

  it('of another kind is named by its port', async () => {
    owned('somebody');
    expect(await look('llamaCpp')).toMatchObject([{ kind: 'other', label: `Model server on port ${server.port}` }]);
  });

  it('without a model is found by its port', async () => {
    server.listModels({ body: { object: 'list', data: null } });
    expect(await look('ollama')).toEqual([{ kind: 'ollama', label: 'Ollama', baseUrl: server.baseUrl, models: [] }]);
  });

  it.each([
    [{ status: 404, body: 'no' }],
    [{ body: 'plain text' }],
    [{ body: { hello: 'world' } }],
    [{ body: [{ name: 'no id' }] }],
    [{ status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }],
  ])('is not what answers %j', async (reply) => {
    server.listModels(reply);
    expect(await look('llamaCpp')).toEqual([]);
  });

  it('is not found where nothing listens, or when it takes too long', async () => {
    server.listModels({ gate: 'never', body: {} });
    expect(await look('vllm', 20)).toEqual([]);
    await server.close();
    expect(await look('vllm')).toEqual([]);
    server = await startModelServer();
  });

  it('is looked for until the signal ends it', async () => {
    server.listModels({ gate: 'never', body: {} });
    const controller = new AbortController();
    const found = detectLocalModels(reach, controller.signal, { places: [{ kind: 'vllm', port: server.port }] });
    controller.abort(new Error('enough'));
    await expect(found).rejects.toThrow('enough');
  });

  it('is looked for on the usual ports, with a question that carries nothing', async () => {
    const asked: string[] = [];
    await detectLocalModels((url, init) => {
      asked.push(`${init.method} ${url} ${Object.keys(init.headers ?? {}).join()} ${init.redirect}`);
      return Promise.reject(new Error('nothing there'));
    }, new AbortController().signal);
    expect(usualPlaces.map(({ port }) => port)).toEqual([11434, 1234, 8080, 8000]);
    expect(asked).toEqual(
      [11434, 1234, 8080, 8000].map((port) => `GET http://127.0.0.1:${port}/v1/models accept manual`),
    );
  });
});
