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

  /** Waits for a row; its parents are expanded on the way. Of where it is now: rows that come and go above it move it. */
  async row(...path: string[]): Promise<Locator> {
    return this.#locate(await this.#find(path));
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
    await this.#find(path);
    await this.#turn(path, true);
  }

  async collapse(...path: string[]): Promise<void> {
    await this.#find(path);
    await this.#turn(path, false);
  }

  /** Clicks a row as a person does to open it. */
  async click(...path: string[]): Promise<void> {
    await this.#act('click', path, (row) => row.locator('.label-name').click({ timeout: 2000 }));
  }

  /** Clicks one of the icons that a row shows under the pointer. */
  async inlineAction(action: string, ...path: string[]): Promise<void> {
    await this.#act(action, path, async (row) => {
      await row.hover({ timeout: 2000 });
      await row.locator('.actions').getByRole('button', { name: action }).click({ timeout: 2000 });
    });
  }

  /** Opens a row's context menu and picks an entry. */
  async contextMenu(entry: string, ...path: string[]): Promise<void> {
    const menu = this.#page.locator('.monaco-menu').first();
    const item = menu.getByRole('menuitem', { name: entry, exact: true });
    await this.#act(`the menu with ${entry}`, path, async (row) => {
      // A menu that was opened in vain keeps the pointer from the row.
      if (await menu.isVisible()) await this.#page.keyboard.press('Escape');
      await row.locator('.label-name').click({ button: 'right', timeout: 2000 });
      await item.waitFor({ timeout: 5000 });
    });
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
      await until(`${parent.join(' / ')} in ${this.#name}`, () => this.#lookUp(parent));
      await this.#turn(parent, true);
    }
    return until(`${path.join(' / ')} in ${this.#name}`, () => this.#lookUp(path));
  }

  /** The row at this place, as long as it is this one. */
  #locate({ index, label }: TreeRow): Locator {
    const row = this.pane.locator(`.monaco-list-row[data-index="${index}"]`);
    return row.filter({ has: this.#page.getByText(label, { exact: true }) });
  }

  /** Acts on a row, again where it had moved meanwhile. What is done must fail within seconds. */
  async #act(what: string, path: string[], act: (row: Locator) => Promise<void>): Promise<void> {
    await this.#find(path);
    await until(`${what} at ${path.join(' / ')} in ${this.#name}`, async () => {
      const row = await this.#lookUp(path);
      if (row === undefined) return undefined;
      return act(this.#locate(row)).then(
        () => true,
        () => undefined,
      );
    });
  }

  /** Opens or closes what is below a row, and waits until it is so. A row with nothing below it stays as it is. */
  async #turn(path: string[], expanded: boolean): Promise<void> {
    await until(`${path.join(' / ')} ${expanded ? 'open' : 'closed'} in ${this.#name}`, async () => {
      const row = await this.#lookUp(path);
      if (row === undefined) return undefined;
      if (row.expanded !== !expanded) return true;
      const twistie = this.#locate(row).locator('.monaco-tl-twistie');
      await twistie.click({ timeout: 2000 }).catch(() => undefined);
      // A tree turns a row over a moment later: a second click would turn it back.
      await this.waitForRow(path, (now) => now.expanded === expanded, 2000).catch(() => undefined);
      return undefined;
    });
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
