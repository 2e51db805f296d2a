import type { Workbench } from '../support/workbench.ts';
import { WebviewPage } from './webviewPage.ts';

/** The page that shows what servers have changed of their tools. */
export class ChangesPage extends WebviewPage {
  constructor(workbench: Workbench) {
    super(workbench, 'Changed Tools');
  }

  /** Label, mark and texts of each line that differs. */
  async lines(what: string): Promise<readonly string[]> {
    const card = await this.region(what);
    await card.waitFor();
    return card.locator('dt').evaluateAll((labels) =>
      labels.map((label) => {
        const value = label.nextElementSibling;
        const mark = value?.querySelector('.mark')?.textContent?.trim() ?? '';
        const texts = [...(value?.querySelectorAll('.text-box') ?? [])].map((box) => box.textContent ?? '');
        return [label.textContent ?? '', mark, ...texts].join(' | ');
      }),
    );
  }
}
