import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchServer, type RunningServer } from '../fixtures/servers/launch.mts';
import { pickTool } from './pages/callPanel.ts';
import { expectQuiet, running, type Scene, startScene, stdioServer } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';

/** What the folder's settings say: each of these is wrong in another way. */
const folderServers = {
  'wrong-type': { command: 42, args: 'one' },
  'a-text': 'npx some-server',
  'both-kinds': { command: 'npx', url: 'https://example.com/mcp' },
  'no-url': { url: 'example.com/mcp' },
  'unknown-fields': { ...stdioServer('sampler'), Args: ['--port', '1'], colour: 'red' },
};

/** An address where nobody listens. */
async function deserted(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return `http://127.0.0.1:${port}/mcp`;
}

describe('bad input is told in words, and nothing else stops working', { timeout: 90_000 }, () => {
  let scene: Scene;
  let website: RunningServer;
  let nobody: string;

  beforeAll(async () => {
    website = await launchServer('not-mcp-http');
    nobody = await deserted();
    scene = await startScene({
      name: 'bad-input',
      // The whole tree fits: only rows on the screen are there.
      viewport: { width: 1500, height: 2200 },
      workspaceSettings: { 'countersign.servers': folderServers },
      servers: {
        good: stdioServer('sampler', '--no-sampling-needed'),
        'no-program': { command: 'no-such-program', args: ['--stdio'] },
        'exits-at-once': stdioServer('exit-at-once'),
        'never-answers': stdioServer('silent'),
        'broken-json': stdioServer('malformed'),
        'prints-text': stdioServer('noisy'),
        'one-line': stdioServer('huge-line'),
        twins: stdioServer('duplicate-tools', '--bad-output-schema'),
        'a-website': { type: 'http', url: website.url },
        'nobody-there': { type: 'http', url: nobody },
      },
    });
    await running(scene.workbench, 'good');
  });
  afterEach(() => scene.workbench.commandPalette('View: Close All Editors'));
  afterAll(async () => {
    await scene?.close();
    await website?.stop();
  });
  screenshotOnFailure(() => scene?.workbench);

  /** What stands under a server in the tree, as far as it is words. */
  async function notes(server: string): Promise<readonly string[]> {
    const tree = scene.workbench.tree('Servers');
    await tree.expand(server);
    const rows = await tree.rows();
    const from = rows.findIndex(({ label, level }) => label === server && level === 1);
    const below = rows.slice(from + 1);
    const end = below.findIndex(({ level }) => level === 1);
    return below
      .slice(0, end === -1 ? below.length : end)
      .filter(({ level }) => level === 2)
      .map(({ label }) => label);
  }

  /** Waits until a server has failed: its row says so, with the reason, and below stand the whole reason and the ways out. */
  async function failed(server: string, reason: RegExp, timeoutMs = 30_000): Promise<void> {
    const { description } = await scene.workbench
      .tree('Servers')
      .waitForRow([server], (row) => row.description.startsWith('failed'), timeoutMs);
    expect(description).toMatch(/^failed · ./);
    const below = await until(`the reason of ${server}`, async () => {
      const all = await notes(server);
      return all.length > 3 ? all : undefined;
    });
    expect(below).toEqual([expect.stringMatching(reason), 'Show Log', 'Open Settings', 'Retry']);
    await scene.workbench.tree('Servers').collapse(server);
  }

  /** Waits until a server runs and something is said about it. */
  async function runsWith(server: string, ...problems: readonly RegExp[]): Promise<void> {
    const noun = problems.length === 1 ? 'problem' : 'problems';
    await scene.workbench
      .tree('Servers')
      .waitForRow([server], ({ description }) => description === `running · legacy · ${problems.length} ${noun}`);
    const below = await until(`the problems of ${server}`, async () => {
      const all = await notes(server);
      return all.length > problems.length ? all : undefined;
    });
    expect(below.slice(0, problems.length)).toEqual(
      problems.map((problem) => expect.stringMatching(problem) as unknown),
    );
    await scene.workbench.tree('Servers').collapse(server);
  }

  /** A good server beside all of them still answers. */
  async function goodAnswers(text: string): Promise<void> {
    const panel = await pickTool(scene.workbench, 'good', 'Echo', { text });
    await panel.ended('Done');
    await panel.result(text);
  }

  it('settings of a wrong type: a problem at the place, and a row that says it', async () => {
    const { workbench } = scene;
    const expected = {
      'wrong-type': /“command” must be text, not a number\./,
      'a-text': /“a-text” must be an object, not text\./,
      'both-kinds': /It has a “command” and a “url”: keep one of them\./,
      'no-url': /“url” must be a URL that starts with http:\/\/ or https:\/\//,
    };
    for (const [server, words] of Object.entries(expected)) {
      await workbench.tree('Servers').waitForRow([server], ({ description }) => words.test(description));
    }
    // A click on the item closes the list where it is open.
    const list = workbench.page.locator('.markers-panel');
    await until('the list of problems', async () => {
      if (await list.isVisible()) return true;
      await workbench.page.locator('.statusbar-item[id="status.problems"]').click();
      return list.waitFor({ timeout: 5000 }).then(
        () => true,
        () => undefined,
      );
    });
    const problems = list.locator('.monaco-list-row');
    const settings = readFileSync(path.join(workbench.folder, '.vscode', 'settings.json'), 'utf8').split('\n');
    const line = (text: string): number => settings.findIndex((one) => one.includes(text)) + 1;
    const places = {
      [`wrong-type: “command” must be text, not a number.`]: line('"command": 42'),
      'wrong-type: “args” must be a list, not text.': line('"args": "one"'),
      'a-text: “a-text” must be an object, not text.': line('"a-text"'),
      'unknown-fields: “Args” is not a known field. Did you mean “args”?': line('"Args"'),
      'unknown-fields: “colour” is not a known field. It is ignored.': line('"colour"'),
    };
    for (const [words, at] of Object.entries(places)) {
      const row = await problems.filter({ hasText: words }).first().innerText();
      expect(row).toContain('Countersign');
      expect(row).toContain(`[Ln ${at}, `);
    }
    await workbench.commandPalette('View: Hide Panel');
  });

  it('unknown fields: the server starts as it would without them, once it was confirmed', async () => {
    const tree = scene.workbench.tree('Servers');
    await tree.waitForRow(['unknown-fields'], ({ description }) => description === 'needs confirmation');
    await goodAnswers('beside wrong settings');
  });

  it('a command that does not exist, a program that exits at once', async () => {
    await failed('no-program', /^The command "no-such-program" was not found\. Check its spelling/);
    await failed(
      'exits-at-once',
      /^The program ended with exit code 3\. It last wrote: .*cannot find the licence file/s,
    );
  });

  it('answers in malformed JSON', () => failed('broken-json', /JSON/));

  it('a URL that is no MCP server, and one where nobody listens', async () => {
    await failed('a-website', /^There is no MCP server at http:\/\/127\.0\.0\.1:\d+\/: it answers with a web page\./);
    await failed('nobody-there', /cannot be reached: the connection was refused \(ECONNREFUSED\)/);
  });

  it('a server that never answers is given up after half a minute, and until then it says that it starts', async () => {
    await failed('never-answers', /^It did not answer within 30 s\. Is it an MCP server\?/, 60_000);
  });

  it('a retry that fails says the server’s name, the reason and the ways out', async () => {
    const { workbench } = scene;
    await workbench.tree('Servers').click('no-program', 'Retry');
    const notification = workbench.notifications.with(/^no-program: The command "no-such-program" was not found\./);
    await notification.waitFor();
    for (const name of ['Show Log', 'Open Settings', 'Retry']) {
      await notification.getByRole('button', { name, exact: true }).waitFor();
    }
    await workbench.notifications.clearAll();
    await workbench.tree('Servers').collapse('no-program');
    // VS Code writes what it shows as an error to its console too, and nothing else has come up.
    await expect.poll(() => workbench.consoleErrors).not.toEqual([]);
    for (const { text } of workbench.consoleErrors) expect(text).toMatch(/^no-program: /);
    workbench.watch.clear();
  });

  it('text on stdout: it works, and the first such line is shown', async () => {
    await runsWith(
      'prints-text',
      /^prints-text prints text on stdout that is not MCP, such as “Welcome to the noisy server!”/,
    );
    const panel = await pickTool(scene.workbench, 'prints-text', 'echo', { text: 'through the noise' });
    await panel.ended('Done');
    await panel.result('echo: through the noise');
  });

  it('two tools of one name and schemas that do not compile: each is named, and the rest can be called', async () => {
    await runsWith(
      'twins',
      /^2 tools are called echo; a call reaches the one that the server picks\./,
      /^The input schema of bad_pattern cannot be used: ./,
      /^The input schema of bad_type cannot be used: ./,
      /^The input schema of bad_ref cannot be used: ./,
      /^The input schema of remote_ref cannot be used: ./,
    );
    const fine = await pickTool(scene.workbench, 'twins', 'fine');
    await fine.ended('Done');
    await fine.result('fine {}');
    // A schema that checks nothing does not keep a person from calling the tool.
    const bad = await pickTool(scene.workbench, 'twins', 'bad_pattern');
    await bad.ended('Done');
  });

  it('a line of 20 MB arrives, and others answer meanwhile', async () => {
    const panel = await pickTool(scene.workbench, 'one-line', 'huge');
    await goodAnswers('beside a line of 20 MB');
    await panel.ended('Done');
    // Asked of the button: reading all of the page's text would take the browser longer than showing it.
    await (await panel.button(/^Show all \(1 line, 20\.0 MB\)/)).waitFor();
    const again = await pickTool(scene.workbench, 'one-line', 'echo');
    await again.ended('Done');
    await again.result('small');
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
