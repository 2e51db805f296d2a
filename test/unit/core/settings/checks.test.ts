import { describe, expect, it } from 'vitest';
import { checkEnvFile, checkVariables, watchable } from '../../../../src/core/settings/checks.ts';
import { entryOf, http, stdio } from '../servers/fakes.ts';

describe('what is watched', () => {
  it('is files by their names, never a pattern that an unconfirmed definition brings', () => {
    const plain = ['/w/.env', '/w/[x]/.env', '/w/a b.env', 'C:\\w\\.env'];
    const patterns = ['/w/**', '/w/*.env', '/w/.en?', '/w/{a,b}', '/w/[ab]', 'C:\\w\\**', '/', undefined];
    expect([...watchable([...plain, ...patterns])]).toEqual(plain);
  });
});

const files = (...there: string[]) =>
  ({
    userHome: '/home/ann',
    pathSeparator: '/',
    exists: (path: string) => Promise.resolve(there.includes(path)),
  }) as const;

describe('what would keep a server from starting', () => {
  it('is an unknown variable, told where it stands', () => {
    const settings = stdio({
      args: ['${workspaceFolder}', '${file}'],
      env: { A: '${config:my.token}', B: '${config:my.port}', GONE: null },
      cwd: '${workspaceFolder:api}${/}x',
    });
    expect(checkVariables(entryOf(settings)).map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
      expect.stringMatching(/^notes\.args\.1: \$\{file\} is not a known variable\./) as string,
      expect.stringMatching(
        /^notes\.env\.A: \$\{config:my\.token\} names a setting that looks like a secret/,
      ) as string,
    ]);
    expect(checkVariables(entryOf(http({ url: '${env:BASE}/mcp', headers: { X: '${command:a.b}' } })))).toMatchObject([
      { path: ['notes', 'headers', 'X'], message: expect.stringContaining('would run a command') as string },
    ]);
  });

  it('is an environment file that is not there', async () => {
    const entry = entryOf(stdio({ envFile: '${workspaceFolder}/.env' }), { workspaceFolder: '/w' });
    expect(await checkEnvFile(entry, files('/w/.env'))).toEqual([]);
    expect(await checkEnvFile(entry, files())).toEqual([
      {
        subject: 'notes',
        path: ['notes', 'envFile'],
        message: 'There is no file /w/.env. Until there is, this server does not start.',
        severity: 'warning',
      },
    ]);
    const relative = entryOf(stdio({ envFile: 'conf/.env' }), { workspaceFolder: '/w' });
    expect(await checkEnvFile(relative, files('/w/conf/.env'))).toEqual([]);
    expect(await checkEnvFile(entryOf(stdio({ envFile: '${env:HERE}/.env' })), files())).toEqual([]);
    expect(await checkEnvFile(entryOf(http()), files())).toEqual([]);
  });
});
