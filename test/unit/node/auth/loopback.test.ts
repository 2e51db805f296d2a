import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackPage, openLoopbackPage } from '../../../../src/node/auth/loopback.ts';

let page: LoopbackPage | undefined;
afterEach(() => page?.close());

/** A plain request, which may name any host. */
function get(url: string, method = 'GET') {
  return new Promise<{ status: number; body: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const sent = request(url, { method }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    });
    sent.once('error', reject);
    sent.end();
  });
}

describe('the page that the browser comes back to', () => {
  it('takes the answer that is awaited, on 127.0.0.1 at a port of its own, and says that it can be closed', async () => {
    const answers: string[] = [];
    page = await openLoopbackPage((query) => {
      answers.push(query.toString());
      return query.get('state') === 'right';
    });
    expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/signed-in$/);
    const right = await get(`${page.url}?state=right&code=abc`);
    expect(right.status).toBe(200);
    expect(right.body).toContain('You can close this page.');
    expect(right.body).not.toContain('abc');
    expect(right.headers['referrer-policy']).toBe('no-referrer');
    expect(answers).toEqual(['state=right&code=abc']);
  });

  it('shows nothing for another state, path or method', async () => {
    let asked = 0;
    page = await openLoopbackPage((query) => {
      asked += 1;
      return query.get('state') === 'right';
    });
    expect((await get(`${page.url}?state=wrong`)).status).toBe(404);
    expect(asked).toBe(1);
    expect((await get(page.url.replace('/signed-in', '/?state=right'))).status).toBe(404);
    expect((await get(`${page.url}?state=right`, 'POST')).status).toBe(404);
    expect(asked).toBe(1);
  });

  it('finds nothing at what is no address, and lives on', async () => {
    page = await openLoopbackPage(() => true);
    const { hostname, port } = new URL(page.url);
    const status = await new Promise((resolve, reject) => {
      request({ hostname, port, path: '//' }, (response) => resolve(response.resume().statusCode))
        .once('error', reject)
        .end();
    });
    expect(status).toBe(404);
    expect((await get(`${page.url}?state=x`)).status).toBe(200);
  });

  it('is gone after it was closed', async () => {
    page = await openLoopbackPage(() => true);
    page.close();
    await expect(get(`${page.url}?state=x`)).rejects.toThrow('ECONNREFUSED');
  });
});
