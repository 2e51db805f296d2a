import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mts';
import { Forger } from './pages/forger.ts';
import { postAs, shownOn, watch } from './pages/inside.ts';
import { OnDemand } from './pages/onDemand.ts';
import { extensionLog, running, type Scene, scratchFolder, startScene } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';

/** Commands after which a request may be gone, since each of them says no. */
const endings = ['deny', 'denyAll', 'pauseSampling', 'restartServer', 'stopServer'].map(
  (name) => `countersign.${name}`,
);

function declaredCommands(): string[] {
  const { contributes } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as {
    contributes: { commands: { command: string }[] };
  };
  return contributes.commands.map(({ command }) => command);
}

const mild = declaredCommands().filter((id) => !endings.includes(id));

describe('no command approves', { timeout: 150_000 }, () => {
  const scratch = scratchFolder();
  const server = new OnDemand(scratch.folder);
  const forger = new Forger(scratch.folder);
  const proof = path.join(scratch.folder, 'task-ran');
  let scene: Scene;

  /** A folder whose tasks run every command of ours: as a variable, and as an input with arguments. */
  function writeTasks(folder: string): void {
    const shell = { type: 'shell', problemMatcher: [], presentation: { reveal: 'never' } };
    const all = declaredCommands();
    const inputs = all.map((id) => ({ id, type: 'command', command: id, args: { approve: true, id: 'first' } }));
    const tasks = all.flatMap((id) => [
      { ...shell, label: id, command: `echo \${command:${id}}` },
      { ...shell, label: `${id} with arguments`, command: `echo \${input:${id}}` },
    ]);
    const works = { ...shell, label: 'works', command: `echo \${command:forger.text} > ${proof}` };
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    const file = path.join(folder, '.vscode', 'tasks.json');
    writeFileSync(file, JSON.stringify({ version: '2.0.0', tasks: [works, ...tasks], inputs }));
  }

  beforeAll(async () => {
    const folder = path.join(scratch.folder, 'workspace');
    writeTasks(folder);
    scene = await startScene({
      name: 'forge-commands',
      folder,
      extensions: [Forger.folder],
      env: forger.env,
      servers: { 'on-demand': server.definition },
    });
    await running(scene.workbench, 'on-demand');
  });
  afterEach(() => {
    expect(scene.model.completions).toEqual([]);
  });
  afterAll(async () => {
    await scene?.close();
    scratch.remove();
  });
  screenshotOnFailure(() => scene?.workbench);

  /** Puts a request on the open desk and waits until it could be approved. */
  async function request(): Promise<void> {
    await scene.desk.open();
    await server.ask({ text: 'Please.' });
    await scene.desk.request('on-demand');
  }

  /** Brings the desk to the front, whatever a command that is still at work puts before it. */
  async function atTheDesk(): Promise<void> {
    const { workbench } = scene;
    await until('the desk', async () => {
      if (await workbench.hasWebview('Review Desk')) return true;
      await workbench.editorTab('Review Desk').click();
      return undefined;
    });
  }

  async function stillWaits(): Promise<void> {
    await atTheDesk();
    await scene.desk.ready();
  }

  it('by a task with a variable for it', async () => {
    await request();
    const withArguments = mild.map((id) => `${id} with arguments`);
    const names = ['works', ...mild, ...withArguments];
    await forger.run(scene.workbench, { kind: 'tasks', names, ms: 500 });
    // Tasks do run in this folder, and their variables are resolved.
    expect(existsSync(proof) && readFileSync(proof, 'utf8').trim()).toBe('resolved');
    await stillWaits();
  });

  it('by another extension, with all that could mean something', async () => {
    await stillWaits();
    await watch(scene.desk);
    // The page is told anew what it shows.
    await postAs(scene.desk, { type: 'ready' });
    const { id, hash } = await shownOn(scene.desk);
    const approve = { type: 'approve', id, hash, server: 'on-demand' };
    const given = [[], [id], [id, hash], [approve], [[approve]], ['on-demand', approve]];
    const job = { kind: 'commands', arguments: given, ms: 60 } as const;
    const seen = Object.keys(await forger.run(scene.workbench, { ...job, without: endings }));
    expect(seen).toEqual(expect.arrayContaining(mild));
    expect(seen.filter((name) => /approve|release|confirmed|answer/i.test(name))).toEqual([]);
    await stillWaits();
    await forger.run(scene.workbench, { ...job, without: seen });
    await atTheDesk();
    await scene.desk.says('This review is over', 'Decision');
  });

  it('by a task with a variable for one that says no', async () => {
    const names = endings.flatMap((id) => [id, `${id} with arguments`]);
    await forger.run(scene.workbench, { kind: 'tasks', names, ms: 500 });
  });

  it('left no errors and no violations of ours behind', () => {
    const { workbench } = scene;
    // VS Code complains of tasks whose variables have no text.
    expect(workbench.consoleErrors.filter(({ url }) => !url.includes('/workbench.js'))).toEqual([]);
    expect(workbench.cspViolations).toEqual([]);
    expect(extensionLog(workbench)).not.toContain('in the page:');
  });
});
