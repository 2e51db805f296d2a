import { describe, expect, it } from 'vitest';
import { deskBench } from './support/desk.ts';
import { answer, snapshot } from './support/reviews.ts';

const at = deskBench();

describe('a request of one’s own', () => {
  it('is kept or discarded, and its answer can be copied: there is no server to return it to', async () => {
    const server = { name: 'You', reach: 'with a prompt of demo-legacy', era: 'legacy', own: true } as const;
    await at.openReady(snapshot({ status: { server } }));
    const { desk, button } = at;
    await desk.page.getByRole('heading', { level: 1, name: 'You ask for a completion' }).waitFor();
    await button('Deny').click();
    await expect.poll(() => desk.page.getByRole('textbox', { name: /Reason/ }).count()).toBe(0);
    await button('Cancel').click();
    await desk.send(snapshot({ status: { server, phase: 'answered', answer } }));
    await at.ready();
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
  });
});
