import type { Locator, Page } from 'playwright-core';
import { patience } from './poll.ts';

/** The input at the top of the window: the command palette, input boxes and pick lists. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get root(): Locator {
    return this.#page.locator('.quick-input-widget').filter({ visible: true });
  }

  get input(): Locator {
    return this.root.locator('input.input').filter({ visible: true });
  }

  /** The rows of a pick list. */
  get rows(): Locator {
    return this.root.locator('.quick-input-list .monaco-list-row');
  }

  /** Waits for an input whose title, prompt, placeholder or message contains a text. */
  async waitFor(text: string | RegExp, timeout: number = patience): Promise<void> {
    const byText = this.root.filter({ hasText: text });
    const byPlaceholder = this.root.filter({ has: this.#page.getByPlaceholder(text) });
    await byText.or(byPlaceholder).first().waitFor({ timeout });
  }

  /** Waits for an input with this text (see {@link waitFor}), types an answer and accepts it. */
  async answer(waitFor: string | RegExp, value: string): Promise<void> {
    await this.waitFor(waitFor);
    await this.input.fill(value);
    // Pressed in the input: the focus may still be on its way from a page.
    await this.input.press('Enter');
  }

  /** Waits for a list with this text (see {@link waitFor}) and picks the row with a label. */
  async pick(waitFor: string | RegExp, label: string, timeout: number = patience): Promise<void> {
    await this.waitFor(waitFor, timeout);
    await this.row(label).click({ timeout });
  }

  /** The row of a pick list with a label. */
  row(label: string): Locator {
    const exact = this.#page.locator('.label-name').getByText(label, { exact: true });
    return this.rows.filter({ has: exact }).first();
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.root.waitFor({ state: 'detached', timeout: 5000 }).catch(() => undefined);
  }
}
