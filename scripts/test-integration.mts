/**
 * Runs test/integration inside a real VS Code's extension host: a desktop VS Code where one is named in `COUNTERSIGN_VSCODE`
 * or can be downloaded and shown, else VS Code Server from the package registry. `--floor` takes the oldest supported VS
 * Code, `--host=server` or `--host=desktop` forces the choice. Words after that choose test files by their path.
 */
import { parseArgs } from 'node:util';
import { bundleTests, runWindow, testWindows, type TestHost } from '../test/host/integration.mts';
import { desktopHost } from '../test/host/desktop-host.mts';
import { serverHost } from '../test/host/server-host.mts';
import { findDesktop } from './lib/desktop.mts';
import type { ServerVersion } from './lib/vscode-server.mts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { floor: { type: 'boolean', default: false }, host: { type: 'string' } },
});
const version: ServerVersion = flags.floor ? 'floor' : 'current';

async function chooseHost(): Promise<TestHost> {
  if (flags.host === 'server') {
    return serverHost;
  }
  const desktop = await findDesktop(version);
  if ('executable' in desktop) {
    console.log(`Desktop VS Code: ${desktop.executable}`);
    return desktopHost(desktop.executable);
  }
  if (flags.host === 'desktop') {
    throw new Error(desktop.reason);
  }
  console.log(`VS Code Server from the package registry (${desktop.reason})`);
  return serverHost;
}

const windows = testWindows(positionals);
if (windows.length === 0) {
  throw new Error('test/integration has no tests.');
}
await bundleTests(windows);
const host = await chooseHost();
let failed = 0;
for (const window of windows) {
  const report = await runWindow(window, version, host);
  failed += report.failed;
  report.failures.forEach((failure) => {
    console.error(`FAILED ${failure}`);
  });
  console.log(`${window.suite}: ${report.passed} passed, ${report.failed} failed, ${report.skipped.length} skipped`);
}
process.exitCode = failed > 0 ? 1 : 0;
