import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pickTool } from './pages/callPanel.ts';
import { expectQuiet, readLedgerFiles, running, type Scene, startScene, stdioServer, tidy } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';

const url = 'https://archive.example.com/connect?session=a%2Fb&next=c%20d';

describe('what a server asks of a person', { timeout: 60_000 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene({ name: 'elicitation', servers: { asker: stdioServer('asker') } });
    await running(scene.workbench, 'asker');
  });
  afterEach(() => tidy(scene));
  afterAll(() => scene?.close());
  screenshotOnFailure(() => scene?.workbench);

  /** Presses the button and lets VS Code, which asks once more, open the page. What the browser was told to open. */
  async function openedPage(): Promise<string> {
    const { page, dialog } = scene.workbench;
    await page.context().route('https://archive.example.com/**', (route) => route.fulfill({ body: 'Signed in.' }));
    const press = async (): Promise<void> => {
      await scene.desk.press('Open in browser');
      expect(await dialog.text()).toContain('archive.example.com');
      await dialog.click('Open');
    };
    const [opened] = await Promise.all([page.context().waitForEvent('page'), press()]);
    await opened.getByText('Signed in.').waitFor();
    const address = opened.url();
    await opened.close();
    return address;
  }

  it('a form: filled in, put right where it is wrong, submitted; kept while the desk is hidden', async () => {
    const { workbench, desk } = scene;
    const panel = await pickTool(workbench, 'asker', 'book_room');
    await desk.wants('asker', 'asks you to fill in a form');
    await desk.says('This form seems to ask for a secret: Access token.');
    await desk.fill('Full name', 'Ada Lovelace');
    await desk.fill('E-mail', 'nowhere');
    await workbench.screenshot('elicitation-form');
    await desk.press('Submit');
    await desk.says('Must match format', 'Form');
    await panel.show();
    await desk.show();
    await desk.wants('asker', 'asks you to fill in a form');
    const name = (await desk.frame()).getByLabel('Full name', { exact: true });
    await expect.poll(() => name.inputValue()).toBe('Ada Lovelace');
    await desk.fill('E-mail', 'ada@example.com');
    await desk.press('Submit');
    await desk.says('Submitted.');
    await panel.ended('Done');
    await panel.result('{"action":"accept","content":{"name":"Ada Lovelace","email":"ada@example.com","size":"m"}}');
    const { text, entries } = readLedgerFiles(workbench);
    expect(entries.findLast(({ kind }) => kind === 'elicited')).toMatchObject({ fields: ['name', 'email', 'size'] });
    expect(text).not.toContain('Lovelace');
  });

  it('a form that is declined by the keyboard', async () => {
    const { workbench, desk } = scene;
    const panel = await pickTool(workbench, 'asker', 'book_room');
    await desk.wants('asker', 'asks you to fill in a form');
    await desk.focused();
    await workbench.page.keyboard.press('Alt+D');
    await desk.says('Declined.');
    await panel.ended('Done');
    await panel.result('{"action":"decline"}');
  });

  it('a page: shown whole, opened as it was shown, and said to be complete by the server', async () => {
    const { workbench, desk } = scene;
    const panel = await pickTool(workbench, 'asker', 'page');
    await desk.wants('asker', 'asks you to open a web page');
    await desk.says(url, 'Web page');
    await workbench.screenshot('elicitation-page');
    expect(await openedPage()).toBe(url);
    await desk.says('The server says that what you did on its page is complete.');
    await panel.ended('Done');
    await panel.result('{"action":"accept"}');
  });

  it('a page that the call needs first: the call is made again when the person says so', async () => {
    const { workbench, desk } = scene;
    const panel = await pickTool(workbench, 'asker', 'needs_page');
    await desk.wants('asker', 'asks you to open a web page');
    expect(await openedPage()).toBe(url);
    await desk.press('Retry the call');
    await panel.ended('Done');
    await panel.result('Welcome back.');
  });

  it('roots: the folder, until the person chooses that it is told none', async () => {
    const { workbench } = scene;
    const panel = await pickTool(workbench, 'asker', 'roots');
    await panel.ended('Done');
    await panel.result(`"roots":[{"uri":"file://${workbench.folder}"`);
    const { quickInput } = workbench;
    await workbench.commandThen('Countersign: Choose Roots…', async () => {
      await quickInput.pick('Choose the roots of which server?', 'asker', 5000);
      await quickInput.waitFor('Roots of asker', 5000);
      await quickInput.rows.first().click({ timeout: 5000 });
      await quickInput.input.press('Enter', { timeout: 5000 });
    });
    await quickInput.root.waitFor({ state: 'detached' });
    await panel.show();
    await panel.run();
    await panel.result('{"roots":[],"changes":1');
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
