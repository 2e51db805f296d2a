import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MetadataUrls } from '../../../../src/core/auth/metadataUrls.ts';
import { checkForBrowser, guardedFetch, type Resolve } from '../../../../src/node/auth/guardedFetch.ts';

/** Servers on both loopback addresses at the same port: whoever gets through is counted. */
const listening: Server[] = [];
let connections = 0;
let port = 0;

beforeAll(async () => {
  const at = (host: string, wanted: number) =>
    new Promise<number>((resolve, reject) => {
      const server = createServer((request, response) => {
        if (request.url === '/elsewhere') return void response.writeHead(302, { location: 'http://127.0.0.1/' }).end();
        response.end('{}');
      });
      server.on('connection', () => (connections += 1));
      server.once('error', reject);
      server.listen(wanted, host, () => resolve((server.address() as AddressInfo).port));
      listening.push(server);
    });
  port = await at('0.0.0.0', 0);
  await at('::1', port).catch(() => undefined);
});
afterAll(() => listening.forEach((server) => server.close()));
beforeEach(() => {
  connections = 0;
});

const address =
  (...all: string[]): Resolve =>
  () =>
    Promise.resolve(all.map((one): LookupAddress => ({ address: one, family: one.includes(':') ? 6 : 4 })));
const remote = 'https://mcp.example.com/mcp';

/** How 127.0.0.1 and its like are written, and what leads there. */
const encodings = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0x7f.0.0.1',
  '0x7F.0x0.0x0.0x1',
  '0177.0.0.1',
  '0177.0.0.01',
  '017700000001',
  '00000177.0.0.1',
  '127.0.0.1.',
  '0',
  '0.0.0.0',
  '0x0',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  '127%2e0%2e0%2e1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'login.localhost',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[::ffff:0:127.0.0.1]',
  '[fe80::1]',
  '[fec0::1]',
  '[fd00::1]',
  '[fc00::1]',
  '[ff02::1]',
  '[100::1]',
  '[2001:db8::1]',
  '10.0.0.1',
  '10.1',
  '172.16.0.1',
  '192.168.0.1',
  '192.168.257',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '[::ffff:a9fe:a9fe]',
  '100.64.0.1',
  '198.18.0.1',
  '192.0.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  'user@127.0.0.1',
  'mcp.example.com@127.0.0.1',
  'user:word@mcp.example.com',
];

describe('a URL that metadata names', () => {
  it.each(encodings)('is not requested at %s', async (host) => {
    const fetch = guardedFetch({ urls: new MetadataUrls({ server: remote }) });
    for (const scheme of ['https', 'http'])
      await expect(fetch(`${scheme}://${host}:${port}/`)).rejects.toThrow(/was refused/);
    expect(connections).toBe(0);
  });

  it.each([['[fe80::1%25lo]'], ['[fe80::1%lo]'], ['127.0.0.1%00'], ['127.0.0.1%0d%0a']])(
    'is no URL with %s',
    async (host) => {
      const fetch = guardedFetch({ urls: new MetadataUrls({ server: remote }) });
      await expect(fetch(`https://${host}:${port}/`)).rejects.toThrow(TypeError);
      expect(connections).toBe(0);
    },
  );

  it.each([
    '127.0.0.1',
    '::1',
    '10.1.2.3',
    '169.254.169.254',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    'fe80::1%lo',
    'not an address',
  ])('is not requested under a name that means %s, alone or beside a good address', async (bad) => {
    for (const all of [[bad], ['93.184.215.14', bad]]) {
      const options = { urls: new MetadataUrls({ server: remote }), resolve: address(...all) };
      const url = `https://login.example.com:${port}/`;
      await expect(guardedFetch(options)(url)).rejects.toThrow('leads into a private network');
      await expect(checkForBrowser(new URL(url), options)).rejects.toThrow('leads into a private network');
    }
    expect(connections).toBe(0);
  });

  it('goes to the address that was judged, whatever the name means afterwards', async () => {
    let asked = 0;
    const resolve: Resolve = (host) => {
      asked += 1;
      // The first answer is harmless, every later one is this machine.
      return address(asked === 1 ? '192.0.2.1' : '127.0.0.1')(host);
    };
    const urls = new MetadataUrls({ server: remote });
    // TEST-NET-1 is not public either; what counts is that a good first answer cannot be changed by a second one.
    await expect(guardedFetch({ urls, resolve })(`https://login.example.com:${port}/`)).rejects.toThrow();
    const local = new MetadataUrls({ server: `http://localhost:1/mcp` });
    let lookups = 0;
    const once: Resolve = (host) => {
      lookups += 1;
      return address(lookups === 1 ? '127.0.0.1' : '10.9.9.9')(host);
    };
    const response = await guardedFetch({ urls: local, resolve: once })(`http://localhost:${port}/`);
    expect(response.status).toBe(200);
    expect(lookups).toBe(1);
  });

  it('is not made at all when its name means nothing here', async () => {
    const resolve: Resolve = () => Promise.reject(new Error('ENOTFOUND'));
    const fetch = guardedFetch({ urls: new MetadataUrls({ server: remote }), resolve });
    await expect(fetch(`https://login.example.com:${port}/`)).rejects.toThrow('fetch failed');
    expect(connections).toBe(0);
  });

  it.each(['ftp://example.com/', 'file:///etc/passwd', 'vscode://evil/', 'javascript:alert(1)', 'data:text/plain,x'])(
    'is not %s',
    async (url) => {
      const fetch = guardedFetch({ urls: new MetadataUrls({ server: remote }) });
      await expect(fetch(url)).rejects.toThrow('is no web address');
    },
  );

  it('is not followed to another place', async () => {
    const fetch = guardedFetch({ urls: new MetadataUrls({ server: `http://127.0.0.1:${port}/mcp` }) });
    const response = await fetch(`http://127.0.0.1:${port}/elsewhere`);
    expect(response.status).toBe(302);
    expect(connections).toBe(1);
  });

  it('may be on this machine where the server is, and where the person wrote it', async () => {
    const local = guardedFetch({ urls: new MetadataUrls({ server: `http://127.0.0.1:1/mcp` }) });
    expect((await local(`http://127.0.0.1:${port}/`)).status).toBe(200);
    await expect(local(`https://10.0.0.1/`)).rejects.toThrow('private network');
    const written = guardedFetch({
      urls: new MetadataUrls({ server: remote, issuer: `http://127.0.0.1:${port}/tenant` }),
    });
    expect((await written(`http://127.0.0.1:${port}/other`)).status).toBe(200);
    await expect(written(`http://127.0.0.1:${port + 1}/`)).rejects.toThrow('is this machine');
  });

  it('says where it leads and what to write, without the query', async () => {
    const fetch = guardedFetch({ urls: new MetadataUrls({ server: remote }) });
    await expect(fetch('https://10.0.0.1/token?key=secret')).rejects.toThrow(
      'The server’s sign-in was refused: https://10.0.0.1/token leads into a private network. If it is right, name the authorization server as oauth.issuer in the server’s definition.',
    );
  });
});
