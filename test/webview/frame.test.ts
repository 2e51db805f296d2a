import { describe, expect, it } from 'vitest';
import { shortcutGroups } from '../../src/webview/desk/shortcuts.ts';
import { deskBench } from './support/desk.ts';
import { many } from './support/states.ts';
import { snapshot } from './support/reviews.ts';

const at = deskBench();
const listOf = () => at.desk.page.getByRole('navigation', { name: 'Pending reviews' });
const edge = () => at.desk.page.getByRole('separator', { name: 'Width of the list' });
const widthOf = async () => Math.round((await listOf().boundingBox())?.width ?? 0);

describe('the overview of the shortcuts', () => {
  it('opens by its key and its button, lists every shortcut, and gives the focus back', async () => {
    await at.openReady(snapshot());
    const dialog = at.desk.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await at.desk.page.keyboard.press('?');
    await dialog.waitFor();
    const text = await dialog.innerText();
    for (const { title, rows } of shortcutGroups(false)) {
      expect(text).toContain(title);
      for (const { keys, does } of rows)
        expect(text).toMatch(new RegExp(`${keys.replace(/[?+]/g, '\\$&')}\\s+${does}`));
    }
    await at.desk.page.keyboard.press('Escape');
    await expect.poll(() => dialog.isVisible()).toBe(false);
    await at.button('Shortcuts', false).focus();
    await at.desk.page.keyboard.press('Enter');
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await at.desk.page.locator('.title-row button:focus').waitFor();
  });

  it('lets no key decide on what lies under it', async () => {
    await at.openReady(snapshot());
    await at.desk.page.keyboard.press('?');
    await at.desk.page.getByRole('dialog').waitFor();
    await at.desk.page.keyboard.press('Control+Enter');
    await at.desk.page.keyboard.press('Alt+d');
    await at.desk.page.keyboard.press('Escape');
    await expect.poll(() => at.desk.page.getByRole('dialog').isVisible()).toBe(false);
    expect(await at.desk.posted('approve')).toEqual([]);
    expect(await at.desk.page.locator('.bar form').count()).toBe(0);
    await at.desk.page.keyboard.press('Control+Enter');
    await expect.poll(() => at.desk.posted('approve')).toHaveLength(1);
  });

  it('does not open while one types', async () => {
    await at.openReady(snapshot());
    await at.button('Answer by hand').click();
    await at.desk.page.locator('textarea:focus').waitFor();
    await at.desk.page.keyboard.type('Why?');
    await expect.poll(() => at.desk.page.getByLabel('Your answer').inputValue()).toBe('Why?');
    expect(await at.desk.page.getByRole('dialog').isVisible()).toBe(false);
  });
});

describe('the width of the list', () => {
  it('is changed by keys and by dragging, within bounds, and told to the extension once', async () => {
    await at.open({}, snapshot({ state: many(3) }));
    await edge().waitFor();
    await expect.poll(widthOf).toBe(264);
    await edge().focus();
    await at.desk.page.keyboard.press('ArrowRight');
    await expect.poll(widthOf).toBe(280);
    await expect.poll(() => edge().getAttribute('aria-valuenow')).toBe('280');
    await at.desk.page.keyboard.press('Home');
    await expect.poll(widthOf).toBe(160);
    await at.desk.page.keyboard.press('ArrowLeft');
    await expect.poll(() => at.desk.posted('listWidth')).toHaveLength(3);
    await expect.poll(widthOf).toBe(160);
    const box = (await edge().boundingBox()) ?? expect.fail('The edge is not shown.');
    await at.desk.page.mouse.move(box.x + 4, 300);
    await at.desk.page.mouse.down();
    await at.desk.page.mouse.move(box.x + 104, 300, { steps: 4 });
    await expect.poll(widthOf).toBe(260);
    expect(await at.desk.posted('listWidth')).toHaveLength(3);
    await at.desk.page.mouse.up();
    await expect.poll(() => at.desk.posted('listWidth')).toHaveLength(4);
    await expect
      .poll(async () => (await at.desk.posted('listWidth')).at(-1))
      .toEqual({ type: 'listWidth', width: 260 });
  });

  it('is that of the last time', async () => {
    await at.open({}, { type: 'layout', listWidth: 400 }, snapshot({ state: many(3) }));
    await expect.poll(widthOf).toBe(400);
  });

  it('is that of the page where the list stands above the request', async () => {
    await at.open({ width: 500 }, { type: 'layout', listWidth: 400 }, snapshot({ state: many(3) }));
    await expect.poll(widthOf).toBe(500);
    expect(await edge().isVisible()).toBe(false);
  });
});
