import { describe, expect, it } from 'vitest';
import { deskBench, type Posted } from './support/desk.ts';
import { LONG_GUARD } from './support/panel.ts';
import { content, snapshot, state, status, summary, text } from './support/reviews.ts';

const at = deskBench();

describe('what the desk shows', () => {
  it('asks for a snapshot and finds every part under its name', async () => {
    await at.openReady(snapshot());
    await expect.poll(() => at.desk.posted('ready')).toHaveLength(1);
    for (const name of [
      'System prompt',
      'Messages',
      'Model preferences',
      'What leaves this machine',
      'Findings',
      'Parameters',
    ]) {
      await at.desk.page.getByRole('heading', { name, exact: true }).waitFor();
    }
    for (const name of ['Approve and send', 'Answer by hand', 'Deny']) {
      await expect.poll(() => at.button(name).count()).toBe(1);
    }
    await expect
      .poll(() => at.desk.page.getByRole('combobox', { name: 'Model', exact: true }).inputValue())
      .toBe('openai/gpt-5-mini');
    await expect.poll(() => at.button('Approve and send').getAttribute('aria-describedby')).toBe('approval');
    await expect.poll(() => at.desk.page.locator('#approval').textContent()).toContain('api.openai.com');
    await expect.poll(() => at.desk.page.getByRole('meter', { name: 'Speed' }).getAttribute('value')).toBe('0.8');
  });

  it('says with a clock that ticks how long the server has waited, by the extension’s clock', async () => {
    const ahead = 3_600_000;
    const now = Date.now() + ahead;
    await at.open(undefined, snapshot({ state: { now }, status: { receivedAt: now - 5000 } }));
    const asked = at.desk.page.getByText(/Asked \d+ s ago/);
    const seconds = async () => Number(/Asked (\d+) s ago/.exec((await asked.textContent()) ?? '')?.[1]);
    await expect.poll(seconds).toBeGreaterThanOrEqual(5);
    const first = await seconds();
    expect(first).toBeLessThan(30);
    await expect.poll(seconds).toBeGreaterThanOrEqual(first + 2);
  });

  it('keeps text that looks like markup as text, wherever it stands', async () => {
    const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>${1}';
    const label = { name: evil, reach: evil, era: 'legacy' as const };
    await at.openReady(
      snapshot({
        state: { reviews: [summary({ label: evil, server: evil, cause: evil }), summary({ id: 'r2' })] },
        content: {
          systemPrompt: text(evil),
          messages: [{ id: 'm0', role: 'user', blocks: [text(evil)] }],
          preferences: { hints: [evil] },
        },
        status: { server: label, failure: { message: evil, remedies: [], partial: evil } },
      }),
    );
    expect(await at.desk.page.evaluate('window.hacked')).toBeUndefined();
    await expect.poll(() => at.desk.page.locator('#app img, #app script').count()).toBe(0);
    await expect.poll(() => at.desk.page.locator('#text-of-system').textContent()).toBe(evil);
  });

  it('hears no message that a script of the page made', async () => {
    await at.open(undefined);
    await at.desk.page.evaluate((message) => {
      window.dispatchEvent(new MessageEvent('message', { data: message, source: null }));
    }, snapshot() as unknown);
    await at.desk.send();
    await expect.poll(() => at.desk.page.getByRole('heading', { level: 1 }).textContent()).toContain('Loading');
  });

  it('shows hidden characters as marks, jumps to them, and copies the text as it was sent', async () => {
    const sent = `Pay \u202egnp.eciovni\u202c now.\u200b\n${'filler line\n'.repeat(60)}end`;
    await at.openReady(snapshot({ content: { messages: [{ id: 'm0', role: 'user', blocks: [text(sent)] }] } }));
    await expect.poll(() => at.desk.page.locator('.hidden-mark').count()).toBe(3);
    await at.desk.page.getByRole('button', { name: 'Show Message 1 (user), line 1' }).first().click();
    await at.desk.page.locator('.finding-mark.shown:focus .hidden-mark').waitFor();
    await at.desk.page.evaluate(() => {
      const box = document.querySelector('#text-of-m0b0 .text-box');
      document.getSelection()?.selectAllChildren(box as Node);
    });
    await at.desk.page.keyboard.press('Control+c');
    await expect.poll(() => at.desk.page.evaluate(() => navigator.clipboard.readText())).toBe(sent);
  });

  it('folds long text without cutting it, and unfolds it for what scrolls to a place inside', async () => {
    const sent = Array.from({ length: 3000 }, (_, i) => `line ${i}`).join('\n');
    await at.openReady(snapshot({ content: { messages: [{ id: 'm0', role: 'user', blocks: [text(sent)] }] } }));
    const view = at.desk.page.locator('#text-of-m0b0');
    const fold = view.getByRole('button', { name: /^Show all \(3,000 lines, 28\.\d KB\)$/ });
    await expect.poll(() => fold.getAttribute('aria-expanded')).toBe('false');
    await expect.poll(() => view.locator('.text-box').textContent()).toBe(sent);
    await view
      .locator('.text-chunk')
      .last()
      .evaluate((chunk) => chunk.scrollIntoView());
    await view.getByRole('button', { name: 'Show less' }).waitFor();
  });
});

describe('approval', () => {
  it('is inert until the request has been on screen for the guard’s time, then goes out once', async () => {
    await at.open(undefined, snapshot({ state: { guardMs: LONG_GUARD } }));
    const approve = at.button('Approve and send');
    await expect.poll(() => approve.getAttribute('aria-disabled')).toBe('true');
    await approve.click({ force: true });
    expect(await at.desk.posted('approve')).toEqual([]);
    await expect
      .poll(() => at.desk.posted<Posted<'rendered'>>('rendered'))
      .toEqual([{ type: 'rendered', id: 'r1', hash: status().outgoing?.hash, revision: 1 }]);
    await at.ready();
    await approve.dblclick();
    await expect
      .poll(() => at.desk.posted('approve'))
      .toEqual([{ type: 'approve', id: 'r1', hash: status().outgoing?.hash }]);
  });

  it('waits again after every change, and keeps the focus', async () => {
    await at.openReady(snapshot({ state: { guardMs: LONG_GUARD } }));
    await at.button('Approve and send').focus();
    const outgoing = { ...(status().outgoing ?? expect.fail()), hash: 'another' };
    await at.desk.send({ type: 'status', status: status({ outgoing }) });
    await expect.poll(() => at.button('Approve and send').getAttribute('aria-disabled')).toBe('true');
    await at.desk.page.keyboard.press('Enter');
    expect(await at.desk.posted('approve')).toEqual([]);
    await at.ready();
    await at.desk.page.keyboard.press('Enter');
    await expect.poll(() => at.desk.posted('approve')).toEqual([{ type: 'approve', id: 'r1', hash: 'another' }]);
  });

  it('does not begin its time before the extension has begun to count', async () => {
    await at.openReady(snapshot({ state: { guardMs: 50 } }));
    await at.desk.page.evaluate(() => Object.assign(window, { deaf: true }));
    const outgoing = { ...(status().outgoing ?? expect.fail()), hash: 'another' };
    await at.desk.send({ type: 'status', status: status({ outgoing }) });
    await at.desk.page.waitForFunction(() =>
      (window as unknown as { posted: { message: { hash?: string } }[] }).posted.some(
        ({ message }) => message.hash === 'another',
      ),
    );
    // Longer than the guard's time, and still nobody has counted.
    await at.desk.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
    await expect.poll(() => at.button('Approve and send').getAttribute('aria-disabled')).toBe('true');
    await at.desk.send({ type: 'seen', id: 'r1', hash: 'another' });
    await at.ready();
  });

  it('never falls to a stray Enter when another review takes the place', async () => {
    const two = [summary(), summary({ id: 'r2' })];
    await at.openReady(snapshot({ state: { reviews: two } }));
    await at.button('Approve and send').focus();
    await at.desk.send({
      type: 'snapshot',
      state: state({ reviews: two, selected: 'r2' }),
      content: content({ id: 'r2' }),
      status: status({ id: 'r2' }),
    });
    await expect.poll(() => at.desk.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await at.ready();
    await at.desk.page.keyboard.press('Enter');
    expect(await at.desk.posted('approve')).toEqual([]);
  });

  it('takes Ctrl+Enter, but neither a held key nor one inside a text that is being edited', async () => {
    await at.openReady(snapshot());
    await at.button('Edit message 1').click();
    await at.desk.page.locator('textarea:focus').waitFor();
    await at.desk.page.keyboard.press('Control+Enter');
    expect(await at.desk.posted('approve')).toEqual([]);
    await at.desk.page.locator('#toggle-m0b0:focus').waitFor();
    await expect.poll(() => at.desk.page.locator('textarea').count()).toBe(0);
    await at.desk.page.evaluate(() => {
      const init = { key: 'Enter', code: 'Enter', ctrlKey: true, repeat: true, bubbles: true };
      document.dispatchEvent(new KeyboardEvent('keydown', init));
      document.dispatchEvent(new KeyboardEvent('keydown', { ...init, repeat: false }));
    });
    expect(await at.desk.posted('approve')).toEqual([]);
    await at.desk.page.keyboard.press('Control+Enter');
    await expect.poll(() => at.desk.posted('approve')).toHaveLength(1);
  });

  it('waits for an edit to be part of the request', async () => {
    await at.openReady(snapshot());
    await at.button('Edit system prompt').click();
    await at.desk.page.locator('textarea:focus').waitFor();
    await at.desk.page.keyboard.press('Control+a');
    await at.desk.page.keyboard.type('Be brief.');
    await at.button('Approve and send').click({ force: true });
    expect(await at.desk.posted('approve')).toEqual([]);
    await expect
      .poll(() => at.desk.posted<Posted<'edit'>>('edit'))
      .toMatchObject([{ type: 'edit', id: 'r1', edit: { part: 'system', text: 'Be brief.' } }]);
    await at.desk.send({
      type: 'content',
      content: content({ revision: 2, edited: true, systemPrompt: { text: 'Be brief.', original: 'x', hidden: [] } }),
    });
    await at.ready();
    await at.button('Approve and send').click();
    await expect.poll(() => at.desk.posted('approve')).toHaveLength(1);
  });

  it('says why it was not taken, and can be tried again', async () => {
    await at.openReady(snapshot());
    await at.button('Approve and send').click();
    await at.desk.send({ type: 'notTaken', id: 'r1', message: 'The review desk does not have the focus.' });
    await expect
      .poll(() => at.desk.page.getByRole('status').textContent())
      .toBe('The review desk does not have the focus.');
    await expect.poll(() => at.desk.page.locator('.bar .notice').textContent()).toContain('does not have the focus');
    await at.button('Approve and send').click();
    await expect.poll(() => at.desk.posted('approve')).toHaveLength(2);
  });

  it('is not offered while sampling is paused', async () => {
    await at.open(undefined, snapshot({ state: { paused: true } }));
    await at.desk.page.getByText('no model is called until you resume').waitFor();
    await at.button('Resume sampling').click();
    await expect.poll(() => at.desk.posted('resumeSampling')).toHaveLength(1);
    await expect.poll(() => at.button('Approve and send').getAttribute('aria-disabled')).toBe('true');
  });
});

describe('edits', () => {
  it('that are refused do not stay on screen as if they were taken', async () => {
    await at.openReady(snapshot());
    await at.button('Edit system prompt').click();
    await at.desk.page.locator('textarea:focus').waitFor();
    await at.desk.page.keyboard.type('More. ');
    await at.button('Done system prompt').click();
    await at.button('Edit message 1').click();
    await at.desk.send({ type: 'notTaken', id: 'r1', message: 'This text cannot be edited.' });
    await expect.poll(() => at.desk.page.locator('textarea').count()).toBe(0);
    await expect.poll(() => at.desk.page.locator('#text-of-system').textContent()).toBe(content().systemPrompt?.text);
    await at.ready();
  });

  it('are taken back as a whole, in every box', async () => {
    const parameters = { maxTokens: 90, maxTokensOriginal: 400 };
    await at.openReady(snapshot({ content: { revision: 2, edited: true, parameters } }));
    const box = at.desk.page.getByRole('spinbutton', { name: 'Max tokens' });
    await expect.poll(() => box.inputValue()).toBe('90');
    await at.button('Show changes').click();
    await expect.poll(() => at.desk.posted('diff')).toEqual([{ type: 'diff', id: 'r1' }]);
    await at.button('Reset').click();
    await expect.poll(() => at.desk.posted('reset')).toEqual([{ type: 'reset', id: 'r1' }]);
    await at.desk.send({ type: 'content', content: content({ revision: 3 }) });
    await expect.poll(() => box.inputValue()).toBe('400');
  });
});
