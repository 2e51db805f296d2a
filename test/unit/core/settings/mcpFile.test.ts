import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMcpFile } from '../../../../src/core/settings/mcpFile.ts';

describe('mcp.json', () => {
  it('is JSON with comments and trailing commas', () => {
    const text = `{
      // the team's servers
      "servers": { "a": { "command": "npx", }, },
      "inputs": [],
    }`;
    expect(readMcpFile(text, 'mcpJson')).toEqual({
      servers: { a: { command: 'npx' } },
      inputs: [],
      section: [],
      problems: [],
    });
    expect(readMcpFile('', 'mcpJson')).toMatchObject({ servers: undefined, problems: [] });
  });

  it.each([
    ['{\n  "servers": {\n    "a": { "command": "x" }\n    "b": {}\n  }\n}', 4, 'a comma is expected'],
    ['{\n  "servers": {\n', 3, 'a closing } is missing'],
    ['{ "servers": nope }', 1, 'a word that is no value'],
    ['{\n\n"a" 1}', 3, 'a colon is expected'],
    ['{ "a": "x }', 1, 'a text is not closed'],
    ['[1 2]', 1, 'a comma is expected'],
  ])('that is no JSON points at the line: %j', (text, line, words) => {
    const { syntax, servers } = readMcpFile(text, 'mcpJson');
    expect(syntax?.line).toBe(line);
    expect(syntax?.message).toContain(`Line ${line} is not valid JSON: `);
    expect(syntax?.message).toContain(words);
    expect(text.slice(0, syntax?.offset).split('\n')).toHaveLength(line);
    expect(servers).toBeUndefined();
  });

  it('names what is not read', () => {
    const text = '{ "mcpServers": {}, "sandbox": {}, "colour": 1 }';
    expect(readMcpFile(text, 'mcpJson').problems.map(({ message }) => message)).toEqual([
      '“mcpServers” is not a known field. Here it is called “servers”.',
      '“colour” is not a known field. It is ignored.',
      'Countersign has no sandbox: programs run with all that you may do.',
    ]);
    expect(readMcpFile('[]', 'mcpJson').problems[0]?.message).toBe('It must be an object with “servers”, not a list.');
  });

  it('is a section of a workspace file, whose other parts are not ours', () => {
    const servers = { a: { url: 'http://h' } };
    const inSettings = readMcpFile(JSON.stringify({ folders: [], settings: { mcp: { servers } } }), 'workspaceMcp');
    expect(inSettings).toMatchObject({ servers, section: ['settings', 'mcp'], problems: [] });
    const beside = readMcpFile(JSON.stringify({ folders: [], mcp: { servers } }), 'workspaceMcp');
    expect(beside).toMatchObject({ servers, section: ['mcp'], problems: [] });
    expect(readMcpFile('{ "folders": [ }', 'workspaceMcp').syntax).toBeUndefined();
  });

  it('may be any text', () => {
    fc.assert(fc.property(fc.string(), (text) => readMcpFile(text, 'mcpJson') !== undefined));
    fc.assert(fc.property(fc.json(), (text) => readMcpFile(text, 'mcpJson').syntax === undefined));
  });
});
