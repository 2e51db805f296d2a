import type { ParkedRound, ParkingStore, StoreContent } from '../../../../src/core/calls/parking.ts';

/** What is parked, without a disk. */
export class MemoryStore implements ParkingStore {
  readonly kept = new Map<string, ParkedRound>();
  /** In the order in which things happened. */
  readonly events: string[] = [];
  failure: Error | undefined;
  onRemove: () => void = () => undefined;
  write(round: ParkedRound): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    this.events.push('write');
    // As through a file.
    this.kept.set(round.id, JSON.parse(JSON.stringify(round)) as ParkedRound);
    return Promise.resolve();
  }
  removal: Error | undefined;
  remove(id: string): Promise<boolean> {
    if (this.removal) return Promise.reject(this.removal);
    this.events.push('remove');
    this.onRemove();
    return Promise.resolve(!this.away.has(id) && this.kept.delete(id));
  }
  /** What another window has taken up. */
  readonly away = new Set<string>();
  claim(id: string): Promise<ParkedRound | undefined> {
    return Promise.resolve(this.away.has(id) ? undefined : this.kept.get(id));
  }
  release(): Promise<void> {
    this.events.push('release');
    return Promise.resolve();
  }
  discard(id: string): Promise<void> {
    this.kept.delete(id);
    return Promise.resolve();
  }
  beat(): Promise<readonly string[]> {
    return Promise.resolve([...this.away]);
  }
  read(): Promise<StoreContent> {
    const here = [...this.kept.values()].filter(({ id }) => !this.away.has(id));
    return Promise.resolve({ found: here.map((round) => ({ id: round.id, round })), elsewhere: this.away.size });
  }
}
