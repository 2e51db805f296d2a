import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, redactText } from '../../../../src/core/text/redact.ts';
import type { Json } from '../../../../src/core/mcp.ts';

const key = (prefix: string, length = 36) => prefix + 'aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0cD3fG6hJ'.slice(0, length);

describe('keys and tokens in a text', () => {
  it.each([
    key('sk-'),
    key('sk-proj-'),
    key('sk-ant-'),
    key('sk_live_', 20),
    key('ghp_'),
    key('github_pat_'),
    key('glpat-', 20),
    key('xoxb-', 20),
    'AKIAABCDEFGHIJKLMNOP',
    key('AIza'),
    key('hf_'),
    key('gsk_'),
    key('npm_'),
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
    `-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----`,
    `-----BEGIN RSA PRIVATE KEY-----\nabc`,
  ])('%s is taken out', (secret) => {
    const text = `before ${secret} after`;
    const redacted = redactText(text);
    expect(redacted).toMatch(/^before \[redacted/);
    expect(redacted).not.toContain(secret.slice(12));
  });

  it('in headers and addresses keep what tells them apart', () => {
    expect(redactText('Authorization: Bearer abcdefgh12345678')).toBe('Authorization: [redacted Bearer…]');
    expect(redactText('Basic dXNlcjpwYXNzd29yZA==')).toBe('[redacted Basic…]');
    expect(redactText('https://me:hunter2@example.com/x')).toBe('https://[redacted]@example.com/x');
  });

  it.each([
    'a task-list of sk-8 boards',
    'bearer of bad news',
    'https://example.com:8080/a@b',
    'eyJust',
    'the desk-top-computer-with-a-very-long-name',
  ])('leaves %j alone', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe('a text that is made to keep the redactor busy', () => {
  it.each([
    ['tokens that begin and never end', '-eyJ'.repeat(20_000)],
    ['tokens in a row', `${'-eyJabcdefghijk.'.repeat(5_000)}!`],
    ['keys that begin and never end', '-sk-'.repeat(20_000)],
    ['addresses', '://a:'.repeat(20_000)],
    ['private keys that begin and never end', '-----BEGIN '.repeat(10_000)],
    ['blanks', `Bearer${' '.repeat(60_000)}`],
  ])('costs no more than another: %s', (_, text) => {
    const before = process.cpuUsage();
    redactText(text);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });

  it('does not keep a token from being found behind a dash', () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N';
    expect(redactText(`token-${token}`)).toBe('[redacted token-…]');
    expect(redactText(`session=${token};`)).toBe('session=[redacted eyJ…];');
  });
});

describe('any JSON', () => {
  it('loses the values of secret fields, however they are written', () => {
    const { json: redact } = createRedactor();
    const value = {
      headers: { Authorization: 'abc', 'X-Api-Key': 'def', 'proxy-authorization': 'x', accept: 'json' },
      list: [{ client_secret: 'x', apiKey: 'y', password: '', maxTokens: 5, token_count: 3, password_hint: 'dog' }],
      cookie: 5,
    };
    expect(redact(value)).toEqual({
      headers: {
        Authorization: '[redacted]',
        'X-Api-Key': '[redacted]',
        'proxy-authorization': '[redacted]',
        accept: 'json',
      },
      list: [
        {
          client_secret: '[redacted]',
          apiKey: '[redacted]',
          password: '',
          maxTokens: 5,
          token_count: 3,
          password_hint: 'dog',
        },
      ],
      cookie: 5,
    });
  });

  it('loses given secrets wherever they stand, the longest first; short ones are left', () => {
    const { json: redact } = createRedactor(['hunter22', 'hunter22-long', 'abc']);
    expect(redact({ a: ['x hunter22-long y hunter22', 'abc'] })).toEqual({ a: ['x [redacted] y [redacted]', 'abc'] });
    expect(redact({ 'my hunter22': { n: 1, o: null, u: undefined } })).toEqual({
      'my [redacted]': { n: 1, o: null, u: undefined },
    });
  });

  it('without secrets comes back as the very same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { json: redact } = createRedactor(['a secret that is not there']);
        const given = value as Json;
        fc.pre(!/pass|secret|key|token|auth|cookie/i.test(JSON.stringify(value)));
        expect(redact(given)).toBe(given);
      }),
    );
    const absent = { a: undefined };
    expect(createRedactor().json(absent)).toBe(absent);
  });

  it('never keeps a canary, at any depth', () => {
    const canary = 'canary-7c9e6679f1';
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        const { json: redact } = createRedactor([canary]);
        const planted = { value: value as Json, deep: [{ text: `${text}${canary}${text}` }] };
        expect(JSON.stringify(redact(planted))).not.toContain(canary);
      }),
    );
  });

  it('of 8 MB costs little', () => {
    const prose = {
      messages: [{ content: { text: 'The task is to ask the desk. See https://example.com/ '.repeat(150_000) } }],
    };
    const media = { messages: [{ content: { data: 'aGVsbG8gd29ybGQ+/8Ab'.repeat(400_000) } }] };
    const { json: redact } = createRedactor(['a secret that is not there']);
    for (const value of [prose, media]) {
      redact(value);
      // Processor time: other work on the machine does not count.
      const before = process.cpuUsage();
      expect(redact(value)).toBe(value);
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
    }
  });
});
