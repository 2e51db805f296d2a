import { describe, expect, it, vi } from 'vitest';
import { BrowserSignIn } from '../../../../src/vscode/auth/browserSignIn.ts';

const page = vi.hoisted(() => ({ url: 'http://127.0.0.1:1/signed-in', close: vi.fn() }));

vi.mock('../../../../src/node/auth/loopback.ts', () => ({ openLoopbackPage: () => Promise.resolve(page) }));
vi.mock('vscode', () => ({
  Uri: { parse: (text: string) => text },
  env: { asExternalUri: () => Promise.reject(new Error('No tunnel.')) },
  window: { registerUriHandler: () => ({ dispose: () => undefined }) },
}));

describe('the page of this machine', () => {
  it('listens no longer when the browser cannot reach it', async () => {
    await expect(new BrowserSignIn().page('notes', { loopback: true, issuer: 'login.example.com' })).rejects.toThrow(
      'No tunnel.',
    );
    expect(page.close).toHaveBeenCalledOnce();
  });
});
