import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { afterEach } from 'vitest';
import { chromiumArgs, requireChromium } from '../../../scripts/lib/chromium.mts';
import { out } from '../../../scripts/lib/paths.mts';
import { serverUserSettings, testSettings, writeSettings } from '../../../scripts/lib/profile.mts';
import { packExtension, vsixPath } from '../../../scripts/lib/vsix.mts';
import { installVsix, startServer, type ServerVersion } from '../../../scripts/lib/vscode-server.mts';
import { ConsoleWatch } from './console.ts';
import { patience } from './poll.ts';
import { Workbench } from './workbench.ts';

export interface LaunchOptions {
  /** A name for logs and pictures. */
  name: string;
  /** A folder whose copy is opened; an empty one else. Its copy is a throwaway. */
  folder?: string;
  /** Opens {@link folder} itself instead of a copy. */
  inPlace?: boolean;
  /** Written to .vscode/settings.json of the opened folder. */
  workspaceSettings?: Record<string, unknown>;
  /** Added to the user settings of the throwaway profile. */
  userSettings?: Record<string, unknown>;
  /** Workspace trust: everything trusted (default), Restricted Mode without a question, or VS Code's own question. */
  trust?: 'all' | 'restricted' | 'ask';
  /** Folders of further extensions to install, such as one that tries to forge an approval. */
  extensions?: string[];
  /** Added to the environment of the extension host. */
  env?: Record<string, string>;
  /** Size of the window in pixels. */
  viewport?: { width: number; height: number };
  version?: ServerVersion;
  /** What VS Code takes for its display language: the extension’s texts are in it, the workbench’s own stay English. */
  displayLanguage?: string;
  /** Secrets survive a reload of the window, as they do in a desktop and with `code serve-web`; else they are kept in memory. */
  keepSecrets?: boolean;
}

function prepareFolder(options: LaunchOptions, scratch: string): string {
  if (options.inPlace === true && options.folder !== undefined) {
    return options.folder;
  }
  const folder = path.join(scratch, options.folder === undefined ? 'workspace' : path.basename(options.folder));
  mkdirSync(folder, { recursive: true });
  if (options.folder !== undefined) {
    cpSync(options.folder, folder, { recursive: true });
  }
  return folder;
}

async function installExtensions(options: LaunchOptions, dataDir: string, scratch: string): Promise<void> {
  const vsix = process.env.COUNTERSIGN_VSIX ?? vsixPath();
  if (!existsSync(vsix)) {
    throw new Error(`${vsix} does not exist: run npm run package first.`);
  }
  await installVsix(vsix, dataDir, options.version);
  for (const [index, folder] of (options.extensions ?? []).entries()) {
    const file = path.join(scratch, `extension-${index}.vsix`);
    await packExtension(folder, file);
    await installVsix(file, dataDir, options.version);
  }
}

/** Starts a VS Code of its own with the packaged extension installed, and opens a folder in it. */
export async function launchWorkbench(options: LaunchOptions): Promise<Workbench> {
  const executablePath = await requireChromium();
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-'));
  const folder = prepareFolder(options, scratch);
  const dataDir = path.join(scratch, 'profile');
  const prompt = options.trust === 'ask' ? { 'security.workspace.trust.startupPrompt': 'always' } : {};
  writeSettings(path.join(dataDir, serverUserSettings), { ...testSettings, ...prompt, ...options.userSettings });
  if (options.workspaceSettings !== undefined) {
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    writeFileSync(
      path.join(folder, '.vscode', 'settings.json'),
      `${JSON.stringify(options.workspaceSettings, null, 2)}\n`,
    );
  }
  const clean = (): void => {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  let stop = async (): Promise<void> => {};
  let browser: Browser | undefined;
  try {
    await installExtensions(options, dataDir, scratch);
    const trust = options.trust === 'restricted' || options.trust === 'ask';
    const server = await startServer({
      dataDir,
      trust,
      ...(options.version === undefined ? {} : { version: options.version }),
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    stop = () => server.stop();
    browser = await chromium.launch({ executablePath, args: chromiumArgs() });
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 1400, height: 1000 } });
    const watch = new ConsoleWatch(context, path.join(out, 'logs', `e2e-${options.name}.log`));
    if (options.keepSecrets === true) await keepSecrets(context);
    if (options.displayLanguage !== undefined) {
      // No language pack is needed for that: the workbench reads the name of its language from here.
      // https://github.com/microsoft/vscode/blob/main/src/vs/nls.ts
      await context.addInitScript((language) => {
        Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => language, set() {} });
      }, options.displayLanguage);
    }
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const opened = browser;
    const workbench = new Workbench({
      page,
      watch,
      folder,
      dataDir,
      serverPid: server.pid,
      close: async () => {
        await opened.close();
        await server.stop();
        clean();
      },
    });
    await page.goto(`${server.url}?${new URLSearchParams({ folder })}`);
    await workbench.ready();
    return workbench;
  } catch (error) {
    await browser?.close();
    await stop();
    clean();
    throw error;
  }
}

/**
 * Stands in for the half of a key that a server gives to its workbench, which encrypts secrets with it and keeps them in the browser.
 * @see https://github.com/microsoft/vscode/blob/main/src/vs/code/browser/workbench/workbench.ts (ServerKeyedAESCrypto)
 */
async function keepSecrets(context: BrowserContext): Promise<void> {
  await context.route('**/mint-key', (route) =>
    route.fulfill({ contentType: 'application/octet-stream', body: Buffer.alloc(32, 7) }),
  );
}

/** Leaves a picture of the window in out/screenshots/ for each test of the file that fails. */
export function screenshotOnFailure(workbench: () => Workbench | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      await workbench()?.screenshot(`failed-${task.name}`);
    }
  });
}
