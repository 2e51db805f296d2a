import type { Workbench } from '../support/workbench.ts';
import { WebviewPage } from './webviewPage.ts';

/** The page where launch definitions are confirmed. */
export class ConfirmPage extends WebviewPage {
  constructor(workbench: Workbench) {
    super(workbench, 'Confirm Servers');
  }

  /** Every line that is shown of a definition, by its label. */
  async lines(server: string): Promise<Record<string, string>> {
    const card = await this.region(server);
    await card.waitFor();
    const pairs = await card.locator('dt').evaluateAll((labels) =>
      labels.map((label) => {
        const value = label.nextElementSibling;
        // Of a changed line the last one: what it is now.
        const written = [...(value?.querySelectorAll('.text-box') ?? [])].at(-1)?.textContent;
        return [label.textContent ?? '', written ?? value?.textContent?.trim() ?? ''] as const;
      }),
    );
    return Object.fromEntries(pairs);
  }

  async confirm(server: string): Promise<void> {
    await this.press(`Confirm and start ${server}`);
  }
}
