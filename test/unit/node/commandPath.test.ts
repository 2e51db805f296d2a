import { describe, expect, it } from 'vitest';
import { windowsCommand } from '../../../src/node/commandPath.ts';
import { taskkill } from '../../../src/node/processGroup.ts';

function find(command: string, env: Record<string, string>, ...files: string[]): string | undefined {
  return windowsCommand(command, { env, isFile: (file) => files.includes(file) });
}

const node = 'C:\\Program Files\\nodejs';
const env = { Path: `.;bin;\\tools;C:;"${node}";D:\\tools;\\\\share\\bin`, PATHEXT: '.COM;.EXE;.CMD' };

describe('a command on Windows', () => {
  it('is looked for in absolute folders of the path only, never in the working directory', () => {
    expect(find('npx', env, 'npx.CMD', '.\\npx.CMD', 'bin\\npx.CMD', '\\tools\\npx.CMD', 'C:npx.CMD')).toBeUndefined();
    expect(find('npx', env, 'npx.CMD', `${node}\\npx.CMD`, 'D:\\tools\\npx.EXE')).toBe(`${node}\\npx.CMD`);
    expect(find('npx', env, '\\\\share\\bin\\npx.EXE')).toBe('\\\\share\\bin\\npx.EXE');
  });

  it('has the ending that it is written with, or one of a program', () => {
    expect(find('npx.cmd', env, 'D:\\tools\\npx.cmd')).toBe('D:\\tools\\npx.cmd');
    expect(find('python3.12', env, 'D:\\tools\\python3.12', 'D:\\tools\\python3.12.EXE')).toBe(
      'D:\\tools\\python3.12.EXE',
    );
    // A script for POSIX shells lies beside the one for Windows.
    expect(find('npx', env, 'D:\\tools\\npx', 'D:\\tools\\npx.CMD')).toBe('D:\\tools\\npx.CMD');
    expect(find('uv', { PATH: 'D:\\tools' }, 'D:\\tools\\uv.EXE')).toBe('D:\\tools\\uv.EXE');
  });

  it('that ends programs is Windows’ own', () => {
    expect(taskkill('D:\\WINDOWS')).toBe('D:\\WINDOWS\\System32\\taskkill.exe');
    expect(taskkill(undefined)).toBe('C:\\Windows\\System32\\taskkill.exe');
  });

  it('with a path is what it says', () => {
    for (const command of ['.\\run.cmd', 'bin/run', 'C:\\x\\run.exe', 'C:run'])
      expect(find(command, env)).toBe(command);
  });
});
