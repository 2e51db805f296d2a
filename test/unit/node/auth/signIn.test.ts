import { afterEach, describe, expect, it, vi } from 'vitest';
import { deferred } from '../../../../src/core/util/deferred.ts';
import { type OAuthOptions, type OAuthServer, startOAuth } from '../../../fixtures/servers/oauth.mts';
import { failureOf, leg } from '../mcp/support.ts';
import { callTool, MemoryStore, Person, signInAndConnect } from './support.ts';

vi.setConfig({ testTimeout: 30_000 });

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of cleanUp.splice(0).reverse()) await one();
});

async function serve(options: OAuthOptions = {}): Promise<OAuthServer> {
  const server = await startOAuth(options);
  cleanUp.push(() => server.close());
  return server;
}
async function connected(...given: Parameters<typeof signInAndConnect>) {
  const tried = await signInAndConnect(...given);
  cleanUp.push(() => tried.session.close());
  return tried;
}

describe('signing in at a server', () => {
  it('goes through the browser once, and the next time through nothing', async () => {
    const server = await serve();
    const person = new Person();
    const store = new MemoryStore();
    const { session } = await connected(server.url, person, { store });
    expect(await callTool(session, 'read')).toBe('read done');
    expect(person.asks).toEqual([{ reason: 'first', host: new URL(server.issuer).host, scopes: [], call: false }]);
    const [query] = server.authorizations;
    expect(query?.get('resource')).toBe(server.url);
    expect(query?.get('scope')).toBe('read');
    expect(query?.get('code_challenge_method')).toBe('S256');

    const again = new Person();
    const second = await connected(server.url, again, { store });
    expect(await callTool(second.session, 'read')).toBe('read done');
    expect(again.pages).toEqual([]);
  });

  it('opens nothing and registers nothing where nobody has asked for it', async () => {
    const server = await serve();
    const person = new Person();
    person.wants = false;
    const failure = await failureOf(signInAndConnect(server.url, person));
    expect(failure.kind).toBe('needsSignIn');
    expect(failure.message).toBe(`It asks you to sign in at ${new URL(server.issuer).host}. Use “Sign In”.`);
    expect(person.pages).toEqual([]);
    expect(server.requests).toEqual(['/.well-known/oauth-authorization-server']);
  });

  it('keeps tokens by issuer, under the server that they are for', async () => {
    const server = await serve();
    const store = new MemoryStore();
    await connected(server.url, new Person(), { store });
    const [[id, saved]] = [...store.saved] as [[string, NonNullable<Awaited<ReturnType<MemoryStore['read']>>>]];
    expect(id).toContain(server.url);
    expect(saved.current).toBe(server.issuer);
    expect(Object.keys(saved.tokens)).toEqual([server.issuer]);
  });

  it('refreshes in the middle of a session, without a word', async () => {
    const server = await serve();
    const person = new Person();
    const { session } = await connected(server.url, person);
    server.expire();
    expect(await callTool(session, 'read')).toBe('read done');
    expect(person.pages).toHaveLength(1);
    expect(server.tokenRequests.map((form) => form.get('grant_type'))).toEqual(['authorization_code', 'refresh_token']);
  });

  it('refreshes while it connects, also several requests at once with one refresh', async () => {
    const server = await serve();
    const person = new Person();
    const store = new MemoryStore();
    await connected(server.url, person, { store });
    server.expire();
    const { session } = await connected(server.url, person, { store });
    server.expire();
    await Promise.all([callTool(session, 'read'), callTool(session, 'read'), callTool(session, 'read')]);
    expect(person.pages).toHaveLength(1);
    expect(server.tokenRequests).toHaveLength(3);
  });

  it('says that the sign-in is over when it cannot be refreshed, and the session ends with that', async () => {
    const server = await serve();
    const person = new Person();
    const { session } = await connected(server.url, person);
    const ends: unknown[] = [];
    session.onDidClose((end) => ends.push(end));
    server.expire(true);
    person.wants = false;
    const failure = await failureOf(session.list('tools'));
    expect(failure.kind).toBe('needsSignIn');
    expect(ends).toEqual([{ expected: false, needsSignIn: true, reason: failure.message }]);
  });

  it('asks for a permission that a call needs, keeps the ones it has, and goes on with the call', async () => {
    const server = await serve({ writeScope: 'write' });
    const person = new Person();
    const { session } = await connected(server.url, person);
    expect(await callTool(session, 'write')).toBe('write done');
    expect(person.asks[1]).toMatchObject({ reason: 'scope', scopes: ['write'], call: true });
    expect(server.authorizations[1]?.get('scope')).toBe('read write');
  });

  it('says which permission is missing when the person does not give it, and goes on with other calls', async () => {
    const server = await serve({ writeScope: 'write' });
    const person = new Person();
    const { session } = await connected(server.url, person);
    person.wants = false;
    const failure = await failureOf(callTool(session, 'write'));
    expect(failure.message).toContain('It asks for the permission “write”');
    expect(await callTool(session, 'read')).toBe('read done');
  });

  it('has the time of a call rest while the person is asked', async () => {
    const server = await serve({ writeScope: 'write' });
    const person = new Person();
    const { session } = await connected(server.url, person);
    const waiting: boolean[] = [];
    const whileAway: boolean[] = [];
    person.comesBack = (location) => {
      whileAway.push(...waiting);
      return location.searchParams;
    };
    await leg(session, 'write', {}, { onWaiting: (one) => void waiting.push(one) });
    expect(whileAway).toEqual([true]);
    expect(waiting).toEqual([true, false]);
  });

  it('stops asking for a call that was cancelled: limits run again, nothing opens, and the next call asks anew', async () => {
    const server = await serve({ writeScope: 'write' });
    const person = new Person();
    const { session } = await connected(server.url, person);
    const late = deferred<boolean>();
    person.wants = late.promise;
    const call = new AbortController();
    const asked = deferred<void>();
    person.onAsk = () => asked.resolve();
    const failure = failureOf(leg(session, 'write', {}, { signal: call.signal }));
    await asked.promise;
    call.abort('You cancelled the call.');
    expect((await failure).kind).toBe('cancelled');
    const waits: boolean[] = [];
    await leg(session, 'read', {}, { onWaiting: (waiting) => void waits.push(waiting) });
    expect(waits).toEqual([]);
    late.resolve(true);
    person.wants = true;
    expect(await callTool(session, 'write')).toBe('write done');
    expect(person.asks).toHaveLength(3);
    expect(person.pages).toHaveLength(2);
  });

  it('takes a client, a document or scopes from the definition', async () => {
    const byHand = await serve({ serverMetadata: ({ registration_endpoint: _gone, ...rest }) => rest });
    await connected(byHand.url, new Person(), { signIn: { clientId: 'mine', scopes: ['all'] } });
    expect(byHand.authorizations[0]?.get('client_id')).toBe('mine');
    expect(byHand.authorizations[0]?.get('scope')).toBe('all');

    const published = await serve({
      serverMetadata: (document) => ({ ...document, client_id_metadata_document_supported: true }),
    });
    const clientMetadataUrl = 'https://example.com/client.json';
    await connected(published.url, new Person(), { signIn: { clientMetadataUrl } });
    expect(published.authorizations[0]?.get('client_id')).toBe(clientMetadataUrl);
    expect(published.requests).not.toContain('/register');
  });

  it('uses the authorization server of the definition, whichever the server names first', async () => {
    const elsewhere = await serve();
    const server = await serve({
      resourceMetadata: (document) => ({
        ...document,
        authorization_servers: [elsewhere.issuer, ...(document['authorization_servers'] as string[])],
      }),
    });
    const { session } = await connected(server.url, new Person(), { signIn: { issuer: server.issuer } });
    expect(await callTool(session, 'read')).toBe('read done');
    expect(elsewhere.requests).toEqual([]);
  });

  it('takes the page of this machine where a server registers web addresses only', async () => {
    const server = await serve({ registers: (redirect) => redirect.startsWith('http') });
    await connected(server.url, new Person());
    expect(server.authorizations[0]?.get('redirect_uri')).toBe('http://127.0.0.1:12345/signed-in');
  });
});

describe('a sign-in that goes wrong', () => {
  const sentence = async (options: OAuthOptions, prepare?: (person: Person, server: OAuthServer) => void) => {
    const server = await serve(options);
    const person = new Person();
    prepare?.(person, server);
    const failure = await failureOf(signInAndConnect(server.url, person));
    const message = failure.message
      .replaceAll(new URL(server.issuer).host, 'AS')
      .replaceAll(new URL(server.url).host, 'MCP');
    return { failure, message, server, person };
  };

  it('is denied: it can be tried again', async () => {
    const { failure, message } = await sentence({ deny: true });
    expect(failure.kind).toBe('needsSignIn');
    expect(message).toBe('The sign-in at AS was denied. It says: “Not today”. “Sign In” tries again.');
  });

  it('a token that never works ends after three sign-ins', async () => {
    const { message, person } = await sentence({ refuseTokens: true });
    expect(person.pages).toHaveLength(3);
    expect(message).toContain('You signed in three times, and MCP still does not accept the token.');
  });

  it('an answer with another state is not taken', async () => {
    const { message, server } = await sentence({}, (person) => {
      person.comesBack = ({ searchParams }) => {
        searchParams.set('state', 'forged');
        return searchParams;
      };
    });
    expect(message).toBe('The answer from the browser belongs to another sign-in. Use “Sign In” again.');
    expect(server.tokenRequests).toEqual([]);
  });

  it('an answer of another issuer is not taken, nor what it says', async () => {
    const { message, server } = await sentence({}, (person) => {
      person.comesBack = ({ searchParams }) => {
        searchParams.set('iss', 'https://evil.example.com');
        searchParams.set('error', 'access_denied');
        searchParams.set('error_description', 'Call 555-EVIL');
        return searchParams;
      };
    });
    expect(message).toContain(
      'The answer from the browser names another authorization server than the one that was asked.',
    );
    expect(message).not.toMatch(/evil/i);
    expect(server.tokenRequests).toEqual([]);
  });

  const metadata = '/.well-known/oauth-authorization-server';
  it.each<[string, OAuthOptions, RegExp]>([
    [
      'metadata that is a web page',
      { nonsense: { [metadata]: '<html>Hi</html>' } },
      /answers with something that is no OAuth/,
    ],
    ['metadata of another kind', { nonsense: { [metadata]: '[1, 2]' } }, /answers with something that is no OAuth/],
    [
      'tokens that are a web page',
      { nonsense: { '/token': '<html>Hi</html>' } },
      /AS answers with something that is no OAuth/,
    ],
    ['a registration that is none', { nonsense: { '/register': '{}' } }, /AS answers with something that is no OAuth/],
    [
      'metadata that names another issuer',
      { serverMetadata: (document) => ({ ...document, issuer: 'https://elsewhere.example.com' }) },
      /Its metadata names another authorization server/,
    ],
    [
      'metadata of another resource',
      { resourceMetadata: (document) => ({ ...document, resource: 'https://elsewhere.example.com/mcp' }) },
      /the server’s metadata belongs to another server/,
    ],
    [
      'no PKCE',
      { serverMetadata: ({ code_challenge_methods_supported: _gone, ...rest }) => rest },
      /does not say that it protects the sign-in with PKCE/,
    ],
    [
      'a page that is no web page',
      { serverMetadata: (document) => ({ ...document, authorization_endpoint: 'vscode://evil/run' }) },
      /is no web address/,
    ],
    [
      'a page in a private network',
      { serverMetadata: (document) => ({ ...document, authorization_endpoint: 'https://192.168.1.1/reboot' }) },
      /leads into a private network/,
    ],
    [
      'a page of somebody else whose answers do not say whose they are',
      {
        serverMetadata: ({ authorization_response_iss_parameter_supported: _gone, ...rest }) => ({
          ...rest,
          authorization_endpoint: 'https://honest.example.com/authorize',
        }),
      },
      /sends to a sign-in page at honest\.example\.com .* write http:\S+ as “issuer” under “oauth”/,
    ],
    [
      'a refused exchange',
      { refuseExchange: 'The code is stale.' },
      /failed \(invalid_request\)\. It says: “The code is stale”\./,
    ],
  ])('%s gives one sentence with the way out', async (_what, options, expected) => {
    const { message, person } = await sentence(options);
    expect(message).toMatch(expected);
    expect(message).not.toMatch(/<html>|JSON|undefined|ZodError/);
    expect(person.pages.filter((page) => !page.includes('/authorize'))).toEqual([]);
  });

  it('a server that wants a key and says nothing of signing in points at the headers', async () => {
    const { createServer } = await import('node:http');
    const plain = createServer(
      (request, response) => void response.writeHead(request.method === 'POST' ? 401 : 404).end(),
    );
    await new Promise<void>((resolve) => {
      plain.listen(0, '127.0.0.1', resolve);
    });
    cleanUp.push(async () => plain.close());
    const { port } = plain.address() as { port: number };
    const failure = await failureOf(signInAndConnect(`http://127.0.0.1:${port}/mcp`, new Person()));
    expect(failure.kind).toBe('connection');
    expect(failure.message).toBe(
      `http://127.0.0.1:${port}/mcp asks for authorization (HTTP 401) and does not say where to sign in. Check the headers in its definition.`,
    );
  });

  it('a client that was registered by hand is not shown to another authorization server', async () => {
    const first = await serve();
    const second = await serve();
    let issuer = first.issuer;
    const server = await serve({ resourceMetadata: (document) => ({ ...document, authorization_servers: [issuer] }) });
    const store = new MemoryStore();
    const signIn = { clientId: 'mine', clientSecret: 'hush-hush-hush' };
    // The MCP server takes no token of these two, so the sign-in is all that happens.
    await failureOf(signInAndConnect(server.url, new Person(), { store, signIn }));
    expect(first.tokenRequests).not.toHaveLength(0);
    issuer = second.issuer;
    const failure = await failureOf(signInAndConnect(server.url, new Person(), { store, signIn }));
    expect(failure.message).toContain('is not the one that its client id belongs to');
    expect(second.tokenRequests).toEqual([]);
  });

  it('nor does an authorization server that does not know it set it free', async () => {
    const server = await serve();
    const store = new MemoryStore();
    const { session } = await connected(server.url, new Person(), { store, signIn: { clientId: 'mine' } });
    server.options.refuseClient = true;
    server.expire();
    await failureOf(callTool(session, 'read'));
    expect([...store.saved.values()].map(({ clients }) => Object.keys(clients))).toEqual([[server.issuer]]);
  });
});

describe('secrets of a sign-in', () => {
  it('reach no log, no traffic and no message, also when the authorization server repeats them', async () => {
    const server = await serve({ canary: 'canary' });
    const spoken: unknown[] = [];
    const consoles = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...words) => void spoken.push(words)),
    );
    cleanUp.push(async () => consoles.forEach((spy) => spy.mockRestore()));
    const person = new Person();
    const store = new MemoryStore();
    const { session, listener } = await connected(server.url, person, { store });
    const traffic: unknown[] = [];
    listener.onTraffic = (direction, message) => void traffic.push([direction, message]);
    server.expire();
    await callTool(session, 'read');
    server.expire(true);
    person.wants = false;
    // The refusal of the refresh token quotes it.
    const refused = await failureOf(callTool(session, 'read'));

    const quoting = await serve({ canary: 'canary', refuseExchange: 'unused' });
    const other = new Person();
    other.comesBack = ({ searchParams }) => {
      quoting.options.refuseExchange = `The code ${searchParams.get('code')} is stale.`;
      return searchParams;
    };
    const stale = await failureOf(signInAndConnect(quoting.url, other));
    expect(stale.message).toContain('The code [redacted] is stale');

    const told = JSON.stringify([spoken, traffic, refused.message, stale.message, listener.logs, listener.traffic]);
    expect(told).not.toContain('canary');
    // They were all made known to what redacts records.
    for (const token of server.secrets.filter((one) => !one.includes('-code-')))
      expect(person.secrets).toContain(token);
  });
});
