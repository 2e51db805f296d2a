import type { Locator, Page } from 'playwright-core';
import { until } from './poll.ts';

/** Notifications at the corner of the window. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get all(): Locator {
    return this.#page.locator('.notification-list-item').filter({ visible: true });
  }

  /** A notification that contains a text; wait for it or assert on it. */
  with(text: string | RegExp): Locator {
    return this.all.filter({ has: this.#page.locator('.notification-list-item-message').getByText(text) }).first();
  }

  /** Waits for a notification and clicks one of its buttons. */
  async click(text: string | RegExp, button: string): Promise<void> {
    await this.with(text).getByRole('button', { name: button, exact: true }).click();
  }

  async clearAll(): Promise<void> {
    await until('no notification', async () => {
      const first = this.all.first();
      if (!(await first.isVisible())) {
        return true;
      }
      await first.hover({ timeout: 1000 }).catch(() => undefined);
      const clear = first.getByRole('button', { name: /^Clear Notification/ });
      await clear.click({ timeout: 1000 }).catch(() => undefined);
      return undefined;
    });
  }
}

/** The modal dialog of the window. */
export class Dialog {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get root(): Locator {
    return this.#page.locator('.monaco-dialog-box');
  }

  /** Waits for the dialog and returns its whole text. */
  async text(): Promise<string> {
    await this.root.waitFor();
    return this.root.innerText();
  }

  /** Waits for the dialog and clicks a button. */
  async click(button: string | RegExp): Promise<void> {
    const exact = typeof button === 'string';
    await this.root.getByRole('button', { name: button, exact }).click();
    await this.root.waitFor({ state: 'detached' });
  }

  /** Closes all there are, one behind the other, as Escape does. */
  async cancelAll(): Promise<void> {
    let without = 0;
    await until('no dialog', async () => {
      without = (await this.root.isVisible()) ? 0 : without + 1;
      if (without === 0) await this.#page.keyboard.press('Escape');
      // The next one comes a moment after the one before is closed, on a busy machine a long one.
      return without > 20 ? true : undefined;
    });
  }

  /** Closes the dialog as Escape does. */
  async cancel(): Promise<void> {
    await this.root.waitFor();
    await this.#page.keyboard.press('Escape');
    await this.root.waitFor({ state: 'detached' });
  }
}
