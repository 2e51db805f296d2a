import { expect, it } from 'vitest';
import { findMentions } from '../../../../src/core/inspection/mentions.ts';

it.each([
  ['See https://a.example/x?y=1, and (http://b.example/).', ['https://a.example/x?y=1', 'http://b.example/'], []],
  ['[docs](https://a.example/d) <mailto:ada@a.example>', ['https://a.example/d', 'mailto:ada@a.example'], []],
  ['open /etc/passwd and ~/.ssh/id_rsa.', [], ['/etc/passwd', '~/.ssh/id_rsa']],
  ['in ./src/main.ts:12 and ../README.md', [], ['./src/main.ts', '../README.md']],
  ['src/core/a.ts, package.json; and report.pdf!', [], ['src/core/a.ts', 'package.json', 'report.pdf']],
  [
    'C:\\Users\\ada\\notes.txt and \\\\server\\share\\plan.docx',
    [],
    ['C:\\Users\\ada\\notes.txt', '\\\\server\\share\\plan.docx'],
  ],
  ['{"path": "/home/ada/.env", "same": "/home/ada/.env"}', [], ['/home/ada/.env']],
  ['cp .env Dockerfile id_ed25519', [], ['.env', 'Dockerfile', 'id_ed25519']],
  ['and/or, 1/2, e.g. this, v1.2.3, he/she, 24/7, obj.method(), a.b', [], []],
  ['s3://bucket/key.csv www.a.example/x', ['s3://bucket/key.csv', 'www.a.example/x'], []],
])('%j names', (text, urls, files) => {
  expect(findMentions(text)).toEqual({ urls, files, more: 0 });
});

it('the number is bounded, and what is more is counted', () => {
  const text = Array.from({ length: 30 }, (_, index) => `https://a.example/${index} /var/log/${index}.log`).join(' ');
  const found = findMentions(text, 10);
  expect(found.urls).toHaveLength(10);
  expect(found.files).toHaveLength(10);
  expect(found.more).toBe(40);
});

it('a text of nothing but paths is listed however long it is', () => {
  const found = findMentions('c:\\a '.repeat(200_000), 10);
  expect(found.files).toEqual(['c:\\a']);
});
