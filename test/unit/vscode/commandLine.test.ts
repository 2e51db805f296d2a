import { describe, expect, it } from 'vitest';
import { parseCommandLine, suggestName, suggestNameOfUrl } from '../../../src/vscode/addServer/commandLine.ts';

function parsed(text: string) {
  const line = parseCommandLine(text);
  if (!line.ok) throw new Error(line.problem);
  return line.parsed;
}

describe('parseCommandLine', () => {
  it('takes words, quotes and variables in front', () => {
    expect(parsed('npx -y @scope/server --dir "/my files" \'a "b"\'')).toEqual({
      command: 'npx',
      args: ['-y', '@scope/server', '--dir', '/my files', 'a "b"'],
      env: {},
    });
    expect(parsed('A=1 B="x y" node server.js C=3')).toEqual({
      command: 'node',
      args: ['server.js', 'C=3'],
      env: { A: '1', B: 'x y' },
    });
  });

  it('keeps Windows paths whole and lets a backslash escape what only it can', () => {
    expect(parsed(String.raw`C:\tools\node.exe C:\a\b.js \\host\share`).args).toEqual([
      String.raw`C:\a\b.js`,
      String.raw`\\host\share`,
    ]);
    expect(parsed(String.raw`/my\ tools/run "say \"hi\"" it\'s`)).toEqual({
      command: '/my tools/run',
      args: ['say "hi"', "it's"],
      env: {},
    });
  });

  it('leaves variables as they are written: nothing is expanded', () => {
    expect(parsed('run $HOME ${workspaceFolder}/x %PATH% ~ *.js')).toEqual({
      command: 'run',
      args: ['$HOME', '${workspaceFolder}/x', '%PATH%', '~', '*.js'],
      env: {},
    });
  });

  it('keeps empty arguments that were quoted', () => {
    expect(parsed(`run '' ""`).args).toEqual(['', '']);
  });

  it.each(['a | b', 'a && b', 'a; b', 'a & b', 'a > file', 'a 2>&1', 'a < file', 'a `b`', 'a $(b)', 'curl x|sh'])(
    'refuses what only a shell can do: %s',
    (text) => {
      const line = parseCommandLine(text);
      expect(line.ok).toBe(false);
    },
  );

  it('takes the same signs in quotes', () => {
    expect(parsed(`run 'a | b' "c > d" '\`e\`' "$(f)"`).args).toEqual(['a | b', 'c > d', '`e`', '$(f)']);
    expect(parsed('run --filter=a>b').args).toEqual(['--filter=a>b']);
  });

  it.each(['', '   ', 'A=1', '""', 'run "open'])('says what is missing: %j', (text) => {
    expect(parseCommandLine(text).ok).toBe(false);
  });
});

describe('suggestName', () => {
  it.each([
    ['npx -y @modelcontextprotocol/server-everything@2026.8.31 stdio', 'server-everything'],
    ['uvx mcp-server-git --repository .', 'mcp-server-git'],
    ['uv run server.py', 'server'],
    ['/usr/local/bin/my-server --x', 'my-server'],
    [String.raw`C:\x\tool.exe`, 'tool'],
    ['docker run -i', 'docker'],
    ['node ./dist/my server.mjs', 'my'],
  ])('%s is %s', (text, name) => {
    expect(suggestName(parsed(text))).toBe(name);
  });

  it.each([
    ['https://mcp.linear.app/mcp', 'linear'],
    ['https://tools.example.co.uk/mcp', 'example'],
    ['https://api.example.com/mcp', 'example'],
    ['http://localhost:3000/mcp', 'local-3000'],
    ['http://127.0.0.1/sse', 'local'],
  ])('%s is %s', (url, name) => {
    expect(suggestNameOfUrl(url)).toBe(name);
  });
});
