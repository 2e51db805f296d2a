import { afterAll, beforeAll, describe, it } from 'vitest';
import { calls, fails, holds, says } from '../fixtures/model/replies.ts';
import { CallPanel } from '../e2e/pages/callPanel.ts';
import { running, type Scene, tidy } from '../e2e/pages/scene.ts';
import { themes, wear } from '../e2e/pages/themes.ts';
import { screenshotOnFailure } from '../e2e/support/launch.ts';
import { until } from '../e2e/support/poll.ts';
import { counted, office, picture, priced, run, size, startOffice, tall } from './office.ts';

const summary =
  'Fabrikam runs the order system of Northwind for 24 months from 1 March 2027. Either side can leave with three months’ notice to the end of a quarter. Fabrikam answers for up to EUR 250,000 a year, but for lost data only where backups were not tested.';

describe('pictures in English', { timeout: 180_000 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startOffice({ name: 'pictures' }, { office: office() });
    await running(scene.workbench, 'office');
    await scene.workbench.tree('Servers').expand('office', 'Tools');
  });
  afterAll(() => scene?.close());
  screenshotOnFailure(() => scene?.workbench);

  it('of an empty desk, a tool, and a request', async () => {
    const { workbench, desk } = scene;
    await desk.open();
    await desk.says('No request is waiting');
    await picture(scene, 'desk-empty');
    await workbench.closeEditor('Review Desk');
    const panel = await CallPanel.open(workbench, 'office', 'Tools', 'Summarize contract');
    await (await panel.button('Run tool')).waitFor();
    await picture(scene, 'tool');
    await panel.run();
    await desk.request('office');
    await picture(scene, 'desk');
    const frame = await desk.frame();
    await frame
      .getByText(/^Why this model/)
      .first()
      .click();
    await workbench.page.setViewportSize(tall);
    await picture(scene, 'desk-models');
    await workbench.page.setViewportSize(size);
  });

  it('of the shortcuts, an edit and its diff', async () => {
    const { workbench, desk } = scene;
    await (await desk.button(/^Shortcuts/)).click();
    await picture(scene, 'desk-shortcuts');
    await workbench.page.keyboard.press('Escape');
    await desk.press('Edit message 2');
    await desk.fill('Text of message 2', 'Summarise this contract in 2 sentences. Leave out every name of a person.');
    await desk.says('You changed this request.');
    await picture(scene, 'desk-editing');
    await desk.press('Done message 2');
    await desk.press('Show changes');
    await workbench.page.locator('.monaco-diff-editor .editor.modified .view-line').first().waitFor();
    await picture(scene, 'desk-diff');
    await workbench.commandPalette('View: Close Editor');
  });

  it('of an answer while it comes, and when it waits', async () => {
    const { desk, model } = scene;
    const soFar = summary.slice(0, summary.indexOf(' three months'));
    model.respondWith(counted(holds(soFar, 'rest', summary.slice(soFar.length)), 148, 61));
    await desk.show();
    await desk.approve();
    await desk.says('Either side', 'Answer so far').catch(() => desk.says('Either side'));
    await picture(scene, 'desk-streaming');
    model.open('rest');
    await desk.answered();
    await picture(scene, 'desk-answer');
    await desk.release();
    const panel = new CallPanel(scene.workbench, 'Summarize contract');
    await panel.ended('Done');
    await picture(scene, 'tool-result');
  });

  it('of findings, and of a failure', async () => {
    const { workbench, desk, model } = scene;
    await run(scene, 'Check contract');
    await desk.asks('office');
    await desk.says(/Secrets/, 'Findings').catch(() => desk.says(/Secrets/));
    await workbench.page.setViewportSize(tall);
    await picture(scene, 'desk-findings');
    const card = (await desk.frame()).getByRole('region', { name: 'Findings', exact: true });
    await card.getByRole('combobox', { name: 'All of' }).selectOption({ label: 'High (4)' });
    await desk.press('Redact all');
    await desk.says('You changed this request.');
    await picture(scene, 'desk-redacted');
    await desk.press('Reset');
    await workbench.page.setViewportSize(size);
    model.respondWith(fails(401, { message: 'Incorrect API key provided.', code: 'invalid_api_key' }));
    await desk.approve();
    await (await desk.frame()).getByRole('region', { name: 'Failure' }).waitFor();
    await picture(scene, 'desk-failure');
    await desk.press('Deny');
    await desk.fill('Reason for the server (optional)', 'The draft holds passwords.');
    await picture(scene, 'desk-deny');
    await desk.press('Deny request');
  });

  it('of tool uses', async () => {
    const { desk, model } = scene;
    model.respondWith(
      counted(
        calls(
          { id: 'call_1', name: 'find_trains', input: { from: 'Munich', to: 'Vienna', day: '2027-04-13' } },
          { id: 'call_2', name: 'book_hotel', input: { city: 'Vienna', nights: '2', breakfast: true } },
        ),
        196,
        58,
      ),
    );
    await run(scene, 'Plan trip');
    await desk.request('office');
    await desk.approve();
    await desk.says('find_trains', 'Answer');
    await picture(scene, 'desk-tool-uses');
    await desk.press('Reject answer');
    await desk.press('Reject this answer');
  });

  it('of models compared', async () => {
    const { desk, model } = scene;
    await run(scene, 'Summarize contract');
    await desk.request('office');
    await desk.press('Compare…');
    const frame = await desk.frame();
    for (const name of priced) {
      const box = frame.getByRole('checkbox', { name: `${name} Company gateway`, exact: true });
      if (!(await box.isChecked())) await box.check();
    }
    await picture(scene, 'desk-compare-choose');
    model.respondWith(
      counted(says(summary), 148, 61),
      counted(says(`${summary.split('. ').slice(0, 2).join('. ')}.`), 139, 38),
      counted(
        says('A contract about running an order system: two years, three months’ notice, limited liability.'),
        139,
        20,
      ),
      counted(says(summary), 152, 64),
    );
    await desk.approveAll('Approve and send to 4 models');
    await frame
      .getByRole('button', { name: /^Use this answer/ })
      .nth(3)
      .waitFor();
    await picture(scene, 'desk-compare');
    await scene.workbench.commandPalette('Countersign: Deny All Pending Requests');
  });

  it('of a batch, of several requests, and of a form', async () => {
    const { workbench, desk } = scene;
    await run(scene, 'Sort tickets');
    await desk.batch('office', 6);
    await workbench.page.setViewportSize(tall);
    await picture(scene, 'desk-batch');
    await workbench.page.setViewportSize(size);
    await desk.press('Approve the rest of this call…');
    await picture(scene, 'desk-rest');
    await desk.press('Cancel');
    await run(scene, 'Summarize contract');
    await run(scene, 'Book room');
    await desk.show();
    const frame = await desk.frame();
    await frame.getByRole('navigation', { name: 'Pending reviews' }).getByText('Form, waiting').click();
    await frame.getByRole('heading', { level: 1, name: /fill in a form/ }).waitFor();
    await picture(scene, 'desk-form');
    await frame
      .getByRole('navigation', { name: 'Pending reviews' })
      .getByText(/Summarise this contract/)
      .first()
      .click();
    await desk.ready();
    await picture(scene, 'desk-list');
    await workbench.page.setViewportSize({ width: 620, height: 960 });
    await workbench.commandPalette('View: Toggle Primary Side Bar Visibility');
    await picture(scene, 'desk-narrow');
    await workbench.commandPalette('View: Toggle Primary Side Bar Visibility');
    await workbench.page.setViewportSize(size);
  });

  it('in the dark and with high contrast', async () => {
    const { workbench, desk } = scene;
    for (const [index, name] of [
      [1, 'desk-dark'],
      [2, 'desk-high-contrast'],
      [3, 'desk-high-contrast-light'],
    ] as const) {
      await wear(desk, themes[index]);
      await picture(scene, name);
    }
    await wear(desk, themes[0]);
    await tidy({ workbench });
  });

  it('of a server and its traffic', async () => {
    const { workbench } = scene;
    await workbench.commandPalette('Countersign: Open Server Page');
    await workbench.quickInput.waitFor('Open the page of which server?');
    await workbench.page.keyboard.press('Enter');
    await workbench.webview(/^Server: office/);
    await picture(scene, 'server');
    await workbench.commandPalette('Countersign: Open Traffic');
    await workbench.quickInput.waitFor('Open the traffic of which server?');
    await workbench.page.keyboard.press('Enter');
    const traffic = await workbench.webview(/^Traffic: office/);
    await traffic.getByRole('row').filter({ hasText: 'sampling/createMessage' }).first().click();
    await picture(scene, 'traffic');
  });
});

describe('pictures in German', { timeout: 180_000 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    const workspaceSettings = { 'countersign.servers': { office: office() } };
    scene = await startOffice({ name: 'pictures-german', displayLanguage: 'de', workspaceSettings });
  });
  afterAll(() => scene?.close());
  screenshotOnFailure(() => scene?.workbench);

  it('of the confirmation of a server, of a request, and of the definition', async () => {
    const { workbench } = scene;
    await workbench.openContainer('Countersign');
    await workbench
      .tree('Server')
      .waitForRow(['office'], ({ description }) => description.includes('bestätigt'), 60_000);
    await workbench.commandPalette('Countersign: Server bestätigen');
    const confirm = await workbench.webview(/Server bestätigen/);
    const button = confirm.getByRole('button', { name: /^Bestätigen und starten/ });
    await button.first().waitFor();
    await picture(scene, 'confirm-german');
    await until('the server confirmed', async () => {
      await button
        .first()
        .click({ timeout: 1000 })
        .catch(() => undefined);
      return (await workbench.hasWebview(/Server bestätigen/)) ? undefined : true;
    });
    await until('the server running', async () => {
      await workbench.openContainer('Countersign');
      return workbench
        .tree('Server')
        .waitForRow(['office'], ({ description }) => description.startsWith('läuft'), 5000)
        .catch(() => undefined);
    });
    await workbench.tree('Server').expand('office', 'Tools');
    await workbench.tree('Server').click('office', 'Tools', 'Summarize contract');
    const form = await workbench.webview(/Summarize contract/);
    await form.getByRole('button', { name: 'Tool ausführen' }).click();
    const desk = await workbench.webview('Prüfpult');
    await desk.getByRole('button', { name: 'Genehmigen und senden' }).waitFor();
    await picture(scene, 'desk-german');
    await workbench.commandPalette('Preferences: Open Workspace Settings (JSON)');
    await workbench.page.locator('.codelens-decoration a').first().waitFor();
    await picture(scene, 'settings-lens');
  });
});
