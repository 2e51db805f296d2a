/** Parked calls on disk: one encrypted file each, for its owner only. */
import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import {
  type Found,
  LONGEST_PARKED,
  type ParkedRound,
  parkedSchema,
  type ParkingStore,
  type StoreContent,
} from '../core/calls/parking.ts';
import { t } from '../core/text/l10n.ts';
import { sha256 } from './hash.ts';
import { freeName, type ParkedFile, parkedFile, ParkingOwner, type ParkingOwnerOptions } from './parkingOwner.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** Before everything else in a file: what it is, and in which version. */
const MAGIC = Buffer.from('countersign parked call 1\n', 'latin1');
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const TEMPORARY = /^[0-9a-f]{64}(?:\.[\w-]+)?\.parked\.[\w-]+$/;
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
  /** For tests: who this window is, and who lives. */
  readonly owner?: Omit<ParkingOwnerOptions, 'now'>;
}

/** A file as it stands on disk. */
interface OnDisk extends ParkedFile {
  readonly size: number;
  /** When its window last said that it lives, in milliseconds since the Unix epoch. */
  readonly saidAt: number;
}

/** What was read: by the name of its file, with what tells that the file is still the same. */
type ReadFiles = Map<string, { readonly stamp: string; readonly found: Found }>;

/**
 * AES-256-GCM with a new nonce for each file; a file belongs to its call, so that none can stand for another. Windows share the folder: a
 * call is one window's at a time (see parkingOwner.ts), and only the one that takes its file away may go on with it.
 */
export class ParkingFiles implements ParkingStore {
  readonly #options: ParkingFilesOptions;
  readonly #owner: ParkingOwner;
  /** What this window has kept or claimed: the id of each call by its digest. */
  readonly #own = new Map<string, string>();
  /** With the key that it was read with. */
  #read: ReadFiles = new Map();
  #readWith: Buffer | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ParkingFilesOptions) {
    this.#options = options;
    this.#owner = new ParkingOwner({ ...options.owner, now: () => options.now() });
  }

  write(round: ParkedRound): Promise<void> {
    return this.#next(async () => {
      const text = Buffer.from(JSON.stringify(round), 'utf8');
      const call = sha256(round.id);
      const name = this.#owner.fileOf(call);
      if (this.#own.has(call) && !(await this.#files(call)).some((file) => file.name === name)) throw notOurs();
      await this.#checkRoom(call, text.length);
      await this.#replace(name, encrypt(text, await this.#madeKey(), freeName(call)));
      this.#own.set(call, round.id);
      // A window that took this one for dead may have claimed it in the meantime.
      if ((await this.#files(call)).every((file) => file.name === name)) return;
      await this.#gone(name);
      throw notOurs();
    });
  }

  claim(id: string): Promise<ParkedRound | undefined> {
    return this.#next(async () => {
      const call = sha256(id);
      const name = this.#owner.fileOf(call);
      const files = await this.#files(call);
      if (files.some((file) => this.#isElsewhere(file))) return undefined;
      // Of several that a crash left, the last one counts.
      const last = files.toSorted((a, b) => b.saidAt - a.saidAt)[0];
      if (last === undefined || !(await this.#renamed(last.name, name))) return undefined;
      const others = (await this.#files(call)).filter((file) => file.name !== name);
      if (others.some((file) => this.#isElsewhere(file))) {
        await this.#renamed(name, freeName(call));
        return undefined;
      }
      for (const other of others) await this.#gone(other.name);
      const found = await this.#readOne({ ...last, name }, parseKey(await this.#options.key.get()));
      if ('round' in found) {
        this.#own.set(call, id);
        return found.round;
      }
      await this.#renamed(name, freeName(call));
      return undefined;
    });
  }

  release(id: string): Promise<void> {
    return this.#next(async () => {
      const call = sha256(id);
      await this.#renamed(this.#owner.fileOf(call), freeName(call));
      this.#own.delete(call);
    });
  }

  remove(id: string): Promise<boolean> {
    return this.#next(async () => {
      const call = sha256(id);
      const removed = await this.#gone(this.#owner.fileOf(call));
      this.#own.delete(call);
      return removed;
    });
  }

  discard(id: string): Promise<void> {
    return this.#next(async () => {
      // What cannot be read is named by its file.
      const files = await this.#files(parkedFile(id)?.call ?? sha256(id));
      for (const file of files) if (!this.#isElsewhere(file)) await this.#gone(file.name);
    });
  }

  beat(): Promise<readonly string[]> {
    return this.#next(async () => {
      const lost: string[] = [];
      for (const [call, id] of [...this.#own]) {
        if (await this.#touched(this.#owner.fileOf(call))) continue;
        this.#own.delete(call);
        lost.push(id);
      }
      return lost;
    });
  }

  read(): Promise<StoreContent> {
    return this.#next(async () => {
      await this.#tidy();
      const files = await this.#files();
      const away = new Set(files.filter((file) => this.#isElsewhere(file)).map(({ call }) => call));
      const here = files.filter(({ call }) => !away.has(call));
      const key = here.length === 0 ? undefined : parseKey(await this.#options.key.get());
      const known = key !== undefined && this.#readWith?.equals(key) === true ? this.#read : new Map<string, never>();
      const found = new Map<string, Found>();
      const read: ReadFiles = new Map();
      // One after the other: together they may be large.
      for (const file of here.toSorted((a, b) => a.saidAt - b.saidAt)) {
        const stamp = `${file.saidAt} ${file.size}`;
        const before = known.get(file.name);
        const now = before?.stamp === stamp ? before.found : await this.#readOne(file, key);
        if ('round' in now) read.set(file.name, { stamp, found: now });
        found.set(file.call, await this.#unlessOld(file, now));
      }
      this.#read = read;
      this.#readWith = key;
      return { found: [...found.values()], elsewhere: away.size };
    });
  }

  async #readOne({ name, call }: ParkedFile, key: Buffer | undefined): Promise<Found> {
    const unreadable = t('What was kept of it cannot be read: the file was changed, or its key is gone.');
    try {
      if (key === undefined) return { id: name, problem: unreadable };
      const content = await readFile(path.join(this.#options.folder, name));
      const round = parsed(decrypt(content, key, freeName(call)));
      return sha256(round.id) === call ? { id: round.id, round } : { id: name, problem: unreadable };
    } catch {
      return { id: name, problem: unreadable };
    }
  }

  async #unlessOld(file: ParkedFile, found: Found): Promise<Found> {
    const old = 'round' in found && this.#options.now() - found.round.parkedAt > LONGEST_PARKED;
    if (!old || this.#owner.owns(file)) return found;
    await this.#gone(file.name);
    return { id: file.name, problem: t('A call that was parked for more than 7 days was removed. Make it again.') };
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

  /** The parked calls of all windows, or the files of one call. */
  async #files(call?: string): Promise<readonly OnDisk[]> {
    const files: OnDisk[] = [];
    for (const name of (await this.#entries()).toSorted()) {
      const file = parkedFile(name);
      if (file === undefined || (call !== undefined && file.call !== call)) continue;
      const found = await unlessGone(() => stat(path.join(this.#options.folder, name)));
      if (found) files.push({ ...file, size: found.size, saidAt: found.mtimeMs });
    }
    return files;
  }

  #isElsewhere(file: OnDisk): boolean {
    return this.#owner.isElsewhere(file, file.saidAt);
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
      const found = await unlessGone(() => stat(file));
      if (found && this.#options.now() - found.mtimeMs > TEMPORARY_MS) await rm(file, { force: true });
    }
  }

  async #checkRoom(call: string, bytes: number): Promise<void> {
    const { calls, bytes: most, allBytes } = PARKING_LIMITS;
    if (bytes > most) throw new Error(t('it is larger than {0}.', '8 MB'));
    const others = (await this.#files()).filter((file) => file.call !== call);
    if (others.length >= calls) throw new Error(t('{0} calls are parked already.', calls));
    const all = others.reduce((sum, { size }) => sum + size, bytes);
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
        await file.utimes(...this.#times);
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

  get #times(): [Date, Date] {
    const now = new Date(this.#options.now());
    return [now, now];
  }

  /** False when it is not there (any more). */
  async #touched(name: string): Promise<boolean> {
    const file = path.join(this.#options.folder, name);
    return (await unlessGone(async () => utimes(file, ...this.#times).then(() => true))) ?? false;
  }

  /** Whoever renames a file has it; one that another window was quicker with is not there any more. Its time is that of its new owner. */
  async #renamed(from: string, to: string): Promise<boolean> {
    const { folder } = this.#options;
    if (!(await this.#touched(from))) return false;
    return (
      (await unlessGone(async () => rename(path.join(folder, from), path.join(folder, to)).then(() => true))) ?? false
    );
  }

  /** Whoever takes a file away has ended its call; false when it was not there (any more). */
  async #gone(name: string): Promise<boolean> {
    return (await unlessGone(async () => unlink(path.join(this.#options.folder, name)).then(() => true))) ?? false;
  }

  /** One after the other, whatever became of the one before. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function notOurs(): Error {
  return new Error(t('another window goes on with it.'));
}

/** Undefined where the file is not there. */
async function unlessGone<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
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
