import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LedgerRecord } from '../../../src/core/ledger/entry.ts';
import type { Json } from '../../../src/core/mcp.ts';
import { systemClock } from '../../../src/node/clock.ts';
import { envFileDigest, readEnvFile } from '../../../src/node/envFile.ts';
import { sha256 } from '../../../src/node/hash.ts';
import { LedgerFile, readLedger } from '../../../src/node/ledgerFile.ts';
import { FakeClock } from '../core/sampling/fakes.ts';

const folder = () => mkdtempSync(path.join(tmpdir(), 'countersign-'));

describe('an environment file', () => {
  it('is parsed from the very bytes of its digest', async () => {
    const file = path.join(folder(), '.env');
    const text = '# comment\nA=1\nexport B="two words"\nC=\'$A\'\n\nD=\n';
    writeFileSync(file, text);
    const digest = createHash('sha256').update(text).digest('hex');
    expect(await readEnvFile(file)).toEqual({ digest, variables: { A: '1', B: 'two words', C: '$A', D: '' } });
    expect(await envFileDigest(file)).toBe(digest);
    appendFileSync(file, 'E=5\n');
    expect(await envFileDigest(file)).not.toBe(digest);
  });

  it('is a file of an ordinary size, and nothing that never ends', async () => {
    const large = path.join(folder(), '.env');
    writeFileSync(large, Buffer.alloc(1024 * 1024 + 1, 'A'));
    const places = [large, path.dirname(large), ...(process.platform === 'win32' ? [] : ['/dev/zero'])];
    expect(await Promise.all(places.map((file) => envFileDigest(file)))).toEqual(places.map(() => 'missing'));
  });

  it('may be missing', async () => {
    const file = path.join(folder(), 'none');
    expect([await readEnvFile(file), await envFileDigest(file)]).toEqual([undefined, 'missing']);
  });
});

describe('the machine', () => {
  it('hashes UTF-8', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('é')).toBe(createHash('sha256').update(Buffer.from('é', 'utf8')).digest('hex'));
  });

  it('has a clock whose timers can be taken back and never fire early', async () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
    let wrong = 0;
    systemClock.timeout(() => wrong++, 1).dispose();
    // Beyond 2^31 ms Node's own timer would fire at once.
    const long = systemClock.timeout(() => wrong++, 2 ** 40);
    const ticks = await new Promise<number>((resolve) => {
      let count = 0;
      const ticking = systemClock.interval(() => {
        count += 1;
        if (count === 3) {
          ticking.dispose();
          resolve(count);
        }
      }, 2);
    });
    long.dispose();
    expect([ticks, wrong]).toEqual([3, 0]);
  });
});

const record = (name: string): LedgerRecord => ({
  kind: 'call',
  server: { name: 'notes', definition: 'd', era: 'legacy' },
  call: 'c1',
  method: 'tools/call',
  name,
  arguments: { key: 'sk-secret' },
});
const redact = (json: Json): Json => JSON.parse(JSON.stringify(json).replaceAll('sk-secret', '•')) as Json;

function ledger(where: string, window = 'w1') {
  const clock = new FakeClock();
  clock.time = Date.UTC(2026, 10, 22, 12);
  return { clock, file: new LedgerFile({ folder: where, window, clock, redact }) };
}

describe('the ledger on disk', () => {
  it('is one file a window and day, for its owner only, on disk when the promise resolves, without keys', async () => {
    const where = path.join(folder(), 'deep', 'ledger');
    const { clock, file } = ledger(where);
    await file.append(record('one'));
    expect(readdirSync(where)).toEqual(['2026-11-22-w1.jsonl']);
    const text = readFileSync(path.join(where, '2026-11-22-w1.jsonl'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      v: 1,
      window: 'w1',
      seq: 0,
      time: clock.now(),
      kind: 'call',
      arguments: { key: '•' },
    });
    expect(statSync(where).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(where, '2026-11-22-w1.jsonl')).mode & 0o777).toBe(0o600);
    clock.advance(24 * 3_600_000);
    await file.append(record('two'));
    expect(readdirSync(where)).toHaveLength(2);
  });

  it('takes permissions away that others have given', async () => {
    const where = path.join(folder(), 'ledger');
    mkdirSync(where);
    chmodSync(where, 0o755);
    const name = path.join(where, '2026-11-22-w1.jsonl');
    writeFileSync(name, '', { mode: 0o644 });
    await ledger(where).file.append(record('x'));
    expect([statSync(where).mode & 0o777, statSync(name).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('writes in the order of asking, and merges windows newest first', async () => {
    const where = folder();
    const a = ledger(where, 'a');
    const b = ledger(where, 'b');
    await Promise.all(Array.from({ length: 50 }, (_, i) => a.file.append(record(`a${i}`))));
    b.clock.advance(1);
    await b.file.append(record('b0'));
    const { entries, problems } = await readLedger(where);
    expect(problems).toEqual([]);
    expect(entries).toHaveLength(51);
    expect(entries[0]).toMatchObject({ window: 'b', name: 'b0' });
    expect(entries.slice(1).map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, i) => 49 - i));
  });

  it('rejects when it cannot be written, and goes on when it can again', async () => {
    const where = path.join(folder(), 'ledger');
    writeFileSync(where, 'a file in the way');
    const { file } = ledger(where);
    await expect(file.append(record('lost'))).rejects.toMatchObject({ code: 'EEXIST' });
    rmSync(where);
    await file.append(record('kept'));
    expect((await readLedger(where)).entries).toMatchObject([{ name: 'kept', seq: 1 }]);
  });

  it('reads around what is broken and says where', async () => {
    const where = folder();
    const { file } = ledger(where);
    await file.append(record('first'));
    const name = path.join(where, '2026-11-22-w1.jsonl');
    appendFileSync(name, 'not JSON\n{"v":2}\n');
    await file.append(record('second'));
    appendFileSync(name, '{"v":1,"time":17');
    writeFileSync(path.join(where, 'notes.txt'), 'not a ledger');
    mkdirSync(path.join(where, '2026-11-23-w2.jsonl'));
    const { entries, problems } = await readLedger(where);
    expect(entries.map((entry) => 'name' in entry && entry.name)).toEqual(['second', 'first']);
    expect(problems).toEqual([
      '2026-11-22-w1.jsonl: line 2 is not an entry.',
      '2026-11-22-w1.jsonl: line 3 is not an entry.',
      '2026-11-22-w1.jsonl: the last line was not written to its end.',
      expect.stringContaining('2026-11-23-w2.jsonl cannot be read') as string,
    ]);
  });

  it('is empty where there is no folder, and takes no window id that leads elsewhere', async () => {
    expect(await readLedger(path.join(folder(), 'none'))).toEqual({ entries: [], problems: [] });
    expect(() => ledger(folder(), '../x')).toThrow('window id');
    const file = path.join(folder(), 'file');
    writeFileSync(file, '');
    await expect(readLedger(file)).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});
