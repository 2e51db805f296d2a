import { describe, expect, it } from 'vitest';
import type { ReviewStatus } from '../../src/shared/desk.ts';
import { deskBench, type Posted } from './support/desk.ts';
import type { OpenOptions } from './support/page.ts';
import { candidate, candidates, modelOf, snapshot, status } from './support/reviews.ts';

const { desk, button, open: openDesk } = deskBench();

async function open(model: Partial<ReviewStatus['model']> = {}, options?: OpenOptions): Promise<void> {
  await openDesk(options, snapshot({ status: { model: modelOf(model) } }));
  await desk.page.locator('#why-model').waitFor();
}
const rows = () => desk.page.locator('.model-row .name');
const names = async () => (await rows().allInnerTexts()).map((text) => text.split('\n')[0]);

describe('the table of models', () => {
  it.each([1280, 300])('has a row for each with its reasons, at %i pixels', async (width) => {
    await open({}, { width, height: 800 });
    const table = desk.page.getByRole('table', { name: '', exact: false }).filter({ hasText: 'gpt-5-mini' }).first();
    await table.waitFor();
    expect(await desk.page.getByRole('row').filter({ hasText: 'llava' }).innerText()).toContain('it holds 512');
    expect(await desk.page.locator('.model-row[aria-current="true"] .name').innerText()).toContain('gpt-5-mini');
    expect(await desk.page.getByRole('cell').filter({ hasText: '$0.00085' }).count()).toBe(1);
    expect(await desk.page.locator('.model-row .speed').first().getAttribute('title')).toContain(
      'Measured on this machine',
    );
    expect(await desk.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  it('tells the source of each figure in words, by keyboard', async () => {
    await open();
    const sources = button('Sources gpt-5-mini (OpenAI)');
    await sources.focus();
    await desk.page.keyboard.press('Enter');
    await desk.page.getByText('It holds 400,000 tokens; the prompt and the longest answer need about 614.').waitFor();
    await expect.poll(() => sources.getAttribute('aria-expanded')).toBe('true');
  });

  it('chooses a model, in step with the box above; one that cannot serve the request has no button', async () => {
    await open();
    await button('Use gpt-5 (OpenAI)').click();
    await expect
      .poll(() => desk.posted<Posted<'selectModel'>>('selectModel'))
      .toEqual([{ type: 'selectModel', id: 'r1', model: 'openai/gpt-5' }]);
    await desk.send({
      type: 'status',
      status: status({ model: modelOf({ chosen: 'openai/gpt-5', byPerson: true, why: 'You chose this model.' }) }),
    });
    await expect
      .poll(() => desk.page.getByRole('combobox', { name: 'Model', exact: true }).inputValue())
      .toBe('openai/gpt-5');
    await expect.poll(() => desk.page.locator('.model-row[aria-current="true"] .name').innerText()).toMatch(/^gpt-5\n/);
    await expect.poll(() => button(/^Use llava/).count()).toBe(0);
  });

  it('stays usable with 500 models: the first rows, a filter, and all on request', async () => {
    const many = Array.from({ length: 500 }, (_, index) =>
      candidate(`router/vendor/model-${index}`, [undefined, 0.5, 0.5], { tie: 10 + index }),
    );
    await open({ candidates: [...candidates, ...many] });
    await expect.poll(() => rows().count()).toBeLessThan(50);
    await desk.page.getByLabel('Show models with').fill('MODEL-49');
    await expect
      .poll(async () => names())
      .toEqual(['vendor/model-49', ...Array.from({ length: 10 }, (_, i) => `vendor/model-49${i}`)]);
    await desk.page.getByLabel('Show models with').fill('nothing like it');
    await desk.page.getByText('No model has this in its name.').waitFor();
    await desk.page.getByLabel('Show models with').fill('');
    await button('Show all 504 models').click();
    await expect.poll(() => rows().count()).toBe(504);
  });
});

describe('the priorities', () => {
  it('show by keyboard what they would change, and are the person’s when they are kept', async () => {
    await open();
    await expect.poll(names).toEqual(['gpt-5-mini', 'gpt-5', 'qwen3:8b', 'llava']);
    await expect.poll(() => button('Keep mine').count()).toBe(0);
    await desk.page.locator('#weight-cost').focus();
    await desk.page.keyboard.press('Home');
    await desk.page.locator('#weight-speed').focus();
    await desk.page.keyboard.press('Home');
    await desk.page.getByText('With these, gpt-5 (OpenAI) would be chosen instead.').waitFor();
    await expect.poll(async () => (await names())[0]).toBe('gpt-5');
    expect(await desk.posted('weigh')).toEqual([]);
    await desk.page.getByText('No priority is ever sent to a model.').waitFor();
    await button('Keep mine').click();
    await expect
      .poll(() => desk.posted<Posted<'weigh'>>('weigh'))
      .toEqual([{ type: 'weigh', id: 'r1', priorities: { cost: 0, speed: 0, intelligence: 0.5 } }]);
  });

  it('take a number, within 0 and 1', async () => {
    await open();
    const field = desk.page.getByRole('spinbutton', { name: 'Cost, as a number' });
    await field.fill('7');
    await field.press('Enter');
    await expect.poll(() => desk.page.locator('#weight-cost').inputValue()).toBe('1');
    await expect.poll(() => field.inputValue()).toBe('1');
  });

  it('that are kept are marked, and go back to the server’s', async () => {
    await open({ yours: { cost: 0, speed: 0, intelligence: 1 }, chosen: 'openai/gpt-5' });
    await desk.page.locator('.weights .badge').filter({ hasText: 'yours' }).waitFor();
    await button('Back to the server’s').click();
    await expect.poll(() => desk.posted('weigh')).toEqual([{ type: 'weigh', id: 'r1' }]);
  });

  it('never take away a model that the person chose', async () => {
    await open({ byPerson: true });
    await desk.page.locator('#weight-intelligence').fill('1');
    await desk.page.locator('#weight-speed').fill('0');
    await desk.page.locator('#weight-cost').fill('0');
    await desk.page.getByText('With these, gpt-5 (OpenAI) would come first; the model that you chose stays.').waitFor();
  });
});

describe('what is not kept', () => {
  const outgoing = {
    ...(status().outgoing ?? expect.fail()),
    notes: [
      { field: 'maxTokens', effect: 'clamped' as const, note: 'It answers with at most 100 tokens.' },
      { field: 'messages[0].content', effect: 'ignored' as const, note: 'Not for a model, so it stays here: _meta.' },
      { field: 'systemPrompt', effect: 'changed' as const, note: 'It is sent as a first message of the user.' },
    ],
  };

  it('is named beside its field, and in a table', async () => {
    await openDesk(undefined, snapshot({ status: { outgoing } }));
    const beside = desk.page.locator('.field-notes li');
    await expect.poll(() => beside.count()).toBe(3);
    expect(await desk.page.locator('.message .field-notes').innerText()).toContain('content ignored:');
    expect(await desk.page.getByRole('row').filter({ hasText: 'maxTokens' }).innerText()).toContain('clamped');
  });

  it('is named for an answer by hand, in its form', async () => {
    await open({ byHand: [{ field: 'temperature', effect: 'ignored', note: 'A person has none.' }] });
    await button('Answer by hand').click();
    await desk.page.getByText('1 field of the request is not heeded by hand').click();
    await desk.page.getByText('A person has none.').waitFor();
  });
});
