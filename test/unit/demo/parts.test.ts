import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expressionIn } from '../../../demo/model/lib/arithmetic.mjs';
import { classify, labelsIn } from '../../../demo/model/lib/classify.mjs';
import { describeTable, tableIn } from '../../../demo/model/lib/figures.mjs';
import { fillSchema, readDate, readNumber } from '../../../demo/model/lib/fill.mjs';
import { imageSize } from '../../../demo/model/lib/media.mjs';
import { writeSelect } from '../../../demo/model/lib/sql.mjs';
import { extractSentences } from '../../../demo/model/lib/summary.mjs';
import { sentencesOf, splitPrompt } from '../../../demo/model/lib/text.mjs';
import { tokenize } from '../../../demo/model/lib/tokens.mjs';
import { splitIntoChunks } from '../../../demo/servers/lib/chunks.mjs';
import { readSelect, runSelect, schemaOf } from '../../../demo/servers/lib/database.mjs';
import { parseThread } from '../../../demo/servers/lib/jobs/mail.mjs';
import { Workspace } from '../../../demo/servers/lib/workspace.mjs';
import { formatCsv, parseCsv } from '../../../demo/shared/csv.mjs';
import { evaluateExpression } from '../../../demo/shared/expression.mjs';
import { DEMO } from './programs.ts';

describe('arithmetic', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['-2 + 10 % 4', 0],
    ['24 × 0.5 ÷ 3', 4],
  ])('%s is %d', (source, value) => expect(evaluateExpression(source)).toBeCloseTo(value));

  it.each(['', '1 +', '2 ** 3', 'process.exit()', '1 / 0', '(1', '1 2'])('refuses "%s"', (source) => {
    expect(() => evaluateExpression(source)).toThrow();
  });

  it.each([
    ['What is 17 percent of 240?', 40.8],
    ['12 straps at 1.95 each plus 6 lamps at 34.50 each', 230.4],
    ['I buy two dozen clips for 0.42 each minus a 10% discount', 9.072],
    ['What is ninety-six divided by eight?', 12],
    ['3 lamps cost 62 euros each and 5 straps cost 2 euros each', 196],
  ])('reads a sum out of "%s"', (problem, value) => {
    expect(evaluateExpression(expressionIn(problem) ?? '0')).toBeCloseTo(value);
  });

  it('gives up on what it does not understand', () =>
    expect(expressionIn('How long is a piece of string?')).toBeUndefined());
});

describe('text', () => {
  it('cuts tokens that join to the text again', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => tokenize(text).join('') === text));
  });

  it('parts a document so that the parts join to it again and none is too long', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('word', ' ', '\n', '\n\n', '\n## '), { maxLength: 200 }),
        fc.integer({ min: 1, max: 50 }),
        (pieces, size) => {
          const text = pieces.join('');
          const chunks = splitIntoChunks(text, size);
          return chunks.join('') === text && chunks.every((chunk) => chunk.length <= size && chunk !== '');
        },
      ),
    );
  });

  it('knows sentences from headings, abbreviations and list items', () => {
    const text = '# Title\n\nDr. Ann left, e.g. at 3.5 km. She came back.\n- First item\n- Second item.';
    expect(sentencesOf(text).map((sentence) => sentence.text)).toEqual([
      'Dr. Ann left, e.g. at 3.5 km.',
      'She came back.',
      'First item',
      'Second item.',
    ]);
    expect(sentencesOf(text)[0]?.heading).toBe('Title');
  });

  it('parts the instruction from the material', () => {
    expect(splitPrompt('Do it.\n\n<notes>\nA <b> c.\n</notes>')).toEqual({
      instruction: 'Do it.',
      material: 'A <b> c.',
      tag: 'notes',
    });
    expect(splitPrompt('Hello there').material).toBe('');
  });

  it('does not repeat itself in a summary, and keeps to the number and the order of sentences', () => {
    const text = [
      'The cell is warm.',
      'The cell is warm today.',
      'Cold cells keep their charge.',
      'Salt eats the contacts.',
    ].join(' ');
    const chosen = extractSentences(text, { sentences: 3, tokens: 100 });
    expect(chosen).toHaveLength(3);
    expect(chosen.filter((sentence) => sentence.includes('warm'))).toHaveLength(1);
    expect([...chosen].sort((a, b) => text.indexOf(a) - text.indexOf(b))).toEqual(chosen);
  });

  it('summarises two megabytes without choking', { timeout: 20_000 }, async () => {
    const handbook = await readFile(join(DEMO, 'workspace/handbook.md'), 'utf8');
    const chosen = extractSentences(handbook.repeat(32), { sentences: 5, tokens: 400 });
    expect(chosen).toHaveLength(5);
  });

  it('finds labels and the one that fits', () => {
    const labels = labelsIn('Reply with exactly one of: bug, delivery, "other".\n- other: anything about cheese');
    expect([...labels.keys()]).toEqual(['bug', 'delivery', 'other']);
    expect(classify('My parcel has not arrived', labels)).toBe('delivery');
    expect(classify('I like cheese', labels)).toBe('other');
    expect(labelsIn('Be one of the best.').size).toBe(0);
  });

  it('reads a mail thread turn by turn', () => {
    const thread = 'From: A <a@b.example>\nSubject: x\n\nHello.\n\nBye\n---\nFrom: Us <service@b.example>\n\nYes.';
    expect(parseThread(thread)).toEqual([
      { from: 'A <a@b.example>', ours: false, body: 'Hello.\n\nBye' },
      { from: 'Us <service@b.example>', ours: true, body: 'Yes.' },
    ]);
  });
});

describe('tables', () => {
  it('reads back what it wrote', () => {
    const cell = fc.stringMatching(/^[\w,"][\w ,"]*[\w,"]$/);
    const table = fc.record({ header: fc.tuple(cell, cell), rows: fc.array(fc.tuple(cell, cell)) });
    fc.assert(
      fc.property(table, (t) => {
        expect(parseCsv(formatCsv(t))).toEqual(t);
      }),
    );
  });

  it('names totals, extremes and the trend over months', () => {
    const table = tableIn('month,revenue\n2026-01,100\n2026-02,50\n2026-03,150');
    expect(
      describeTable(
        { ...table!, header: ['month', 'revenue', 'x'], rows: table!.rows.map((row) => [...row, '1']) },
        'revenue?',
      ),
    ).toContain(
      'Revenue adds up to 300 over 3 rows, highest for 2026-03 (150) and lowest for 2026-02 (50). Revenue rose by 50 percent from 2026-01 to 2026-03.',
    );
    expect(tableIn('This is a sentence, and so is this.')).toBeUndefined();
  });

  it('reads numbers and dates as they are written in letters', () => {
    expect(['1,204.50 EUR', '1.204,50', '-3', '12 000', '7,5'].map(readNumber)).toEqual([
      1204.5, 1204.5, -3, 12000, 7.5,
    ]);
    expect(['2026-09-03', '3.9.2026', '03/09/2026', '3 Sept 2026'].map(readDate)).toEqual(Array(4).fill('2026-09-03'));
    expect(readDate('soon')).toBeUndefined();
  });

  it('fills fields from labels and never invents one', () => {
    const schema = {
      type: 'object',
      required: ['name', 'age'],
      properties: { name: { type: 'string' }, age: { type: 'integer' }, kind: { enum: ['cat', 'dog'] } },
    };
    expect(fillSchema(schema, 'Name: Tom\nA cat of some age.')).toEqual({
      value: { name: 'Tom', kind: 'cat' },
      missing: ['age'],
    });
  });

  it('reads the size of an image from its header', async () => {
    expect(imageSize(await readFile(join(DEMO, 'workspace/images/revenue-by-region.png')))).toEqual({
      width: 420,
      height: 260,
    });
    expect(imageSize(Buffer.from('GIF89a\x02\x00\x03\x00', 'latin1'))).toEqual({ width: 2, height: 3 });
    expect(imageSize(Buffer.from('ffd8ffe000040000ffc0000b080005000701', 'hex'))).toEqual({ width: 7, height: 5 });
    expect(imageSize(Buffer.from('hello'))).toBeUndefined();
  });
});

describe('the database', () => {
  let script: string;
  beforeAll(async () => {
    script = await readFile(join(DEMO, 'workspace/database/shop.sql'), 'utf8');
  });

  it.each([
    ['How many orders are there?', [[60]]],
    ['How many customers are there?', [[12]]],
    ['What is the cheapest product?', [['Ember R3', 19]]],
    ['How many shops are in Ghent?', [[1]]],
    [
      'Which customers are in the South?',
      [
        ['Bici Girona', 'Girona', 'South'],
        ['Ruota Libera', 'Turin', 'South'],
        ['Vila das Bicicletas', 'Porto', 'South'],
      ],
    ],
    ['Which region had the most orders?', undefined],
    ['Top 2 products by revenue in March', undefined],
    ['What did Pedal & Post spend?', undefined],
    ['What is the average order by category?', undefined],
  ])('writes SQL that runs for "%s"', async (question, rows) => {
    const sql = writeSelect(`${schemaOf(script)}\nRegions are North, South, East and West.`, question);
    const result = await runSelect(script, sql ?? '');
    expect(result.rows.length).toBeGreaterThan(0);
    if (rows !== undefined) expect(result.rows).toEqual(rows);
  });

  it('declines what is no such question', () => {
    expect(writeSelect(schemaOf(script), 'What is the meaning of life?')).toBeUndefined();
  });

  it('stops a query that runs for ever', async () => {
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n';
    await expect(runSelect(script, endless, 100)).rejects.toThrow('longer than 0.1 seconds');
  });

  it('takes a statement out of its wrapping', () => {
    expect(readSelect('Here:\n```sql\n-- hello\nSELECT 1;\n```')).toBe('SELECT 1');
    expect(() => readSelect('DROP TABLE orders')).toThrow('Only SELECT');
  });
});

describe('the workspace', () => {
  let root: string;
  let workspace: Workspace;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'countersign-paths-'));
    await mkdir(join(root, 'inside'));
    await writeFile(join(root, 'secret.txt'), 'secret');
    await writeFile(join(root, 'inside', '..ok.txt'), 'fine');
    await writeFile(join(root, 'inside', 'latin.txt'), Buffer.from([0xe9]));
    await symlink(join(root, 'secret.txt'), join(root, 'inside', 'link.txt'));
    workspace = new Workspace(join(root, 'inside'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it.each([
    ['../secret.txt', 'outside the workspace'],
    ['/etc/passwd', 'outside the workspace'],
    ['link.txt', 'leads out of the workspace'],
    ['nothing.txt', 'There is no file'],
    ['.', 'is a folder'],
    ['latin.txt', 'not a text file'],
  ])('does not read %s', async (path, message) => {
    await expect(workspace.readText(path)).rejects.toThrow(message);
  });

  it('reads what is inside, whatever its name begins with', async () => {
    expect(await workspace.readText('..ok.txt')).toBe('fine');
    expect(await workspace.list('nowhere', '.md')).toEqual([]);
  });

  it('never overwrites a file', async () => {
    await workspace.create('.', 'new.md', 'one');
    await expect(workspace.create('.', 'new.md', 'two')).rejects.toThrow('exists already');
    expect(await workspace.readText('new.md')).toBe('one');
  });
});
