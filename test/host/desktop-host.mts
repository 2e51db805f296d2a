import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { at } from '../../scripts/lib/paths.mts';
import { desktopUserSettings, testSettings, writeSettings } from '../../scripts/lib/profile.mts';
import { cleanEnvironment, servers, type ServerVersion } from '../../scripts/lib/vscode-server.mts';
import type { TestHost } from './integration.mts';

/** The desktop version to download: the same VS Code that the server package carries. */
function desktopVersion(version: ServerVersion): string {
  return servers[version].package.replace(/^\d+/, '1');
}

/** A desktop VS Code: the one that `COUNTERSIGN_VSCODE` names, else a downloaded one, else the reason why there is none. */
export async function findDesktop(version: ServerVersion): Promise<{ executable: string } | { reason: string }> {
  const named = process.env.COUNTERSIGN_VSCODE;
  if (named !== undefined && named !== '' && version === 'current') {
    accessSync(named, constants.X_OK);
    return { executable: named };
  }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { reason: 'no display' };
  }
  try {
    const options = { version: desktopVersion(version), cachePath: at('.vscode-test'), timeout: 15_000 };
    return { executable: await downloadAndUnzipVSCode(options) };
  } catch (error) {
    return { reason: `VS Code cannot be downloaded here: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Runs tests in a desktop VS Code. */
export function desktopHost(executable: string): TestHost {
  return async (run) => {
    const profile = path.join(run.scratch, 'profile');
    writeSettings(path.join(profile, 'user-data', desktopUserSettings), testSettings);
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: run.extensions,
      extensionTestsPath: run.runner,
      extensionTestsEnv: { ...cleanEnvironment(), ...run.env },
      launchArgs: [
        path.join(run.scratch, 'workspace'),
        ...['--user-data-dir', path.join(profile, 'user-data'), '--extensions-dir', path.join(profile, 'extensions')],
        ...['--disable-updates', '--disable-telemetry', '--skip-welcome', '--skip-release-notes'],
        ...(run.window.restricted ? [] : ['--disable-workspace-trust']),
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    });
  };
}
