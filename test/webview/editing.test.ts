import { describe, expect, it } from 'vitest';
import { deskBench, type Posted } from './support/desk.ts';
import { LONG_GUARD } from './support/panel.ts';
import { editStates } from './support/edits.ts';
import { content, snapshot, status, text } from './support/reviews.ts';

const at = deskBench();
const edits = () => at.desk.posted<Posted<'edit'>>('edit');
const lastEdit = async () => (await edits()).at(-1)?.edit;
const reworked = () => at.openReady(...(editStates['edited-all'] ?? []));

describe('a message', () => {
  it('is added below another one, and the keyboard is in it when it is there', async () => {
    await at.openReady(snapshot());
    await at.desk.page.locator('.more > summary').first().click();
    await at.button('Add an assistant message below message 1').click();
    await expect.poll(lastEdit).toEqual({ part: 'addMessage', id: 'a1', role: 'assistant', after: 'm0' });
    await expect.poll(() => at.desk.page.locator('.more[open]').count()).toBe(0);
    const [first] = content().messages;
    const added = { id: 'a1', role: 'assistant' as const, added: true, blank: true, blocks: [text('')] };
    await at.desk.send({
      type: 'content',
      content: content({ revision: 2, messages: [...(first ? [first] : []), added] }),
    });
    await at.desk.page.locator('#edit-a1b0:focus').waitFor();
    await at.desk.page.getByText('Without text it is not sent.').waitFor();
    await at.desk.page.keyboard.type('Mine.');
    await expect.poll(lastEdit).toEqual({ part: 'text', message: 'a1', block: 0, text: 'Mine.' });
  });

  it('is taken out with what belongs to it, and put back; the last one has to stay', async () => {
    await reworked();
    const menus = at.desk.page.locator('.more > summary');
    await menus.nth(1).click();
    await at.desk.page.getByText('Nothing can stand between the use of a tool and its result.').waitFor();
    await at.button('Take out with the results message 2').click();
    await expect.poll(lastEdit).toEqual({ part: 'removeMessages', messages: ['m1', 'm2'] });
    await at.button('Put back assistant, user').click();
    await expect.poll(lastEdit).toEqual({ part: 'restoreMessages', messages: ['m4', 'm5'] });
    await at.desk.send(snapshot());
    await menus.first().click();
    await at.desk.page.getByText('At least one message has to stay.').waitFor();
  });

  it('has a menu that closes on Escape, and when the keyboard leaves it', async () => {
    await at.openReady(snapshot());
    const menu = at.desk.page.locator('.more').first();
    await menu.locator('summary').focus();
    await at.desk.page.keyboard.press('Enter');
    await expect.poll(() => menu.getAttribute('open')).toBe('');
    await at.desk.page.keyboard.press('Tab');
    await at.desk.page.keyboard.press('Escape');
    await expect.poll(() => menu.getAttribute('open')).toBeNull();
    await menu.locator('summary:focus').waitFor();
    await at.desk.page.keyboard.press('Enter');
    await at.button('Deny').focus();
    await expect.poll(() => menu.getAttribute('open')).toBeNull();
  });
});

describe('parameters and tools', () => {
  it('are changed, and what cannot be is said before it is taken', async () => {
    await reworked();
    const box = (name: string) => at.desk.page.getByRole('spinbutton', { name });
    await box('Max tokens').fill('401');
    await at.desk.page.getByText('The server allows at most 400 tokens.').waitFor();
    await expect.poll(() => box('Max tokens').getAttribute('aria-invalid')).toBe('true');
    expect(await edits()).toEqual([]);
    await at.desk.page.keyboard.press('Tab');
    await expect.poll(() => box('Max tokens').inputValue()).toBe('200');
    await box('Temperature').fill('');
    await at.desk.page.keyboard.press('Tab');
    await expect.poll(lastEdit).toEqual({ part: 'temperature', value: null });
    await at.desk.page.getByRole('combobox', { name: 'Tool choice' }).selectOption('auto');
    await expect.poll(lastEdit).toEqual({ part: 'toolChoice', mode: 'auto' });
    await at.button('Take out stop sequence "END"').click();
    await expect.poll(lastEdit).toEqual({ part: 'stopSequences', value: ['\n\nHuman:'] });
    const stop = at.desk.page.getByRole('textbox', { name: 'New stop sequence' });
    await stop.fill('END');
    await stop.press('Enter');
    await at.desk.page.getByText('This stop sequence is there already.').waitFor();
    await stop.fill('\\n\\n');
    await stop.press('Enter');
    await expect.poll(lastEdit).toEqual({ part: 'stopSequences', value: ['\n\nHuman:', 'END', '\n\n'] });
  });

  it('keep the last tool where the choice requires one, and take back what was dropped', async () => {
    await reworked();
    await at.desk.page.getByText('The tool choice is “required”, so the last tool has to stay.').waitFor();
    await expect.poll(() => at.button('Drop search_archive').count()).toBe(0);
    await at.button('Take back delete_document').click();
    await expect.poll(lastEdit).toEqual({ part: 'keepTool', tool: 1 });
  });
});

describe('undo and redo', () => {
  it('are not VS Code’s where the desk takes the key: an editor tab would get it as well, and the focus', async () => {
    await reworked();
    // Where VS Code listens: at the window, after the page.
    await at.desk.page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      window.addEventListener('keydown', ({ key, ctrlKey }) => {
        if (ctrlKey && key !== 'Control') heard.push(key);
      });
    });
    await at.desk.page.locator('h1').focus();
    await at.desk.page.keyboard.press('Control+z');
    await expect.poll(() => at.desk.posted('undo')).toHaveLength(1);
    await at.button('Edit system prompt').click();
    await at.desk.page.locator('#edit-system:focus').waitFor();
    await at.desk.page.keyboard.press('Control+y');
    await expect.poll(() => at.desk.page.evaluate('window.heard')).toEqual(['y']);
  });

  it('are buttons and keys; in a text box the keys belong to what is typed there', async () => {
    await reworked();
    await at.button('Undo').click();
    await expect.poll(() => at.desk.posted('undo')).toHaveLength(1);
    await at.button('Redo').click({ force: true });
    await at.desk.page.locator('h1').focus();
    await at.desk.page.keyboard.press('Control+z');
    await expect.poll(() => at.desk.posted('undo')).toHaveLength(2);
    await at.desk.page.keyboard.press('Control+y');
    await at.desk.page.keyboard.press('Control+Shift+z');
    await expect.poll(() => at.desk.posted('redo')).toHaveLength(2);
    await at.button('Edit system prompt').click();
    await at.desk.page.locator('#edit-system:focus').waitFor();
    await at.desk.page.keyboard.type('x');
    await at.desk.page.keyboard.press('Control+z');
    await expect.poll(() => at.desk.page.locator('#edit-system').inputValue()).toBe('Two sentences.');
    await expect.poll(() => at.desk.posted('undo')).toHaveLength(2);
  });

  it('post what is typed first, and show in an open editor what came of it', async () => {
    await at.openReady(snapshot({ status: { canUndo: true } }));
    await at.button('Edit system prompt').click();
    await at.desk.page.locator('#edit-system:focus').waitFor();
    await at.desk.page.keyboard.press('Control+a');
    await at.desk.page.keyboard.type('typed');
    await at.button('Undo').click();
    await expect.poll(() => at.desk.posted('undo')).toHaveLength(1);
    expect((await edits()).at(-1)).toMatchObject({ edit: { part: 'system', text: 'typed' } });
    await at.desk.send({ type: 'content', content: content({ revision: 2, systemPrompt: text('typed') }) });
    await at.desk.send({ type: 'content', content: content({ revision: 3 }) });
    await expect.poll(() => at.desk.page.locator('#edit-system').inputValue()).toBe(content().systemPrompt?.text);
  });
});

describe('a text that is edited', () => {
  it('opens in an editor tab', async () => {
    await reworked();
    await at.button('Open in editor system prompt').click();
    await expect
      .poll(() => at.desk.posted('editInEditor'))
      .toEqual([{ type: 'editInEditor', id: 'r1', text: { part: 'system' } }]);
    await at.desk.page.getByText('Changed in an editor tab: System prompt.').waitFor();
    await at.desk.page.getByText('not saved, so not in this request: Message 1.').waitFor();
  });

  it('keeps what is typed while the answer to an earlier edit comes, and shows a change from elsewhere', async () => {
    await at.openReady(snapshot());
    await at.button('Edit system prompt').click();
    const box = at.desk.page.locator('#edit-system');
    await at.desk.page.locator('#edit-system:focus').waitFor();
    await at.desk.page.keyboard.press('Control+a');
    await at.desk.page.keyboard.type('one');
    await expect.poll(edits).toHaveLength(1);
    await at.desk.page.keyboard.type(' two');
    await at.desk.send({ type: 'content', content: content({ revision: 2, systemPrompt: text('one') }) });
    await expect.poll(() => box.inputValue()).toBe('one two');
    await expect.poll(edits).toHaveLength(2);
    await at.desk.send({ type: 'content', content: content({ revision: 3, systemPrompt: text('one two') }) });
    await at.desk.send({ type: 'content', content: content({ revision: 4, systemPrompt: text('from a tab') }) });
    await expect.poll(() => box.inputValue()).toBe('from a tab');
  });

  it('keeps the line ends of Windows wherever nobody typed, and is no edit when nobody did', async () => {
    const windows = 'one\r\ntwo\r\nthree\r\n';
    await at.openReady(snapshot({ content: { systemPrompt: text(windows) } }));
    await at.button('Edit system prompt').click();
    const box = at.desk.page.locator('#edit-system');
    await at.desk.page.locator('#edit-system:focus').waitFor();
    await at.button('Done system prompt').click();
    await at.button('Edit system prompt').click();
    await at.desk.page.locator('#edit-system:focus').waitFor();
    await box.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(7, 7));
    await at.desk.page.keyboard.type('!');
    await expect.poll(lastEdit).toEqual({ part: 'system', text: 'one\r\ntwo!\r\nthree\r\n' });
    await at.desk.page.keyboard.press('Control+Home');
    await at.desk.page.keyboard.type('0');
    await expect.poll(lastEdit).toEqual({ part: 'system', text: '0one\r\ntwo!\r\nthree\r\n' });
    for (const { edit } of await edits()) expect(edit).toMatchObject({ text: expect.stringContaining('!') as string });
  });

  it('stands in its box as it was typed when the box is opened again before the extension has answered', async () => {
    await at.openReady(snapshot());
    await at.button('Edit system prompt').click();
    await at.desk.page.locator('#edit-system:focus').waitFor();
    await at.desk.page.keyboard.press('Control+a');
    await at.desk.page.keyboard.type('typed');
    await at.button('Done system prompt').click();
    await at.button('Edit system prompt').click();
    await expect.poll(() => at.desk.page.locator('#edit-system').inputValue()).toBe('typed');
  });

  it('is with the extension before the page is loaded again, and open again then', async () => {
    await at.openReady(snapshot());
    await at.button('Edit system prompt').click();
    await at.desk.page.locator('#edit-system:focus').waitFor();
    await at.desk.page.evaluate(() => {
      window.addEventListener('pagehide', () => {
        const { posted } = window as unknown as { posted: { message: { type: string } }[] };
        sessionStorage.setItem('posted', JSON.stringify(posted.filter(({ message }) => message.type === 'edit')));
      });
    });
    await at.desk.page.keyboard.press('Control+a');
    await at.desk.page.keyboard.type('typed just now');
    await at.desk.page.reload();
    const posted = await at.desk.page.evaluate(() => sessionStorage.getItem('posted'));
    expect(posted).toContain('typed just now');
    await at.desk.send(snapshot({ content: { revision: 2, systemPrompt: text('typed just now') } }));
    await expect.poll(() => at.desk.page.locator('#edit-system').inputValue()).toBe('typed just now');
    // No text of the request lies in the page's own state.
    expect(
      await at.desk.page.evaluate(() =>
        JSON.stringify({ local: Object.entries(localStorage), kept: sessionStorage.getItem('webview-state') }),
      ),
    ).not.toContain('typed');
  });

  it('waits for the guard again after each change that came from elsewhere', async () => {
    await at.openReady(snapshot({ state: { guardMs: LONG_GUARD } }));
    await at.desk.send({ type: 'content', content: content({ revision: 2, systemPrompt: text('from a tab') }) });
    await at.desk.send({ type: 'status', status: status({ canUndo: true }) });
    await expect.poll(() => at.button('Approve and send').getAttribute('aria-disabled')).toBe('true');
    await at.ready();
  });
});
