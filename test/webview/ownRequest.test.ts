import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ToDesk } from '../../src/shared/desk.ts';
import { openPanel, startBench, type Bench } from './support/page.ts';
import { answer, snapshot } from './support/reviews.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

describe('a request of one’s own', () => {
  it('is kept or discarded, and its answer can be copied: there is no server to return it to', async () => {
    const desk = await openPanel<ToDesk>(bench, 'desk');
    const button = (name: string) => desk.page.getByRole('button', { name, exact: true });
    const armed = () => desk.page.locator('.bar .button.primary:not(.inert)').waitFor();
    const server = { name: 'You', reach: 'with a prompt of demo-legacy', era: 'legacy', own: true } as const;
    await desk.send(snapshot({ status: { server } }));
    await armed();
    await desk.page.getByRole('heading', { level: 1, name: 'You ask for a completion' }).waitFor();
    await button('Deny').click();
    await expect.poll(() => desk.page.getByRole('textbox', { name: /Reason/ }).count()).toBe(0);
    await button('Cancel').click();
    await desk.send(snapshot({ status: { server, phase: 'answered', answer } }));
    await armed();
    await expect.poll(() => button('Return to server').count()).toBe(0);
    await expect.poll(() => button('Edit answer').count()).toBe(0);
    await button('Copy answer').click();
    await expect.poll(() => desk.posted('copy')).toEqual([{ type: 'copy', text: answer.text }]);
    await desk.page.getByText('No server gets it.').waitFor();
    await button('Keep answer').click();
    await expect.poll(() => desk.posted('release')).toEqual([{ type: 'release', id: 'r1' }]);
    const closed = { how: 'returned', message: 'The answer is yours.' } as const;
    await desk.send(snapshot({ status: { server, phase: 'closed', answer, closed } }));
    await desk.page.getByText('Done. The answer is yours.').waitFor();
    expect([...(await desk.posted('problem')), ...desk.errors]).toEqual([]);
    await desk.close();
  });
});
