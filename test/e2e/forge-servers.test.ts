import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ConfirmPage } from './pages/confirmPage.ts';
import { Forger } from './pages/forger.ts';
import { type Message, postAs, watch } from './pages/inside.ts';
import { OnDemand } from './pages/onDemand.ts';
import { changeUserSettings, expectQuiet, type Scene, scratchFolder, startScene } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';

/** What another extension may give to a command in the hope that a server starts. */
const names = [[], ['waiting'], [{ server: 'waiting' }], [{ server: 'waiting', hash: 'x', revision: 1 }], ['resting']];

interface Confirmable {
  readonly revision: number;
  readonly servers: readonly { readonly name: string; readonly hash: string }[];
}

describe('a server that nobody confirmed cannot be started', { timeout: 120_000 }, () => {
  const scratch = scratchFolder();
  const waiting = new OnDemand(scratch.folder, 'waiting');
  const forger = new Forger(scratch.folder);
  let scene: Scene;
  let page: ConfirmPage;

  beforeAll(async () => {
    scene = await startScene({
      name: 'forge-servers',
      extensions: [Forger.folder],
      env: forger.env,
      workspaceSettings: { 'countersign.servers': { waiting: waiting.definition } },
    });
    page = new ConfirmPage(scene.workbench);
    await scene.workbench.openContainer('Countersign');
    await rests('needs confirmation');
  });
  afterEach(() => {
    expect(waiting.starts).toBe(0);
  });
  afterAll(async () => {
    await scene?.close();
    scratch.remove();
  });
  screenshotOnFailure(() => scene?.workbench);

  async function rests(state: string): Promise<void> {
    await scene.workbench.tree('Servers').waitForRow(['waiting'], ({ description }) => description === state);
  }

  function changeFolderSettings(definition: Record<string, unknown>): void {
    const file = path.join(scene.workbench.folder, '.vscode', 'settings.json');
    writeFileSync(file, JSON.stringify({ 'countersign.servers': { waiting: definition } }));
  }

  /** What the page shows. */
  async function shown(): Promise<Confirmable> {
    const frame = await watch(page);
    await postAs(page, { type: 'ready' });
    return until('what the page shows', async () => {
      const states = await frame.evaluate(() =>
        (window.notes?.seen ?? []).flatMap(({ message }) => ('state' in message ? [message['state']] : [])),
      );
      return states.at(-1) as Confirmable | undefined;
    });
  }

  async function refused(...messages: readonly Message[]): Promise<string> {
    const frame = await watch(page);
    const said = (): Promise<readonly string[]> =>
      frame.evaluate(() =>
        (window.notes?.seen ?? []).flatMap(({ message }) =>
          message.type === 'notTaken' ? [String(message['message'])] : [],
        ),
      );
    const before = (await said()).length;
    await postAs(page, ...messages);
    return until('why it was not taken', async () => (await said()).slice(before).at(-1));
  }

  it('by a script in the page, or a message in its name', async () => {
    const { workbench } = scene;
    await workbench.commandPalette('Countersign: Confirm Servers');
    const frame = await watch(page);
    const { revision, servers } = await shown();
    const hash = servers[0]?.hash ?? '';
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    // The page has just been read anew, so nothing counts as painted yet, or has not for long.
    expect(await refused({ type: 'confirm', hash, revision })).toMatch(/has changed|just changed/);
    expect(await refused({ type: 'confirm', hash, revision: revision + 1 })).toContain('has changed');
    expect(await refused({ type: 'confirm', hash: 'f'.repeat(64), revision })).toContain('does not wait any more');
    await (await page.button(/^Confirm and start/)).and(frame.locator(':not(.inert)')).waitFor();
    await frame.evaluate(() => {
      const button = document.querySelector<HTMLButtonElement>('button.primary');
      button?.focus();
      button?.click();
      button?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      button?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true }));
    });
    await rests('needs confirmation');
  });

  it('by a message while another editor has the focus', async () => {
    const { workbench } = scene;
    await page.show();
    await workbench.commandPalette('Countersign: Open Ledger');
    // It opens when its files are read; what is moved is the active editor.
    await workbench.page.locator('.part.editor .editor-group-container.active .monaco-editor').first().waitFor();
    await workbench.commandPalette('View: Move Editor into Right Group');
    await page.show();
    const { revision, servers } = await shown();
    const frame = await watch(page);
    await (await page.button(/^Confirm and start/)).and(frame.locator(':not(.inert)')).waitFor();
    await workbench.page.locator('.part.editor .monaco-editor').first().click();
    await workbench.page.locator('.part.editor .monaco-editor.focused').waitFor();
    const [server] = servers;
    expect(await refused({ type: 'confirm', hash: server?.hash, revision })).toContain('Click into this page first');
    await workbench.page.keyboard.press('Control+Enter');
    await workbench.closeEditor(/^Ledger/);
    await rests('needs confirmation');
  });

  it('by a confirmation of what it was before a byte of it changed', async () => {
    await page.show();
    const before = await shown();
    changeFolderSettings({ ...waiting.definition, env: { ONE_MORE: 'variable' } });
    await page.says('ONE_MORE', 'waiting');
    const after = await shown();
    expect(after.servers[0]?.hash).not.toBe(before.servers[0]?.hash);
    const hash = before.servers[0]?.hash;
    expect(await refused({ type: 'confirm', hash, revision: after.revision })).toContain('does not wait any more');
    await rests('needs confirmation');
  });

  it('by another extension that runs every command there is', async () => {
    const { workbench } = scene;
    await forger.run(workbench, { kind: 'commands', arguments: names, ms: 60 });
    // The server was stopped and started and restarted, and waits for a person all the same.
    await workbench.commandPalette('View: Close All Editors');
    await workbench.openContainer('Countersign');
    await workbench
      .tree('Servers')
      .contextMenu('Start Server', 'waiting')
      .catch(() => undefined);
    await rests('needs confirmation');
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});

describe('a folder that is not trusted', { timeout: 120_000 }, () => {
  const scratch = scratchFolder();
  const own = new OnDemand(scratch.folder, 'resting');
  const folders = new OnDemand(scratch.folder, 'waiting');
  const forger = new Forger(scratch.folder);
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene({
      name: 'forge-restricted',
      trust: 'restricted',
      extensions: [Forger.folder],
      env: forger.env,
      servers: { resting: own.definition },
      workspaceSettings: { 'countersign.servers': { waiting: folders.definition } },
    });
  });
  afterAll(async () => {
    await scene?.close();
    scratch.remove();
  });
  screenshotOnFailure(() => scene?.workbench);

  it('lists what would be there, and starts nothing of any source, whoever asks', async () => {
    const { workbench, model } = scene;
    await workbench.openContainer('Countersign');
    for (const server of ['resting', 'waiting']) {
      await workbench
        .tree('Servers')
        .waitForRow([server], ({ description }) => description === 'rests: folder not trusted');
    }
    const seen = await forger.run(workbench, { kind: 'commands', arguments: names, ms: 60 });
    await workbench.commandPalette('View: Close All Editors');
    // A change of the settings is read; it starts nothing either.
    await changeUserSettings(workbench, { 'countersign.servers': { renamed: { ...own.definition, env: { A: 'b' } } } });
    await workbench.tree('Servers').waitForRow(['renamed'], ({ description }) => description.startsWith('rests'));
    const without = Object.keys(seen).filter((name) => !/\.(start|restart)Server$/.test(name));
    await forger.run(workbench, { kind: 'commands', arguments: [['renamed']], without, ms: 500 });
    expect([own.starts, folders.starts]).toEqual([0, 0]);
    expect(model.requests).toEqual([]);
    expectQuiet(workbench);
  });
});
