import { describe, expect, it } from 'vitest';
import { type LedgerEntry, ledgerEntrySchema } from '../../../src/core/ledger/entry.ts';
import { ledgerText } from '../../../src/vscode/ledger/ledgerText.ts';
import { logLine, oneLineLog } from '../../../src/vscode/logs/logText.ts';
import { requestText } from '../../../src/vscode/review/requestText.ts';
import { parse, type ParseError } from 'jsonc-parser';

describe('logLine', () => {
  it('takes colours away and makes control characters visible', () => {
    expect(logLine('\u001b[31mred\u001b[0m and \u001b]0;title\u0007 \r\nnext\u202e')).toBe(
      'red and \\u{1b}]0;title\\u{7} \\u{d}\\u{a}next\\u{202e}',
    );
  });

  it('shortens a line that nobody can read, and says so', () => {
    const line = logLine('x'.repeat(50_000));
    expect(line.length).toBeLessThan(21_000);
    expect(line).toContain('50000 characters');
  });
});

describe('the log of the extension', () => {
  it('has one line for what is said, whoever wrote the words in it', () => {
    const lines: string[] = [];
    const keep = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
    const log = oneLineLog({
      trace: keep('trace'),
      debug: keep('debug'),
      info: keep('info'),
      warn: keep('warn'),
      error: keep('error'),
    });
    log.warn('tool\n2026-01-01 [info] Confirmed the definition of evil.\u001b[2K: no schema');
    log.trace('a');
    log.debug('b');
    log.info('c');
    log.error('d');
    expect(lines).toEqual([
      'warn tool\\u{a}2026-01-01 [info] Confirmed the definition of evil.\\u{1b}[2K: no schema',
      'trace a',
      'debug b',
      'info c',
      'error d',
    ]);
  });
});

describe('requestText', () => {
  it('has everything that can be edited, whole', () => {
    const text = 'long '.repeat(5000);
    const shown = requestText({
      systemPrompt: 'Be brief.',
      maxTokens: 7,
      temperature: 0.5,
      stopSequences: ['\n'],
      toolChoice: { mode: 'auto' },
      tools: [{ name: 'search', description: 'Finds\nwords', inputSchema: { type: 'object' } }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text },
            { type: 'image', data: 'AAAA', mimeType: 'image/png' },
          ],
        },
        { role: 'assistant', content: { type: 'text', text: 'ok' } },
      ],
    });
    const parts = ['Be brief.', '7', '0.5', '"\\n"', text, 'image/png', 'Message 2, assistant', 'Max tokens'];
    for (const part of [...parts, 'Tool search', 'Finds\nwords', '"type": "object"', '"mode": "auto"']) {
      expect(shown).toContain(part);
    }
  });

  it('lets no text pass for several sections', () => {
    const text = 'one\n──── Message 2, user ────\ntwo';
    const shown = requestText({ maxTokens: 1, messages: [{ role: 'user', content: { type: 'text', text } }] });
    expect(shown.match(/^──── .*$/gm)).toEqual(['──── Max tokens ────', '──── Message 1, user ────']);
  });
});

describe('ledgerText', () => {
  const entry = (seq: number, more: object): LedgerEntry =>
    ({
      v: 1,
      time: Date.UTC(2026, 0, 2, 3, 4, 5),
      window: 'w',
      seq,
      server: { name: 's\n// x', definition: 'd', era: 'legacy' },
      review: 'r',
      ...more,
    }) as LedgerEntry;

  it('is JSON with comments: a line for a person, and the entry', () => {
    const entries = [
      entry(1, { kind: 'verdict', verdict: 'deny', edited: true }),
      entry(0, { kind: 'request', cause: { certainty: 'none', calls: [] }, params: { text: 'x'.repeat(30_000) } }),
    ];
    const text = ledgerText(entries, ['a.jsonl: line 3 is not an entry.'], '/folder');
    const errors: ParseError[] = [];
    const parsed = parse(text, errors) as { seq: number }[];
    expect(errors).toEqual([]);
    expect(parsed.map(({ seq }) => seq)).toEqual([1, 0]);
    expect(text).toContain('// 2026-01-02 03:04:05.000 UTC  s // x: you denied, after an edit');
    expect(text).toContain('line 3 is not an entry');
    expect(text).toContain('30000 characters, whole in the file');
  });

  it.each([
    [{ kind: 'elicitation', mode: 'form', message: 'x', cause: { certainty: 'none', calls: [] } }, 'fill in a form'],
    [{ kind: 'elicitation', mode: 'url', message: 'x', cause: { certainty: 'none', calls: [] } }, 'open a page'],
    [{ kind: 'elicited', action: 'open' }, 'you let the page be opened'],
    [{ kind: 'elicited', action: 'accept', fields: ['a', 'b'] }, 'you submitted the form (2 fields)'],
    [{ kind: 'elicited', action: 'accept' }, 'told of your consent'],
    [{ kind: 'elicited', action: 'decline' }, 'you declined'],
    [{ kind: 'elicited', action: 'cancel' }, 'without a decision'],
    [{ kind: 'roots', roots: [{ uri: 'file:///a' }] }, 'was told one root'],
    [{ kind: 'call', call: 'c', method: 'tools/call', name: 'sum', arguments: {}, resumed: true }, 'you resumed sum'],
    [{ kind: 'verdict', verdict: 'approve', edited: false, rest: { id: 'r' } }, ': passed unasked, by your approval'],
    [
      { kind: 'verdict', verdict: 'approve', edited: false, rest: { id: 'r', granted: { requests: 1, bytes: 1 } } },
      'you approved, and the rest of its call',
    ],
    [
      { kind: 'verdict', verdict: 'approve', edited: true, hashes: ['a', 'b'] },
      'you approved it for 2 models, after an',
    ],
    [{ kind: 'verdict', verdict: 'approve', edited: false, batch: { id: 'b', size: 4 } }, 'the others of a batch of 4'],
    [{ kind: 'release', action: 'return', by: 'unflagged' }, 'returned to the server, unseen: nothing was found'],
    [{ kind: 'release', action: 'return', by: 'never' }, 'returned to the server, unseen, as your settings say'],
    [{ kind: 'release', action: 'returnEdited', by: 'person' }, 'returned to the server, edited\n'],
    [
      { kind: 'refusal', reason: 'tooMany', message: 'Refused: full.', count: 47 },
      '47 requests refused: Refused: full.',
    ],
  ])('has words for what happened without a question to the person, or is no sampling: %j', (more, words) => {
    const made = entry(0, more);
    expect(ledgerEntrySchema.safeParse(made).success).toBe(true);
    expect(ledgerText([made], [], '/folder')).toContain(words);
  });

  it('shortens an entry that would fill the document alone, and goes on with the older ones', () => {
    const list = Array.from({ length: 600_000 }, () => 'abc');
    const entries = [
      entry(2, { kind: 'request', cause: { certainty: 'none', calls: [] }, params: { list } }),
      entry(1, { kind: 'verdict', verdict: 'approve', edited: false }),
    ];
    const text = ledgerText(entries, [], '/folder');
    const parsed = parse(text) as { seq: number; kind: string; review: string }[];
    expect(parsed.map(({ seq, kind, review }) => [seq, kind, review])).toEqual([
      [2, 'request', 'r'],
      [1, 'verdict', 'r'],
    ]);
    expect(text).toContain('you approved');
    expect(text).toContain('whole in the file');
  });

  it('says when there is nothing, and what is left out', () => {
    expect(ledgerText([], [], '/folder')).toContain('Nothing has happened yet.');
    const many = Array.from({ length: 900 }, (_, seq) =>
      entry(seq, { kind: 'failure', hash: 'h', code: 'c', message: 'm'.repeat(10_000) }),
    );
    const text = ledgerText(many, [], '/folder');
    expect(text.length).toBeLessThan(5_000_000);
    expect(text).toMatch(/\d+ older entries are in the files/);
  });
});
