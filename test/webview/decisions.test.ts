import { describe, expect, it } from 'vitest';
import { deskBench } from './support/desk.ts';
import { answer, snapshot, status, summary } from './support/reviews.ts';

const at = deskBench();

describe('other decisions', () => {
  it('denies with a reason, or goes back to the button on Escape', async () => {
    await at.openReady(snapshot());
    await at.desk.page.keyboard.press('Alt+d');
    await at.desk.page.getByLabel('Reason for the server (optional)').waitFor();
    await at.desk.page.keyboard.press('Escape');
    await at.desk.page.locator('#open-deny:focus').waitFor();
    await at.desk.page.keyboard.press('Enter');
    await at.desk.page.locator('#form-reason:focus').waitFor();
    await at.desk.page.keyboard.type('No customer data.');
    await at.desk.page.keyboard.press('Enter');
    await expect.poll(() => at.desk.posted('deny')).toEqual([{ type: 'deny', id: 'r1', reason: 'No customer data.' }]);
  });

  it('answers by hand, and keeps what was typed when the page is loaded again', async () => {
    await at.openReady(snapshot());
    await at.button('Answer by hand').click();
    await at.desk.page.locator('textarea:focus').waitFor();
    await at.desk.page.keyboard.type('Forty-two.');
    await at.desk.page.reload();
    await at.desk.send(snapshot());
    await expect.poll(() => at.desk.page.getByLabel('Your answer').inputValue()).toBe('Forty-two.');
    await at.button('Use this answer').click();
    await expect
      .poll(() => at.desk.posted('answerByHand'))
      .toEqual([{ type: 'answerByHand', id: 'r1', text: 'Forty-two.' }]);
  });

  it('chooses a model, shows those that cannot be taken, and changes max tokens', async () => {
    await at.openReady(snapshot());
    const model = at.desk.page.getByRole('combobox', { name: 'Model' });
    await expect.poll(() => model.locator('option:disabled').textContent()).toContain('it holds 512');
    await model.selectOption('ollama/qwen3:8b');
    await expect
      .poll(() => at.desk.posted('selectModel'))
      .toEqual([{ type: 'selectModel', id: 'r1', model: 'ollama/qwen3:8b' }]);
    await at.desk.send();
    await expect.poll(() => at.button('Approve and send').getAttribute('aria-disabled')).toBe('true');
    await at.desk.page.getByRole('spinbutton', { name: 'Max tokens' }).fill('150');
    await at.desk.page.keyboard.press('Tab');
    await expect
      .poll(() => at.desk.posted('edit'))
      .toMatchObject([{ type: 'edit', id: 'r1', edit: { part: 'maxTokens', value: 150 } }]);
  });

  it('offers the way out of a failure', async () => {
    await at.openReady(
      snapshot({ status: { failure: { message: 'Wrong key.', remedies: ['setApiKey', 'otherModel', 'retry'] } } }),
    );
    await at.button('Set API Key…').click();
    await expect.poll(() => at.desk.posted('remedy')).toEqual([{ type: 'remedy', id: 'r1', remedy: 'setApiKey' }]);
    await at.button('Choose another model').click();
    await expect.poll(() => at.desk.page.evaluate(() => document.activeElement?.id)).toBe('model');
    await at.button('Retry').click();
    await expect.poll(() => at.desk.posted('approve')).toHaveLength(1);
  });
});

describe('the answer', () => {
  it('streams, follows its end unless one has scrolled away, and can be stopped', async () => {
    await at.open(undefined, snapshot({ status: { phase: 'running' } }));
    const lines = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => `answer line ${from + i}\n`).join('');
    await at.desk.send({ type: 'answerText', id: 'r1', offset: 0, text: lines(0, 100) });
    const view = at.desk.page.locator('stream-view');
    const end = () => view.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    await expect.poll(() => end()).toBeLessThan(2);
    await view.evaluate((box) => {
      box.scrollTop = 0;
    });
    await at.desk.send({ type: 'answerText', id: 'r1', offset: lines(0, 100).length, text: lines(100, 120) });
    expect(await view.evaluate((box) => box.scrollTop)).toBe(0);
    await expect.poll(() => view.textContent()).toBe(lines(0, 120));
    await at.desk.send({ type: 'answerText', id: 'r1', offset: 9_999_999, text: 'late' });
    await expect.poll(() => at.desk.posted('ready')).toHaveLength(2);
    await at.button('Stop').click();
    await expect.poll(() => at.desk.posted('stop')).toEqual([{ type: 'stop', id: 'r1' }]);
  });

  it('is returned, edited, regenerated or rejected', async () => {
    await at.openReady(snapshot({ status: { phase: 'answered', answer } }));
    await at.button('Edit answer').click();
    await at.desk.page.getByRole('textbox', { name: 'Answer', exact: true }).fill('Shorter.');
    await at.button('Cancel').click();
    await at.button('Reject answer').click();
    await at.button('Cancel').click();
    await at.button('Regenerate').click();
    await expect
      .poll(() => at.desk.posted('regenerate'))
      .toEqual([{ type: 'regenerate', id: 'r1', hash: status().outgoing?.hash }]);
    await at.desk.send(snapshot({ status: { phase: 'answered', answer } }));
    await at.ready();
    await at.button('Return to server').click();
    await expect.poll(() => at.desk.posted('release')).toEqual([{ type: 'release', id: 'r1' }]);
    await at.desk.send(snapshot({ status: { phase: 'answered', answer } }));
    await at.button('Edit answer').click();
    await expect
      .poll(() => at.desk.page.getByRole('textbox', { name: 'Answer', exact: true }).inputValue())
      .toBe('Shorter.');
    await at.button('Return edited answer').click();
    await expect.poll(() => at.desk.posted('release')).toContainEqual({ type: 'release', id: 'r1', text: 'Shorter.' });
  });

  it('puts the focus on a line that does nothing when the pressed button goes away', async () => {
    await at.openReady(snapshot());
    await at.button('Approve and send').click();
    await at.desk.send({ type: 'status', status: status({ phase: 'running' }) });
    await expect.poll(() => at.desk.page.evaluate(() => document.activeElement?.id)).toBe('phase');
    await expect.poll(() => at.desk.page.getByRole('status').textContent()).toBe('The model is answering');
  });

  it('says when it was cut, and goes on to the next review when it is over', async () => {
    await at.openReady(snapshot({ status: { phase: 'answered', answer: { ...answer, stopReason: 'maxTokens' } } }));
    await at.desk.page.getByText('Cut by length').waitFor();
    const reviews = [summary({ phase: 'closed' }), summary({ id: 'r2' })];
    await at.desk.send(
      snapshot({
        state: { reviews },
        status: { phase: 'closed', answer, closed: { how: 'returned', message: 'It has the answer.' } },
      }),
    );
    await at.button('Review next request').click();
    await expect.poll(() => at.desk.posted('select')).toEqual([{ type: 'select', id: 'r2' }]);
  });
});
