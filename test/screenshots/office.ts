import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { at } from '../../scripts/lib/paths.mts';
import type { Reply } from '../fixtures/model/replies.ts';
import { startModelServer } from '../fixtures/model/server.ts';
import { CallPanel } from '../e2e/pages/callPanel.ts';
import { Desk } from '../e2e/pages/desk.ts';
import type { Scene } from '../e2e/pages/scene.ts';
import { type LaunchOptions, launchWorkbench } from '../e2e/support/launch.ts';

/** A path that looks the same wherever the pictures are taken. */
const shelf = path.join(os.tmpdir(), 'office');
const prices = {
  'claude-sonnet-4-5': { input: 3, output: 15 },
  'gpt-4.1': { input: 2, output: 8 },
  'gpt-4.1-mini': { input: 0.4, output: 1.6 },
  'gemini-2.5-flash': { input: 0.3, output: 2.5 },
};

/** The models with a known price. */
export const priced = Object.keys(prices);
const models = [...priced, 'qwen3-8b'];

/** The size of most pictures. */
export const size = { width: 1440, height: 960 };
/** For pages of which more is worth seeing. */
export const tall = { width: 1440, height: 1360 };

/** The definition of the demo server, under a name of its own. */
export function office(name = 'office'): Record<string, unknown> {
  return { command: 'node', args: [path.join(shelf, 'office.mjs'), ...(name === 'office' ? [] : [name])] };
}

/** A VS Code with these servers in the person's own settings, and a model server of several models. */
export async function startOffice(
  options: Omit<LaunchOptions, 'viewport' | 'userSettings'>,
  servers?: Readonly<Record<string, unknown>>,
): Promise<Scene> {
  rmSync(shelf, { recursive: true, force: true });
  mkdirSync(shelf);
  symlinkSync(at('test', 'screenshots', 'servers', 'office.mjs'), path.join(shelf, 'office.mjs'));
  const model = await startModelServer({ models });
  const workbench = await launchWorkbench({
    workspaceSettings: {},
    ...options,
    viewport: size,
    userSettings: {
      'workbench.colorTheme': 'Light 2026',
      'editor.minimap.enabled': false,
      'diffEditor.wordWrap': 'on',
      'diffEditor.renderOverviewRuler': false,
      'workbench.editor.useModal': 'off',
      'countersign.models.endpoints': [{ id: 'gateway', label: 'Company gateway', baseUrl: model.baseUrl }],
      'countersign.models.default': 'gateway/gpt-4.1',
      'countersign.models.prices': Object.fromEntries(
        Object.entries(prices).map(([name, price]) => [`gateway/${name}`, price]),
      ),
      ...(servers && { 'countersign.servers': servers }),
    },
  });
  const close = async (): Promise<void> => {
    await workbench.close();
    await model.close();
    rmSync(shelf, { recursive: true, force: true });
  };
  return { workbench, model, desk: new Desk(workbench), close };
}

/** A picture of the window for the documents; the pointer rests where it changes nothing. */
export async function picture({ workbench }: Scene, name: string): Promise<void> {
  mkdirSync(at('docs', 'images'), { recursive: true });
  await workbench.notifications.clearAll();
  await workbench.page.mouse.move(700, 4);
  // What fades in or ticks has come to rest.
  await workbench.page.waitForTimeout(700);
  await workbench.page.screenshot({ path: at('docs', 'images', `${name}.png`) });
}

/** Runs a tool from the tree. */
export async function run({ workbench }: Scene, tool: string, server = 'office'): Promise<CallPanel> {
  const panel = await CallPanel.open(workbench, server, 'Tools', tool);
  await panel.run();
  return panel;
}

/** A reply with a count of tokens that fits a request of the demo server. */
export function counted(reply: Reply, tokensIn: number, tokensOut: number): Reply {
  const usage = { prompt_tokens: tokensIn, completion_tokens: tokensOut };
  return { ...reply, ...(reply.steps && { steps: reply.steps.map((step) => ('usage' in step ? { usage } : step)) }) };
}
