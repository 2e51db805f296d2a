import { describe, expect, it } from 'vitest';
import { compared, comparing, plan, planned, toolAnswer } from './support/answerStates.ts';
import { deskBench, type Posted } from './support/desk.ts';
import { LONG_GUARD } from './support/panel.ts';
import { answer, snapshot, status } from './support/reviews.ts';

const at = deskBench();
const row = (name: string) => at.desk.page.getByRole('row').filter({ hasText: name });

describe('a streaming answer', () => {
  it('says how many tokens have come, in how long and how fast', async () => {
    const { stopReason: _stop, usage: _usage, durationMs: _ms, ...rest } = answer;
    const running = { ...rest, text: 'One two three four', complete: false, startedAt: Date.now() - 4_000 };
    await at.open(undefined, snapshot({ status: { phase: 'running', answer: running } }));
    await at.desk.page.getByText(/≈ 4 tokens so far \(estimated\) · 4 s · 1 tokens\/s/).waitFor();
    await at.desk.send({ type: 'answerText', id: 'r1', offset: 18, text: ' five six seven eight nine ten' });
    await at.desk.page.getByText(/≈ 10 tokens so far/).waitFor();
  });

  it('gives the provider’s count and the speed when it is whole', async () => {
    await at.openReady(snapshot({ status: { phase: 'answered', answer } }));
    await at.desk.page.getByText('221 tokens in, 58 out (the provider’s count)').waitFor();
    await at.desk.page.getByText('25 tokens/s').waitFor();
  });
});

describe('uses of tools', () => {
  it('say whether their arguments fit, and are dropped and put back one by one', async () => {
    await at.openReady(snapshot({ status: { phase: 'answered', answer: toolAnswer } }));
    await row('call_1').getByText('Fits the tool’s schema').waitFor();
    await row('call_2').getByText('/path (line 2, column 11)').waitFor();
    await row('call_1').getByRole('button', { name: 'Drop search_archive (call_1)' }).click();
    await row('call_4').getByRole('button', { name: 'Put back delete_document (call_4)' }).click();
    await expect
      .poll(() => at.desk.posted<Posted<'editAnswer'>>('editAnswer'))
      .toEqual([
        { type: 'editAnswer', id: 'r1', edit: { part: 'dropTool', use: 0, drop: true } },
        { type: 'editAnswer', id: 'r1', edit: { part: 'dropTool', use: 3, drop: false } },
      ]);
  });

  it('take edited arguments only as an object, and hold the return until the edit is applied', async () => {
    await at.openReady(snapshot({ status: { phase: 'answered', answer: toolAnswer } }));
    await row('call_2')
      .getByRole('button', { name: /^Edit arguments/ })
      .click();
    const box = at.desk.page.getByRole('textbox', { name: 'Arguments of read_document' });
    await expect.poll(() => box.evaluate((element) => element === document.activeElement)).toBe(true);
    await box.fill('{\n  "path": }');
    await at.desk.page.getByText('Line 2, column 11: a value is missing.').waitFor();
    await expect.poll(() => at.button('Return to server').getAttribute('aria-disabled')).toBe('true');
    const apply = row('call_2').getByRole('button', { name: /^Apply/ });
    await expect.poll(() => apply.getAttribute('aria-disabled')).toBe('true');
    await box.press('Control+Enter');
    await box.fill('{"path": "harbour.md"}');
    await apply.click();
    await expect
      .poll(() => at.desk.posted<Posted<'editAnswer'>>('editAnswer'))
      .toEqual([
        { type: 'editAnswer', id: 'r1', edit: { part: 'toolInput', use: 1, input: '{"path": "harbour.md"}' } },
      ]);
    await at.ready();
    await expect.poll(() => at.desk.posted('release')).toEqual([]);
  });
});

describe('an edited answer', () => {
  it('can be kept, compared with what the model said, and taken back', async () => {
    await at.openReady(snapshot({ status: { phase: 'answered', answer } }));
    await at.button('Edit answer').click();
    await at.desk.page.getByRole('textbox', { name: 'Answer', exact: true }).fill('Mine');
    await at.button('Keep edit').click();
    const kept = { type: 'editAnswer', id: 'r1', edit: { part: 'text', text: 'Mine' } };
    await expect.poll(() => at.desk.posted('editAnswer')).toEqual([kept]);
    const edited = { ...answer, text: 'Mine', edited: true };
    await at.desk.send({ type: 'status', status: status({ phase: 'answered', answer: edited }) });
    await at.desk.page.getByText('You changed this answer.').waitFor();
    await at.button('Show changes of the answer').click();
    await expect.poll(() => at.desk.posted('answerDiff')).toEqual([{ type: 'answerDiff', id: 'r1' }]);
    await at.button('Reset answer').click();
    await expect.poll(() => at.desk.posted('editAnswer')).toEqual([kept, { type: 'editAnswer', id: 'r1' }]);
  });

  it('keeps the line ends of Windows wherever nobody typed', async () => {
    const said = { ...answer, text: 'one\r\ntwo\r\nthree' };
    await at.openReady(snapshot({ status: { phase: 'answered', answer: said } }));
    await at.button('Edit answer').click();
    const box = at.desk.page.getByRole('textbox', { name: 'Answer', exact: true });
    await box.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(7, 7));
    await box.press('!');
    await box.press('?');
    await at.button('Keep edit').click();
    await expect
      .poll(() => at.desk.posted<Posted<'editAnswer'>>('editAnswer'))
      .toEqual([{ type: 'editAnswer', id: 'r1', edit: { part: 'text', text: 'one\r\ntwo!?\r\nthree' } }]);
  });

  it('offers what helps when it is not the JSON that was asked for', async () => {
    const json = {
      why: 'The server’s system prompt asks for JSON: “only JSON”',
      schema: true,
      problems: [{ message: 'There is text around the JSON.' }],
      alone: '{"a": 1}',
    };
    await at.openReady(snapshot({ status: { phase: 'answered', answer: { ...answer, json } } }));
    const check = at.desk.page.getByRole('group', { name: 'JSON check' });
    await check.getByText(json.why).waitFor();
    await check.getByRole('button', { name: 'Keep only the JSON' }).click();
    await expect
      .poll(() => at.desk.posted('editAnswer'))
      .toEqual([{ type: 'editAnswer', id: 'r1', edit: { part: 'text', text: '{"a": 1}' } }]);
    await check.getByRole('button', { name: 'Prepare a repair' }).click();
    await expect.poll(() => at.desk.posted('repair')).toEqual([{ type: 'repair', id: 'r1' }]);
    await expect.poll(() => at.desk.posted('regenerate')).toEqual([]);
  });

  it('does not keep what was typed about the answer before it', async () => {
    await at.openReady(snapshot({ status: { phase: 'answered', answer } }));
    await at.button('Edit answer').click();
    await at.desk.page.getByRole('textbox', { name: 'Answer', exact: true }).fill('Old edit');
    await at.button('Cancel').click();
    await at.desk.send({ type: 'status', status: status({ phase: 'running' }) });
    await at.desk.send({ type: 'status', status: status({ phase: 'answered', answer: { ...answer, text: 'New' } }) });
    await at.button('Edit answer').click();
    await expect
      .poll(() => at.desk.page.getByRole('textbox', { name: 'Answer', exact: true }).inputValue())
      .toBe('New');
  });
});

describe('a comparison', () => {
  const send = () => at.button('Approve and send to 3 models');

  it('begins with two models, and takes others in and out', async () => {
    await at.openReady(snapshot());
    await at.button('Compare…').click();
    const first = ['openai/gpt-5-mini', 'openai/gpt-5'];
    await expect.poll(() => at.desk.posted('compare')).toEqual([{ type: 'compare', id: 'r1', models: first }]);
    await at.desk.send({ type: 'status', status: status({ compare: plan(planned.slice(0, 2)) }) });
    const box = (name: string) => at.desk.page.getByRole('checkbox', { name });
    await box('qwen3:8b').click();
    await expect
      .poll(() => at.desk.posted<Posted<'compare'>>('compare').then((all) => all.at(-1)?.models?.length))
      .toBe(3);
    await expect.poll(() => box('llava').isDisabled()).toBe(true);
    // What is chosen is what the extension says.
    await expect.poll(() => box('qwen3:8b').isChecked()).toBe(false);
    await at.button('Leave the comparison').click();
    await expect
      .poll(() => at.desk.posted<Posted<'compare'>>('compare').then((all) => all.at(-1)))
      .toEqual({ type: 'compare', id: 'r1' });
  });

  it('is signed by one press with every hash that stood on screen for the guard’s time', async () => {
    await at.open(undefined, snapshot({ state: { guardMs: LONG_GUARD }, status: { compare: plan() } }));
    for (const { hash } of planned)
      await at.desk.page
        .locator('.compare-plan')
        .getByText(hash ?? '', { exact: true })
        .waitFor();
    await send().click({ force: true });
    await expect.poll(() => at.desk.posted('approveComparison')).toEqual([]);
    await at.ready();
    const hashes = planned.map(({ hash }) => hash);
    const painted = await at.desk.posted<Posted<'rendered'>>('rendered');
    expect(painted.at(-1)?.hash).toBe(hashes.join('+'));
    // A change begins the time anew.
    await at.desk.send({ type: 'status', status: status({ compare: plan(planned.toReversed()) }) });
    await send().click({ force: true });
    await expect.poll(() => at.desk.posted('approveComparison')).toEqual([]);
    await at.ready();
    await at.desk.page.keyboard.press('Control+Enter');
    await expect
      .poll(() => at.desk.posted('approveComparison'))
      .toEqual([{ type: 'approveComparison', id: 'r1', hashes: hashes.toReversed() }]);
    await send().click({ force: true });
    await expect.poll(() => at.desk.posted('approveComparison')).toHaveLength(1);
    await expect.poll(() => at.desk.posted('approve')).toEqual([]);
  });

  it('says why it cannot be sent', async () => {
    const few = { models: planned.slice(0, 1), most: 4, problem: 'Choose at least two models.' };
    await at.open(undefined, snapshot({ status: { compare: { plan: few, columns: [] } } }));
    await at.desk.page.locator('#approval').getByText('Choose at least two models.').waitFor();
    await expect.poll(() => at.button('Approve and send to 1 model').getAttribute('aria-disabled')).toBe('true');
  });

  it('streams into its columns, and each can be stopped', async () => {
    await at.open(undefined, snapshot({ status: { phase: 'running', compare: comparing } }));
    const text = comparing.columns[0]?.answer?.text ?? '';
    await at.desk.send({ type: 'answerText', id: 'r1', column: 0, offset: text.length, text: ' and more' });
    const column = at.desk.page.getByRole('region', { name: 'gpt-5-mini', exact: true });
    await column.getByText('and more').waitFor();
    await column.getByRole('button', { name: 'Stop gpt-5-mini' }).click();
    await at.button('Stop').click();
    await expect
      .poll(() => at.desk.posted('stop'))
      .toEqual([
        { type: 'stop', id: 'r1', column: 0 },
        { type: 'stop', id: 'r1' },
      ]);
    await at.desk.page.getByText('2 models are answering').waitFor();
    await at.desk.send({ type: 'answerText', id: 'r1', column: 0, offset: 9_999, text: 'lost' });
    await expect.poll(() => at.desk.posted('ready')).toHaveLength(2);
  });

  it('returns nothing before one of the answers is used', async () => {
    await at.open(undefined, snapshot({ status: { phase: 'answered', compare: compared() } }));
    await at.desk.page.getByText('Use one of the answers above').waitFor();
    await expect.poll(() => at.button('Return to server').count()).toBe(0);
    await at.desk.page.keyboard.press('Control+Enter');
    await at.button('Use this answer of gpt-5').click();
    await expect.poll(() => at.desk.posted('takeAnswer')).toEqual([{ type: 'takeAnswer', id: 'r1', column: 1 }]);
    await at.desk.send({ type: 'status', status: status({ phase: 'answered', compare: compared(1), answer }) });
    await at.ready();
    await at.button('Return to server').click();
    await expect.poll(() => at.desk.posted('release')).toEqual([{ type: 'release', id: 'r1' }]);
  });
});
