import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumArgs, requireChromium } from '../../scripts/lib/chromium.mts';
import { at } from '../../scripts/lib/paths.mts';
import { spawnTree, stopTree, waitForOutput } from '../../scripts/lib/processes.mts';
import { vsixPath } from '../../scripts/lib/vsix.mts';
import { until } from './support/poll.ts';
import { processesWith } from './support/processes.ts';

describe('npm start, served', () => {
  let start: ChildProcess;
  let browser: Browser | undefined;
  let address: URL;
  let folder = '';

  beforeAll(async () => {
    const vsix = process.env.COUNTERSIGN_VSIX ?? vsixPath();
    start = spawnTree(process.execPath, [at('scripts', 'start.mts'), '--server'], {
      env: { ...process.env, COUNTERSIGN_VSIX: vsix },
    });
    const [url] = await waitForOutput(start, /http:\/\/127\.0\.0\.1:\d+\/\?\S+/, 120_000);
    address = new URL(url);
    folder = address.searchParams.get('folder') ?? '';
  });

  afterAll(async () => {
    await browser?.close();
    await stopTree(start);
  });

  it('lets nobody in without the token', async () => {
    const response = await fetch(`${address.origin}/?folder=${encodeURIComponent(folder)}`, { redirect: 'manual' });
    expect(response.status).toBe(403);
    expect(address.searchParams.get('tkn')).toMatch(/^[\da-f]{48}$/);
    expect(processesWith(address.searchParams.get('tkn') ?? '')).toEqual([]);
  });

  it('shows the demo in VS Code, with its servers', async () => {
    browser = await chromium.launch({ executablePath: await requireChromium(), args: chromiumArgs() });
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    await page.goto(address.href);
    const tab = page.locator('.part.activitybar').getByRole('tab', { name: /^Countersign/ });
    await tab.waitFor({ timeout: 60_000 });
    for (const server of ['legacy-demo', 'modern-demo']) {
      const row = page.locator('[role="treeitem"] .label-name').getByText(server, { exact: true });
      // A workbench that is just being restored can put another view in the place of what was opened.
      await until(`${server} in the tree`, async () => {
        if (await row.isVisible()) return true;
        if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
        return row.waitFor({ timeout: 5000 }).then(
          () => true,
          () => undefined,
        );
      });
    }
    await browser.close();
  });

  it('ends with everything it started and made on Ctrl+C', async () => {
    const scratch = path.dirname(folder);
    expect(existsSync(folder)).toBe(true);
    expect(processesWith(scratch)).not.toEqual([]);
    start.kill('SIGINT');
    await until('the end', async () => (start.exitCode === null ? undefined : true));
    expect(start.exitCode).toBe(0);
    expect(existsSync(scratch)).toBe(false);
    await until('no process left', async () => (processesWith(scratch).length === 0 ? true : undefined));
  });
});
