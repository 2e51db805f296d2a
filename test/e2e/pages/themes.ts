import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';
import { until } from '../support/poll.ts';
import type { Workbench } from '../support/workbench.ts';
import type { WebviewPage } from './webviewPage.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** VS Code's default theme of each kind, and what a webview is told of it. */
export const themes = [
  { name: 'Light 2026', kind: 'vscode-light' },
  { name: 'Dark 2026', kind: 'vscode-dark' },
  { name: 'Default High Contrast', kind: 'vscode-high-contrast' },
  { name: 'Default High Contrast Light', kind: 'vscode-high-contrast-light' },
] as const;

export type Theme = (typeof themes)[number];

/** Puts a theme on, by the settings of the folder, and waits until a page wears it. */
export async function wear(page: WebviewPage, theme: Theme): Promise<Frame> {
  const file = path.join(page.workbench.folder, '.vscode', 'settings.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...settings, 'workbench.colorTheme': theme.name }, null, 2));
  const frame = await page.frame();
  await until(`${theme.name} in ${String(page.title)}`, () =>
    frame.evaluate(
      ({ kind, name }) =>
        document.body.dataset['vscodeThemeKind'] === kind && document.body.dataset['vscodeThemeId'] === name
          ? true
          : undefined,
      theme,
    ),
  );
  return frame;
}

/** What axe finds, of any severity, in a page as it stands, a line each. */
export async function findings(frame: Frame): Promise<string[]> {
  // What fades or waits is judged as it stays.
  await frame.waitForFunction(
    () =>
      document.querySelector('.waiting') === null &&
      document.getAnimations().every((one) => one.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY),
  );
  await frame.evaluate(axe);
  const results = await frame.evaluate(() => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  );
}

/** Judges a page in every theme and returns what was found, with the theme before it. */
export async function findingsInThemes(page: WebviewPage): Promise<string[]> {
  const all: string[] = [];
  for (const theme of themes) {
    const found = await findings(await wear(page, theme));
    all.push(...found.map((finding) => `${theme.name}, ${finding}`));
  }
  return all;
}

/** The row of a tree that has the keyboard. */
export async function focusedRow(workbench: Workbench): Promise<string> {
  const row = workbench.page.locator('.pane .monaco-list:focus-within .monaco-list-row.focused .label-name');
  return (await row.textContent({ timeout: 500 }).catch(() => '')) ?? '';
}

/** What has the keyboard in a page: the name of the element as a person would call it. */
export function focusedIn(frame: Frame): Promise<string> {
  return frame.evaluate(() => {
    const element = document.activeElement;
    if (element === null || !document.hasFocus()) return '';
    const label = element.id === '' ? null : document.querySelector(`label[for="${CSS.escape(element.id)}"]`);
    return (label ?? element).textContent.trim().replaceAll(/\s+/g, ' ');
  });
}
