import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FromDesk, ToDesk } from '../../src/shared/desk.ts';
import { openPanel, startBench, type Bench, type Opened, type OpenOptions } from './support/page.ts';
import { answer, content, snapshot, state, status, summary, text } from './support/reviews.ts';

type Posted<T extends FromDesk['type']> = Extract<FromDesk, { type: T }>;

let bench: Bench;
let desk: Opened<ToDesk>;

async function open(options?: OpenOptions, ...messages: ToDesk[]): Promise<void> {
  desk = await openPanel<ToDesk>(bench, 'desk', options);
  await desk.send(...messages);
}

/** Shows a review and waits until it may be decided on. */
async function openReady(...messages: ToDesk[]): Promise<void> {
  await open(undefined, ...messages);
  await ready();
}

async function ready(): Promise<void> {
  await desk.page.locator('.bar .button.primary:not(.inert)').waitFor();
}

const button = (name: string, exact = true) => desk.page.getByRole('button', { name, exact });

beforeAll(async () => {
  bench = await startBench();
});
afterAll(async () => {
  await bench.close();
});
afterEach(async () => {
  expect(await desk.posted('problem')).toEqual([]);
  expect(desk.errors).toEqual([]);
  await desk.close();
});

describe('what the desk shows', () => {
  it('asks for a snapshot and finds every part under its name', async () => {
    await openReady(snapshot());
    expect(await desk.posted('ready')).toHaveLength(1);
    for (const name of [
      'System prompt',
      'Messages',
      'Model preferences',
      'What leaves this machine',
      'Findings',
      'Parameters',
    ]) {
      await desk.page.getByRole('heading', { name, exact: true }).waitFor();
    }
    for (const name of ['Approve and send', 'Answer by hand', 'Deny']) {
      expect(await button(name).count()).toBe(1);
    }
    expect(await desk.page.getByRole('combobox', { name: 'Model', exact: true }).inputValue()).toBe(
      'openai/gpt-5-mini',
    );
    expect(await button('Approve and send').getAttribute('aria-describedby')).toBe('approval');
    expect(await desk.page.locator('#approval').textContent()).toContain('api.openai.com');
    expect(await desk.page.getByRole('meter', { name: 'Speed' }).getAttribute('value')).toBe('0.8');
  });

  it('says with a clock that ticks how long the server has waited, by the extension’s clock', async () => {
    const ahead = 3_600_000;
    const now = Date.now() + ahead;
    await open(undefined, snapshot({ state: { now }, status: { receivedAt: now - 5000 } }));
    await desk.page.getByText('Asked 5 s ago').waitFor();
    await desk.page.getByText('Asked 7 s ago').waitFor();
  });

  it('keeps text that looks like markup as text, wherever it stands', async () => {
    const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>${1}';
    const label = { name: evil, reach: evil, era: 'legacy' as const };
    await openReady(
      snapshot({
        state: { reviews: [summary({ label: evil, server: evil, cause: evil }), summary({ id: 'r2' })] },
        content: {
          systemPrompt: text(evil),
          messages: [{ role: 'user', blocks: [text(evil)] }],
          preferences: { hints: [evil] },
        },
        status: { server: label, failure: { message: evil, remedies: [], partial: evil } },
      }),
    );
    expect(await desk.page.evaluate('window.hacked')).toBeUndefined();
    expect(await desk.page.locator('#app img, #app script').count()).toBe(0);
    expect(await desk.page.locator('#text-of-system').textContent()).toBe(evil);
  });

  it('hears no message that a script of the page made', async () => {
    await open(undefined);
    await desk.page.evaluate((message) => {
      window.dispatchEvent(new MessageEvent('message', { data: message, source: null }));
    }, snapshot() as unknown);
    await desk.send();
    expect(await desk.page.getByRole('heading', { level: 1 }).textContent()).toContain('Loading');
  });

  it('shows hidden characters as marks, jumps to them, and copies the text as it was sent', async () => {
    const sent = `Pay \u202egnp.eciovni\u202c now.\u200b\n${'filler line\n'.repeat(60)}end`;
    await openReady(snapshot({ content: { messages: [{ role: 'user', blocks: [text(sent)] }] } }));
    expect(await desk.page.locator('.hidden-mark').count()).toBe(3);
    await desk.page.getByRole('button', { name: 'Show the first one in Message 1 (user)' }).click();
    expect(await desk.page.evaluate(() => document.activeElement?.className)).toBe('hidden-mark');
    await desk.page.evaluate(() => {
      const box = document.querySelector('#text-of-m0b0 .text-box');
      document.getSelection()?.selectAllChildren(box as Node);
    });
    await desk.page.keyboard.press('Control+c');
    expect(await desk.page.evaluate(() => navigator.clipboard.readText())).toBe(sent);
  });

  it('folds long text without cutting it, and unfolds it for what scrolls to a place inside', async () => {
    const sent = Array.from({ length: 3000 }, (_, i) => `line ${i}`).join('\n');
    await openReady(snapshot({ content: { messages: [{ role: 'user', blocks: [text(sent)] }] } }));
    const view = desk.page.locator('#text-of-m0b0');
    const fold = view.getByRole('button', { name: /^Show all \(3,000 lines, 28\.\d KB\)$/ });
    expect(await fold.getAttribute('aria-expanded')).toBe('false');
    expect(await view.locator('.text-box').textContent()).toBe(sent);
    await view
      .locator('.text-chunk')
      .last()
      .evaluate((chunk) => chunk.scrollIntoView());
    await view.getByRole('button', { name: 'Show less' }).waitFor();
  });
});

describe('approval', () => {
  it('is inert until the request has been on screen for the guard’s time, then goes out once', async () => {
    await open(undefined, snapshot({ state: { guardMs: 700 } }));
    const approve = button('Approve and send');
    expect(await approve.getAttribute('aria-disabled')).toBe('true');
    await approve.click({ force: true });
    expect(await desk.posted('approve')).toEqual([]);
    expect(await desk.posted<Posted<'rendered'>>('rendered')).toEqual([
      { type: 'rendered', id: 'r1', hash: status().outgoing?.hash, revision: 1 },
    ]);
    await ready();
    await approve.dblclick();
    expect(await desk.posted('approve')).toEqual([{ type: 'approve', id: 'r1', hash: status().outgoing?.hash }]);
  });

  it('waits again after every change, and keeps the focus', async () => {
    await openReady(snapshot());
    await button('Approve and send').focus();
    const outgoing = { ...(status().outgoing ?? expect.fail()), hash: 'another' };
    await desk.send({ type: 'status', status: status({ outgoing }) });
    expect(await button('Approve and send').getAttribute('aria-disabled')).toBe('true');
    await desk.page.keyboard.press('Enter');
    expect(await desk.posted('approve')).toEqual([]);
    await ready();
    await desk.page.keyboard.press('Enter');
    expect(await desk.posted('approve')).toEqual([{ type: 'approve', id: 'r1', hash: 'another' }]);
  });

  it('does not begin its time before the extension has begun to count', async () => {
    await openReady(snapshot({ state: { guardMs: 50 } }));
    await desk.page.evaluate(() => Object.assign(window, { deaf: true }));
    const outgoing = { ...(status().outgoing ?? expect.fail()), hash: 'another' };
    await desk.send({ type: 'status', status: status({ outgoing }) });
    await desk.page.waitForFunction(() =>
      (window as unknown as { posted: { message: { hash?: string } }[] }).posted.some(
        ({ message }) => message.hash === 'another',
      ),
    );
    // Longer than the guard's time, and still nobody has counted.
    await desk.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
    expect(await button('Approve and send').getAttribute('aria-disabled')).toBe('true');
    await desk.send({ type: 'seen', id: 'r1', hash: 'another' });
    await ready();
  });

  it('never falls to a stray Enter when another review takes the place', async () => {
    const two = [summary(), summary({ id: 'r2' })];
    await openReady(snapshot({ state: { reviews: two } }));
    await button('Approve and send').focus();
    await desk.send({
      type: 'snapshot',
      state: state({ reviews: two, selected: 'r2' }),
      content: content({ id: 'r2' }),
      status: status({ id: 'r2' }),
    });
    expect(await desk.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await ready();
    await desk.page.keyboard.press('Enter');
    expect(await desk.posted('approve')).toEqual([]);
  });

  it('takes Ctrl+Enter, but neither a held key nor one inside a text that is being edited', async () => {
    await openReady(snapshot());
    await button('Edit message 1').click();
    await desk.page.locator('textarea:focus').waitFor();
    await desk.page.keyboard.press('Control+Enter');
    expect(await desk.posted('approve')).toEqual([]);
    await desk.page.locator('#toggle-m0b0:focus').waitFor();
    expect(await desk.page.locator('textarea').count()).toBe(0);
    await desk.page.evaluate(() => {
      const init = { key: 'Enter', code: 'Enter', ctrlKey: true, repeat: true, bubbles: true };
      document.dispatchEvent(new KeyboardEvent('keydown', init));
      document.dispatchEvent(new KeyboardEvent('keydown', { ...init, repeat: false }));
    });
    expect(await desk.posted('approve')).toEqual([]);
    await desk.page.keyboard.press('Control+Enter');
    expect(await desk.posted('approve')).toHaveLength(1);
  });

  it('waits for an edit to be part of the request', async () => {
    await openReady(snapshot());
    await button('Edit system prompt').click();
    await desk.page.locator('textarea:focus').waitFor();
    await desk.page.keyboard.press('Control+a');
    await desk.page.keyboard.type('Be brief.');
    await button('Approve and send').click({ force: true });
    expect(await desk.posted('approve')).toEqual([]);
    expect(await desk.posted<Posted<'edit'>>('edit')).toEqual([
      { type: 'edit', id: 'r1', edit: { part: 'system', text: 'Be brief.' } },
    ]);
    await desk.send({
      type: 'content',
      content: content({ revision: 2, edited: true, systemPrompt: { text: 'Be brief.', original: 'x', hidden: [] } }),
    });
    await ready();
    await button('Approve and send').click();
    expect(await desk.posted('approve')).toHaveLength(1);
  });

  it('says why it was not taken, and can be tried again', async () => {
    await openReady(snapshot());
    await button('Approve and send').click();
    await desk.send({ type: 'notTaken', id: 'r1', message: 'The review desk does not have the focus.' });
    expect(await desk.page.getByRole('status').textContent()).toBe('The review desk does not have the focus.');
    expect(await desk.page.locator('.bar .notice').textContent()).toContain('does not have the focus');
    await button('Approve and send').click();
    expect(await desk.posted('approve')).toHaveLength(2);
  });

  it('is not offered while sampling is paused', async () => {
    await open(undefined, snapshot({ state: { paused: true } }));
    await desk.page.getByText('no model is called until you resume').waitFor();
    await button('Resume sampling').click();
    expect(await desk.posted('resumeSampling')).toHaveLength(1);
    expect(await button('Approve and send').getAttribute('aria-disabled')).toBe('true');
  });
});

describe('edits', () => {
  it('that are refused do not stay on screen as if they were taken', async () => {
    await openReady(snapshot());
    await button('Edit system prompt').click();
    await desk.page.locator('textarea:focus').waitFor();
    await desk.page.keyboard.type('More. ');
    await button('Done system prompt').click();
    await button('Edit message 1').click();
    await desk.send({ type: 'notTaken', id: 'r1', message: 'This text cannot be edited.' });
    expect(await desk.page.locator('textarea').count()).toBe(0);
    expect(await desk.page.locator('#text-of-system').textContent()).toBe(content().systemPrompt?.text);
    await ready();
  });

  it('are taken back as a whole, in every box', async () => {
    const parameters = { maxTokens: 90, maxTokensOriginal: 400 };
    await openReady(snapshot({ content: { revision: 2, edited: true, parameters } }));
    const box = desk.page.getByRole('spinbutton', { name: 'Max tokens' });
    expect(await box.inputValue()).toBe('90');
    await button('Show changes').click();
    expect(await desk.posted('diff')).toEqual([{ type: 'diff', id: 'r1' }]);
    await button('Reset').click();
    expect(await desk.posted('reset')).toEqual([{ type: 'reset', id: 'r1' }]);
    await desk.send({ type: 'content', content: content({ revision: 3 }) });
    expect(await box.inputValue()).toBe('400');
  });
});

describe('other decisions', () => {
  it('denies with a reason, or goes back to the button on Escape', async () => {
    await openReady(snapshot());
    await desk.page.keyboard.press('Alt+d');
    await desk.page.getByLabel('Reason for the server (optional)').waitFor();
    await desk.page.keyboard.press('Escape');
    await desk.page.locator('#open-deny:focus').waitFor();
    await desk.page.keyboard.press('Enter');
    await desk.page.locator('#form-reason:focus').waitFor();
    await desk.page.keyboard.type('No customer data.');
    await desk.page.keyboard.press('Enter');
    expect(await desk.posted('deny')).toEqual([{ type: 'deny', id: 'r1', reason: 'No customer data.' }]);
  });

  it('answers by hand, and keeps what was typed when the page is loaded again', async () => {
    await openReady(snapshot());
    await button('Answer by hand').click();
    await desk.page.locator('textarea:focus').waitFor();
    await desk.page.keyboard.type('Forty-two.');
    await desk.page.reload();
    await desk.send(snapshot());
    expect(await desk.page.getByLabel('Your answer').inputValue()).toBe('Forty-two.');
    await button('Use this answer').click();
    expect(await desk.posted('answerByHand')).toEqual([{ type: 'answerByHand', id: 'r1', text: 'Forty-two.' }]);
  });

  it('chooses a model, shows those that cannot be taken, and changes max tokens', async () => {
    await openReady(snapshot());
    const model = desk.page.getByRole('combobox', { name: 'Model' });
    expect(await model.locator('option:disabled').textContent()).toContain('cannot use tools');
    await model.selectOption('ollama/qwen3:8b');
    expect(await desk.posted('selectModel')).toEqual([{ type: 'selectModel', id: 'r1', model: 'ollama/qwen3:8b' }]);
    await desk.send();
    expect(await button('Approve and send').getAttribute('aria-disabled')).toBe('true');
    await desk.page.getByRole('spinbutton', { name: 'Max tokens' }).fill('150');
    await desk.page.keyboard.press('Tab');
    expect(await desk.posted('edit')).toEqual([{ type: 'edit', id: 'r1', edit: { part: 'maxTokens', value: 150 } }]);
  });

  it('offers the way out of a failure', async () => {
    await openReady(
      snapshot({ status: { failure: { message: 'Wrong key.', remedies: ['setApiKey', 'otherModel', 'retry'] } } }),
    );
    await button('Set API Key…').click();
    expect(await desk.posted('remedy')).toEqual([{ type: 'remedy', id: 'r1', remedy: 'setApiKey' }]);
    await button('Choose another model').click();
    expect(await desk.page.evaluate(() => document.activeElement?.id)).toBe('model');
    await button('Retry').click();
    expect(await desk.posted('approve')).toHaveLength(1);
  });
});

describe('the answer', () => {
  it('streams, follows its end unless one has scrolled away, and can be stopped', async () => {
    await open(undefined, snapshot({ status: { phase: 'running' } }));
    const lines = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => `answer line ${from + i}\n`).join('');
    await desk.send({ type: 'answerText', id: 'r1', offset: 0, text: lines(0, 100) });
    const view = desk.page.locator('stream-view');
    const end = () => view.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    expect(await end()).toBeLessThan(2);
    await view.evaluate((box) => {
      box.scrollTop = 0;
    });
    await desk.send({ type: 'answerText', id: 'r1', offset: lines(0, 100).length, text: lines(100, 120) });
    expect(await view.evaluate((box) => box.scrollTop)).toBe(0);
    expect(await view.textContent()).toBe(lines(0, 120));
    await desk.send({ type: 'answerText', id: 'r1', offset: 9_999_999, text: 'late' });
    expect(await desk.posted('ready')).toHaveLength(2);
    await button('Stop').click();
    expect(await desk.posted('stop')).toEqual([{ type: 'stop', id: 'r1' }]);
  });

  it('is returned, edited, regenerated or rejected', async () => {
    await openReady(snapshot({ status: { phase: 'answered', answer } }));
    await button('Edit answer').click();
    await desk.page.getByRole('textbox', { name: 'Answer', exact: true }).fill('Shorter.');
    await button('Cancel').click();
    await button('Reject answer').click();
    await button('Cancel').click();
    await button('Regenerate').click();
    expect(await desk.posted('regenerate')).toEqual([{ type: 'regenerate', id: 'r1', hash: status().outgoing?.hash }]);
    await desk.send(snapshot({ status: { phase: 'answered', answer } }));
    await ready();
    await button('Return to server').click();
    expect(await desk.posted('release')).toEqual([{ type: 'release', id: 'r1' }]);
    await desk.send(snapshot({ status: { phase: 'answered', answer } }));
    await button('Edit answer').click();
    expect(await desk.page.getByRole('textbox', { name: 'Answer', exact: true }).inputValue()).toBe('Shorter.');
    await button('Return edited answer').click();
    expect(await desk.posted('release')).toContainEqual({ type: 'release', id: 'r1', text: 'Shorter.' });
  });

  it('puts the focus on a line that does nothing when the pressed button goes away', async () => {
    await openReady(snapshot());
    await button('Approve and send').click();
    await desk.send({ type: 'status', status: status({ phase: 'running' }) });
    expect(await desk.page.evaluate(() => document.activeElement?.id)).toBe('phase');
    expect(await desk.page.getByRole('status').textContent()).toBe('The model is answering');
  });

  it('says when it was cut, and goes on to the next review when it is over', async () => {
    await openReady(snapshot({ status: { phase: 'answered', answer: { ...answer, stopReason: 'maxTokens' } } }));
    await desk.page.getByText('Cut by length').waitFor();
    const reviews = [summary({ phase: 'closed' }), summary({ id: 'r2' })];
    await desk.send(
      snapshot({
        state: { reviews },
        status: { phase: 'closed', answer, closed: { how: 'returned', message: 'It has the answer.' } },
      }),
    );
    await button('Review next request').click();
    expect(await desk.posted('select')).toEqual([{ type: 'select', id: 'r2' }]);
  });
});
