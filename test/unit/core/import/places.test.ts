import { describe, expect, it } from 'vitest';
import { type ImportMachine, importPlaces } from '../../../../src/core/import/places.ts';

const paths = (machine: Partial<ImportMachine>, environment: Record<string, string> = {}) =>
  importPlaces({
    platform: 'linux',
    userHome: '/home/ann',
    env: (name) => environment[name],
    folders: [],
    ...machine,
  }).map(({ product, path }) => `${product} ${path}`);

describe('the places of the products', () => {
  it('on Linux', () => {
    expect(paths({ folders: ['/w/app'] })).toEqual([
      'claudeDesktop /home/ann/.config/Claude/claude_desktop_config.json',
      'claudeCode /home/ann/.claude.json',
      'cursor /home/ann/.cursor/mcp.json',
      'windsurf /home/ann/.codeium/windsurf/mcp_config.json',
      'vscode /home/ann/.config/Code/User/mcp.json',
      'vscode /home/ann/.config/Code - Insiders/User/mcp.json',
      'vscode /home/ann/.config/VSCodium/User/mcp.json',
      'claudeCode /w/app/.mcp.json',
      'cursor /w/app/.cursor/mcp.json',
    ]);
    expect(paths({}, { XDG_CONFIG_HOME: '/xdg', CLAUDE_CONFIG_DIR: '/claude' }).slice(0, 2)).toEqual([
      'claudeDesktop /xdg/Claude/claude_desktop_config.json',
      'claudeCode /claude/.claude.json',
    ]);
  });

  it('on macOS', () => {
    const found = paths({ platform: 'darwin', userHome: '/Users/ann' });
    expect(found).toContain('claudeDesktop /Users/ann/Library/Application Support/Claude/claude_desktop_config.json');
    expect(found).toContain('vscode /Users/ann/Library/Application Support/Code/User/mcp.json');
  });

  it('on Windows', () => {
    const found = paths(
      { platform: 'win32', userHome: 'C:\\Users\\ann', folders: ['C:\\w'] },
      { APPDATA: 'C:\\Users\\ann\\AppData\\Roaming' },
    );
    expect(found).toContain('claudeDesktop C:\\Users\\ann\\AppData\\Roaming\\Claude\\claude_desktop_config.json');
    expect(found).toContain('windsurf C:\\Users\\ann\\.codeium\\windsurf\\mcp_config.json');
    expect(found).toContain('cursor C:\\w\\.cursor\\mcp.json');
    expect(paths({ platform: 'win32', userHome: 'C:\\Users\\ann' })).toContain(
      'vscode C:\\Users\\ann\\AppData\\Roaming\\Code\\User\\mcp.json',
    );
  });

  it('has the profile of the VS Code that runs, once', () => {
    const own = '/home/ann/.config/Code/User/mcp.json';
    expect(paths({ ownProfile: own })).toEqual(paths({}));
    expect(paths({ ownProfile: '/srv/data/User/mcp.json' })).toContain('vscode /srv/data/User/mcp.json');
  });
});
