import { describe, expect, it } from 'vitest';
import { ask, askSnapshot, formOf, over, pageAsk } from './support/asks.ts';
import { deskBench, type Posted } from './support/desk.ts';
import { LONG_GUARD } from './support/panel.ts';

const at = deskBench();
const { desk, button } = at;
const label = (name: string) => desk.page.getByLabel(name, { exact: true });
const submitted = async (): Promise<unknown[]> =>
  (await desk.posted<Posted<'submit'>>('submit')).map(({ content }) => JSON.parse(content) as unknown);

describe('a form', () => {
  it('is shown with every kind of field, defaults filled in, and submitted as the schema has it', async () => {
    await at.openReady(askSnapshot());
    await desk.page.getByRole('heading', { name: 'demo-legacy asks you to fill in a form' }).waitFor();
    await expect.poll(() => label('E-mail').inputValue()).toBe('ada@example.com');
    await expect.poll(() => label('Seats').inputValue()).toBe('4');
    await expect.poll(() => label('With lunch').isChecked()).toBe(true);
    await expect.poll(() => label('Size').inputValue()).toBe('1');
    await expect.poll(() => label('Mon').isChecked()).toBe(true);
    await label('Full name').fill('Ada Lovelace');
    await label('Colour').selectOption({ label: 'Green' });
    await label('From').fill('2026-12-01');
    await label('Wed').check();
    await label('Screen').check();
    await label('Quiet room').selectOption('false');
    await button('Submit').click();
    await expect
      .poll(() => submitted())
      .toEqual([
        {
          name: 'Ada Lovelace',
          email: 'ada@example.com',
          from: '2026-12-01',
          seats: 4,
          lunch: true,
          quiet: false,
          size: 'm',
          colour: '#0f0',
          days: ['Mon', 'Wed'],
          extras: ['tv'],
        },
      ]);
  });

  it('names what is wrong at its field, keeps what was typed, and sends nothing', async () => {
    await at.openReady(askSnapshot());
    await label('Full name').fill('A');
    await label('Seats').fill('99');
    await button('Submit').click();
    await desk.page.getByRole('group', { name: 'Problems of the form' }).waitFor();
    await expect.poll(() => label('Full name').getAttribute('aria-invalid')).toBe('true');
    await desk.page.locator('#f_2f_name-error', { hasText: 'At least 2 characters.' }).waitFor();
    await desk.page.getByRole('button', { name: 'Colour', exact: true }).click();
    await expect.poll(() => desk.page.evaluate(() => document.activeElement?.id)).toBe('f_2f_colour');
    expect(await submitted()).toEqual([]);
    await expect.poll(() => label('Full name').inputValue()).toBe('A');
  });

  it('shows what the extension finds at the fields, and forgets it when that is changed', async () => {
    await at.openReady(askSnapshot());
    await desk.send({ type: 'elicitation', elicitation: ask({ errors: [{ path: '/email', message: 'Not so.' }] }) });
    await desk.page.locator('#f_2f_email-error', { hasText: 'Not so.' }).waitFor();
    await expect.poll(() => desk.page.evaluate(() => document.activeElement?.id)).toBe('problems');
    await label('E-mail').fill('b@example.com');
    await desk.page.locator('#f_2f_email-error').waitFor({ state: 'detached' });
  });

  it('hands over what is typed at once, and shows it again after a reload', async () => {
    await at.openReady(askSnapshot());
    await label('Full name').fill('Ada');
    await expect
      .poll(async () => (await desk.posted<Posted<'fill'>>('fill')).at(-1)?.values)
      .toMatchObject({ '/name': 'Ada', '/seats': '4' });
    expect(await desk.page.evaluate(() => sessionStorage.getItem('webview-state') ?? '')).not.toContain('Ada');
    await desk.page.reload();
    const { form } = ask();
    await desk.send(
      askSnapshot(ask({ form: { schema: form?.schema ?? '', secrets: [], filled: { '/name': 'Ada' } } })),
    );
    await expect.poll(() => label('Full name').inputValue()).toBe('Ada');
    await expect.poll(() => label('Seats').inputValue()).toBe('4');
  });

  it('takes no press before it has stood still, and none that no person made', async () => {
    await at.open(undefined, askSnapshot(formOf({ type: 'object', properties: {} }), { guardMs: LONG_GUARD }));
    await button('Submit').click({ force: true });
    expect(await submitted()).toEqual([]);
    await at.ready();
    await desk.page.evaluate(() => document.querySelector<HTMLElement>('.bar .button.primary')?.click());
    expect(await submitted()).toEqual([]);
    await desk.page.keyboard.press('Control+Enter');
    await expect.poll(() => submitted()).toEqual([{}]);
  });

  it('is declined and cancelled by buttons and keys that say so', async () => {
    await at.openReady(askSnapshot());
    await button('Decline').click();
    await desk.send({ type: 'elicitation', elicitation: ask() });
    await button('Cancel').click();
    await desk.send({ type: 'elicitation', elicitation: ask() });
    await desk.page.locator('h1').focus();
    await desk.page.keyboard.press('Alt+D');
    await desk.send({ type: 'elicitation', elicitation: ask() });
    await desk.page.keyboard.press('Alt+X');
    const acts = async () => (await desk.posted<Posted<'answerAsk'>>('answerAsk')).map(({ act }) => act);
    await expect.poll(acts).toEqual(['decline', 'cancel', 'decline', 'cancel']);
  });

  it('outside the specification can be refused or declined, and has no Submit', async () => {
    const { form: _form, ...rest } = ask({ problem: 'This form is outside the specification.' });
    await at.open(undefined, askSnapshot(rest));
    await expect.poll(() => button('Submit').count()).toBe(0);
    await desk.page.keyboard.press('Control+Enter');
    await button('Refuse as invalid').click();
    await expect.poll(() => desk.posted('answerAsk')).toEqual([{ type: 'answerAsk', id: 'r1', act: 'refuse' }]);
  });

  it('warns where it seems to ask for a secret', async () => {
    await at.openReady(askSnapshot(formOf({ type: 'object', properties: { pin: { type: 'string' } } }, ['pin'])));
    await desk.page.getByRole('group', { name: 'This form asks for a secret' }).waitFor();
  });

  it('says aloud how it goes on', async () => {
    await at.openReady(askSnapshot());
    await desk.send({
      type: 'elicitation',
      elicitation: over(ask(), { closed: { how: 'cancelled', message: 'The server cancelled its request.' } }),
    });
    await desk.page.getByRole('status').getByText('The server cancelled its request.').waitFor();
  });
});

describe('a page', () => {
  it('shows its whole URL as text, with the host marked, and opens only by the button', async () => {
    await at.openReady(askSnapshot(pageAsk()));
    await expect
      .poll(() => desk.page.locator('.page-url').textContent())
      .toBe('https://archive.example.com/connect?session=a%2Fb&next=1');
    await expect.poll(() => desk.page.locator('.page-url strong').textContent()).toBe('archive.example.com');
    await expect.poll(() => desk.page.locator('a').count()).toBe(0);
    await button('Open in browser').click();
    await expect.poll(() => desk.posted('openPage')).toEqual([{ type: 'openPage', id: 'r1', hash: 'r1' }]);
  });

  it('shows both ways to write a host, and what is odd about it', async () => {
    const page = { before: 'https://', host: 'xn--pple-43d.com', after: '/', unicode: 'аpple.com', warnings: ['Odd.'] };
    await at.openReady(askSnapshot(pageAsk({ page })));
    await desk.page.getByText('аpple.com').waitFor();
    await desk.page.getByRole('list', { name: 'Warnings' }).getByText('Odd.').waitFor();
  });

  it('that was opened offers to make the call again', async () => {
    await at.openReady(askSnapshot(pageAsk({ phase: 'answered', opened: true })));
    await button('Retry the call').click();
    await expect.poll(() => desk.posted('answerAsk')).toEqual([{ type: 'answerAsk', id: 'r1', act: 'retry' }]);
    await expect.poll(() => button('Open in browser').count()).toBe(0);
  });

  it('that was opened can be opened again', async () => {
    await at.openReady(askSnapshot(pageAsk({ phase: 'answered', opened: true })));
    await desk.page.locator('.bar .button:not(.inert)', { hasText: 'Open again' }).click();
    await expect.poll(() => desk.posted('openPage')).toEqual([{ type: 'openPage', id: 'r1', hash: 'r1' }]);
  });

  it('says when the server calls it complete', async () => {
    const closed = { how: 'returned', message: 'You opened the page.' } as const;
    await at.open(undefined, askSnapshot(over(pageAsk(), { opened: true, action: 'accept', closed })));
    await desk.send({
      type: 'elicitation',
      elicitation: over(pageAsk(), { opened: true, completed: true, action: 'accept', closed }),
    });
    await desk.page.getByRole('status').getByText('is complete').waitFor();
  });
});
