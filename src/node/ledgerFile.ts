/** The ledger on disk: one JSONL file a window and day, for its owner only. */
import { chmod, mkdir, open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../core/errors.ts';
import { type Ledger, type LedgerEntry, ledgerEntrySchema, type LedgerRecord } from '../core/ledger/entry.ts';
import type { Json } from '../core/mcp.ts';
import type { Clock } from '../core/util/clock.ts';
import { t } from '../core/text/l10n.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const FILE_NAME = /^\d{4}-\d{2}-\d{2}-[\w-]+\.jsonl$/;

export interface LedgerFileOptions {
  /** Absolute path. Made, with its parents, when the first entry is written. */
  readonly folder: string;
  /** Unique to this window: no two windows write to one file. */
  readonly window: string;
  readonly clock: Clock;
  /** Takes keys and tokens out. */
  readonly redact: (json: Json) => Json;
}

/** Appends entries, one after the other, each on disk before its promise resolves. A failed write rejects and stops nothing after it. */
export class LedgerFile implements Ledger {
  readonly #options: LedgerFileOptions;
  #sequence = 0;
  #last: Promise<void> = Promise.resolve();
  #torn = false;

  constructor(options: LedgerFileOptions) {
    if (!/^[\w-]+$/.test(options.window))
      throw new Error('A window id has letters, digits, dashes and underscores only');
    this.#options = options;
  }

  append(record: LedgerRecord): Promise<void> {
    const { clock, window, redact } = this.#options;
    const time = clock.now();
    const stamped = { v: 1, time, window, seq: this.#sequence++, ...(redact(record as unknown as Json) as object) };
    const text = `${JSON.stringify(stamped)}\n`;
    const written = this.#last.then(() => this.#write(fileName(time, window), text));
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #write(name: string, text: string): Promise<void> {
    const { folder } = this.#options;
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    const file = await open(path.join(folder, name), 'a', FILE_MODE);
    try {
      // Others may have made the folder or the file with more permissions. Windows has none of these.
      await file.chmod(FILE_MODE);
      await chmod(folder, FOLDER_MODE);
      // After a write that failed half-way, what follows must not become part of the broken line.
      await file.appendFile(this.#torn ? `\n${text}` : text, 'utf8');
      this.#torn = false;
      await file.datasync();
    } catch (error) {
      this.#torn = true;
      throw error;
    } finally {
      await file.close();
    }
  }
}

function fileName(time: number, window: string): string {
  return `${new Date(time).toISOString().slice(0, 10)}-${window}.jsonl`;
}

/** What was found in a ledger folder. */
export interface LedgerContent {
  /** Of all windows, newest first. */
  readonly entries: readonly LedgerEntry[];
  /** Lines that could not be read, a sentence each. The others are all there. */
  readonly problems: readonly string[];
}

/** Reads and merges all files of a folder. A folder that does not exist is an empty ledger. */
export async function readLedger(folder: string): Promise<LedgerContent> {
  const entries: LedgerEntry[] = [];
  const problems: string[] = [];
  for (const name of await ledgerFiles(folder)) {
    try {
      // One file in memory at a time.
      readLines(name, await readFile(path.join(folder, name), 'utf8'), entries, problems);
    } catch (error) {
      problems.push(t('{0} cannot be read: {1}', name, messageOf(error)));
    }
  }
  entries.sort((a, b) => b.time - a.time || a.window.localeCompare(b.window) || b.seq - a.seq);
  return { entries, problems };
}

async function ledgerFiles(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => FILE_NAME.test(name)).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function readLines(name: string, text: string, entries: LedgerEntry[], problems: string[]): void {
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    if (line === '') return;
    const entry = parseEntry(line);
    if (entry) entries.push(entry);
    else if (index === lines.length - 1) problems.push(t('{0}: the last line was not written to its end.', name));
    else problems.push(t('{0}: line {1} is not an entry.', name, index + 1));
  });
}

function parseEntry(line: string): LedgerEntry | undefined {
  try {
    const parsed = ledgerEntrySchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
