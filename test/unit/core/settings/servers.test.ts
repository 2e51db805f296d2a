import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DefinitionSource } from '../../../../src/core/servers/definition.ts';
import { parseInputs } from '../../../../src/core/settings/inputs.ts';
import { parseServers, resolveServers } from '../../../../src/core/settings/servers.ts';

const user: DefinitionSource = { kind: 'user' };
const parse = (raw: unknown) => parseServers({ raw, source: user });
/** Problems as `path: message`. */
const problemsOf = (raw: unknown) => parse(raw).problems.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('countersign.servers of one scope', () => {
  it('fills in what a stdio server leaves out', () => {
    const { entries, problems } = parse({ time: { command: 'uvx', args: ['mcp-server-time'] } });
    expect(problems).toEqual([]);
    expect(entries).toEqual([
      {
        name: 'time',
        source: user,
        settings: {
          type: 'stdio',
          command: 'uvx',
          args: ['mcp-server-time'],
          env: {},
          era: 'auto',
          autoStart: true,
          timeout: 60_000,
          sampling: 'on',
        },
      },
    ]);
  });

  it('takes every field', () => {
    const stdio = {
      type: 'stdio',
      command: 'x',
      args: ['a'],
      env: { PORT: 8080, GONE: null, NAME: 'n' },
      envFile: '.env',
      cwd: 'sub',
      era: 'legacy',
      autoStart: false,
      timeout: 1000,
      sampling: 'withoutTools',
    };
    const http = {
      url: 'https://mcp.example.com/x',
      headers: { Authorization: 'Bearer ${input:token}' },
      sampling: 'off',
    };
    const { entries, problems } = parseServers({
      raw: { stdio, http, sse: { type: 'sse', url: '${env:BASE}/sse' } },
      source: { kind: 'folder', uri: 'file:///w', folder: 'w' },
      workspaceFolder: '/w',
    });
    expect(problems).toEqual([]);
    expect(entries[0]?.settings).toEqual({ ...stdio, env: { PORT: '8080', GONE: null, NAME: 'n' } });
    expect(entries[1]?.settings).toMatchObject({ type: 'http', ...http });
    expect(entries[2]).toMatchObject({ workspaceFolder: '/w', settings: { type: 'sse', headers: {} } });
  });

  it('says in words what has a wrong type, and uses the others', () => {
    const { entries, broken } = parse({ bad: { command: 'x', args: 'y' }, good: { command: 'x' } });
    expect(entries.map(({ name }) => name)).toEqual(['good']);
    expect(broken).toEqual(['bad']);
    expect(problemsOf({ a: { command: 1 } })).toEqual(['a.command: “command” must be text, not a number.']);
    expect(problemsOf({ a: { command: 'x', args: ['ok', 2] } })).toEqual([
      'a.args.1: “args.1” must be text, not a number.',
    ]);
    expect(problemsOf({ a: { command: 'x', env: { A: true } } })).toEqual([
      'a.env.A: “env.A” must be text or a number or null, not true.',
    ]);
    expect(problemsOf({ a: { command: 'x', autoStart: 'yes', timeout: 0, era: 'modern' } })).toEqual([
      'a.era: “era” must be “auto” or “legacy”.',
      'a.autoStart: “autoStart” must be true or false, not text.',
      'a.timeout: “timeout” must be at least 1.',
    ]);
    expect(problemsOf({ a: { command: 'x', timeout: 1e12 } })).toEqual([
      'a.timeout: “timeout” must be at most 2147483647.',
    ]);
    expect(problemsOf({ a: { command: '' } })).toEqual(['a.command: “command” must not be empty.']);
    expect(problemsOf({ a: { command: 'x', env: { 'A=B': 'c' } } })).toEqual([
      'a.env.A=B: “env.A=B” is not a name of a variable.',
    ]);
    expect(problemsOf({ a: 3, b: [], c: null })).toEqual([
      'a: “a” must be an object, not a number.',
      'b: “b” must be an object, not a list.',
      'c: “c” must be an object, not null.',
    ]);
    expect(problemsOf({ ' ': { command: 'x' } })).toEqual([' : A server needs a name.']);
    expect(problemsOf('x')).toEqual([': countersign.servers must be an object with a name for each server, not text.']);
  });

  it('says what kind of server it needs to be', () => {
    expect(problemsOf({ a: {} })).toEqual(['a: It needs a “command” (a program) or a “url”.']);
    expect(problemsOf({ a: { command: 'x', url: 'http://h' } })).toEqual([
      'a: It has a “command” and a “url”: keep one of them.',
    ]);
    expect(problemsOf({ a: { type: 'http' } })).toEqual(['a.url: “url” is missing.']);
    expect(problemsOf({ a: { type: 'streamable-http', url: 'http://h' } })).toEqual([
      'a.type: “type” must be “stdio”, “http” or “sse”. Write “http” for Streamable HTTP.',
    ]);
    expect(problemsOf({ a: { type: 7 } })).toEqual(['a.type: “type” must be “stdio”, “http” or “sse”.']);
  });

  it('accepts http and https only, without a password, and headers of one line', () => {
    for (const url of ['ftp://x', 'file:///etc', 'javascript:1', 'x', '//host', 'http://']) {
      expect(problemsOf({ a: { url } })[0]).toContain('must be a URL that starts with http:// or https://');
    }
    expect(problemsOf({ a: { url: 'https://u:p@h/' } })[0]).toContain('must not contain a name and password');
    expect(problemsOf({ a: { url: 'http://h', headers: { 'bad name': 'x', Ok: 'a\r\nb' } } })).toEqual([
      'a.headers.bad name: “headers.bad name” is not a name of a header.',
      'a.headers.Ok: “headers.Ok” must be one line.',
    ]);
  });

  it('warns about a field that nobody knows and uses the entry', () => {
    const { entries, problems } = parse({ a: { command: 'x', Args: [], dev: {} } });
    expect(entries).toHaveLength(1);
    expect(problems).toEqual([
      {
        subject: 'a',
        path: ['a', 'dev'],
        message:
          '“dev” is a field of VS Code that is not used here. Countersign does not watch its files and attaches no debugger.',
        severity: 'warning',
      },
      {
        subject: 'a',
        path: ['a', 'Args'],
        message: '“Args” is not a known field. Did you mean “args”?',
        severity: 'warning',
      },
    ]);
    expect(problemsOf({ a: { url: 'http://h', command: undefined, args: [] } })[1]).toContain(
      '“args” is not a known field',
    );
  });

  it('takes any value without throwing', () => {
    expect(parse(undefined)).toMatchObject({ entries: [], problems: [] });
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        const { entries, problems, broken } = parse(raw);
        expect(problems.filter(({ severity }) => severity === 'error').length > 0).toBe(
          broken.length > 0 || (raw !== null && (typeof raw !== 'object' || Array.isArray(raw))),
        );
        expect(entries.every(({ name }) => !broken.includes(name))).toBe(true);
      }),
    );
  });
});

describe('the servers of mcp.json', () => {
  const source: DefinitionSource = { kind: 'mcpJson', uri: 'file:///w/.vscode/mcp.json', folder: 'w' };
  const read = (servers: unknown, inputs: unknown = []) =>
    parseServers({ raw: servers, source, inputs: parseInputs(inputs, ['inputs']) });

  it('take the inputs that they refer to along, and no others', () => {
    const { entries, problems } = read(
      { a: { command: 'x', args: ['${input:region}'], env: { KEY: '${input:key}' } }, b: { url: 'http://h' } },
      [
        { type: 'promptString', id: 'key', password: true },
        { type: 'pickString', id: 'region', options: ['eu'] },
        { type: 'promptString', id: 'other' },
      ],
    );
    expect(problems).toEqual([]);
    expect(entries[0]?.inputs?.map(({ id }) => id)).toEqual(['region', 'key']);
    expect(entries[1]).not.toHaveProperty('inputs');
  });

  it('cannot use an input whose definition is wrong, and are told of one that is missing', () => {
    const { entries, problems, broken } = read(
      { a: { command: '${input:run}' }, b: { command: 'x', args: ['${input:nope}'] } },
      [{ type: 'command', id: 'run', command: 'countersign.openDesk' }],
    );
    expect([entries.map(({ name }) => name), broken]).toEqual([['b'], ['a']]);
    expect(problems.map(({ path, severity, message }) => `${path.join('.')} ${severity}: ${message}`)).toEqual([
      'a.command error: Its input “run” cannot be used: An input cannot run countersign.openDesk: it is a command of Countersign itself.',
      'b.args.0 warning: There is no input “nope” under “inputs”: you are asked for it as a password.',
    ]);
  });

  it('bring fields of VS Code along, which are named; a missing sandbox is told before the confirmation', () => {
    const { entries, problems } = read({
      a: { command: 'x', dev: { watch: 'src' }, sandboxEnabled: true, gallery: 'g' },
    });
    expect(problems.map(({ path, severity }) => [path.join('.'), severity])).toEqual([
      ['a.dev', 'warning'],
      ['a.sandboxEnabled', 'warning'],
      ['a.gallery', 'warning'],
    ]);
    expect(entries[0]?.unkept).toEqual([
      'sandboxEnabled: Countersign has no sandbox: the program runs with all that you may do.',
    ]);
  });
});

describe('the scopes together', () => {
  const of = (source: DefinitionSource, raw: unknown) => parseServers({ raw, source });
  const folder = (name: string): DefinitionSource => ({ kind: 'folder', uri: `file:///${name}`, folder: name });
  const workspace: DefinitionSource = { kind: 'workspace', uri: 'file:///w.code-workspace' };

  it('let the nearest whole definition win and merge nothing', () => {
    const { entries } = resolveServers([
      of(user, { a: { command: 'user', env: { TOKEN: 'x' } }, b: { command: 'user' }, c: { command: 'user' } }),
      of(workspace, { a: { command: 'workspace' }, b: { command: 'workspace' } }),
      of(folder('one'), { a: { command: 'folder' } }),
    ]);
    const won = entries.map(({ name, settings, source }) => [
      name,
      'command' in settings && settings.command,
      source.kind,
    ]);
    expect(won).toEqual([
      ['a', 'folder', 'folder'],
      ['b', 'workspace', 'workspace'],
      ['c', 'user', 'user'],
    ]);
    expect(entries[0]?.settings).toMatchObject({ env: {} });
  });

  it('let our own setting win over VS Code’s file at the same distance, and a nearer file over a farther setting', () => {
    const mcpJson: DefinitionSource = { kind: 'mcpJson', uri: 'file:///one/.vscode/mcp.json', folder: 'one' };
    const workspaceMcp: DefinitionSource = { kind: 'workspaceMcp', uri: 'file:///w.code-workspace' };
    const all = { a: { command: 'x' }, b: { command: 'x' }, c: { command: 'x' }, d: { command: 'x' } };
    const { a, b, c, d } = all;
    const { entries, problems, hidden } = resolveServers([
      of(user, { ...all, e: a }),
      of(workspaceMcp, { a, b, c, d }),
      of(workspace, { a, b, c }),
      of(mcpJson, { a, b }),
      of(folder('one'), { a }),
    ]);
    expect(entries.map(({ name, source }) => `${name} ${source.kind}`)).toEqual([
      'a folder',
      'b mcpJson',
      'c workspace',
      'd workspaceMcp',
      'e user',
    ]);
    expect(problems).toEqual([]);
    expect(hidden.map(({ name, source }) => `${name} ${source.kind}`)).toEqual([
      'a mcpJson',
      'a workspace',
      'b workspace',
      'a workspaceMcp',
      'b workspaceMcp',
      'c workspaceMcp',
      'a user',
      'b user',
      'c user',
      'd user',
    ]);
  });

  it('never let a farther definition run in the place of a broken one', () => {
    const { entries } = resolveServers([of(user, { a: { command: 'user' } }), of(workspace, { a: { command: 7 } })]);
    expect(entries).toEqual([]);
  });

  it('say when two folders use one name', () => {
    const { entries, problems } = resolveServers([
      of(folder('one'), { a: { command: '1' } }),
      of(folder('two'), { a: { command: '2' } }),
    ]);
    expect(entries).toHaveLength(1);
    expect(problems).toMatchObject([
      { subject: 'a', severity: 'warning', message: expect.stringContaining('the one of one is used') as string },
    ]);
  });
});
