import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportPlace, Product } from '../../../../src/core/import/places.ts';
import { type FoundServer, readImport } from '../../../../src/core/import/read.ts';
import { parseServers } from '../../../../src/core/settings/servers.ts';

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/import/${name}`, import.meta.url), 'utf8');
const environment: Record<string, string> = { CONFIG_PATH: '/etc/app', MCP_CLIENT_ID: 'our-client' };
const deps = { env: (name: string) => environment[name], folders: ['/w/app'] };

function read(product: Product, file: string, folder?: string): Record<string, FoundServer> {
  const place: ImportPlace = { product, path: `/home/ann/${file}`, ...(folder !== undefined && { folder }) };
  const { servers, problem } = readImport(place, fixture(file), deps);
  expect(problem).toBeUndefined();
  return Object.fromEntries(servers.map((server) => [server.name, server]));
}
const moved = (server: FoundServer | undefined) =>
  server?.secrets.map(({ input, where, value }) => [input, where, value]);

describe('configuration files as the products document them', () => {
  it('of Claude Desktop', () => {
    const found = read('claudeDesktop', 'claude_desktop_config.json');
    expect(found['filesystem']).toMatchObject({
      from: 'Claude Desktop',
      definition: {
        command: 'npx',
        args: ['-y', '@modelcontextprotocol/server-filesystem', '/Users/ann/Desktop', '/Users/ann/Downloads'],
      },
      secrets: [],
      notes: [],
    });
    expect(found['brave-search']?.definition['env']).toEqual({
      BRAVE_API_KEY: '${input:brave-search-BRAVE_API_KEY}',
      APPDATA: 'C:\\Users\\ann\\AppData\\Roaming\\',
    });
    expect(moved(found['brave-search'])).toEqual([
      ['brave-search-BRAVE_API_KEY', 'environment variable BRAVE_API_KEY', 'BSA-canary-desktop-1'],
    ]);
    expect(found['postgres']?.definition['args']).toContain(
      'postgresql://app:${input:postgres-arg5}@db.example.com:5432/notes',
    );
    expect(moved(found['postgres'])).toEqual([['postgres-arg5', 'password in argument 5', 'canary-desktop-2']]);
    expect(found['remote']?.definition['args']).toContain('Authorization: Bearer ${input:remote-Authorization}');
    expect(moved(found['remote'])).toEqual([['remote-Authorization', 'header Authorization', 'canary-desktop-3']]);
  });

  it('of Claude Code, for the user and for projects', () => {
    const found = read('claudeCode', 'claude.json');
    expect(found['sentry']?.definition).toEqual({ type: 'http', url: 'https://mcp.sentry.dev/mcp' });
    expect(found['asana']?.definition['headers']).toEqual({ 'X-API-Key': '${input:asana-X-API-Key}' });
    expect(found['signed']).toMatchObject({
      definition: { timeout: 120_000, oauth: { clientId: 'abc' } },
      notes: [
        '“oauth.callbackPort” is not kept: the server says it, or the sign-in finds it out.',
        '“headersHelper” is not kept: no program is run to get headers; write them under “headers”.',
      ],
    });
    expect(found['socket']?.problem).toBe('Its type “ws” is not supported.');
    expect(found['airtable']).toMatchObject({
      from: 'Claude Code, project /w/app',
      definition: { command: 'npx', cwd: '${workspaceFolder}' },
    });
    expect(found['notes']).toMatchObject({
      from: 'Claude Code, project /w/other',
      definition: { command: 'notes-server', cwd: '/w/other' },
    });
  });

  it('of a project of Claude Code, with its variables', () => {
    const found = read('claudeCode', 'project.mcp.json', '/w/app');
    expect(found['api-server']).toMatchObject({
      definition: {
        url: 'https://api.example.com/mcp',
        headers: { Authorization: 'Bearer ${env:API_KEY}' },
      },
      notes: ['API_BASE_URL is not set, so its default is written.'],
      secrets: [],
    });
    expect(found['db']).toMatchObject({
      definition: {
        command: '${workspaceFolder}/servers/db',
        args: ['--config', '${env:CONFIG_PATH}', '--level', 'info'],
        env: { CACHE_DIR: '/tmp', DB_PASSWORD: '${input:db-DB_PASSWORD}' },
        cwd: '${workspaceFolder}',
      },
      notes: ['LEVEL is not set, so its default is written.'],
    });
    environment['LEVEL'] = 'debug';
    expect(read('claudeCode', 'project.mcp.json', '/w/app')['db']).toMatchObject({
      definition: { args: ['--config', '${env:CONFIG_PATH}', '--level', '${env:LEVEL}'] },
      notes: ['The default of LEVEL is not kept, since the variable is set.'],
    });
    delete environment['LEVEL'];
  });

  it('of Cursor', () => {
    const found = read('cursor', 'cursor.mcp.json');
    expect(found['server-name']).toMatchObject({
      definition: {
        command: 'python',
        args: ['${workspaceFolder}/mcp-server.py', '--api-key', '${input:server-name-api-key}'],
        env: { API_KEY: '${env:API_KEY}' },
        envFile: '${workspaceFolder}/.env',
      },
      notes: [],
    });
    expect(found['oauth-server']).toMatchObject({
      definition: {
        type: 'http',
        url: 'https://api.example.com/mcp',
        oauth: {
          clientSecret: '${input:oauth-server-clientSecret}',
          scopes: ['read', 'write'],
        },
      },
      notes: [
        'No client id is written, since ${env:MCP_CLIENT_ID} is not read for a sign-in. Where the sign-in needs one, write it under “oauth”.',
      ],
    });
    expect(moved(found['oauth-server'])).toEqual([['oauth-server-clientSecret', 'client secret', 'canary-cursor-2']]);
    expect(found['keyed']?.definition['url']).toBe(
      'https://keyed.example.com/mcp?apiKey=${input:keyed-apiKey}&region=eu',
    );
    expect(found['older']).toMatchObject({
      definition: { type: 'sse' },
      notes: ['Its address ends in /sse, so the older transport is written.'],
    });
  });

  it('of Windsurf', () => {
    const found = read('windsurf', 'windsurf.mcp_config.json');
    expect(found['github']).toMatchObject({
      definition: {
        env: { GITHUB_PERSONAL_ACCESS_TOKEN: '${input:github-GITHUB_PERSONAL_ACCESS_TOKEN}' },
        autoStart: false,
      },
      notes: [
        'It was switched off: it is written with “autoStart”: false.',
        '“disabledTools” is not kept: all tools are listed here.',
        '“alwaysAllow” is not kept: every call of a tool is yours here.',
      ],
    });
    expect(found['remote-http-mcp']).toMatchObject({
      definition: {
        type: 'http',
        url: 'https://remote.example.com/mcp',
        headers: { API_KEY: 'Bearer ${env:AUTH_TOKEN}', 'X-Signature': '${input:remote-http-mcp-file}' },
      },
      notes: [expect.stringContaining('${file:/home/ann/.signature} would read a file') as string],
    });
  });

  it('of VS Code’s profile, with the inputs that they use', () => {
    const found = read('vscode', 'vscode.mcp.json');
    const inputs = found['perplexity']?.definition['inputs'] as readonly { id: string }[];
    expect(inputs.map(({ id }) => id)).toEqual(['perplexity-key', 'region']);
    expect(found['perplexity']).toMatchObject({
      definition: { env: { PERPLEXITY_API_KEY: '${input:perplexity-key}' } },
      notes: [
        '“dev” is not kept: files are not watched, and no debugger is attached.',
        'Its inputs are asked for again: what you gave VS Code stays there.',
      ],
      secrets: [],
    });
    expect(found['fetch']?.notes).toEqual([
      '“sandboxEnabled” is not kept: there is no sandbox here: the program runs with all that you may do.',
    ]);
    expect(found['github']?.notes).toHaveLength(2);
  });

  it('leave no secret in what is written, and lose no field that is not named', () => {
    const files: readonly (readonly [Product, string])[] = [
      ['claudeDesktop', 'claude_desktop_config.json'],
      ['claudeCode', 'claude.json'],
      ['claudeCode', 'project.mcp.json'],
      ['cursor', 'cursor.mcp.json'],
      ['windsurf', 'windsurf.mcp_config.json'],
      ['vscode', 'vscode.mcp.json'],
    ];
    for (const [product, file] of files) {
      const found = Object.values(read(product, file));
      const written = JSON.stringify(found.map(({ definition, notes }) => [definition, notes]));
      expect(written).not.toContain('canary');
      const usable = found.filter(({ problem }) => problem === undefined);
      const raw = Object.fromEntries(usable.map(({ name, definition }) => [name, definition]));
      expect(parseServers({ raw, source: { kind: 'user' } }).problems).toEqual([]);
      expect(usable.length).toBeGreaterThan(1);
    }
  });
});

describe('any file', () => {
  const place: ImportPlace = { product: 'cursor', path: '/x/mcp.json' };
  const one = (definition: unknown) =>
    readImport(place, JSON.stringify({ mcpServers: { a: definition } }), deps).servers[0];

  it('that is no JSON is told with its line', () => {
    expect(readImport(place, '{\n  "mcpServers": {\n    "a" 1\n', deps).problem).toBe(
      'Line 3 of /x/mcp.json is not valid JSON.',
    );
    expect(readImport(place, '[]', deps).problem).toBe('/x/mcp.json holds no servers.');
  });

  it('names a field that nobody knows, and never its value', () => {
    const server = one({ command: 'x', colour: 'canary' });
    expect(server?.notes).toEqual(['“colour” is not known here and is not kept.']);
    expect(one({ command: 'x', type: 'streamable-http', url: 5 })?.problem).toBeDefined();
    expect(one({ url: 'https://h/mcp', type: 'streamableHttp' })?.notes).toEqual([
      'Its type “streamableHttp” is called “http” here.',
    ]);
    expect(one('x')?.problem).toBe('It is no object.');
    expect(one({})?.problem).toContain('needs a “command”');
    expect(one({ command: 'x', timeout: 60 })?.notes).toEqual(['“timeout” is not known here and is not kept.']);
  });

  it('asks for what a sign-in cannot read', () => {
    const auth = { CLIENT_ID: '${env:NOT_SET}', CLIENT_SECRET: '${env:SECRET}', scopes: 'a b', flow: 'x' };
    expect(one({ url: 'https://h/mcp', auth })).toMatchObject({
      definition: { oauth: { clientSecret: '${input:a-clientSecret}', scopes: ['a', 'b'] } },
      secrets: [],
      notes: [
        '“auth.flow” is not kept: the server says it, or the sign-in finds it out.',
        'No client id is written, since ${env:NOT_SET} is not read for a sign-in. Where the sign-in needs one, write it under “oauth”.',
        'You are asked for the client secret: ${env:SECRET} is not read for a sign-in.',
      ],
    });
  });

  it.each(['${env:TOKEN}', 'x-${env:TOKEN}', '${TOKEN}', 'sk-proj-canary0123456789canary0123456789'])(
    'writes no client id that is %j, and no value of a variable',
    (clientId) => {
      environment['TOKEN'] = 'canary-of-the-environment';
      for (const product of ['claudeCode', 'cursor', 'windsurf', 'vscode'] as const) {
        const definition = { url: 'https://h/mcp', oauth: { clientId, scopes: ['a'] } };
        const root = { mcpServers: { a: definition }, servers: { a: definition } };
        const [found] = readImport({ product, path: '/w/app/mcp.json' }, JSON.stringify(root), deps).servers;
        expect(found?.definition['oauth']).toEqual({ scopes: ['a'] });
        expect(found?.notes).toHaveLength(1);
        expect(JSON.stringify(found)).not.toContain('canary');
      }
      delete environment['TOKEN'];
    },
  );

  it.each([
    [{ command: 'x', args: ['--token=canary-1'] }, { args: ['--token=${input:a-token}'] }],
    [{ command: 'docker', args: ['-e', 'API_KEY=canary-1'] }, { args: ['-e', 'API_KEY=${input:a-API_KEY}'] }],
    [{ command: 'x', args: ['--key-file', '/etc/key'] }, { args: ['--key-file', '/etc/key'] }],
    [{ command: 'x', env: { PLAIN: 'sk-canarycanarycanary1' } }, { env: { PLAIN: '${input:a-PLAIN}' } }],
    [{ command: 'x', env: { HOME_KEY: '${env:KEY}' } }, { env: { HOME_KEY: '${env:KEY}' } }],
    [
      { url: 'https://ann:canary-1@h.example.com/mcp' },
      { url: 'https://h.example.com/mcp', headers: { Authorization: 'Basic ${input:a-basic}' } },
    ],
    [
      { url: 'https://h.example.com/s/canary123456789012345678901/mcp' },
      { url: 'https://h.example.com/s/${input:a-url}/mcp' },
    ],
    [{ url: 'https://h/mcp', headers: { Cookie: 'canary' } }, { headers: { Cookie: '${input:a-Cookie}' } }],
  ])('%j leaves its secret behind', (definition, written) => {
    const server = one(definition);
    expect(server?.definition).toMatchObject(written);
    expect(server?.problem).toBeUndefined();
    expect(JSON.stringify(server?.definition)).not.toContain('canary');
  });

  it('may hold anything', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        readImport({ product: 'claudeCode', path: '/x' }, `{"mcpServers": {"a": ${text}}}`, deps);
        readImport(place, text, deps);
      }),
    );
  });
});
