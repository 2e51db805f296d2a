import type { LedgerRecord } from '../../../../src/core/ledger/entry.ts';
import { PinBook } from '../../../../src/core/trust/pinBook.ts';
import type { PinnedServer, PinRecord, PinStore } from '../../../../src/core/trust/pins.ts';
import { serverKey } from '../../../../src/core/trust/serverKey.ts';
import type { Clock } from '../../../../src/core/util/clock.ts';
import { sha256 } from '../../../../src/node/hash.ts';

/** Pins in memory, which can be told to fail. */
export class MemoryPins implements PinStore {
  readonly records = new Map<string, PinRecord>();
  unreadable: Error | undefined;
  unwritable: Error | undefined;
  async read(server: PinnedServer): Promise<PinRecord | undefined> {
    if (this.unreadable) throw this.unreadable;
    return this.records.get(serverKey(server));
  }
  async update(
    server: PinnedServer,
    change: (known: PinRecord | undefined) => PinRecord,
    over?: PinRecord,
  ): Promise<PinRecord> {
    if (this.unwritable) throw this.unwritable;
    const record = change(over ?? (await this.read(server)));
    this.records.set(serverKey(server), record);
    return record;
  }
  async forget(server?: PinnedServer): Promise<void> {
    if (server) this.records.delete(serverKey(server));
    else this.records.clear();
  }
}

/** A book over memory, with what it wrote to its ledger. */
export function pinBook(clock: Clock, store: PinStore = new MemoryPins()) {
  const ledger: LedgerRecord[] = [];
  const ledgerFails: { with?: Error } = {};
  const append = async (record: LedgerRecord): Promise<void> => {
    if (ledgerFails.with) throw ledgerFails.with;
    ledger.push(record);
  };
  return { book: new PinBook({ store, ledger: { append }, sha256, clock }), ledger, ledgerFails };
}
