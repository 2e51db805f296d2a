import { globSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { out } from '../../../scripts/lib/paths.mts';
import type { ConsoleError, ConsoleWatch } from './console.ts';
import { Dialog, Notifications } from './messages.ts';
import { patience, until } from './poll.ts';
import { QuickInput } from './quick-input.ts';
import { TreeView } from './tree.ts';

export interface WorkbenchParts {
  page: Page;
  watch: ConsoleWatch;
  folder: string;
  dataDir: string;
  serverPid: number;
  close: () => Promise<void>;
}

/** A running VS Code with an installed Countersign, and the ways a person acts on it. */
export class Workbench {
  readonly page: Page;
  /** The folder that is open. */
  readonly folder: string;
  /** Where the profile lives: settings, installed extensions, global storage, logs. */
  readonly dataDir: string;
  /** The process that all of this VS Code's other processes descend from. */
  readonly serverPid: number;
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  readonly dialog: Dialog;
  readonly watch: ConsoleWatch;
  readonly #close: () => Promise<void>;

  constructor(parts: WorkbenchParts) {
    this.page = parts.page;
    this.folder = parts.folder;
    this.dataDir = parts.dataDir;
    this.serverPid = parts.serverPid;
    this.watch = parts.watch;
    this.quickInput = new QuickInput(parts.page);
    this.notifications = new Notifications(parts.page);
    this.dialog = new Dialog(parts.page);
    this.#close = parts.close;
  }

  /** Errors on the consoles of the extension, its webviews and the workbench, without VS Code's own noise. */
  get consoleErrors(): readonly ConsoleError[] {
    return this.watch.errors;
  }

  get cspViolations(): readonly string[] {
    return this.watch.cspViolations;
  }

  /** Waits until the workbench stands. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench .part.activitybar').waitFor();
  }

  /** Runs a command by its whole title, as the palette shows it: `Countersign: Open Review Desk`. */
  async commandPalette(title: string): Promise<void> {
    // A page that takes the focus closes the palette, and a command can become available just after it was opened.
    await until(`${title} in the palette`, () => this.tryCommand(title));
  }

  /** The same, once: `undefined` where the palette does not offer it within seconds. */
  async tryCommand(title: string): Promise<true | undefined> {
    const found = await this.#searchPalette(title);
    return found.click({ timeout: 5000 }).then(
      () => true as const,
      async () => {
        // An open palette does not look again for commands that have become available.
        await this.quickInput.cancel();
        return undefined;
      },
    );
  }

  /** Runs a command that first asks to choose from a list (see {@link QuickInput.pick}), and chooses. */
  async commandPick(title: string, question: string | RegExp, label: string): Promise<void> {
    await this.commandThen(title, () => this.quickInput.pick(question, label, 5000));
  }

  /**
   * Runs a command, then what follows in its list, until that succeeds: the palette gives the focus back to a page as it
   * closes, and a page takes it late, which closes a list that was opened meanwhile. What follows must fail within seconds.
   */
  async commandThen(title: string, follow: () => Promise<unknown>): Promise<void> {
    await until(`what follows ${title}`, async () => {
      await this.commandPalette(title);
      return follow().then(
        () => true,
        () => undefined,
      );
    });
  }

  /** Whether the palette offers a command. */
  async paletteHas(title: string): Promise<boolean> {
    const found = await this.#searchPalette(title);
    const none = this.quickInput.root.getByText('No matching commands');
    const similar = this.quickInput.root.getByText('similar commands');
    // Until the list follows what was typed it has every command.
    await found.or(none).or(similar).first().waitFor();
    const has = await found.isVisible();
    await this.quickInput.cancel();
    return has;
  }

  async #searchPalette(title: string): Promise<Locator> {
    // A menu or an input that is just closing can take the key or the focus, so the palette may need a second press.
    await until('the command palette', async () => {
      await this.page.keyboard.press('F1');
      return this.quickInput.input.fill(`>${title}`, { timeout: 2000 }).then(
        () => true,
        () => undefined,
      );
    });
    return this.quickInput.row(title);
  }

  /** Opens an activity bar container by its title, unless it is open. */
  async openContainer(title: string): Promise<void> {
    const tab = this.page.locator('.part.activitybar').getByRole('tab', { name: new RegExp(`^${title}`) });
    const heading = this.page.locator('.part.sidebar .composite.title h2').getByText(new RegExp(`^${title}`, 'i'));
    await tab.waitFor();
    // A click on the tab of an open container closes it, and a workbench that is just being restored may open it by itself.
    await until(`the container ${title}`, async () => {
      if (await heading.isVisible()) return true;
      await tab.click();
      return heading.waitFor({ timeout: 2000 }).then(
        () => true,
        () => undefined,
      );
    });
  }

  /** A tree view of the side bar, by the view's name. Open its container first. */
  tree(name: string): TreeView {
    return new TreeView(this.page, name);
  }

  /** An item of the status bar, by a part of its text or accessible name. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text }).first();
  }

  /** The frame with the content of a visible webview, by the title of its tab or view. Ask again after a reload. */
  async webview(title: string | RegExp, timeoutMs: number = patience): Promise<Frame> {
    const matches = (text: string): boolean => (typeof title === 'string' ? text === title : title.test(text));
    return until(
      `the webview ${title}`,
      async () => {
        for (const frame of this.page.frames()) {
          if (await isVisibleWebview(frame, matches)) {
            return frame;
          }
        }
        return undefined;
      },
      timeoutMs,
    );
  }

  /** Whether a webview is open and visible now. */
  async hasWebview(title: string | RegExp): Promise<boolean> {
    return this.webview(title, 0).then(
      () => true,
      () => false,
    );
  }

  /** The tab of an editor, by its whole title. */
  editorTab(title: string | RegExp): Locator {
    const whole =
      typeof title === 'string' ? new RegExp(`^${title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) : title;
    // The name of a file can stand in two parts, `notes` and `.txt`.
    const name = this.page.locator('.monaco-icon-label-container').filter({ hasText: whole });
    return this.page.locator('.part.editor .tabs-container .tab').filter({ has: name }).first();
  }

  async closeEditor(title: string | RegExp): Promise<void> {
    const tab = this.editorTab(title);
    await tab.hover();
    await tab
      .locator('.tab-actions')
      .getByRole('button', { name: /^Close/ })
      .click();
  }

  /** Waits until the active text editor says something, as far as it is on the screen: an editor is there before its text is. */
  async editorSays(wanted: string): Promise<void> {
    const editor = this.page.locator('.part.editor .editor-group-container.active .monaco-editor .view-lines').first();
    let last = '';
    await until(`“${wanted}” in the editor`, async () => {
      last = await editor.innerText({ timeout: 1000 }).catch(() => '');
      // The editor shows spaces as non-breaking ones.
      return last.replaceAll('\u00a0', ' ').includes(wanted) ? true : undefined;
    }).catch((error: unknown) => {
      throw new Error(`The editor does not say “${wanted}”. It says: ${last.slice(0, 500)}`, { cause: error });
    });
  }

  /** Reloads the window, which ends its extension host and starts another. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** A picture of the window in out/screenshots/; returns its path. */
  async screenshot(name: string): Promise<string> {
    const file = path.join(out, 'screenshots', `${name.replace(/[^\w.-]+/g, '-')}.png`);
    mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
    return file;
  }

  /** What the extension host logged, errors of extensions included. */
  hostLog(): string {
    return globSync('data/logs/*/exthost*/remoteexthost.log', { cwd: this.dataDir })
      .sort()
      .map((file) => readFileSync(path.join(this.dataDir, file), 'utf8'))
      .join('\n');
  }

  /** Ends browser and server with all they started, and deletes what was made for them. */
  async close(): Promise<void> {
    await this.#close();
  }
}

async function isVisibleWebview(frame: Frame, matches: (title: string) => boolean): Promise<boolean> {
  const outer = frame.parentFrame();
  if (outer === null || !frame.url().includes('fake.html')) {
    return false;
  }
  try {
    const element = await frame.frameElement();
    const [id, title] = [await element.getAttribute('id'), await element.getAttribute('title')];
    return id === 'active-frame' && matches(title ?? '') && (await (await outer.frameElement()).isVisible());
  } catch {
    // The frame went away while it was looked at.
    return false;
  }
}
