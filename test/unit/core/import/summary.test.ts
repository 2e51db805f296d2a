import { describe, expect, it } from 'vitest';
import { readImport } from '../../../../src/core/import/read.ts';
import { importSummary, reachText } from '../../../../src/core/import/summary.ts';

const place = { product: 'windsurf', path: '/home/ann/mcp_config.json' } as const;
const servers = readImport(
  place,
  JSON.stringify({
    mcpServers: {
      'a\u202e$(x)': {
        command: 'my server',
        args: ['', '--token', 'canary'],
        env: { A: '1' },
        cwd: '/srv',
        alwaysAllow: ['t'],
      },
      b: { serverUrl: 'https://h.example.com/mcp', headers: { 'X-Key': 'canary', 'X-Team': 'a' } },
    },
  }),
  { env: () => undefined, folders: [] },
).servers;

describe('the summary of an import', () => {
  it('says everything that is done, with nothing that is a secret and nothing that is not shown', () => {
    const [first, second] = servers;
    expect(first && second).toBeDefined();
    if (!first || !second) return;
    const text = importSummary([
      { name: 'x', server: first, replaces: true },
      { name: 'b', server: second, replaces: false },
    ]);
    expect(text.split('\n')).toEqual([
      'x (replaces the one of this name), from Windsurf (/home/ann/mcp_config.json)',
      '"my server" "" --token ${input:a-x-token}',
      'Environment variable A: 1',
      'Working directory: /srv',
      'Secret: argument 3 goes into the secret storage as a-x-token.',
      'Note: “alwaysAllow” is not kept: every call of a tool is yours here.',
      '',
      'b, from Windsurf (/home/ann/mcp_config.json)',
      'https://h.example.com/mcp',
      'Header X-Key: ${input:b-X-Key}',
      'Header X-Team: a',
      'Secret: header X-Key goes into the secret storage as b-X-Key.',
    ]);
    const named = importSummary([{ name: first.name, server: first, replaces: false }]);
    expect(named.split('\n')[0]).toMatch(/^a\\u\{202e\}\$ \(x\), from/);
  });

  it('has a line for what is no command line', () => {
    expect(reachText({ command: 'x', args: [{}] })).toBe('x …');
  });
});
