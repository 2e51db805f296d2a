import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchServer, type RunningServer } from '../fixtures/servers/launch.mts';
import { Relay } from '../fixtures/servers/relay.mts';
import { isAlive } from './pages/processes.ts';
import { running, type Scene, scratchFolder, startScene, stdioServer } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';
import { below } from './support/processes.ts';

describe('connections do not lie, and nothing is left of a window', { timeout: 90_000 }, () => {
  let scene: Scene;
  let fixture: RunningServer;
  let relay: Relay;
  const scratch = scratchFolder();
  const pidFile = path.join(scratch.folder, 'pids');

  beforeAll(async () => {
    fixture = await launchServer('sampler', ['--transport', 'http']);
    relay = await Relay.start(fixture.url);
    scene = await startScene({
      name: 'connection',
      servers: {
        reports: { type: 'http', url: relay.url },
        many: stdioServer('many'),
        stubborn: stdioServer('ignore-sigterm', '--pid-file', pidFile),
      },
    });
    await running(scene.workbench, 'reports', 'many', 'stubborn');
  });
  afterAll(async () => {
    await scene?.close();
    await relay?.stop();
    await fixture?.stop();
    scratch.remove();
  });
  screenshotOnFailure(() => scene?.workbench);

  it('10,000 tools stand in ranges, and the palette finds each', async () => {
    const { workbench } = scene;
    const tree = workbench.tree('Servers');
    for (const closed of ['reports', 'stubborn']) await tree.collapse(closed);
    await tree.waitForRow(['many', 'Tools'], ({ description }) => description === '10000');
    await tree.waitForRow(['many', 'Resources'], ({ description }) => description === '10000');
    await tree.waitForRow(['many', 'Tools', '9501–10000'], ({ description }) =>
      description.endsWith('Tool number 9999'),
    );
    await tree.expand('many', 'Tools', '1–500');
    await tree.waitForRow(['many', 'Tools', '1–500', 'Tool number 1'], () => true);
    await workbench.screenshot('connection-ranges');
    await tree.collapse('many');
    const { quickInput } = workbench;
    await workbench.commandThen('Countersign: Run Tool…', async () => {
      await quickInput.waitFor('Run which tool?', 10_000);
      await quickInput.input.fill('Tool number 9876', { timeout: 2000 });
      await quickInput.row('Tool number 9876').waitFor({ timeout: 10_000 });
    });
    await quickInput.cancel();
  });

  it('a server on the network that goes away is tried again until it is back', async () => {
    const { workbench } = scene;
    const tree = workbench.tree('Servers');
    const { port } = relay;
    await relay.stop();
    await tree.waitForRow(['reports'], ({ description }) => description.startsWith('reconnecting'));
    await tree.expand('reports');
    await tree.waitForRow(['reports', 'Retry'], () => true);
    await workbench.screenshot('connection-reconnecting');
    relay = await Relay.start(fixture.url, port);
    await tree.click('reports', 'Retry');
    await running(workbench, 'reports');
  });

  it('5 s after its extension host was killed none of its servers is left', async () => {
    const written = await until('the stubborn server', async () =>
      existsSync(pidFile) ? readFileSync(pidFile, 'utf8') || undefined : undefined,
    );
    const { pid, grandchild } = JSON.parse(written) as { pid: number; grandchild: number };
    const [host] = below(scene.workbench.serverPid, '--type=extensionHost');
    const [watchdog] = below(scene.workbench.serverPid, 'watchdog.cjs');
    const [many] = below(scene.workbench.serverPid, 'many.mjs');
    if (host === undefined || watchdog === undefined || many === undefined) throw new Error('not all of them run');
    const servers = [pid, grandchild, many];
    expect(servers.map(isAlive)).toEqual([true, true, true]);
    process.kill(host, 'SIGKILL');
    const killed = Date.now();
    await until('the end of all servers', async () => (servers.some(isAlive) ? undefined : true), 10_000);
    expect(Date.now() - killed).toBeLessThan(5_000);
    await until('the end of the watchdog', async () => (isAlive(watchdog) ? undefined : true), 5_000);
  });
});
