import { afterAll, beforeAll, describe, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mts';
import { breaksAfter } from '../fixtures/model/replies.ts';
import { launch, type RunningServer } from '../fixtures/servers/launch.mts';
import { running, type Scene, tidy } from '../e2e/pages/scene.ts';
import { screenshotOnFailure } from '../e2e/support/launch.ts';
import { until } from '../e2e/support/poll.ts';
import { office, picture, run, size, startOffice, tall } from './office.ts';

describe('pictures of what goes wrong, waits long or comes in numbers', { timeout: 180_000 }, () => {
  let library: RunningServer;
  let scene: Scene;

  beforeAll(async () => {
    // Its process outlives the window.
    library = await launch(process.execPath, [at('test', 'screenshots', 'servers', 'library.mjs')]);
    scene = await startOffice(
      { name: 'pictures-busy', keepSecrets: true },
      {
        office: office(),
        archive: office('archive'),
        reception: office('reception'),
        library: { type: 'http', url: library.url },
      },
    );
    await running(scene.workbench, 'office', 'archive', 'reception', 'library');
  });
  afterAll(async () => {
    await scene?.close();
    await library?.stop();
  });
  screenshotOnFailure(() => scene?.workbench);

  it('of calls that are parked', async () => {
    const { workbench, desk } = scene;
    await run(scene, 'Describe book', 'library');
    await desk.request('library');
    await desk.edit('message 1', 'Write two sentences about the book “The Salt Road”. Do not tell the end.');
    await desk.says('You changed this request.');
    await run(scene, 'Answer reader', 'library');
    await desk.show();
    await desk.says('2 of 2 waiting for you');
    await desk.says('after a reload of the window you can resume it');
    await workbench.commandPalette('View: Close Other Editors in Group');
    await workbench.reload();
    await running(workbench, 'office', 'archive', 'reception', 'library');
    await desk.open();
    await desk.says('waited for you when this window was closed');
    const frame = await desk.frame();
    const resume = frame.getByRole('button', { name: /^Resume/ });
    await until('calls that can be resumed', async () => {
      const inert = await resume.evaluateAll((all) => all.map((one) => one.getAttribute('aria-disabled')));
      return inert.length === 2 && !inert.includes('true') ? true : undefined;
    });
    await picture(scene, 'desk-parked');
    for (const name of ['Describe book', 'Answer reader'])
      await frame.getByRole('button', { name: new RegExp(`^Discard .*${name}`) }).click();
    await desk.says('No request is waiting');
    await until('nothing parked', async () => ((await resume.count()) === 0 ? true : undefined));
  });

  it('of an answer that broke off, and of paused sampling', async () => {
    const { workbench, desk, model } = scene;
    model.respondWith(breaksAfter('Fabrikam runs the order system of Northwind for 24 months from'));
    await run(scene, 'Summarize contract');
    await desk.request('office');
    await desk.approve();
    const failure = (await desk.frame()).getByRole('region', { name: 'Failure' });
    await failure.getByText('What had arrived before it broke off').click();
    await picture(scene, 'desk-failure-broken');
    await workbench.commandPalette('Countersign: Pause All Sampling');
    await desk.says('Sampling is paused.');
    await picture(scene, 'desk-paused');
    await desk.press('Resume sampling');
    await tidy({ workbench });
  });

  it('of a web page', async () => {
    const { workbench, desk } = scene;
    await run(scene, 'Sign contract');
    await desk.wants('office', 'asks you to open a web page');
    await picture(scene, 'desk-page');
    await tidy({ workbench });
  });

  it('of a deadline that is known, and of a request that has expired', async () => {
    const { workbench, desk } = scene;
    for (const name of ['', 'desk-deadline']) {
      await run(scene, 'Translate notice', 'archive');
      await desk.request('archive');
      if (name !== '') await desk.says('this server gave up after');
      if (name !== '') await picture(scene, name);
      await desk.says('Expired.');
    }
    await picture(scene, 'desk-expired');
    await tidy({ workbench });
  });

  it('of as many requests as can wait', async () => {
    const { workbench, desk } = scene;
    // Rows of the tree that are not on the screen are not in the page.
    await workbench.page.setViewportSize(tall);
    for (const server of ['office', 'archive', 'reception']) {
      await run(scene, `Read inbox of the ${server}`, server);
    }
    await desk.show();
    await desk.says('50 of 50 waiting for you');
    await workbench.page.setViewportSize(size);
    await picture(scene, 'desk-many');
    await workbench.commandPalette('Countersign: Deny All Pending Requests');
    await tidy({ workbench });
  });
});
