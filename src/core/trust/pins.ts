import type { DefinitionSource } from '../servers/definition.ts';

/** What is pinned: the tools and prompts of a server by name, and the one text of its instructions. */
export type PinnedKind = 'tools' | 'prompts' | 'instructions';

/** What is remembered of one tool, prompt or text. */
export interface Pin {
  /** SHA-256 over the canonical form of what came over the wire; empty for what has no such form. */
  readonly hash: string;
  /** When it was first seen or last accepted, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** Its JSON with secrets redacted, for a comparison; absent where it was too large to be kept. */
  readonly text?: string;
  /** It came after the first list, and nobody has run it or marked it as seen. */
  readonly isNew?: true;
}

/** What is remembered of one server. A list that is absent was never answered: its first answer is taken as it is. */
export interface PinRecord {
  readonly tools?: ReadonlyMap<string, Pin>;
  readonly prompts?: ReadonlyMap<string, Pin>;
  readonly instructions?: Pin;
  /** What was remembered could not be read: what is not pinned anew is unverified, not new. */
  readonly lost?: true;
}

/** A server, by its name and where that was written. */
export interface PinnedServer {
  readonly name: string;
  readonly source: DefinitionSource;
}

/** Keeps pins. What is removed from a list stays, so that it cannot come back as another. */
export interface PinStore {
  /** Undefined when nothing is remembered. Rejects when it cannot be read. */
  read(server: PinnedServer): Promise<PinRecord | undefined>;
  /**
   * Changes what is stored and resolves to it. The change is applied to what is stored at that moment, since other windows write too;
   * with `over` it is applied to that, for what cannot be read. Rejects when it cannot be written.
   */
  update(
    server: PinnedServer,
    change: (known: PinRecord | undefined) => PinRecord,
    over?: PinRecord,
  ): Promise<PinRecord>;
  /** Forgets one server, or all. */
  forget(server?: PinnedServer): Promise<void>;
}

/** UTF-16 units of text kept of one entry, and of all entries of a server; beyond them only the hash is kept. */
const MOST_TEXT = 65_536;
const MOST_TEXT_IN_ALL = 2_097_152;

/** The pin of a kind and name. */
export function pinOf(record: PinRecord, kind: PinnedKind, name: string): Pin | undefined {
  return kind === 'instructions' ? record.instructions : record[kind]?.get(name);
}

/** The record with these pins in place of what it had under their names. */
export function withPins(record: PinRecord, kind: PinnedKind, pins: ReadonlyMap<string, Pin>): PinRecord {
  if (kind === 'instructions') {
    const pin = pins.get('');
    return pin ? { ...record, instructions: limited(record, pin) } : record;
  }
  const all = new Map(record[kind]);
  let room = MOST_TEXT_IN_ALL - keptIn(record);
  for (const [name, pin] of pins) {
    room += all.get(name)?.text?.length ?? 0;
    const kept = withinRoom(pin, room);
    room -= kept.text?.length ?? 0;
    all.set(name, kept);
  }
  return { ...record, [kind]: all };
}

/** The record where these were seen: nothing else of their pins changes. */
export function withSeen(record: PinRecord, kind: 'tools' | 'prompts', name: string): PinRecord {
  const pin = record[kind]?.get(name);
  if (!pin?.isNew) return record;
  const { isNew: _seen, ...seen } = pin;
  return { ...record, [kind]: new Map(record[kind]).set(name, seen) };
}

function limited(record: PinRecord, pin: Pin): Pin {
  return withinRoom(pin, MOST_TEXT_IN_ALL - keptIn(record) + (record.instructions?.text?.length ?? 0));
}

function withinRoom(pin: Pin, room: number): Pin {
  const length = pin.text?.length ?? 0;
  if (length <= Math.min(MOST_TEXT, room)) return pin;
  const { text: _tooLarge, ...rest } = pin;
  return rest;
}

function keptIn({ tools, prompts, instructions }: PinRecord): number {
  let sum = instructions?.text?.length ?? 0;
  for (const pins of [tools, prompts]) for (const pin of pins?.values() ?? []) sum += pin.text?.length ?? 0;
  return sum;
}
