import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectWhole } from '../../../../src/node/inspection/inspect.ts';
import { WorkerInspector } from '../../../../src/node/inspection/workerInspector.ts';
import { harmless, withSecrets } from '../../core/inspection/corpus/prompts.ts';
import { secretKinds } from '../../core/inspection/corpus/secrets.ts';
import { BASE64, Lot } from '../../core/inspection/corpus/random.ts';
import { watchWork } from '../../timed.ts';

const MB = 1024 * 1024;
const filling = (piece: string) => piece.repeat(Math.ceil(MB / piece.length)).slice(0, MB);

/** A megabyte of each: what people send, and what is laid out to be slow. */
const texts: Readonly<Record<string, string>> = {
  'prose, code and languages': filling(harmless.map(({ text }) => text).join('\n\n')),
  // One of each kind: more than anybody pastes.
  'the same with a secret of each kind': filling(
    [...withSecrets.slice(0, secretKinds.length), ...Array.from({ length: 5 }, () => harmless).flat()]
      .map(({ text }) => text)
      .join('\n\n'),
  ),
  JSON: filling(
    '{"id": 12, "name": "Ada", "token_count": 512, "url": "https://a.example/x?y=1", "tags": ["a", "b"]}\n',
  ),
  'one line of base64': new Lot(1).chars(BASE64, MB),
  Japanese: filling('\u65e5\u672c\u8a9e\u306e\u6587\u7ae0\u3067\u3059\u3002'),
  emoji: filling('\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466} hi '),
};

/** Milliseconds of this process, of up to five runs the first below `limit`: what else runs on the machine does not count. */
async function cost(limit: number, run: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let runs = 0; runs < 5 && best >= limit; runs++) {
    const before = process.threadCpuUsage();
    await run();
    const { user, system } = process.threadCpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

describe('a megabyte', () => {
  it.each(Object.entries(texts))('of %s is inspected in 300 ms', async (_name, text) => {
    await inspectWhole(text.slice(0, 50_000));
    expect(await cost(300, () => inspectWhole(text))).toBeLessThan(300);
  });
});

describe('a text that is made to be slow', () => {
  const pieces = [
    'a',
    ' ',
    '\n',
    '-',
    '=',
    'eyJ',
    'eyJa.',
    '://a:',
    '://a:@',
    'password=',
    'password="',
    'token: ',
    'sk-',
    'ghp_',
    'AKIA',
    '-----BEGIN PRIVATE KEY-----\n',
    '-----BEGIN PRIVATE KEY-----',
    '<img ',
    '<img src=',
    '![](',
    '![](http://a',
    '](',
    '[a]: http://',
    'data:a/b;base64,',
    '@',
    'a@',
    'a@a.',
    '+1 ',
    '1 ',
    '1-',
    '0',
    'DE',
    'DE12',
    'ignore all ',
    'do not ',
    'all future ',
    'never tell the user ',
    'send all ',
    'append a ',
    'cookie: a',
    'cookie: sid=',
    'authorization: ',
    'bearer ',
    'machine a login ',
    'Server=a;Password=',
    'PuTTY-User-Key-File-2',
    '{{',
    '${',
    '\u200b',
    '\u200ba',
    '\u202e',
    '\u202e\u05d0',
    '\u0301',
    '\u0430a',
    '\u{1d5d4}',
    '\u{e0061}',
    '\ufe0f\ufe0e',
    '\u001b[',
    '\u001b]',
    '\u009b',
    '\b',
    'AAAA',
    'ab:',
    'ab ',
    'a/',
    'a.',
    '.a',
    '_a',
    '%3D',
    '\\n',
    '\\u0041',
    "'",
    '"',
    '`',
    '<|',
    '```tool_code\n',
    '"tool_calls":',
    'whsec_',
    'xoxb-1-',
    'Q~',
    ':AA',
    '.atlasv1.',
    '$2b$10$',
    '1//0',
    'use x tool ',
    'webhook.site',
    'mysql ',
    'mysql -p',
    'password for a ',
    'seed: ',
    'seed: abcd efgh ',
    'otpauth://totp/',
    'abc:1:a:',
    'https://a\u2044',
    '\uff41',
    'A=',
  ];
  it.each(pieces.map((piece) => [JSON.stringify(piece), piece] as const))('%s', async (_name, piece) => {
    // What takes the square of the length takes minutes for this much.
    const text = filling(piece).slice(0, MB / 4);
    expect(await cost(900, () => inspectWhole(text))).toBeLessThan(900);
  });
});

describe('the worker', () => {
  const inspector = new WorkerInspector({
    script: path.resolve(import.meta.dirname, '../../../../src/node/inspection/main.ts'),
  });
  beforeAll(() => inspector.inspect('warm'));
  afterAll(() => inspector.dispose());

  it('leaves this thread free: never 50 ms at a time', async () => {
    const longest = watchWork();
    for (const text of Object.values(texts)) await inspector.inspect(text);
    expect(longest()).toBeLessThan(50);
  });
});
