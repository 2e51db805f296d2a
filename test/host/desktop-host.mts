import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { desktopUserSettings, testSettings, writeSettings } from '../../scripts/lib/profile.mts';
import { cleanEnvironment } from '../../scripts/lib/vscode-server.mts';
import { opened, type TestHost } from './integration.mts';

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
        opened(run),
        ...['--user-data-dir', path.join(profile, 'user-data'), '--extensions-dir', path.join(profile, 'extensions')],
        ...['--disable-updates', '--disable-telemetry', '--skip-welcome', '--skip-release-notes'],
        ...(run.window.restricted ? [] : ['--disable-workspace-trust']),
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    });
  };
}
