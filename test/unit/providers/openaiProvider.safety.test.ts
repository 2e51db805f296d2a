/** What `openai` does by itself, and must not do here. Against a real HTTP server, with the real package. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutgoingRequest } from '../../../src/core/models/provider.ts';
import { fails, hangsUp, type ModelServer, redirectsTo, says, startModelServer } from '../../fixtures/model/server.ts';
import { ask, drive, failureOf, sha256 } from './support.ts';

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

describe('one approval is at most one call', () => {
  it.each([
    ['a rate limit', fails(429, {}, { 'retry-after-ms': '1' })],
    ['an invitation to try again', fails(400, {}, { 'x-should-retry': 'true' })],
    ['a failure of the server', fails(500, {}, { 'retry-after-ms': '1' })],
    ['a conflict', fails(409, {}, { 'retry-after-ms': '1' })],
    ['a closed connection', hangsUp],
  ])('after %s', async (_name, reply) => {
    server.respondWith(reply, says('A second call.'));
    const failure = await failureOf(drive(server).send(ask('x')));
    expect(server.completions).toHaveLength(1);
    // The guard would refuse a second try and say so: there was none.
    expect(failure.code).not.toBe('changed');
  });
});

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('are not followed with status %i, not even to the same place', async (status) => {
    const other = await startModelServer();
    try {
      server.respondWith(redirectsTo(`${other.baseUrl}/chat/completions`, status));
      const failure = await failureOf(drive(server, { savedKey: 'sk-key' }).send(ask('x')));
      expect(failure.code).toBe('redirect');
      expect(failure.message).toContain(new URL(other.baseUrl).host);
      expect(failure.remedies).toContain('openSettings');
      expect(other.requests).toHaveLength(0);
      expect(server.requests).toHaveLength(1);
    } finally {
      await other.close();
    }
  });

  it('without a usable target are refused as well', async () => {
    server.respondWith(redirectsTo('/elsewhere'));
    expect((await failureOf(drive(server).send(ask('x')))).message).toContain('sends the request on elsewhere');
  });
});

describe('the environment', () => {
  it('reaches no request: no key, organization, project, base URL or header of it', async () => {
    const other = await startModelServer();
    vi.stubEnv('OPENAI_API_KEY', 'sk-of-the-environment');
    vi.stubEnv('OPENAI_ADMIN_KEY', 'sk-admin-of-the-environment');
    vi.stubEnv('OPENAI_ORG_ID', 'org-of-the-environment');
    vi.stubEnv('OPENAI_PROJECT_ID', 'project-of-the-environment');
    vi.stubEnv('OPENAI_BASE_URL', other.baseUrl);
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'X-Secret: of-the-environment\nAuthorization: Bearer of-the-environment');
    vi.stubEnv('OPENAI_WEBHOOK_SECRET', 'of-the-environment');
    try {
      const local = drive(server);
      await local.send(ask('x'));
      await local.provider.listModels(new AbortController().signal);
      expect(other.requests).toHaveLength(0);
      expect(server.requests).toHaveLength(2);
      for (const request of server.requests) {
        expect(JSON.stringify([request.headers, request.text])).not.toContain('of-the-environment');
        expect(request.headers.authorization).toBeUndefined();
      }
    } finally {
      await other.close();
    }
  });

  it('does not make `openai` write a log', async () => {
    vi.stubEnv('OPENAI_LOG', 'debug');
    const spies = (['debug', 'info', 'warn', 'error', 'log'] as const).map((name) => vi.spyOn(console, name));
    server.respondWith(says('x'), fails(500), { steps: [{ raw: 'data: {broken\n\n' }] });
    const local = drive(server, { savedKey: 'sk-key' });
    await local.send(ask('x'));
    await failureOf(local.send(ask('x')));
    await failureOf(local.send(ask('x')));
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });

  it('that breaks the client is a failure and no request', async () => {
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'no header name: x');
    const failure = await failureOf(drive(server).send(ask('x')));
    expect(failure.code).toBe('unknown');
    expect(failure.message).toContain('OPENAI_CUSTOM_HEADERS');
    expect(server.requests).toHaveLength(0);
  });
});

describe('headers', () => {
  it('are only those that a request needs', async () => {
    const local = drive(server, { savedKey: ' sk-key\n' });
    await local.send(ask('x'));
    await local.provider.listModels(new AbortController().signal);
    const names = server.requests.map(({ headerNames }) => headerNames.map((name) => name.toLowerCase()).sort());
    // The last five are `fetch`'s own.
    const own = ['accept-encoding', 'accept-language', 'connection', 'host', 'sec-fetch-mode'];
    expect(names[0]).toEqual(
      ['accept', 'authorization', 'content-length', 'content-type', 'user-agent', ...own].sort(),
    );
    expect(names[1]).toEqual(['accept', 'authorization', 'user-agent', ...own].sort());
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-key');
    expect(server.requests[0]?.headers['user-agent']).toBe('countersign');
  });

  it('have no Authorization where no key is saved', async () => {
    await drive(server).send(ask('x'));
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });
});

describe('what is sent is what was signed', () => {
  const changes: readonly [string, (signed: OutgoingRequest) => OutgoingRequest][] = [
    ['another word', (signed) => ({ ...signed, body: { ...signed.body, messages: [{ role: 'user', content: 'y' }] } })],
    ['another parameter', (signed) => ({ ...signed, body: { ...signed.body, temperature: 1 } })],
    ['one parameter less', (signed) => ({ ...signed, body: { ...signed.body, max_tokens: undefined } })],
    ['another hash', (signed) => ({ ...signed, hash: sha256('another') })],
    [
      'a destination that claims to be elsewhere',
      (signed) => ({ ...signed, destination: { ...signed.destination, loopback: false } }),
    ],
    [
      'another address',
      (signed) => ({
        ...signed,
        destination: { ...signed.destination, url: 'http://127.0.0.1:1/v1/chat/completions' },
      }),
    ],
    ['another endpoint', (signed) => ({ ...signed, model: { ...signed.model, endpoint: 'other' } })],
  ];
  it.each(changes)('%s is refused before the wire', async (_name, change) => {
    const local = drive(server, { savedKey: 'sk-key' });
    const failure = await failureOf(local.send(change(local.outgoing(ask('x')))));
    expect(failure.code).toBe('changed');
    expect(failure.message).toContain('Nothing was sent');
    expect(server.requests).toHaveLength(0);
  });

  it('has the signed hash, whatever stands in it', async () => {
    const local = drive({ baseUrl: `${server.baseUrl}?api-version=2024-10-21&odd=a%20b!'()*~&n[]=1` });
    const signed = local.outgoing(
      ask('“Ünïcode” \u2028 \u0000 😀 __proto__', {
        tools: [
          {
            name: 't',
            inputSchema: JSON.parse('{"type":"object","__proto__":{"a":1},"properties":{"constructor":{}}}') as {
              type: 'object';
            },
          },
        ],
      }),
    );
    await local.send(signed);
    expect(server.requests[0]?.url).toBe(
      new URL(signed.destination.url ?? '').pathname + new URL(signed.destination.url ?? '').search,
    );
    expect(JSON.parse(server.requests[0]?.text ?? '')).toEqual(JSON.parse(JSON.stringify(signed.body)));
  });
});

describe('keys', () => {
  it('go over plain http to this machine only', async () => {
    const requests: string[] = [];
    const remote = drive(
      { baseUrl: 'http://192.0.2.1/v1' },
      { savedKey: 'sk-key', fetch: (url) => Promise.reject(new Error(`reached ${requests.push(url)}`)) },
    );
    expect(await failureOf(remote.send(ask('x')))).toMatchObject({ code: 'keyNotAllowedHere' });
    expect((await failureOf(remote.provider.listModels(new AbortController().signal))).message).toContain(
      'Nothing was sent',
    );
    expect(requests).toEqual([]);
  });

  it('that are missing keep an https request at home, and let a plain one pass', async () => {
    const requests: string[] = [];
    const reach = (url: string, init: RequestInit) => {
      requests.push(`${url} ${JSON.stringify(init.headers)}`);
      return Promise.resolve(Response.json({ data: [] }));
    };
    const secure = drive({ baseUrl: 'https://models.example/v1', label: 'Example' }, { fetch: reach });
    const failure = await failureOf(secure.send(ask('x')));
    expect(failure).toMatchObject({ code: 'noKey', message: 'Example asks for an API key, and none is saved.' });
    expect(failure.remedies[0]).toBe('setApiKey');
    expect(requests).toEqual([]);
    await drive({ baseUrl: 'http://192.0.2.1/v1' }, { fetch: reach }).provider.listModels(new AbortController().signal);
    expect(requests).toHaveLength(1);
    expect(requests[0]).not.toContain('authorization');
  });

  it.each(['sk key', 'sk-\nkey', 'sk-ключ'])(
    'that no header can carry are refused without being repeated: %j',
    async (savedKey) => {
      const failure = await failureOf(drive(server, { savedKey }).send(ask('x')));
      expect(failure.code).toBe('wrongKey');
      expect(failure.message).not.toContain(savedKey);
      expect(server.requests).toHaveLength(0);
    },
  );

  it.each([401, 403, 400, 429, 500])('are not repeated in a failure of status %i', async (status) => {
    const key = 'canary-0123456789';
    server.respondWith(fails(status, { message: `Incorrect API key provided: ${key}, sk-abcdefgh, Bearer ${key}` }));
    const failure = await failureOf(drive(server, { savedKey: key }).send(ask('x')));
    expect(`${failure.message} ${failure.stack}`).not.toMatch(/canary|abcdefgh/);
  });
});
