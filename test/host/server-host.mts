import { appendFileSync, cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumArgs, requireChromium } from '../../scripts/lib/chromium.mts';
import { serverUserSettings, testSettings, writeSettings } from '../../scripts/lib/profile.mts';
import { startServer, type RunningServer } from '../../scripts/lib/vscode-server.mts';
import { opened, type TestHost, type TestRun } from './integration.mts';

/** The longest a whole test window may take, in milliseconds. */
const runTimeout = 10 * 60_000;

/** How long the extension host may take to begin with the tests, in milliseconds. */
const startTimeout = 90_000;

function testAddress(server: RunningServer, run: TestRun): string {
  const remote = (folder: string): string => `vscode-remote://${server.authority}${folder}`;
  const payload = [
    ['extensionDevelopmentPath', remote(run.extensions[0] ?? '')],
    ['extensionTestsPath', remote(run.runner)],
  ];
  const query = new URLSearchParams({
    [run.window.workspaceFile ? 'workspace' : 'folder']: opened(run),
    payload: JSON.stringify(payload),
  });
  return `${server.url}?${query}`;
}

/** One line for what the consoles of the workbench and the extension host say. */
function consoleLine(type: unknown, args: unknown): string {
  const values: unknown[] = Array.isArray(args) ? args : [args];
  return `${String(type)}: ${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ')}\n`;
}

/** A page can name one extension under development; the others are put where the server keeps installed ones. */
function installExtensions(run: TestRun): void {
  for (const folder of run.extensions.slice(1)) {
    const { publisher, name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Record<
      string,
      string
    >;
    const to = path.join(run.scratch, 'profile', 'extensions', `${publisher}.${name}-${version}`);
    cpSync(folder, to, { recursive: true });
  }
}

/** Runs tests in VS Code Server with Chromium as its window. */
export const serverHost: TestHost = async (run) => {
  const executablePath = await requireChromium();
  writeSettings(path.join(run.scratch, 'profile', serverUserSettings), testSettings);
  installExtensions(run);
  const server = await startServer({
    version: run.version,
    dataDir: path.join(run.scratch, 'profile'),
    trust: run.window.restricted,
    testDriver: true,
    env: run.env,
  });
  try {
    const browser = await chromium.launch({ executablePath, args: chromiumArgs() });
    try {
      const page = await browser.newPage();
      let begun = false;
      const exit = new Promise<number>((resolve, reject) => {
        const startTimer = setTimeout(() => {
          if (!begun) {
            reject(new Error(`the tests did not begin within ${startTimeout / 1000} s`));
          }
        }, startTimeout);
        const runTimer = setTimeout(() => {
          reject(new Error(`the tests took longer than ${runTimeout / 60_000} min`));
        }, runTimeout);
        const exposed = page.exposeFunction('codeAutomationExit', (code: number) => {
          clearTimeout(startTimer);
          clearTimeout(runTimer);
          resolve(code);
        });
        exposed.catch(reject);
      });
      await page.exposeFunction('codeAutomationLog', (type: unknown, args: unknown) => {
        begun = true;
        appendFileSync(run.consoleLog, consoleLine(type, args));
      });
      await page.goto(testAddress(server, run));
      const code = await exit;
      if (code !== 0) {
        throw new Error(`the test run exited with ${code}`);
      }
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
};
