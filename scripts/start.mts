/**
 * Shows the demo: packages the extension, starts the demo's servers and model, and opens VS Code on a copy of the demo's
 * workspace in a throwaway profile. An installed `code`, else a desktop VS Code that is downloaded, else VS Code Server from
 * the package registry, whose URL is printed. `--server` (or COUNTERSIGN_START=server) takes the server in any case.
 * Ctrl+C, or closing the window, ends everything and deletes the throwaway folders.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { startDemo, type Demo } from './lib/demo.mts';
import { findDesktop, findInstalledCode } from './lib/desktop.mts';
import { at } from './lib/paths.mts';
import { runOrThrow, spawnTree, stopTree } from './lib/processes.mts';
import { desktopUserSettings, quietSettings, serverUserSettings, writeSettings } from './lib/profile.mts';
import { packExtension, vsixPath } from './lib/vsix.mts';
import { cleanEnvironment, installVsix, startServer } from './lib/vscode-server.mts';

const { values: flags } = parseArgs({ options: { server: { type: 'boolean', default: false } } });

/** Undone in reverse order, whatever ends the program. */
const undo: (() => Promise<void> | void)[] = [];
let ending: Promise<void> | undefined;

/** Remembers how to undo something; does it at once where the end has begun already. */
async function onEnd(step: () => Promise<void> | void): Promise<void> {
  if (ending === undefined) {
    undo.push(step);
  } else {
    await step();
  }
}

function end(): Promise<void> {
  ending ??= (async () => {
    for (const step of undo.reverse()) {
      try {
        await step();
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
      }
    }
  })();
  return ending;
}

/** Packages the extension, unless `COUNTERSIGN_VSIX` names a package. */
async function packageExtension(): Promise<string> {
  const named = process.env.COUNTERSIGN_VSIX;
  if (named !== undefined && named !== '') {
    return named;
  }
  console.log('Packaging the extension…');
  await packExtension(at(), vsixPath());
  return vsixPath();
}

/** Opens a desktop VS Code with a profile of its own, and resolves when its window is closed. */
async function openDesktop(cli: string, cliArgs: string[], vsix: string, demo: Demo, scratch: string): Promise<void> {
  const userData = path.join(scratch, 'user-data');
  const profile = ['--user-data-dir', userData, '--extensions-dir', path.join(scratch, 'extensions')];
  writeSettings(path.join(userData, desktopUserSettings), { ...quietSettings, ...demo.userSettings });
  // On Windows `code` is a .cmd file, which only a shell starts, and a shell wants spaces quoted.
  const shell = process.platform === 'win32';
  const quote = (text: string): string => (shell ? `"${text}"` : text);
  const options = { env: cleanEnvironment(), shell };
  await runOrThrow(quote(cli), [...cliArgs, ...profile, '--install-extension', vsix].map(quote), options);
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const window = spawnTree(
    quote(cli),
    [...cliArgs, ...profile, ...sandbox, '--disable-workspace-trust', '--new-window', '--wait', demo.folder].map(quote),
    { ...options, stdio: 'ignore' },
  );
  await onEnd(() => stopTree(window));
  console.log('VS Code is opening on the demo. Close its window or press Ctrl+C to end.');
  await new Promise<void>((resolve, reject) => {
    window.once('error', reject);
    window.once('close', () => {
      resolve();
    });
  });
}

/** Serves VS Code on loopback, for whoever has the token, until Ctrl+C. */
async function serve(vsix: string, demo: Demo, scratch: string): Promise<void> {
  const dataDir = path.join(scratch, 'profile');
  writeSettings(path.join(dataDir, serverUserSettings), { ...quietSettings, ...demo.userSettings });
  await installVsix(vsix, dataDir);
  const token = randomBytes(24).toString('hex');
  const server = await startServer({ dataDir, token, trust: false });
  await onEnd(() => server.stop());
  const query = new URLSearchParams({ tkn: token, folder: demo.folder });
  console.log(`\nOpen this in a browser (Ctrl+C ends it):\n\n  ${server.url}?${query}\n`);
  await new Promise(() => {});
}

async function main(): Promise<void> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'countersign-start-'));
  await onEnd(() => {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });
  const vsix = await packageExtension();
  const demo = await startDemo(scratch);
  await onEnd(() => demo.stop());
  if (flags.server || process.env.COUNTERSIGN_START === 'server') {
    return serve(vsix, demo, scratch);
  }
  const installed = findInstalledCode();
  if (installed !== undefined) {
    return openDesktop(installed, [], vsix, demo, scratch);
  }
  const desktop = await findDesktop('current');
  if ('executable' in desktop) {
    const [cli = desktop.executable, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(desktop.executable, {
      reuseMachineInstall: true,
    });
    return openDesktop(cli, cliArgs, vsix, demo, scratch);
  }
  console.log(`No desktop VS Code (${desktop.reason}): serving VS Code instead.`);
  return serve(vsix, demo, scratch);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    void end().then(() => process.exit(signal === 'SIGINT' ? 0 : 1));
  });
}
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
await end();
