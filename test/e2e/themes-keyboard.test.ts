import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { says } from '../fixtures/model/replies.ts';
import { CallPanel } from './pages/callPanel.ts';
import { expectQuiet, type Scene, startScene, stdioServer } from './pages/scene.ts';
import { focusedIn, focusedRow } from './pages/themes.ts';
import type { WebviewPage } from './pages/webviewPage.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';

describe('with the keyboard alone', { timeout: 120_000 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene({ name: 'keyboard', servers: { sampler: stdioServer('sampler') } });
  });
  afterAll(() => scene?.close());
  screenshotOnFailure(() => scene?.workbench);

  async function press(key: string): Promise<void> {
    await scene.workbench.page.keyboard.press(key);
  }

  /** Runs a command of the palette as fingers do. */
  async function command(title: string): Promise<void> {
    const { page, quickInput } = scene.workbench;
    const found = quickInput.root.locator('.monaco-list-row.focused .label-name').getByText(title, { exact: true });
    await until(`${title} in the palette`, async () => {
      await press('F1');
      await page.locator('.quick-input-widget input.input:focus').waitFor({ timeout: 5000 });
      await page.keyboard.type(title);
      return found.waitFor({ timeout: 5000 }).then(
        () => true,
        () => undefined,
      );
    });
    await press('Enter');
  }

  /** Presses a key until something is so, at most so often. */
  async function pressUntil(key: string, what: string, done: () => Promise<boolean>, most = 60): Promise<void> {
    for (let presses = 0; presses < most; presses++) {
      if (await done()) return;
      await press(key);
    }
    throw new Error(`${most} presses of ${key} did not lead to ${what}`);
  }

  /** Goes with Tab to an element that is called so. */
  async function tabTo(page: WebviewPage, name: RegExp): Promise<void> {
    const frame = await page.frame();
    await page.focused();
    await pressUntil('Tab', String(name), async () => name.test(await focusedIn(frame)));
    // A person has to see where they are.
    const visible = await frame.evaluate(() => document.activeElement?.matches(':focus-visible') ?? false);
    expect(visible).toBe(true);
  }

  it('a tool is found, run, its request approved, the answer returned, and the result read', async () => {
    const { workbench, desk, model } = scene;
    model.respondWith(says('Read with the keyboard.'));
    await command('Countersign: Focus on Servers View');
    await workbench.tree('Servers').waitForRow(['sampler', 'Tools', 'Ask the model'], () => true);
    // A view that was empty when it got the keyboard gives it to no row.
    await command('Countersign: Focus on Servers View');
    await until('the keyboard in the tree', async () => {
      await press('Home');
      return (await focusedRow(workbench)) === 'sampler' ? true : undefined;
    });
    await pressUntil('ArrowDown', 'the tool', async () => (await focusedRow(workbench)) === 'Ask the model');
    await press('Enter');

    const panel = new CallPanel(workbench, 'Ask the model');
    await tabTo(panel, /^prompt/i);
    // VS Code selects all of a webview a moment later, over what is typed by then.
    const field = (await panel.frame()).locator('input:focus, textarea:focus');
    await until('what was typed', async () => {
      await press('Home');
      await press('Shift+End');
      await workbench.page.keyboard.type('Can you hear me?');
      return (await field.inputValue()) === 'Can you hear me?' ? true : undefined;
    });
    await tabTo(panel, /^Run tool/);
    await press('Enter');

    await desk.request('sampler');
    await desk.says('Can you hear me?', 'Messages');
    // The overview of the shortcuts lies over the request until Escape, and no key decides through it.
    await tabTo(desk, /^Shortcuts/);
    await press('?');
    const overview = (await desk.frame()).getByRole('dialog', { name: 'Keyboard shortcuts' });
    await overview.waitFor();
    await press('Control+Enter');
    await press('Escape');
    await overview.waitFor({ state: 'hidden' });
    expect(model.completions).toEqual([]);
    await tabTo(desk, /^Approve and send/);
    await desk.ready();
    await press('Enter');
    await desk.says('Read with the keyboard.', 'Answer');
    await desk.releasable();
    await press('Control+Enter');
    await desk.says('This review is over', 'Decision');

    await command('View: Open Previous Recently Used Editor');
    await panel.says(/Done after /, 'Call');
    await panel.result('Read with the keyboard.');
    expect(model.completions).toHaveLength(1);
  });

  it('an edit, a denial with a reason, and the way to the next request', async () => {
    const { workbench, desk, model } = scene;
    const before = model.completions.length;
    const panel = new CallPanel(workbench, 'Ask the model');
    await tabTo(panel, /^Run tool/);
    await press('Enter');
    await desk.request('sampler');
    await tabTo(desk, /^Edit message 1/);
    await press('Enter');
    const page = await desk.frame();
    // The field is there with the next frame, and fingers are slower than that.
    await until('the field of message 1', () =>
      page.evaluate(() => (document.activeElement instanceof HTMLTextAreaElement ? true : undefined)),
    );
    await workbench.page.keyboard.type('Changed. ');
    // The first press ends the edit; what is approved has been read as a whole.
    await press('Control+Enter');
    await desk.says('Changed.', 'Messages');
    await desk.says('You changed this request.');
    await desk.ready();
    await press('Alt+D');
    const frame = await desk.frame();
    await until('the field of the reason', async () =>
      (await focusedIn(frame)).startsWith('Reason') ? true : undefined,
    );
    await workbench.page.keyboard.type('not today');
    await press('Enter');
    await desk.says('not today');
    await command('View: Open Previous Recently Used Editor');
    await panel.says(/Ended with an error after /, 'Call');
    await panel.result('not today');
    expect(model.completions.length).toBe(before);
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
