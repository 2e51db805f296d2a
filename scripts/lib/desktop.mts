import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { at } from './paths.mts';
import { servers, type ServerVersion } from './vscode-server.mts';

/** The desktop version to download: the same VS Code that the server package carries. */
function desktopVersion(version: ServerVersion): string {
  return servers[version].package.replace(/^\d+/, '1');
}

/** Why no window can be shown here, if none can. */
function noDisplay(): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY ? 'no display' : undefined;
}

/** A desktop VS Code: the one that `COUNTERSIGN_VSCODE` names, else a downloaded one, else the reason why there is none. */
export async function findDesktop(version: ServerVersion): Promise<{ executable: string } | { reason: string }> {
  const named = process.env.COUNTERSIGN_VSCODE;
  if (named !== undefined && named !== '' && version === 'current') {
    accessSync(named, constants.X_OK);
    return { executable: named };
  }
  const reason = noDisplay();
  if (reason !== undefined) {
    return { reason };
  }
  try {
    const options = { version: desktopVersion(version), cachePath: at('.vscode-test'), timeout: 15_000 };
    return { executable: await downloadAndUnzipVSCode(options) };
  } catch (error) {
    return { reason: `VS Code cannot be downloaded here: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The `code` command of an installed desktop VS Code, if there is one that can open a window of its own here. */
export function findInstalledCode(): string | undefined {
  // Inside a remote window's terminal, `code` only talks to that window: it knows no profile of its own.
  if (noDisplay() !== undefined || process.env.VSCODE_IPC_HOOK_CLI !== undefined) {
    return undefined;
  }
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
