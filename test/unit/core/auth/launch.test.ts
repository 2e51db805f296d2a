import { describe, expect, it } from 'vitest';
import type { DefinitionSource, ServerDefinition } from '../../../../src/core/servers/definition.ts';
import { disclose } from '../../../../src/core/servers/disclosure.ts';
import { resolveLaunch } from '../../../../src/core/servers/launch.ts';
import { parseServers } from '../../../../src/core/settings/servers.ts';

const source: DefinitionSource = { kind: 'user' };
const inputs = {
  env: () => undefined,
  input: () => Promise.resolve('s3cret-value'),
  envFile: () => Promise.resolve(undefined),
};

function read(entry: object) {
  return parseServers({ raw: { notes: entry }, source });
}
function define(entry: object): ServerDefinition {
  const [found] = read(entry).entries;
  if (!found) throw new Error('no entry');
  return { name: 'notes', source, settings: found.settings, hash: 'h', dependsOnFolder: false };
}

describe('oauth in a definition', () => {
  const url = 'https://mcp.example.com/mcp';

  it('is read whole, and shown whole before it is confirmed', () => {
    const oauth = {
      clientId: 'mine',
      clientSecret: '${input:secret}',
      clientMetadataUrl: 'https://example.com/client.json',
      scopes: ['read', 'write'],
      issuer: 'https://login.example.com',
    };
    const { entries, problems } = read({ url, oauth });
    expect(problems).toEqual([]);
    expect(entries[0]?.settings).toMatchObject({ oauth });
    const lines = disclose(define({ url, oauth })).filter(({ label }) => label.startsWith('OAuth'));
    expect(lines.map(({ value }) => value)).toEqual([
      'mine',
      '${input:secret}',
      oauth.clientMetadataUrl,
      'read write',
      oauth.issuer,
    ]);
    expect(lines[1]?.warnings).toEqual(['sends your saved input secret to its authorization server']);
  });

  it.each([
    [{ clientSecret: 'hunter2' }, 'must be a reference such as ${input:secret}'],
    [{ clientSecret: '${env:SECRET}' }, 'must be a reference such as ${input:secret}'],
    [{ clientMetadataUrl: 'http://example.com/client.json' }, 'must be an https:// URL with a path'],
    [{ clientMetadataUrl: 'https://example.com' }, 'must be an https:// URL with a path'],
    [{ issuer: 'http://login.example.com' }, 'must be the https:// URL of an authorization server'],
    [{ scopes: ['read write'] }, 'must be a scope without spaces'],
  ])('%j is refused in words', (oauth, words) => {
    const { entries, problems } = read({ url, oauth });
    expect(entries).toEqual([]);
    expect(problems[0]?.message).toContain(words);
  });

  it('names a field that is not used', () => {
    expect(read({ url, oauth: { enterpriseManaged: true } }).problems).toEqual([
      {
        subject: 'notes',
        path: ['notes', 'oauth', 'enterpriseManaged'],
        message: '“enterpriseManaged” is not a known field. It is ignored.',
        severity: 'warning',
      },
    ]);
  });

  it('gives a sign-in to every server behind a URL, with its secret as a key', async () => {
    const plain = await resolveLaunch(define({ url }), inputs);
    expect(plain.launch).toMatchObject({ signIn: { account: { server: 'notes' } } });
    const secret = await resolveLaunch(define({ url, oauth: { clientSecret: '${input:x}' } }), inputs);
    expect(secret.launch).toMatchObject({ signIn: { clientSecret: 's3cret-value' } });
    expect(secret.keys).toContain('s3cret-value');
  });

  it('gives none where the definition brings credentials of its own', async () => {
    const { launch } = await resolveLaunch(define({ url, headers: { authorization: 'Bearer ${input:key}' } }), inputs);
    expect(launch).not.toHaveProperty('signIn');
  });

  it('keeps the same URL from two places apart', async () => {
    const folder = { kind: 'folder', uri: 'file:///w/.vscode/settings.json', folder: 'w' } as const;
    const [mine, theirs] = await Promise.all([
      resolveLaunch(define({ url }), inputs),
      resolveLaunch({ ...define({ url }), source: folder }, inputs),
    ]);
    const idOf = (one: typeof mine) => (one.launch.type === 'stdio' ? '' : one.launch.signIn?.account.id);
    expect(idOf(mine)).not.toBe(idOf(theirs));
  });
});
