/** Parked calls on disk: one encrypted file each, for its owner only. */
import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type Found,
  LONGEST_PARKED,
  type ParkedRound,
  parkedSchema,
  type ParkingStore,
} from '../core/calls/parking.ts';
import { t } from '../core/text/l10n.ts';
import { sha256 } from './hash.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** Before everything else in a file: what it is, and in which version. */
const MAGIC = Buffer.from('countersign parked call 1\n', 'latin1');
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const FILE_NAME = /^[0-9a-f]{64}\.parked$/;
const TEMPORARY = /^[0-9a-f]{64}\.parked\.[\w-]+$/;
/** Nothing is written for as long as this. Milliseconds. */
const TEMPORARY_MS = 3_600_000;

/** How much is kept. */
export const PARKING_LIMITS = {
  calls: 20,
  /** Of one call and of all, before encryption. */
  bytes: 8 * 1024 * 1024,
  allBytes: 32 * 1024 * 1024,
} as const;

/** Where the key is: VS Code's SecretStorage. */
export interface ParkingKey {
  get(): Promise<string | undefined>;
  set(key: string): Promise<void>;
}

export interface ParkingFilesOptions {
  /** Absolute path. Made, with its parents, with the first call. */
  readonly folder: string;
  readonly key: ParkingKey;
  now(): number;
}

/** AES-256-GCM with a new nonce for each file; a file belongs to its name, so that none can stand for another. */
export class ParkingFiles implements ParkingStore {
  readonly #options: ParkingFilesOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ParkingFilesOptions) {
    this.#options = options;
  }

  write(round: ParkedRound): Promise<void> {
    return this.#next(async () => {
      const text = Buffer.from(JSON.stringify(round), 'utf8');
      const name = nameOf(round.id);
      await this.#checkRoom(name, text.length);
      await this.#replace(name, encrypt(text, await this.#madeKey(), name));
    });
  }

  remove(id: string): Promise<void> {
    // What cannot be read is named by its file.
    const name = FILE_NAME.test(id) ? id : nameOf(id);
    return this.#next(() => rm(path.join(this.#options.folder, name), { force: true }));
  }

  read(): Promise<readonly Found[]> {
    return this.#next(async () => {
      await this.#tidy();
      const names = await this.#names();
      if (names.length === 0) return [];
      const key = parseKey(await this.#options.key.get());
      const found: Found[] = [];
      // One after the other: together they may be large.
      for (const name of names) found.push(await this.#readOne(name, key));
      return found;
    });
  }

  async #readOne(name: string, key: Buffer | undefined): Promise<Found> {
    const unreadable = t('What was kept of it cannot be read: the file was changed, or its key is gone.');
    let round: ParkedRound;
    try {
      if (key === undefined) return { id: name, problem: unreadable };
      const file = await readFile(path.join(this.#options.folder, name));
      round = parsed(decrypt(file, key, name));
      if (nameOf(round.id) !== name) return { id: name, problem: unreadable };
    } catch {
      return { id: name, problem: unreadable };
    }
    if (this.#options.now() - round.parkedAt <= LONGEST_PARKED) return { id: round.id, round };
    await rm(path.join(this.#options.folder, name), { force: true });
    return { id: name, problem: t('A call that was parked for more than 7 days was removed. Make it again.') };
  }

  /**
   * A key that cannot be read is another one for what comes; what it could not read stays, and says so. It is asked for each time: another
   * window may have made one at the same moment, and only the one that is kept will open a file again.
   */
  async #madeKey(): Promise<Buffer> {
    const { key } = this.#options;
    const known = parseKey(await key.get());
    if (known) return known;
    const made = randomBytes(KEY_BYTES);
    await key.set(made.toString('base64'));
    return parseKey(await key.get()) ?? made;
  }

  async #names(): Promise<readonly string[]> {
    return (await this.#entries()).filter((name) => FILE_NAME.test(name)).sort();
  }

  async #entries(): Promise<readonly string[]> {
    try {
      return await readdir(this.#options.folder);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }

  /** What was being written when a window was killed. A file that is being written now is younger. */
  async #tidy(): Promise<void> {
    for (const name of await this.#entries()) {
      const file = path.join(this.#options.folder, name);
      if (!TEMPORARY.test(name)) continue;
      const { mtimeMs } = await stat(file);
      if (this.#options.now() - mtimeMs > TEMPORARY_MS) await rm(file, { force: true });
    }
  }

  async #checkRoom(name: string, bytes: number): Promise<void> {
    const { calls, bytes: most, allBytes } = PARKING_LIMITS;
    if (bytes > most) throw new Error(t('it is larger than {0}.', '8 MB'));
    const others = (await this.#names()).filter((each) => each !== name);
    if (others.length >= calls) throw new Error(t('{0} calls are parked already.', calls));
    let all = bytes;
    for (const each of others) all += (await stat(path.join(this.#options.folder, each))).size;
    if (all > allBytes) throw new Error(t('what is parked would be larger than {0}.', '32 MB'));
  }

  async #replace(name: string, content: Buffer): Promise<void> {
    const { folder } = this.#options;
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    // Another may have made it with more permissions. Windows has none of these.
    await chmod(folder, FOLDER_MODE);
    const temporary = path.join(folder, `${name}.${randomUUID()}`);
    try {
      const file = await open(temporary, 'wx', FILE_MODE);
      try {
        await file.writeFile(content);
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(temporary, path.join(folder, name));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** One after the other, whatever became of the one before. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function nameOf(id: string): string {
  return `${sha256(id)}.parked`;
}

function parseKey(text: string | undefined): Buffer | undefined {
  const key = text === undefined ? undefined : Buffer.from(text, 'base64');
  return key?.length === KEY_BYTES ? key : undefined;
}

function encrypt(text: Buffer, key: Buffer, name: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(aad(name));
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([MAGIC, iv, cipher.getAuthTag(), body]);
}

/** @throws for anything but what was written here, under this name */
function decrypt(file: Buffer, key: Buffer, name: string): string {
  const start = MAGIC.length;
  if (!file.subarray(0, start).equals(MAGIC)) throw new Error('no parked call');
  const iv = file.subarray(start, start + IV_BYTES);
  const tag = file.subarray(start + IV_BYTES, start + IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(aad(name)).setAuthTag(tag);
  const body = file.subarray(start + IV_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}

function aad(name: string): Buffer {
  return Buffer.concat([MAGIC, Buffer.from(name, 'latin1')]);
}

function parsed(text: string): ParkedRound {
  const round = parkedSchema.parse(JSON.parse(text));
  // What a server asks goes through the intake again, and edits are those that this extension wrote.
  return round as ParkedRound;
}
