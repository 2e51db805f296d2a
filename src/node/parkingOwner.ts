import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import process from 'node:process';
import { sha256 } from './hash.ts';
import { processAlive } from './processGroup.ts';

/** A window that has not said for as long as this that it lives has no parked call any more. Milliseconds. */
const SILENT_MS = 30_000;
const FILE_NAME = /^([0-9a-f]{64})(?:\.([0-9a-f]{8})-(\d+)-([0-9a-f]{8}))?\.parked$/;

/** The file of a parked call: whose it is stands in its name. */
export interface ParkedFile {
  readonly name: string;
  /** SHA-256 of the call's id. */
  readonly call: string;
  /** Absent where no window has it. */
  readonly owner?: { readonly machine: string; readonly pid: number; readonly window: string };
}

/** What the name of a file says; undefined where it is no parked call. */
export function parkedFile(name: string): ParkedFile | undefined {
  const [, call, machine, pid, window] = FILE_NAME.exec(name) ?? [];
  if (call === undefined) return undefined;
  if (machine === undefined || pid === undefined || window === undefined) return { name, call };
  return { name, call, owner: { machine, pid: Number(pid), window } };
}

/** The name of a parked call that no window has; what is in any file of it is bound to this name. */
export function freeName(call: string): string {
  return `${call}.parked`;
}

export interface ParkingOwnerOptions {
  now(): number;
  readonly pid?: number | undefined;
  /** Whether a process of this machine lives. */
  readonly alive?: ((pid: number) => boolean) | undefined;
}

/**
 * The window that a parked call belongs to. One rename gives a call to a window, and of several that try it at once it gives it to one
 * alone. A window says that it lives by the time of its files; one whose process has ended, or that has been silent, owns nothing: neither
 * a crash nor a process that got the same number later keeps a call for ever.
 */
export class ParkingOwner {
  readonly #options: ParkingOwnerOptions;
  readonly #machine = sha256(hostname()).slice(0, 8);
  readonly #window = randomBytes(4).toString('hex');
  readonly #pid: number;

  constructor(options: ParkingOwnerOptions) {
    this.#options = options;
    this.#pid = options.pid ?? process.pid;
  }

  /** The name of a call that this window has. */
  fileOf(call: string): string {
    return `${call}.${this.#machine}-${this.#pid}-${this.#window}.parked`;
  }

  owns({ owner }: ParkedFile): boolean {
    return owner?.window === this.#window && owner.pid === this.#pid && owner.machine === this.#machine;
  }

  /** Whether another window has it. `saidAt`: when that one last said so, in milliseconds since the Unix epoch. */
  isElsewhere(file: ParkedFile, saidAt: number): boolean {
    const { owner } = file;
    if (owner === undefined || this.owns(file)) return false;
    // Also one that comes from a clock that was ahead.
    if (Math.abs(this.#options.now() - saidAt) > SILENT_MS) return false;
    return owner.machine !== this.#machine || (this.#options.alive ?? processAlive)(owner.pid);
  }
}
