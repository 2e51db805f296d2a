import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OAuthServer, startOAuth } from '../fixtures/servers/oauth.mts';
import { expectQuiet, running, type Scene, startScene } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';

describe('a server that wants a sign-in', { timeout: 90_000 }, () => {
  let server: OAuthServer;
  let scene: Scene;

  beforeAll(async () => {
    server = await startOAuth({ canary: 'canary' });
    scene = await startScene({ name: 'sign-in', servers: { notes: { url: server.url } } });
    await scene.workbench.openContainer('Countersign');
    // VS Code in a browser opens addresses of its machine by way of a proxy that only the `code-server` wrapper has.
    await scene.workbench.page.context().route(/\/proxy\/\d+\//, async (route) => {
      const url = new URL(route.request().url());
      const [, port = '', rest = ''] = /^\/proxy\/(\d+)(\/.*)$/.exec(url.pathname) ?? [];
      const response = await route.fetch({ url: `http://127.0.0.1:${port}${rest}${url.search}`, maxRedirects: 0 });
      const location = response.headers()['location'];
      // A redirect would not come by here again, a page that goes on does.
      if (location === undefined) await route.fulfill({ response });
      else
        await route.fulfill({
          contentType: 'text/html',
          body: `<script>location.replace(${JSON.stringify(location)})</script>`,
        });
    });
  });
  afterAll(async () => {
    await scene?.close();
    await server?.close();
  });
  screenshotOnFailure(() => scene?.workbench);

  const needsSignIn = () =>
    scene.workbench.tree('Servers').waitForRow(['notes'], ({ description }) => description === 'needs sign-in');

  /** Sends the browser there, and waits until it was sent back. */
  async function signIn(): Promise<Page> {
    const { workbench } = scene;
    const opened = workbench.page.context().waitForEvent('page');
    const [page] = await Promise.all([opened, workbench.tree('Servers').click('notes', 'Sign In')]);
    await until('the answer of the browser', async () => (page.url().includes('/signed-in') ? true : undefined));
    return page;
  }

  it('says so and waits: no browser opens by itself', async () => {
    const { workbench } = scene;
    await needsSignIn();
    const host = new URL(server.issuer).host;
    await workbench.tree('Servers').row('notes', `It asks you to sign in at ${host}. Use “Sign In”.`);
    await workbench.screenshot('sign-in-needed');
    expect(server.authorizations).toEqual([]);
    expect(workbench.page.context().pages()).toHaveLength(1);
  });

  it('says that a sign-in was denied, and can be tried again', async () => {
    server.options.deny = true;
    const page = await signIn();
    await scene.workbench.notifications.with(/was denied/).waitFor();
    await needsSignIn();
    await scene.workbench.screenshot('sign-in-denied');
    await page.close();
    await scene.workbench.notifications.clearAll();
  });

  it('runs after the person has signed in, and the page says that it can be closed', async () => {
    server.options.deny = false;
    const page = await signIn();
    await page.getByText('You can close this page.').waitFor();
    await page.screenshot({ path: 'out/screenshots/sign-in-page.png' });
    await page.close();
    await running(scene.workbench, 'notes');
    await scene.workbench.tree('Servers').row('notes', 'Tools', 'read');
  });

  /** Of a file that may be gone by now: VS Code writes many of them by way of another. */
  function textOf(file: string): Buffer {
    try {
      return statSync(file).isFile() ? readFileSync(file) : Buffer.of();
    } catch {
      return Buffer.of();
    }
  }

  it('leaves no token in any file: logs, ledger, state and settings', () => {
    const { dataDir } = scene.workbench;
    const files = globSync('**/*', { cwd: dataDir }).map((file) => path.join(dataDir, file));
    const holding = files.filter((file) => textOf(file).includes('canary-'));
    expect(files.length).toBeGreaterThan(10);
    expect(server.secrets.length).toBeGreaterThan(2);
    expect(holding).toEqual([]);
  });

  it('needs a sign-in again after Forget Credentials', async () => {
    const { workbench } = scene;
    await workbench.tree('Servers').contextMenu('Forget Credentials', 'notes');
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Forget', exact: true }).click();
    await workbench.notifications.with('Nothing is kept for notes any more.').waitFor();
    await workbench.tree('Servers').waitForRow(['notes'], ({ description }) => description === 'stopped');
    await workbench.tree('Servers').inlineAction('Start Server', 'notes');
    await needsSignIn();
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
