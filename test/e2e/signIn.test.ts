import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OAuthServer, startOAuth } from '../fixtures/servers/oauth.mts';
import { type Scene, startScene } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';

describe('a server that wants a sign-in', { timeout: 90_000 }, () => {
  let server: OAuthServer;
  let scene: Scene;

  beforeAll(async () => {
    server = await startOAuth({ canary: 'canary' });
    scene = await startScene({ name: 'sign-in', servers: { notes: { url: server.url } } });
    await scene.workbench.openContainer('Countersign');
  });
  afterAll(async () => {
    await scene?.close();
    await server?.close();
  });
  screenshotOnFailure(() => scene?.workbench);

  const needsSignIn = () =>
    scene.workbench.tree('Servers').waitForRow(['notes'], ({ description }) => description === 'needs sign-in');

  it('says so and waits: no browser opens by itself', async () => {
    const { workbench } = scene;
    await needsSignIn();
    const host = new URL(server.issuer).host;
    await workbench.tree('Servers').row('notes', `It asks you to sign in at ${host}. Use “Sign In”.`);
    await workbench.screenshot('sign-in-needed');
    expect(server.authorizations).toEqual([]);
    expect(workbench.page.context().pages()).toHaveLength(1);
  });
});
