import { describe, expect, it } from 'vitest';
import { mentionsIn, mentionsOf } from '../../../../src/webview/desk/mentions.ts';
import { content, text } from '../../../webview/support/reviews.ts';

describe('what a request speaks of', () => {
  it('are addresses, paths and files, each once and each as what it is', () => {
    expect(
      mentionsIn([
        'See https://a.example/x/y.pdf?q=1, and (http://b.example/). Again https://a.example/x/y.pdf?q=1.',
        'In ~/notes/plan.md, ./src/core/a.ts, /etc/passwd or C:\\Users\\ada\\key.pem; also report-2026.pdf and .env',
        'file:///home/ada/x.txt',
      ]),
    ).toEqual({
      urls: ['https://a.example/x/y.pdf?q=1', 'http://b.example/', 'file:///home/ada/x.txt'],
      paths: ['~/notes/plan.md', './src/core/a.ts', '/etc/passwd', 'C:\\Users\\ada\\key.pem'],
      files: ['report-2026.pdf', '.env'],
      more: 0,
    });
  });

  it('are what a server read, and a database that is to be opened', () => {
    const read = '<document path="notes/deploy.md">\npostgres://ada@db.example/shop';
    expect(mentionsIn([read])).toEqual({
      urls: ['postgres://ada@db.example/shop'],
      paths: ['notes/deploy.md'],
      files: [],
      more: 0,
    });
  });

  it('are none in prose, dates and numbers', () => {
    expect(mentionsIn(['Either and/or both, 12/31/2026, 3.14, a.b, e.g. this. Mail ada@example.org.'])).toEqual({
      urls: [],
      paths: [],
      files: [],
      more: 0,
    });
  });

  it('are counted where there are more than are listed', () => {
    const many = Array.from({ length: 250 }, (_, at) => `https://a.example/${at}`).join(' ');
    expect(mentionsIn([many])).toMatchObject({ more: 50 });
  });

  it('are none in the letters of a picture that a tool gave', () => {
    const data = '/9j/4AAQSkZJRg/ABAQ/a.png';
    const block = {
      type: 'toolResult' as const,
      toolUseId: 'u',
      isError: false,
      text: `{ "data": "${data}" } in /etc/hosts`,
    };
    const image = { type: 'image' as const, data, mimeType: 'image/png', bytes: 9 };
    const messages = [{ id: 'm0', role: 'user' as const, blocks: [{ ...block, media: [image] }] }];
    const request = content({ messages, tools: [] });
    expect(mentionsOf(request, () => {})).toMatchObject({ paths: ['/etc/hosts'], files: [] });
  });

  it('cannot move or hide a line of the card', () => {
    expect(mentionsIn(['https://a.example/\u202egnp.exe']).urls[0]).toBe('https://a.example/\\u{202e}gnp.exe');
  });

  it('stays quick on what is made to be slow', () => {
    const start = performance.now();
    for (const bad of ['/a'.repeat(200_000), 'a.'.repeat(200_000), '../'.repeat(100_000), 'http://'.repeat(50_000)])
      mentionsIn([bad]);
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it('of a long one are looked for after it was drawn', async () => {
    const long = content({
      messages: [{ id: 'm0', role: 'user', blocks: [text(`${'word '.repeat(30_000)} https://a.example/`)] }],
    });
    const found = await new Promise<unknown>((resolve) => {
      expect(mentionsOf(long, () => resolve(mentionsOf(long, () => undefined)))).toBeUndefined();
    });
    expect(found).toMatchObject({ urls: ['https://a.example/'] });
  });
});
