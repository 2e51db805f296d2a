import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { messageOf } from '../../../src/core/errors.ts';
import { serverUserSettings } from '../../../scripts/lib/profile.mts';
import { type ModelServer, startModelServer } from '../../fixtures/model/server.ts';
import { serverPath } from '../../fixtures/servers/launch.mts';
import { type LaunchOptions, launchWorkbench } from '../support/launch.ts';
import { until } from '../support/poll.ts';
import type { TreeRow } from '../support/tree.ts';
import type { Workbench } from '../support/workbench.ts';
import { Desk } from './desk.ts';

/** How the stand-in model server is called in settings, and how its model is shown. */
export const standIn = { id: 'stand-in', label: 'Stand-in', model: 'stand-in-1' } as const;

/** A definition that starts a fixture server on stdio. In user settings it needs no confirmation. */
export function stdioServer(name: string, ...args: string[]): Record<string, unknown> {
  return { command: process.execPath, args: [serverPath(name), ...args] };
}

/** The setting that names the stand-in model server. */
export function endpointOf(model: Pick<ModelServer, 'baseUrl'>): Record<string, unknown> {
  return { id: standIn.id, label: standIn.label, baseUrl: model.baseUrl };
}

/** The trees show all that a server offers: rows that are not on the screen are not in the page. */
export const tall = { width: 1400, height: 1800 };

/** A running VS Code, the model server that its settings name, and the desk. */
export interface Scene {
  readonly workbench: Workbench;
  readonly model: ModelServer;
  readonly desk: Desk;
  close(): Promise<void>;
}

export interface SceneOptions extends Omit<LaunchOptions, 'userSettings'> {
  /** `countersign.servers` of the person's own settings. */
  readonly servers?: Readonly<Record<string, unknown>>;
  readonly userSettings?: Readonly<Record<string, unknown>>;
}

/** Starts a model server and a VS Code whose settings name it and the given servers. */
export async function startScene({ servers, userSettings, ...options }: SceneOptions): Promise<Scene> {
  const model = await startModelServer();
  try {
    const workbench = await launchWorkbench({
      viewport: tall,
      ...options,
      userSettings: {
        // Settings open in a tab, as other files do, and hold nothing that VS Code would rewrite while they are edited.
        'workbench.editor.useModal': 'off',
        'extensions.autoUpdate': 'off',
        'countersign.models.endpoints': [endpointOf(model)],
        ...(servers && { 'countersign.servers': servers }),
        ...userSettings,
      },
    });
    const close = async (): Promise<void> => {
      await workbench.close();
      await model.close();
    };
    return { workbench, model, desk: new Desk(workbench), close };
  } catch (error) {
    await model.close();
    throw error;
  }
}

/** Opens the view and waits until servers run. A workbench that is just being restored can put another view in its place. */
export async function running(workbench: Workbench, ...servers: string[]): Promise<void> {
  const tree = workbench.tree('Servers');
  const runs = ({ description }: TreeRow): boolean => description.startsWith('running');
  for (const server of servers) {
    try {
      await until(`${server} running`, async () => {
        await workbench.openContainer('Countersign');
        return tree.waitForRow([server], runs, 5000).catch(() => undefined);
      });
    } catch (error) {
      await workbench.screenshot(`failed-${server}-does-not-run`);
      const rows = (await tree.rows()).map(({ label, description }) => `${label}: ${description}`);
      throw new Error(`${messageOf(error)}. The tree shows: ${rows.join('; ')}`, { cause: error });
    }
  }
}

/**
 * Changes the person's own settings as a person does: in the editor, and saves. `undefined` removes one. VS Code Server does not
 * watch that file, so writing to it would go unseen.
 */
export async function changeUserSettings(
  workbench: Workbench,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const file = path.join(workbench.dataDir, serverUserSettings);
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const wanted = JSON.stringify({ ...settings, ...changes });
  const { keyboard } = workbench.page;
  const editor = workbench.page.locator('.monaco-editor[data-uri$="/settings.json"]');
  const onDisk = async (): Promise<true | undefined> => (readFileSync(file, 'utf8') === wanted ? true : undefined);
  await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  // A page that takes the focus late would get the keys, so all of it may be done again.
  await workbench.commandThen('Preferences: Open User Settings (JSON)', async () => {
    await editor.and(workbench.page.locator('.focused')).waitFor({ timeout: 5000 });
    await keyboard.press('ControlOrMeta+A');
    // Pasted: typed letters bring up closing brackets and suggestions.
    await workbench.page.evaluate((text) => navigator.clipboard.writeText(text), wanted);
    await keyboard.press('ControlOrMeta+V');
    await keyboard.press('ControlOrMeta+S');
    await until('the settings on disk', onDisk, 5000);
  });
  await workbench.closeEditor('settings.json');
  await editor.waitFor({ state: 'detached' });
}

/** Makes an end of what a test left behind: open requests, questions, editors, notifications, answers that no model gave. */
export async function tidy({ workbench, model }: Pick<Scene, 'workbench'> & Partial<Scene>): Promise<void> {
  model?.forgetReplies();
  if (await workbench.dialog.root.isVisible()) await workbench.dialog.cancelAll();
  const waiting = workbench.statusBarItem(/\d+ reviews?/);
  // What has just ended is counted a moment longer, and then there is nothing to deny.
  await until('nothing that waits', async () => {
    if (!(await waiting.isVisible())) return true;
    await workbench.tryCommand('Countersign: Deny All Pending Requests');
    await waiting.waitFor({ state: 'hidden', timeout: 2000 }).catch(() => undefined);
    return undefined;
  });
  await workbench.commandPalette('View: Close All Editors');
  if (await workbench.dialog.root.isVisible()) await workbench.dialog.click(/^Don't Save/);
  await workbench.notifications.clearAll();
}

/** A throwaway folder that only this user can enter. */
export function scratchFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-scene-'));
  chmodSync(folder, 0o700);
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** What the extension wrote into its log channels, its own and those of its servers. */
export function extensionLog(workbench: Workbench): string {
  return globSync('data/logs/*/exthost*/countersign.countersign/*.log', { cwd: workbench.dataDir })
    .map((file) => readFileSync(path.join(workbench.dataDir, file), 'utf8'))
    .join('\n');
}

/** Fails when a console, a Content Security Policy or the extension's own log complained about something of ours. */
export function expectQuiet(workbench: Workbench): void {
  expect(workbench.consoleErrors).toEqual([]);
  expect(workbench.cspViolations).toEqual([]);
  const complaints = extensionLog(workbench)
    .split('\n')
    .filter((line) => /in the page:|Content security policy/i.test(line));
  expect(complaints).toEqual([]);
  const host = workbench.hostLog().split('\n');
  expect(host.filter((line) => /\[error\].*countersign/i.test(line))).toEqual([]);
}

/** One line of the ledger. */
export interface LedgerLine {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** The ledger's files with their permissions, and their entries in the order in which they were written. */
export function readLedgerFiles(workbench: Workbench): {
  readonly text: string;
  readonly modes: readonly number[];
  readonly entries: readonly LedgerLine[];
} {
  const files = globSync('data/User/globalStorage/countersign.countersign/**/*.jsonl', { cwd: workbench.dataDir })
    .map((file) => path.join(workbench.dataDir, file))
    .sort();
  const text = files
    .map((file) => {
      const content = readFileSync(file, 'utf8');
      // What is being written has no end of its line yet. A line may have megabytes, too many for a pattern.
      return content.slice(0, content.lastIndexOf('\n') + 1);
    })
    .join('');
  return {
    text,
    modes: files.map((file) => statSync(file).mode & 0o777),
    entries: text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LedgerLine),
  };
}
