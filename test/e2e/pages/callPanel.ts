import { until } from '../support/poll.ts';
import type { Workbench } from '../support/workbench.ts';
import { WebviewPage, type Wanted } from './webviewPage.ts';

/** The panel of one tool, prompt or resource template. */
export class CallPanel extends WebviewPage {
  /** Opens it by a click in the tree. */
  static async open(workbench: Workbench, server: string, group: string, title: string): Promise<CallPanel> {
    await workbench.openContainer('Countersign');
    await workbench.tree('Servers').click(server, group, title);
    const panel = new CallPanel(workbench, title);
    await (await panel.frame()).getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    return panel;
  }

  /** Starts the call. */
  async run(button: 'Run tool' | 'Get prompt' | 'Read resource' = 'Run tool'): Promise<void> {
    await this.press(button);
  }

  /** Brings it to the front and waits until the call is over. */
  async ended(how: 'Done' | 'Ended with an error' | 'Failed' | 'Cancelled'): Promise<void> {
    await this.show();
    await this.says(new RegExp(`${how} after `), 'Call');
  }

  /** Waits until the result says something. */
  async result(wanted: Wanted): Promise<void> {
    await this.says(wanted, 'Result');
  }

  /** The structured content of the result. */
  async structured(): Promise<unknown> {
    const region = await this.region('Result');
    await region.getByRole('heading', { name: 'Structured content' }).waitFor();
    const text = await region.locator('h3:has-text("Structured content") + text-view .text-box').textContent();
    return JSON.parse(text ?? '') as unknown;
  }
}

type Fields = Readonly<Record<string, string>>;

async function fillAndRun(panel: CallPanel, fields: Fields): Promise<CallPanel> {
  for (const [label, value] of Object.entries(fields)) {
    await panel.fill(label, value);
  }
  await panel.run();
  return panel;
}

/** Opens a tool in the tree, fills in what is given, and starts the call. */
export async function runTool(
  workbench: Workbench,
  server: string,
  tool: string,
  fields: Fields = {},
): Promise<CallPanel> {
  return fillAndRun(await CallPanel.open(workbench, server, 'Tools', tool), fields);
}

/** Opens a tool that is found through the palette. */
export async function findTool(workbench: Workbench, server: string, tool: string): Promise<CallPanel> {
  const { quickInput } = workbench;
  // By the keyboard: a pointer on the list brings up hovers that lie over its rows.
  const focused = quickInput.root.locator('.quick-input-list .monaco-list-row.focused');
  await workbench.commandThen('Countersign: Run Tool…', async () => {
    await quickInput.waitFor('Run which tool?', 5000);
    await quickInput.input.fill(tool, { timeout: 2000 });
    const reach = async (): Promise<true | undefined> => {
      const name = await focused.getAttribute('aria-label', { timeout: 500 }).catch(() => undefined);
      if (name?.startsWith(`${tool}, ${server}`) === true) return true;
      await workbench.page.keyboard.press('ArrowDown');
      return undefined;
    };
    await until(`${tool} of ${server} in the list`, reach, 5000);
    await workbench.page.keyboard.press('Enter');
  });
  return new CallPanel(workbench, tool);
}

/** Finds a tool through the palette, fills in what is given, and starts the call. */
export async function pickTool(
  workbench: Workbench,
  server: string,
  tool: string,
  fields: Fields = {},
): Promise<CallPanel> {
  return fillAndRun(await findTool(workbench, server, tool), fields);
}
