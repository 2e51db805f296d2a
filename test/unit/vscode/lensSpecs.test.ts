import { describe, expect, it } from 'vitest';
import type { DefinitionSource } from '../../../src/core/servers/definition.ts';
import { emptyCatalog } from '../../../src/core/servers/catalogStore.ts';
import type { McpSession } from '../../../src/core/servers/session.ts';
import type { ServerState } from '../../../src/core/servers/state.ts';
import { type LensServer, lensSpecs } from '../../../src/vscode/lenses/specs.ts';
import { entryOf, stdio } from '../core/servers/fakes.ts';

const mcpJson: DefinitionSource = { kind: 'mcpJson', uri: 'file:///w/.vscode/mcp.json', folder: 'w' };
const running: ServerState = { kind: 'running', session: {} as McpSession, since: 0 };

function server(state: ServerState, source: DefinitionSource = mcpJson, tools = 0): LensServer {
  const list = Array.from({ length: tools }, (_, index) => ({ name: `t${index}`, inputSchema: { type: 'object' } }));
  const catalog = { ...emptyCatalog, tools: list as unknown as typeof emptyCatalog.tools };
  return {
    state,
    entry: entryOf(stdio(), { source }),
    catalog: { catalog, loaded: true } as LensServer['catalog'],
  };
}
const text = '{\n  // ours\n  "servers": {\n    "a": { "command": "x" },\n    "gone": {}\n  }\n}';
const titles = (one: LensServer) =>
  lensSpecs(text, [mcpJson], (name) => (name === 'a' ? one : undefined)).map(({ title }) => title);

describe('the lenses of a document', () => {
  it('stand above each server with its state and what can be done', () => {
    expect(titles(server({ kind: 'stopped' }))).toEqual([
      '$(circle-outline) Countersign: available',
      '$(play) Start in Countersign',
      'Show Log',
    ]);
    expect(titles(server(running, mcpJson, 1))[0]).toBe('$(pass-filled) Countersign: running · 1 tool');
    expect(titles(server(running, mcpJson, 12))).toEqual([
      '$(pass-filled) Countersign: running · 12 tools',
      '$(debug-stop) Stop',
      '$(debug-restart) Restart',
      'Show Log',
    ]);
    expect(titles(server({ kind: 'failed', reason: 'because' }))).toEqual([
      '$(error) Countersign: failed',
      '$(refresh) Start in Countersign',
      'Show Log',
    ]);
    expect(titles(server({ kind: 'untrusted' }))).toEqual(['$(lock) Countersign: rests: folder not trusted']);
    const [first] = lensSpecs(text, [mcpJson], (name) => (name === 'a' ? server({ kind: 'stopped' }) : undefined));
    expect(first).toMatchObject({ offset: text.indexOf('"a"'), server: 'a' });
  });

  it('say where a nearer definition is', () => {
    const folder: DefinitionSource = { kind: 'folder', uri: 'file:///w/.vscode/settings.json', folder: 'w' };
    expect(titles(server(running, folder))).toEqual([
      '$(eye-closed) not used: a nearer one is in the settings of the folder w',
    ]);
    expect(titles(server(running, { ...mcpJson, uri: 'file:///other/.vscode/mcp.json' }))).toHaveLength(1);
  });

  it('know every kind of file', () => {
    const workspaceMcp: DefinitionSource = { kind: 'workspaceMcp', uri: 'file:///w.code-workspace' };
    const workspace: DefinitionSource = { kind: 'workspace', uri: 'file:///w.code-workspace' };
    const file = '{ "settings": { "mcp": { "servers": { "a": {} } }, "countersign.servers": { "b": {} } } }';
    const find = (name: string) => server({ kind: 'stopped' }, name === 'a' ? workspaceMcp : workspace);
    expect(lensSpecs(file, [workspace, workspaceMcp], find).map(({ title, server: name }) => [name, title])).toEqual([
      ['b', '$(circle-outline) stopped'],
      ['b', '$(play) Start'],
      ['b', 'Show Log'],
      ['a', '$(circle-outline) Countersign: available'],
      ['a', '$(play) Start in Countersign'],
      ['a', 'Show Log'],
    ]);
    const user = '{ "countersign": { "servers": { "a": {} } } }';
    expect(lensSpecs(user, [{ kind: 'user' }], () => server({ kind: 'stopped' }, { kind: 'user' }))).toHaveLength(3);
    expect(lensSpecs('no json', [{ kind: 'user' }], find)).toEqual([]);
  });
});
