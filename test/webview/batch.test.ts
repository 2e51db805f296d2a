import { describe, expect, it } from 'vitest';
import type { ToDesk } from '../../src/shared/desk.ts';
import { answeredRow, batch, batchSnapshot, batchStates, figures, row } from './support/batches.ts';
import { deskBench, type Posted } from './support/desk.ts';
import { LONG_GUARD } from './support/panel.ts';

const { desk, button, ready, open: openDesk } = deskBench();
const open = (messages: readonly ToDesk[]) => openDesk(undefined, ...messages);
const leaveOut = (at: number) => desk.page.getByRole('checkbox', { name: `Leave out request ${at}`, exact: true });

describe('a batch', () => {
  it('is one line of the list, and one page: what is the same once, and what varies a row each', async () => {
    await open(batchStates['batch'] ?? []);
    await ready();
    await desk.page.getByRole('heading', { level: 1, name: 'demo-modern asks for 4 similar completions' }).waitFor();
    const list = desk.page.getByRole('navigation', { name: 'Pending reviews' });
    expect(await list.getByRole('button').count()).toBe(3);
    expect(await list.getByRole('button').first().textContent()).toContain('4 similar requests');
    expect(await desk.page.getByText('You comment on sales figures in two sentences.').count()).toBe(1);
    const table = desk.page.getByRole('table', { name: 'What varies' });
    expect(await table.getByRole('row').count()).toBe(6);
    for (const region of ['North', 'South', 'East', 'West'])
      expect(await table.getByText(figures(region)).count(), region).toBe(1);
    expect(await table.getByRole('row').last().textContent()).toMatch(/In all\s*2.4 KB\s*≈ 690 tokens/);
    await desk.page
      .getByRole('region', { name: 'Stand apart' })
      .getByText('It is much longer than the others.')
      .waitFor();
  });

  it('names every request and its hash in an approval, bound to the seal that was painted', async () => {
    const view = batch();
    await open([batchSnapshot(view)]);
    await expect
      .poll(() => desk.posted('rendered'))
      .toEqual([{ type: 'rendered', id: 'batch-1', hash: view.seal, revision: 1 }]);
    await ready();
    await button('Approve all 4 and send').click();
    const named = view.rows.map(({ id, mark }) => ({ id, mark }));
    await expect
      .poll(() => desk.posted('approveBatch'))
      .toEqual([{ type: 'approveBatch', id: 'batch-1', seal: view.seal, named }]);
  });

  it('takes no press while it is new, and starts anew when a row changes', async () => {
    await open([batchSnapshot(batch(), { guardMs: LONG_GUARD })]);
    await ready();
    const changed = batch({ rows: [row(0), row(1), row(2), row(3, { mark: 'hash-other' })] });
    const { content: _, ...rest } = changed;
    await desk.send({ type: 'batch', batch: rest });
    await desk.page.locator('.bar .button.primary.inert').waitFor();
    await button('Approve all 4 and send').click({ force: true });
    await ready();
    expect(await desk.posted('approveBatch')).toEqual([]);
    await button('Approve all 4 and send').click();
    await expect
      .poll(async () =>
        (await desk.posted<Posted<'approveBatch'>>('approveBatch')).map(({ named, seal }) => [named[3]?.mark, seal]),
      )
      .toEqual([['hash-other', changed.seal]]);
  });

  it('asks for a snapshot when the texts of a batch are missing', async () => {
    await open([batchSnapshot()]);
    await ready();
    const { content: _, ...rest } = batch({ revision: 2 });
    await desk.send({ type: 'batch', batch: rest });
    await expect.poll(async () => (await desk.posted('ready')).length).toBe(2);
  });

  it('leaves marked ones out of an approval and of a denial', async () => {
    await open([batchSnapshot()]);
    await ready();
    await leaveOut(2).check();
    await desk.page.getByText('1 is left out and waits by itself.').waitFor();
    await button('Approve 3 of 4 and send').click();
    await expect
      .poll(async () =>
        (await desk.posted<Posted<'approveBatch'>>('approveBatch')).map(({ named }) => named.map(({ id }) => id)),
      )
      .toEqual([['r1', 'r3', 'r4']]);

    await desk.send({ type: 'notTaken', id: 'batch-1', message: 'The batch has changed since you saw it.' });
    await button('Deny 3 of 4').click();
    await desk.page.getByLabel('Reason for the server (optional)').fill('Not now');
    await desk.page.keyboard.press('Enter');
    await expect
      .poll(() => desk.posted('denyBatch'))
      .toEqual([{ type: 'denyBatch', id: 'batch-1', ids: ['r1', 'r3', 'r4'], reason: 'Not now' }]);
  });

  it('opens one of them as a whole, whose page leads back', async () => {
    await open([batchSnapshot()]);
    await button('Open request 3').click();
    await expect.poll(() => desk.posted('select')).toEqual([{ type: 'select', id: 'r3' }]);
    await desk.send(...(batchStates['spot-check'] ?? []));
    await button('Back to all 4').click();
    await expect.poll(async () => (await desk.posted('select')).at(-1)).toEqual({ type: 'select', id: 'batch-1' });
  });

  it('returns all answers that it shows, and rejects them', async () => {
    const view = batch({ rows: [answeredRow(0), answeredRow(1), answeredRow(2)] });
    await open([batchSnapshot(view)]);
    await ready();
    expect(await desk.page.getByRole('table').getByText('May was the best month').count()).toBe(3);
    await desk.page.keyboard.press('Control+Enter');
    await expect
      .poll(() => desk.posted('releaseBatch'))
      .toEqual([
        {
          type: 'releaseBatch',
          id: 'batch-1',
          seal: view.seal,
          named: view.rows.map(({ id, mark }) => ({ id, mark })),
        },
      ]);
    await desk.send({ type: 'notTaken', id: 'batch-1', message: 'Changed.' });
    await button('Reject all 3').click();
    await desk.page.getByRole('region', { name: 'Decision' }).getByRole('button', { name: 'Reject all 3' }).click();
    await expect
      .poll(() => desk.posted('rejectBatch'))
      .toEqual([{ type: 'rejectBatch', id: 'batch-1', ids: ['r1', 'r2', 'r3'] }]);
  });

  it('is decided by keys alone', async () => {
    await open([batchSnapshot()]);
    await ready();
    await leaveOut(4).focus();
    await desk.page.keyboard.press('Space');
    await button('Approve 3 of 4 and send').waitFor();
    await desk.page.keyboard.press('Alt+D');
    await desk.page.getByLabel('Reason for the server (optional)').waitFor();
    await desk.page.keyboard.press('Escape');
    await expect.poll(() => desk.page.evaluate(() => document.activeElement?.id)).toBe('open-deny');
    await desk.page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await desk.posted('approveBatch')).length).toBe(1);
  });
});

describe('approving the rest of a call', () => {
  const limits = async (requests: string, size: string) => {
    await desk.page.getByLabel('Further requests, at most').fill(requests);
    await desk.page.getByLabel('Together, at most (KB)').fill(size);
  };

  it('says its terms, and sends the limits with the approval of what is on screen', async () => {
    await open([batchSnapshot()]);
    await ready();
    await button('Approve the rest of this call…').click();
    await desk.page.getByText('They pass without asking you when they come from this very call').waitFor();
    await limits('0', '64');
    const most = desk.page.getByLabel('Further requests, at most');
    await expect.poll(() => most.getAttribute('aria-invalid')).toBe('true');
    await limits('12', '64');
    await button('Approve these 4 and up to 12 more').click();
    await expect
      .poll(async () =>
        (await desk.posted<Posted<'approveBatch'>>('approveBatch')).map(({ rest, named }) => [rest, named.length]),
      )
      .toEqual([[{ requests: 12, bytes: 65_536 }, 4]]);
  });

  it('can begin with a single request', async () => {
    await open(batchStates['spot-check'] ?? []);
    await ready();
    await button('Approve the rest of this call…').click();
    await limits('3', '8');
    await desk.page.keyboard.press('Enter');
    await expect
      .poll(async () => (await desk.posted<Posted<'approve'>>('approve')).map(({ rest }) => rest))
      .toEqual([{ requests: 3, bytes: 8192 }]);
  });

  it('shows what is left, can be taken back, and says what was refused', async () => {
    await open(batchStates['rest-and-flood'] ?? []);
    const strip = desk.page.getByRole('group', { name: 'Approval of the rest of a call' });
    expect(await strip.first().textContent()).toContain('14 of 20 requests and 176 KB of 256 KB are left.');
    await desk.page.getByText('demo: 950 requests were refused because 20 wait already.').waitFor();
    await button('Take it back Tool Analyze sales').click();
    await button('Dismiss demo').click();
    await expect.poll(() => desk.posted('takeBack')).toEqual([{ type: 'takeBack', id: 'rest-of-r9' }]);
    await expect.poll(() => desk.posted('floodSeen')).toEqual([{ type: 'floodSeen', server: 'demo' }]);
  });
});
