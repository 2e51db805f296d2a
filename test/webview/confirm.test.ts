import { describe, expect, it } from 'vitest';
import type { ToConfirm } from '../../src/shared/confirm.ts';
import { change, line, state, waiting } from './support/confirms.ts';
import { LONG_GUARD, panelBench } from './support/panel.ts';

const page = panelBench<ToConfirm>('confirm');
const open = (...messages: ToConfirm[]) => page.open(undefined, ...messages);

/** Label and what stands beside it, in words. */
async function rows(): Promise<readonly string[]> {
  return page.page
    .locator('dt')
    .evaluateAll((labels) =>
      labels.map((label) =>
        `${label.textContent ?? ''}: ${label.nextElementSibling?.textContent ?? ''}`.replaceAll(/\s+/g, ' ').trim(),
      ),
    );
}

describe('a definition', () => {
  it('says that nothing was confirmed before', async () => {
    await open(state([waiting()]));
    await page.page.getByText('Nothing of this server was confirmed here before.').waitFor();
    await expect.poll(() => page.page.locator('.mark').count()).toBe(0);
  });

  it('says in words what was added, changed and removed', async () => {
    const lines = [
      line('Command', 'uvx', { mark: 'changed', before: 'npx' }),
      line('Argument 1', 'run', { mark: 'added' }),
      line('Argument 2', '-y', { mark: 'removed' }),
      line('Header Authorization', 'Bearer new', { mark: 'changed' }),
    ];
    await open(state([waiting({ lines, confirmedAt: Date.UTC(2026, 10, 1) })]));
    await page.page.getByText('4 lines differ from it and are marked below').waitFor();
    await expect
      .poll(() => rows())
      .toEqual([
        'Command: Changed It was: npx Now it is: uvx',
        'Argument 1: Added run',
        'Argument 2: Removed It was: -y',
        'Header Authorization: Changed It was something else, which looked like a secret and was not kept. Now: Bearer new',
      ]);
  });
});

describe('a changed tool', () => {
  it('is accepted with its id and the revision that was painted, once it was there for a while', async () => {
    const shown = state([], [change()], 0, LONG_GUARD);
    await open(shown);
    const accept = page.button('Accept and run Tool add of notes');
    await accept.click({ force: true });
    expect(await page.posted('accept')).toEqual([]);
    await page.page.waitForFunction(() => document.querySelector('.waiting') === null);
    await accept.click();
    const revision = shown.type === 'state' ? shown.state.revision : 0;
    await expect.poll(() => page.posted('accept')).toEqual([{ type: 'accept', id: 'c1', revision }]);
  });

  it('is refused and compared at any time', async () => {
    await open(state([], [change(), change({ id: 'c2', what: 'instructions', name: '', waits: false })], 4));
    await page.page.getByRole('button', { name: 'Do not run Tool add of notes' }).click();
    await page.page.getByRole('button', { name: 'Not now Instructions of notes' }).click();
    await page.page.getByRole('button', { name: 'Compare side by side Tool add of notes' }).click();
    await expect
      .poll(() => page.posted('refuse'))
      .toEqual([
        { type: 'refuse', id: 'c1' },
        { type: 'refuse', id: 'c2' },
      ]);
    await expect.poll(() => page.posted('compare')).toEqual([{ type: 'compare', id: 'c1' }]);
    await page.page.getByText('4 more come when these are decided.').waitFor();
  });

  it('takes no press of a script', async () => {
    await open(state([], [change()]));
    await page.page.waitForFunction(() => document.querySelector('.waiting') === null);
    await page.page.getByRole('button', { name: 'Accept and run Tool add of notes' }).evaluate((button) => {
      (button as HTMLButtonElement).click();
    });
    expect(await page.posted('accept')).toEqual([]);
  });
});
