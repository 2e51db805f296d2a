import { describe, expect, it } from 'vitest';
import type { ToDesk } from '../../src/shared/desk.ts';
import { clockStates } from './support/clockStates.ts';
import { deskBench } from './support/desk.ts';
import { provenance, snapshot, summary } from './support/reviews.ts';

const { desk, button, open } = deskBench();

const shown = (name: string): ToDesk[] => clockStates[name] ?? [];

describe('how long there is', () => {
  it('counts down with how sure that is, and warns by the live region once', async () => {
    await open();
    // The time goes on as it does, and is put forward where nothing happens: a busy machine misses no second of it.
    await desk.page.clock.install();
    const deadline = { at: Date.now() + 55_000, lasts: 30_000, certainty: 'remembered' } as const;
    await desk.send(
      snapshot({
        state: { reviews: [summary({ deadline })] },
        status: { clock: { deadline, keepAlive: true } },
      }),
    );
    await desk.page.getByText(/[345]\d s left \(this server gave up after 30 s last time\)/).waitFor();
    await expect.poll(() => desk.page.locator('.clock').textContent()).toContain('told every 10 s');
    await expect.poll(() => desk.page.locator('.clock.near').count()).toBe(0);
    const said = desk.page.locator('[role=status]', { hasText: /\d+ seconds left for the request of demo-legacy/ });
    await desk.page.clock.fastForward(deadline.at - Date.now() - 12_000);
    await said.waitFor();
    await desk.page.locator('.clock.near .tone-warning').waitFor();
    // Another sentence takes its place; it is not said again.
    await desk.send({ type: 'notTaken', id: 'r1', message: 'Something else.' });
    await expect.poll(() => said.count()).toBe(0);
    await desk.page.getByText(/^[1-6] s left/).waitFor();
    expect(await said.count()).toBe(0);
    await desk.page.clock.fastForward(10_000);
    await desk.page.getByText('May be too late: the time is over').waitFor();
  });

  it('says how it ended when it has expired', async () => {
    await open(
      undefined,
      snapshot({
        state: { reviews: [summary({ phase: 'closed', how: 'expired' }), summary({ id: 'r2' })] },
        status: { phase: 'closed', closed: { how: 'expired', message: 'The server gave up after 30 s.' } },
      }),
    );
    await desk.page.getByText('Expired.').waitFor();
    const entry = desk.page.getByRole('navigation').getByRole('button', { name: 'Has expired' });
    await expect.poll(() => entry.locator('.icon-clock.tone-warning').count()).toBe(1);
    await expect.poll(() => button('Approve and send').count()).toBe(0);
  });
});

describe('where a request comes from', () => {
  it('names what the person did, the call with its arguments, and the definition', async () => {
    await open(undefined, snapshot({ status: { provenance: provenance({ leg: { number: 2, most: 10 } }) } }));
    const card = desk.page.getByRole('region', { name: 'Where this comes from' });
    await card.getByText(/^You pressed Run tool at \d\d:\d\d:\d\d\.$/).waitFor();
    await card.getByText('2 of at most 10').waitFor();
    await card.getByText('Tool summarize_document').click();
    await card.getByText('reports/harbour.md').waitFor();
    await card.getByText('demo-legacy').click();
    await card.getByText('.vscode/mcp.json of the folder /home/ana/harbour').waitFor();
    await card.getByText('4be1c07f9a3d…').waitFor();
  });

  it('lists what the call asked before, and the calls that it may be', async () => {
    await open(undefined, ...shown('third-round'));
    const card = desk.page.getByRole('region', { name: 'Where this comes from' });
    await card.getByText('the server does not say which').waitFor();
    await card.getByText('3 requests of these calls').click();
    await card.getByText(/approved, answered by gpt-5-mini, returned$/).waitFor();
    await card.getByText(/denied$/).waitFor();
  });

  it('marks a request without a call in words', async () => {
    await open(undefined, ...shown('no-call'));
    const mark = desk.page.getByRole('group', { name: 'No call of yours led to this' });
    await mark.getByText('no rule lets this pass').waitFor();
    await expect.poll(() => mark.locator('.icon-warning').count()).toBe(1);
  });
});

describe('parked calls', () => {
  it('are listed with what can be done, and resumed or discarded by their buttons', async () => {
    await open(undefined, ...shown('parked'));
    const list = desk.page.getByRole('region', { name: 'Parked' });
    await list.getByText('4 calls waited for you').waitFor();
    await expect.poll(() => list.getByRole('listitem').count()).toBe(4);
    // What can never be resumed has no such button; what can be later has one that takes no press.
    await expect.poll(() => list.getByRole('button', { name: /^Resume/ }).count()).toBe(2);
    await list.getByRole('button', { name: 'Resume Prompt review_quarter' }).click({ force: true });
    const start = list.getByRole('button', { name: /^Start server/ });
    expect(await start.count()).toBe(1);
    expect(await start.textContent()).toContain('fastmcp-research, for Prompt review_quarter');
    await start.click();
    await expect.poll(() => desk.posted('startParked')).toEqual([{ type: 'startParked', id: 'p2' }]);
    await list.getByRole('button', { name: 'Resume Tool summarize_document' }).click();
    await list.getByRole('button', { name: 'Discard A call that cannot be taken up again' }).click();
    await expect.poll(() => desk.posted('discardParked')).toEqual([{ type: 'discardParked', id: 'p4' }]);
    expect(await desk.posted('resumeParked')).toEqual([{ type: 'resumeParked', id: 'p1' }]);
  });
});
