/** Pins on disk: one file of JSON a server, for its owner only. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as z from 'zod/mini';
import type { Pin, PinnedServer, PinRecord, PinStore } from '../core/trust/pins.ts';
import { serverKey } from '../core/trust/serverKey.ts';
import { sha256 } from './hash.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

const pinSchema = z.object({
  hash: z.string(),
  at: z.number(),
  text: z.optional(z.string()),
  isNew: z.optional(z.literal(true)),
});
// Pairs, not properties: a tool may be called `__proto__`.
const listSchema = z.array(z.tuple([z.string(), pinSchema]));
const fileSchema = z.object({
  v: z.literal(1),
  /** The server's name and source, for a person who looks into the folder. */
  server: z.string(),
  tools: z.optional(listSchema),
  prompts: z.optional(listSchema),
  instructions: z.optional(pinSchema),
  lost: z.optional(z.literal(true)),
});

/** Pins in a folder. Each change reads what other windows wrote, and replaces the file as a whole. */
export class PinFiles implements PinStore {
  readonly #folder: string;
  #last: Promise<unknown> = Promise.resolve();

  /** @param folder absolute; made, with its parents, with the first pin */
  constructor(folder: string) {
    this.#folder = folder;
  }

  read(server: PinnedServer): Promise<PinRecord | undefined> {
    return this.#next(() => this.#read(server));
  }

  update(
    server: PinnedServer,
    change: (known: PinRecord | undefined) => PinRecord,
    over?: PinRecord,
  ): Promise<PinRecord> {
    return this.#next(async () => {
      const record = change(over ?? (await this.#read(server)));
      await this.#write(server, record);
      return record;
    });
  }

  forget(server?: PinnedServer): Promise<void> {
    const target = server === undefined ? this.#folder : this.#file(server);
    return this.#next(() => rm(target, { recursive: true, force: true }));
  }

  /** One after the other, whatever became of the one before. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  #file(server: PinnedServer): string {
    return path.join(this.#folder, `${sha256(serverKey(server))}.json`);
  }

  async #read(server: PinnedServer): Promise<PinRecord | undefined> {
    let text: string;
    try {
      text = await readFile(this.#file(server), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
    return parse(text);
  }

  async #write(server: PinnedServer, record: PinRecord): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: FOLDER_MODE });
    const { tools, prompts, instructions, lost } = record;
    const content: z.infer<typeof fileSchema> = {
      v: 1,
      server: serverKey(server),
      ...(tools && { tools: [...tools] }),
      ...(prompts && { prompts: [...prompts] }),
      ...(instructions && { instructions }),
      ...(lost && { lost }),
    };
    // A name of its own: another window may write at the same time.
    const temporary = `${this.#file(server)}.${randomUUID()}`;
    try {
      await writeFile(temporary, JSON.stringify(content), { mode: FILE_MODE });
      await rename(temporary, this.#file(server));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}

/** @throws {Error} for anything but what was written here */
function parse(text: string): PinRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('the file is no JSON');
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) throw new Error('the file is not one of this version');
  const { tools, prompts, instructions, lost } = parsed.data;
  return {
    ...(tools && { tools: new Map<string, Pin>(tools.map(([name, pin]) => [name, pinFrom(pin)])) }),
    ...(prompts && { prompts: new Map<string, Pin>(prompts.map(([name, pin]) => [name, pinFrom(pin)])) }),
    ...(instructions && { instructions: pinFrom(instructions) }),
    ...(lost && { lost }),
  };
}

function pinFrom({ hash, at, text, isNew }: z.infer<typeof pinSchema>): Pin {
  return { hash, at, ...(text !== undefined && { text }), ...(isNew && { isNew }) };
}
