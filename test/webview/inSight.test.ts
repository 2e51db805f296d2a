import { describe, expect, it } from 'vitest';
import { plan } from './support/answerStates.ts';
import { deskBench } from './support/desk.ts';
import { riskyReview } from './support/found.ts';
import { answer, snapshot, state, status, summary } from './support/reviews.ts';

const at = deskBench();

/** Reads to the end, as somebody does before deciding. */
async function readToTheEnd(): Promise<void> {
  await at.desk.page.locator('.scroller').evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
  await expect.poll(() => inSight('.review > header h1, h1')).toBe(false);
}

function inSight(selector: string): Promise<boolean> {
  return at.desk.page
    .locator(selector)
    .first()
    .evaluate((part) => {
      const seen = part.closest('.scroller')?.getBoundingClientRect() ?? document.body.getBoundingClientRect();
      const { top, bottom } = part.getBoundingClientRect();
      return top >= seen.top - 1 && bottom <= seen.bottom + 1;
    });
}

describe('for somebody who has read the request to its end', () => {
  it('an answer comes into sight before it can be returned', async () => {
    await at.openReady(snapshot());
    await readToTheEnd();
    const running = { ...answer, text: 'One', complete: false, startedAt: Date.now() };
    await at.desk.send({ type: 'status', status: status({ phase: 'running', answer: running }) });
    await expect.poll(() => inSight('#answer')).toBe(true);
    await readToTheEnd();
    await at.desk.send({ type: 'status', status: status({ phase: 'answered', answer }) });
    await expect.poll(() => inSight('#answer')).toBe(true);
  });

  it('a comparison comes into sight, with the focus and what was found', async () => {
    await at.openReady(riskyReview());
    await readToTheEnd();
    const shown = riskyReview().status ?? expect.fail();
    await at.desk.send({ type: 'status', status: { ...shown, compare: plan() } });
    await expect.poll(() => inSight('#compare')).toBe(true);
    const focused = () => at.desk.page.evaluate(() => document.activeElement?.id);
    await expect.poll(focused).toBe('compare');
    await expect
      .poll(() => at.desk.page.locator('.bar .high').textContent())
      .toContain('2 high findings not acted on.');
  });

  it('a failure and an ending come into sight', async () => {
    await at.openReady(snapshot());
    await readToTheEnd();
    const failure = { message: 'The model is overloaded.', remedies: [] };
    await at.desk.send({ type: 'status', status: status({ failure }) });
    await expect.poll(() => inSight('.banner.error')).toBe(true);
    await readToTheEnd();
    const closed = { how: 'denied' as const, message: 'You denied it.' };
    await at.desk.send({ type: 'status', status: status({ phase: 'closed', closed }) });
    await expect.poll(() => inSight('.banner.closed')).toBe(true);
  });
});

it('the list shows the request that is shown, also among fifty, and stays where the person scrolled to', async () => {
  const reviews = Array.from({ length: 50 }, (_, index) => summary({ id: `r${index + 1}` }));
  await at.openReady(snapshot({ state: { reviews, selected: 'r1' } }));
  const list = at.desk.page.locator('.list');
  const seen = (id: number) =>
    list.evaluate((box, place) => {
      const { top, bottom } = box.querySelectorAll('.entry')[place]?.getBoundingClientRect() ?? new DOMRect();
      const head = box.querySelector('summary')?.getBoundingClientRect().bottom ?? 0;
      return top >= head - 1 && bottom <= box.getBoundingClientRect().bottom + 1;
    }, id - 1);
  await expect.poll(() => seen(1)).toBe(true);
  expect(await seen(40)).toBe(false);
  await at.desk.send({ type: 'state', state: state({ reviews, selected: 'r40' }) });
  await expect.poll(() => seen(40)).toBe(true);
  await list.evaluate((box) => box.scrollTo(0, 0));
  await at.desk.send({ type: 'state', state: state({ reviews, selected: 'r40', paused: true }) });
  await at.desk.page.getByText('Sampling is paused').first().waitFor();
  expect(await seen(1)).toBe(true);
});

it('a long answer is read from its beginning, also where the browser would stay with what is below', async () => {
  const text = 'A line of an answer.\n'.repeat(80);
  await at.open(undefined, snapshot({ status: { phase: 'running', answer: { ...answer, text, complete: false } } }));
  await at.button('Stop').waitFor();
  await at.desk.page.locator('.scroller').evaluate((element) => element.scrollTo(0, 100));
  await at.desk.send({ type: 'status', status: status({ phase: 'answered', answer: { ...answer, text } }) });
  await at.button('Return to server').waitFor();
  await expect.poll(() => inSight('#answer')).toBe(true);
});
