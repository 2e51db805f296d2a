import type { Locator, Page } from 'playwright-core';
import { patience, until } from './poll.ts';

/** A row of a tree as it stands on the screen. */
export interface TreeRow {
  label: string;
  description: string;
  level: number;
  index: number;
  expanded: boolean | undefined;
}

/** A view with a tree in the side bar. Rows are named by their labels from the top: `row('my server', 'Tools', 'add')`. */
export class TreeView {
  readonly #page: Page;
  readonly #name: string;

  constructor(page: Page, name: string) {
    this.#page = page;
    this.#name = name;
  }

  /** The pane with its header, actions and rows. A view alone in its container hides its header but keeps it in the DOM. */
  get pane(): Locator {
    return this.#page
      .locator('.pane')
      .filter({ has: this.#page.locator(`.pane-header[aria-label^="${this.#name} Section"]`) });
  }

  /** Every row that is on the screen; a long tree has more than the screen shows. */
  async rows(): Promise<TreeRow[]> {
    const rows = await this.pane.locator('.monaco-list-row').evaluateAll((elements) =>
      elements.map((element) => ({
        label: element.querySelector('.label-name')?.textContent ?? '',
        description: element.querySelector('.label-description')?.textContent ?? '',
        level: Number(element.getAttribute('aria-level')),
        index: Number(element.getAttribute('data-index')),
        expanded: { true: true, false: false }[element.getAttribute('aria-expanded') ?? ''],
      })),
    );
    return rows.sort((a, b) => a.index - b.index);
  }

  /** Waits for a row; its parents are expanded on the way. */
  async row(...path: string[]): Promise<Locator> {
    const { index } = await this.#find(path);
    return this.pane.locator(`.monaco-list-row[data-index="${index}"]`);
  }

  /** Waits until a row looks as wanted, such as a server whose description says that it runs. */
  async waitForRow(path: string[], wanted: (row: TreeRow) => boolean, timeoutMs: number = patience): Promise<TreeRow> {
    return until(
      `${path.join(' / ')} in ${this.#name} as wanted`,
      async () => {
        const row = await this.#lookUp(path);
        return row !== undefined && wanted(row) ? row : undefined;
      },
      timeoutMs,
    );
  }

  /** Waits until a row is gone. */
  async waitForNoRow(...path: string[]): Promise<void> {
    await until(`${path.join(' / ')} gone from ${this.#name}`, async () =>
      (await this.#lookUp(path)) === undefined ? true : undefined,
    );
  }

  async expand(...path: string[]): Promise<void> {
    const row = await this.row(...path);
    if ((await row.getAttribute('aria-expanded')) === 'false') {
      await row.locator('.monaco-tl-twistie').click();
    }
  }

  async collapse(...path: string[]): Promise<void> {
    const row = await this.row(...path);
    if ((await row.getAttribute('aria-expanded')) === 'true') {
      await row.locator('.monaco-tl-twistie').click();
    }
  }

  /** Clicks a row as a person does to open it. */
  async click(...path: string[]): Promise<void> {
    const row = await this.row(...path);
    await row.locator('.label-name').click();
  }

  /** Clicks one of the icons that a row shows under the pointer. */
  async inlineAction(action: string, ...path: string[]): Promise<void> {
    const row = await this.row(...path);
    await row.hover();
    await row.locator('.actions').getByRole('button', { name: action }).click();
  }

  /** Opens a row's context menu and picks an entry. */
  async contextMenu(entry: string, ...path: string[]): Promise<void> {
    const row = await this.row(...path);
    await row.locator('.label-name').click({ button: 'right' });
    const menu = this.#page.locator('.monaco-menu').first();
    const item = menu.getByRole('menuitem', { name: entry, exact: true });
    await item.waitFor();
    // A menu ignores the pointer for a moment after it opened, so a click may have to be made again.
    await until(`the menu closes after ${entry}`, async () => {
      await item.click({ timeout: 1000 }).catch(() => undefined);
      return menu.waitFor({ state: 'detached', timeout: 500 }).then(
        () => true,
        () => undefined,
      );
    });
  }

  /** Clicks an icon in the view's title. */
  async titleAction(action: string): Promise<void> {
    await this.pane.hover();
    await this.#page
      .locator('.pane-header, .composite.title')
      .getByRole('button', { name: action })
      .filter({ visible: true })
      .first()
      .click();
  }

  async #find(path: string[]): Promise<TreeRow> {
    for (let depth = 1; depth < path.length; depth++) {
      const parent = path.slice(0, depth);
      const row = await until(`${parent.join(' / ')} in ${this.#name}`, () => this.#lookUp(parent));
      if (row.expanded === false) {
        await this.pane.locator(`.monaco-list-row[data-index="${row.index}"] .monaco-tl-twistie`).click();
      }
    }
    return until(`${path.join(' / ')} in ${this.#name}`, () => this.#lookUp(path));
  }

  async #lookUp(path: string[]): Promise<TreeRow | undefined> {
    let rows = await this.rows();
    let found: TreeRow | undefined;
    for (const [depth, label] of path.entries()) {
      found = rows.find((row) => row.level === depth + 1 && row.label === label);
      if (found === undefined) {
        return undefined;
      }
      const below = rows.slice(rows.indexOf(found) + 1);
      const end = below.findIndex((row) => row.level <= depth + 1);
      rows = end === -1 ? below : below.slice(0, end);
    }
    return found;
  }
}
