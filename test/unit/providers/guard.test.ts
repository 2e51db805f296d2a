import { describe, expect, it } from 'vitest';
import { makeOutgoing } from '../../../src/core/models/outgoing.ts';
import { isProviderError, type ModelInfo } from '../../../src/core/models/provider.ts';
import { type Expected, type GuardOptions, makeGuard } from '../../../src/providers/openai/guard.ts';
import { sha256 } from './support.ts';

const url = 'https://models.example/v1/chat/completions';
const destination = { kind: 'http', host: 'models.example', url, loopback: false } as const;
const model: ModelInfo = { ref: 'e/m', endpoint: 'e', id: 'm', name: 'm', providerLabel: 'E', destination };
const body = { model: 'm', messages: [{ role: 'user', content: 'x' }] };
const outgoing = makeOutgoing({ destination, body, notes: [] }, model, { sha256 });
const post: Expected = { method: 'POST', url, outgoing, sha256 };
const get: Expected = { method: 'GET', url: 'https://models.example/v1/models' };

function guarded(expected: Expected, answer: () => Response = () => Response.json({ choices: [] })) {
  const sent: string[] = [];
  const options: GuardOptions = {
    expected,
    key: 'sk-key',
    context: { label: 'Example', host: 'models.example', loopback: false },
    onActivity: () => {},
    fetch: (to, init) => {
      sent.push(`${init.method} ${to} ${JSON.stringify(init.headers)} ${init.body as string} ${init.redirect}`);
      return Promise.resolve(answer());
    },
  };
  return { guard: makeGuard(options), sent };
}

const refusal = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return isProviderError(error) ? error.code : error;
};

describe('the guard', () => {
  it('lets the signed request pass in any order of keys, with headers of its own', async () => {
    const { guard, sent } = guarded(post);
    const text = JSON.stringify({ messages: body.messages, model: 'm' });
    await guard.fetch(url, {
      method: 'post',
      body: text,
      headers: { authorization: 'Bearer other', 'x-stainless-os': 'Linux' },
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toContain('"authorization":"Bearer sk-key"');
    expect(sent[0]).not.toMatch(/stainless|other/);
    expect(sent[0]).toContain(`${text} manual`);
  });

  it('lets nothing pass twice', async () => {
    const { guard, sent } = guarded(post);
    const init = { method: 'POST', body: JSON.stringify(body) };
    await guard.fetch(url, init);
    expect(await refusal(guard.fetch(url, init))).toBe('changed');
    expect(guard.failure()?.code).toBe('changed');
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['another address', post, 'https://elsewhere.example/', { method: 'POST', body: JSON.stringify(body) }],
    ['another method', post, url, { method: 'PUT', body: JSON.stringify(body) }],
    ['another body', post, url, { method: 'POST', body: JSON.stringify({ ...body, n: 2 }) }],
    ['no body', post, url, { method: 'POST' }],
    ['a body that is no text', post, url, { method: 'POST', body: new Blob([JSON.stringify(body)]) }],
    ['a question with a body', get, get.url, { method: 'GET', body: '{}' }],
    ['a question that is posted', get, get.url, { method: 'POST' }],
  ])('refuses %s before the wire', async (_name, expected, to, init: RequestInit) => {
    const { guard, sent } = guarded(expected);
    expect(await refusal(guard.fetch(to, init))).toBe('changed');
    expect(sent).toEqual([]);
  });

  it('refuses a redirect that the platform hides', async () => {
    const hidden = Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' });
    const { guard } = guarded(post, () => hidden);
    expect(await refusal(guard.fetch(url, { method: 'POST', body: JSON.stringify(body) }))).toBe('redirect');
    expect(guard.begun()).toBe(false);
  });

  it.each([
    ['a web page', 'text/html', '<html>'],
    ['JSON that breaks off', 'application/json', '{"choices": ['],
    ['JSON of another kind', 'application/json', '{"hello": 1}'],
    ['JSON that is no object', 'application/json', '7'],
  ])('refuses %s as an answer', async (_name, type, text) => {
    const { guard } = guarded(post, () => new Response(text, { headers: { 'content-type': type } }));
    expect(await refusal(guard.fetch(url, { method: 'POST', body: JSON.stringify(body) }))).toBe('badRequest');
  });

  it('hands on an answer without a type as it is, and remembers its end', async () => {
    const { guard } = guarded(post, () => new Response(new TextEncoder().encode('data: [DONE]\n\n')));
    const response = await guard.fetch(url, { method: 'POST', body: JSON.stringify(body) });
    expect(guard.done()).toBe(false);
    expect(await response.text()).toBe('data: [DONE]\n\n');
    expect(guard.done()).toBe(true);
    expect(guard.begun()).toBe(true);
  });
});
