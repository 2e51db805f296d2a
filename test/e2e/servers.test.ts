import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serverUserSettings } from '../../scripts/lib/profile.mts';
import { says } from '../fixtures/model/replies.ts';
import { serverPath } from '../fixtures/servers/launch.mts';
import { findTool, pickTool } from './pages/callPanel.ts';
import { ConfirmPage } from './pages/confirmPage.ts';
import { gone, isAlive } from './pages/processes.ts';
import {
  changeUserSettings,
  expectQuiet,
  readLedgerFiles,
  running,
  type Scene,
  scratchFolder,
  startScene,
  stdioServer,
  tidy,
} from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';

describe('servers come, change and go; sampling can be paused; the ledger tells what happened', {
  timeout: 60_000,
}, () => {
  let scene: Scene;
  const scratch = scratchFolder();

  beforeAll(async () => {
    scene = await startScene({ name: 'servers', servers: {} });
    await scene.workbench.openContainer('Countersign');
  });
  afterEach(() => tidy(scene));
  afterAll(async () => {
    await scene?.close();
    scratch.remove();
  });
  screenshotOnFailure(() => scene?.workbench);

  /** The process of a server and how it was started, as the server itself sees it. */
  async function environment(server: string): Promise<{ pid: number; argv: string[]; cwd: string }> {
    const panel = await findTool(scene.workbench, server, 'environment');
    await panel.run();
    await panel.ended('Done');
    const seen = (await panel.structured()) as { pid: number; argv: string[]; cwd: string };
    await scene.workbench.commandPalette('View: Close All Editors');
    return seen;
  }

  it('Add Server… leads from an empty view to a server that runs', async () => {
    const { workbench } = scene;
    const { quickInput } = workbench;
    await workbench
      .tree('Servers')
      .pane.getByRole('button', { name: 'Add Server…' })
      .filter({ visible: true })
      .last()
      .click();
    await quickInput.pick('How is the server reached?', 'Program');
    await quickInput.answer('The command with its arguments.', `"${process.execPath}" "${serverPath('sampler')}"`);
    await quickInput.answer('What shall it be called?', 'mine');
    await quickInput.pick('Where shall it be written?', 'Your settings');
    await running(workbench, 'mine');
    const written = JSON.parse(readFileSync(path.join(workbench.dataDir, serverUserSettings), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(written['countersign.servers']).toEqual({
      mine: { command: process.execPath, args: [serverPath('sampler')] },
    });
  });

  it('a server that is added to the folder’s settings waits to be confirmed', async () => {
    const { workbench } = scene;
    const { quickInput } = workbench;
    await workbench.commandPick('Countersign: Add Server…', 'How is the server reached?', 'Program');
    await quickInput.answer('The command with its arguments.', `"${process.execPath}" "${serverPath('sampler')}"`);
    await quickInput.answer('What shall it be called?', 'shared');
    await quickInput.pick('Where shall it be written?', path.basename(workbench.folder));
    await workbench.tree('Servers').waitForRow(['shared'], ({ description }) => description === 'needs confirmation');
    expect(existsSync(path.join(workbench.folder, '.vscode', 'settings.json'))).toBe(true);
    await workbench.tree('Servers').click('shared');
    const page = new ConfirmPage(workbench);
    expect((await page.lines('shared'))['Argument 1']).toBe(serverPath('sampler'));
    // Put aside, it stays unconfirmed.
    await page.press('Do not start shared');
    await workbench.editorTab('Confirm Servers').waitFor({ state: 'detached' });
    await workbench.tree('Servers').waitForRow(['shared'], ({ description }) => description === 'needs confirmation');
  });

  it('a changed definition restarts the server, another one is left alone, a removed one ends with all its processes', async () => {
    const { workbench } = scene;
    const pidFile = path.join(scratch.folder, 'grandchild.pid');
    const mine = stdioServer('sampler');
    const other = stdioServer('sampler', '--spawn-grandchild', '--pid-file', pidFile);
    await changeUserSettings(workbench, { 'countersign.servers': { mine, other } });
    await running(workbench, 'mine', 'other');
    const [first, untouched] = [await environment('mine'), await environment('other')];
    const grandchild = Number(
      await until('the grandchild', async () =>
        existsSync(pidFile) ? readFileSync(pidFile, 'utf8') || undefined : undefined,
      ),
    );

    await changeUserSettings(workbench, {
      'countersign.servers': { mine: stdioServer('sampler', '--many', '3'), other },
    });
    await gone(first.pid, 4000);
    await workbench.tree('Servers').waitForRow(['mine', 'Tools', 'many_0003'], () => true);
    const second = await environment('mine');
    expect(second.argv).toEqual(['--many', '3']);
    expect(second.pid).not.toBe(first.pid);
    expect(isAlive(untouched.pid)).toBe(true);
    expect(isAlive(grandchild)).toBe(true);

    await changeUserSettings(workbench, { 'countersign.servers': { mine } });
    await Promise.all([gone(untouched.pid, 4000), gone(grandchild, 4000)]);
    await workbench.tree('Servers').waitForNoRow('other');
    await running(workbench, 'mine');
  });

  it('Stop Server ends its process, Start Server starts another', async () => {
    const { workbench } = scene;
    const tree = workbench.tree('Servers');
    const { pid } = await environment('mine');
    await tree.contextMenu('Stop Server', 'mine');
    await tree.waitForRow(['mine'], ({ description }) => description === 'stopped');
    await gone(pid, 4000);
    await tree.inlineAction('Start Server', 'mine');
    await running(workbench, 'mine');
  });

  it('Pause All Sampling refuses every request, and the status bar says so until it is resumed', async () => {
    const { workbench, model, desk } = scene;
    const { quickInput } = workbench;
    await workbench.commandPalette('Countersign: Pause All Sampling');
    await workbench.statusBarItem('Sampling paused').waitFor();
    const panel = await pickTool(workbench, 'mine', 'Ask the model');
    await panel.ended('Ended with an error');
    await panel.result('Refused: the user has paused all sampling.');
    expect(model.completions).toEqual([]);
    expect(await desk.workbench.hasWebview('Review Desk')).toBe(false);

    // A page that takes the focus late closes the list.
    await until('the choice to resume', async () => {
      await workbench.statusBarItem('Sampling paused').click();
      return quickInput.pick('Sampling is paused.', 'Resume sampling', 5000).then(
        () => true,
        () => undefined,
      );
    });
    await workbench.statusBarItem('Sampling paused').waitFor({ state: 'hidden' });
    model.respondWith(says('Again.'));
    await panel.run();
    await desk.request('mine');
    await desk.approve();
    await desk.release();
    await panel.ended('Done');
    await panel.result('Again.');
  });

  it('review.open = notify: a notification with Review, a badge and the status bar, and the desk stays closed', async () => {
    const { workbench, model, desk } = scene;
    await changeUserSettings(workbench, { 'countersign.review.open': 'notify' });
    // The setting is there when VS Code says so itself: it is read when a request comes.
    const panel = await pickTool(workbench, 'mine', 'Ask the model', { prompt: 'Anybody there?' });
    await workbench.notifications.with(/^mine asks for a model’s answer/).waitFor();
    expect(await workbench.hasWebview('Review Desk')).toBe(false);
    await workbench.statusBarItem('1 review').waitFor();
    const badge = workbench.page.locator('.part.activitybar').getByRole('tab', { name: /^Countersign/ });
    await badge.locator('.badge-content').getByText('1', { exact: true }).waitFor();
    await workbench
      .tree('Reviews')
      .waitForRow(['Anybody there?'], ({ description }) => description === 'mine · waits for you');
    expect(model.completions.length).toBe(1);

    await workbench.notifications.click(/^mine asks for a model’s answer/, 'Review');
    await desk.request('mine');
    await desk.answerByHand('Yes.');
    await desk.release();
    await panel.ended('Done');
    await workbench.statusBarItem('1 review').waitFor({ state: 'hidden' });
    await badge.locator('.badge-content').getByText('1', { exact: true }).waitFor({ state: 'hidden' });
  });

  it('Open Ledger shows what was done, newest first; its file is for the owner only and has each step in order', async () => {
    const { workbench, model } = scene;
    await workbench.commandPalette('Countersign: Open Ledger');
    await workbench.editorTab('Ledger.jsonc').waitFor();
    await workbench.editorSays('mine: returned to the server');

    const { modes, entries } = readLedgerFiles(workbench);
    // One for each day, and a day can end here.
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(entries.filter(({ kind }) => kind === 'refusal')).toMatchObject([
      { reason: 'paused', message: 'Refused: the user has paused all sampling.' },
    ]);
    // The call after the pause, from the request to the release.
    const request = entries.find(({ kind }) => kind === 'request');
    const steps = entries.filter((entry) => entry['review'] === request?.['review']);
    expect(steps.map(({ kind }) => kind)).toEqual(['request', 'verdict', 'outgoing', 'completion', 'release']);
    const [, verdict, outgoing, completion] = steps;
    expect(verdict).toMatchObject({ verdict: 'approve', edited: false, hash: outgoing?.['hash'] });
    expect(outgoing?.['body']).toEqual(model.completions[0]?.body);
    expect(completion).toMatchObject({ hash: outgoing?.['hash'], byHand: false, stopped: false });
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_entry, index) => index));
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
