import type { Frame, Locator } from 'playwright-core';
import { patience, until } from '../support/poll.ts';
import type { Workbench } from '../support/workbench.ts';

/** What a text has to contain: a piece of it, or a pattern that it matches. White space counts as one space. */
export type Wanted = string | RegExp;

function fits(text: string, wanted: Wanted): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

function oneSpaced(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** A webview as a person reads and presses it. Its frame is looked up for every act, since a hidden webview is taken down. */
export class WebviewPage {
  readonly workbench: Workbench;
  /** Of its tab. */
  readonly title: string | RegExp;

  constructor(workbench: Workbench, title: string | RegExp) {
    this.workbench = workbench;
    this.title = title;
  }

  /** Waits until it is open and visible. */
  frame(): Promise<Frame> {
    return this.workbench.webview(this.title);
  }

  /** Waits until it has the keyboard, which VS Code gives to a page a moment after it is shown. */
  async focused(): Promise<void> {
    const frame = await this.frame();
    await until(`the keyboard in ${String(this.title)}`, () =>
      frame.evaluate(() => (document.hasFocus() ? true : undefined)),
    );
  }

  /** Brings its tab to the front. */
  async show(): Promise<void> {
    await this.workbench.editorTab(this.title).click();
    await this.frame();
  }

  async button(name: string | RegExp): Promise<Locator> {
    return (await this.frame()).getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** Presses a button, as soon as it can be pressed. */
  async press(name: string | RegExp): Promise<void> {
    await (await this.button(name)).click();
  }

  /** Types into a field in place of what is there. */
  async fill(label: string, value: string): Promise<void> {
    const frame = await this.frame();
    await frame.getByLabel(label, { exact: true }).and(frame.locator('input, textarea')).fill(value);
  }

  /** The part of the page under a heading, by the heading's name. */
  async region(name: string): Promise<Locator> {
    return (await this.frame()).getByRole('region', { name, exact: true });
  }

  /** The text of the page, or of a region. Empty while it is not there. */
  async text(region?: string): Promise<string> {
    const part = region === undefined ? (await this.frame()).locator('#app') : await this.region(region);
    return part
      .first()
      .textContent({ timeout: 2000 })
      .then(
        (text) => text ?? '',
        () => '',
      );
  }

  /** Waits until the page does not say something any more. */
  async saysNoMore(unwanted: string): Promise<void> {
    await until(`${String(this.title)} without “${unwanted}”`, async () => {
      const text = oneSpaced(await this.text());
      return text !== '' && !text.includes(unwanted) ? true : undefined;
    });
  }

  /** Waits until the page, or a region of it, says something. */
  async says(wanted: Wanted, region?: string, timeoutMs: number = patience): Promise<void> {
    let last = '';
    try {
      await until(
        '',
        async () => {
          last = oneSpaced(await this.text(region));
          return fits(last, wanted) ? true : undefined;
        },
        timeoutMs,
      );
    } catch {
      const where = region === undefined ? '' : ` under “${region}”`;
      throw new Error(
        `${String(this.title)} does not say “${String(wanted)}”${where}. It says: ${last.slice(0, 1500)}`,
      );
    }
  }
}
