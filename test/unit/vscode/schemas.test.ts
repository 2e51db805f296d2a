import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parseServers } from '../../../src/core/settings/servers.ts';
import { endpointEntrySchema, mcpJsonSchema, type Schema, serverSchema } from '../../../src/vscode/manifest/schemas.ts';

/** Ajv, with the words that only VS Code’s editors know. */
const ajv = new Ajv({ strict: false, allErrors: true });
const validServer = ajv.compile(serverSchema());

const stdio = {
  type: 'stdio',
  command: 'npx',
  args: ['-y', 'x'],
  env: { PORT: 1, GONE: null, A: 'b' },
  envFile: '.env',
  cwd: '${workspaceFolder}',
  era: 'legacy',
  autoStart: false,
  timeout: 1,
  sampling: 'off',
  inputs: [
    { type: 'promptString', id: 'a', description: 'd', default: 'x', password: true },
    { type: 'pickString', id: 'b', options: ['x', { label: 'X', value: 'x' }], default: 'x' },
    { type: 'command', id: 'c', command: 'other.run', args: [1] },
  ],
};
const http = { type: 'sse', url: 'https://mcp.example.com/mcp', headers: { A: 'b' }, inputs: [] };

describe('the schema of a server', () => {
  it.each([stdio, http, { command: 'x' }, { url: 'http://h' }, { url: '${env:BASE}/mcp' }])(
    'takes what the settings take: %j',
    (definition) => {
      expect(parseServers({ raw: { a: definition }, source: { kind: 'user' } }).problems).toEqual([]);
      expect([validServer(definition), validServer.errors]).toEqual([true, null]);
    },
  );

  it.each([
    {},
    { command: '' },
    { command: 5 },
    { command: 'x', args: 'y' },
    { command: 'x', era: 'modern' },
    { command: 'x', timeout: 0 },
    { command: 'x', Args: [] },
    { url: 'ftp://h' },
    { url: 'http://h', sampling: true },
    { command: 'x', inputs: [{ type: 'pickString', id: 'a', options: [] }] },
  ])('refuses what the settings refuse or warn about: %j', (definition) => {
    expect(parseServers({ raw: { a: definition }, source: { kind: 'user' } }).problems).not.toEqual([]);
    expect(validServer(definition)).toBe(false);
  });

  it('describes every field', () => {
    const undescribed: string[] = [];
    const look = (schema: Schema, path: string): void => {
      for (const [name, field] of Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)) {
        if (!('description' in field || 'markdownDescription' in field)) undescribed.push(`${path}.${name}`);
        look(field, `${path}.${name}`);
      }
      for (const one of (schema['anyOf'] ?? []) as Schema[]) look(one, path);
      if (schema['items'] && !path.endsWith('options')) look(schema['items'] as Schema, `${path}[]`);
    };
    look(serverSchema(), 'server');
    look(endpointEntrySchema(), 'endpoint');
    expect(undescribed).toEqual([]);
  });
});

describe('the schema of mcp.json', () => {
  it('is the one in the package, and knows the fields that are ours alone', () => {
    const written = JSON.parse(
      readFileSync(new URL('../../../schemas/mcp.schema.json', import.meta.url), 'utf8'),
    ) as unknown;
    expect(mcpJsonSchema()).toEqual(written);
    const valid = ajv.compile(mcpJsonSchema());
    expect(valid({ servers: { a: { command: 'x', era: 'auto', sampling: 'off' } }, inputs: [] })).toBe(true);
    expect(valid({ servers: { a: { era: 'modern' } } })).toBe(false);
    // VS Code has parts of its own there.
    expect(valid({ servers: { a: { url: 'u', oauth: { clientId: 'c', enterpriseManaged: true } } } })).toBe(true);
    expect(valid({ servers: { a: { url: 'u', oauth: { scopes: 'read' } } } })).toBe(false);
    expect(valid({ servers: { a: { command: 'x', inputs: [{ type: 'pickString', id: 'a', options: [] }] } } })).toBe(
      false,
    );
  });

  it('has a description for every field that settings have and VS Code’s own schema for the file lacks', () => {
    const ofVsCode = ['type', 'command', 'args', 'env', 'envFile', 'cwd', 'url', 'headers'];
    const { anyOf } = serverSchema() as { anyOf: readonly { properties: Record<string, Schema> }[] };
    const inSettings = new Set(anyOf.flatMap(({ properties }) => Object.keys(properties)));
    const { properties } = mcpJsonSchema() as { properties: { servers: { additionalProperties: Schema } } };
    const own = properties.servers.additionalProperties['properties'] as Record<string, Schema>;
    expect([...inSettings].filter((name) => !ofVsCode.includes(name)).sort()).toEqual(Object.keys(own).sort());
    const oauth = own['oauth']?.['properties'] as Record<string, Schema>;
    expect(Object.keys(oauth)).toEqual(['clientId', 'clientSecret', 'clientMetadataUrl', 'scopes', 'issuer']);
    for (const field of [...Object.values(oauth), own['inputs'], own['era']])
      expect(String(field?.['description'] ?? field?.['markdownDescription'])).toMatch(/^Countersign: /);
  });
});
