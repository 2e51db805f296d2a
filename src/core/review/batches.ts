import { t } from '../text/l10n.ts';
import { Emitter } from '../util/emitter.ts';
import { type Batch, BatchBook, markOf, sealOf } from './batchBook.ts';
import type { OnDesk } from './deskItem.ts';
import { findingsOf, isInspected, wasInspected } from './findingCount.ts';
import type { RestLimits } from './joint.ts';
import { type RestPorts, Rests, restIdOf } from './rest.ts';
import type { Review } from './review.ts';
import { notTaken, TAKEN, type Taken } from './taken.ts';

/** One row of a batch, as the press named it: the hash of what would be sent, or the mark of its answer. */
export interface Named {
  readonly id: string;
  readonly mark: string;
}

/**
 * The batches on the desk, and what a person decides about one as a whole. A press names each request that it covers; all of them are
 * exactly as named, or none is touched. Whether the batch was painted and has stood still is the desk's to know.
 */
export class Batches {
  readonly rests: Rests;
  readonly #ports: RestPorts;
  readonly #book: BatchBook;
  readonly #items: () => readonly OnDesk[];
  readonly #changed = new Emitter<string>();
  #seals = new Map<string, string>();
  #inspecting: ReadonlySet<string> = new Set();
  #revisions = new Map<string, number>();

  /** `ports`: of what is decided by a press; what passes without one has its own. */
  constructor(items: () => readonly OnDesk[], ports?: RestPorts) {
    this.#items = items;
    this.#ports = ports ?? { findingsOf, isInspected };
    this.#book = new BatchBook((review) => this.#ports.findingsOf(review));
    this.rests = new Rests(ports ?? { findingsOf, isInspected: wasInspected });
  }

  /** Something of a batch has changed: its id. */
  readonly onDidChange = this.#changed.event;

  get all(): readonly Batch[] {
    return this.#book.all;
  }
  get(id: string | undefined): Batch | undefined {
    return id === undefined ? undefined : this.#book.find(id);
  }
  of(review: OnDesk): Batch | undefined {
    return this.#book.of(review);
  }
  outlier(review: OnDesk): ReturnType<BatchBook['outlier']> {
    return this.#book.outlier(review);
  }
  /** What a decision about the whole batch is bound to. */
  seal(id: string): string | undefined {
    return this.#seals.get(id);
  }
  /** Grows with every change of the texts of its requests. */
  revision(id: string): number {
    return this.#revisions.get(id) ?? 0;
  }

  /** Forms the batches from what is on the desk now. True when the list would show others than before. */
  update(): boolean {
    const before = listed(this.#book.all);
    const texts = new Map(this.#book.all.map((batch) => [batch.id, textsOf(batch)]));
    this.#book.update(this.#items());
    const seals = new Map(
      this.#book.all.map((batch) => [batch.id, sealOf(batch, (review) => this.#ports.findingsOf(review))]),
    );
    const waits = this.#book.all.filter(({ rows }) => rows.some((row) => !this.#ports.isInspected(row)));
    const inspecting = new Set(waits.map(({ id }) => id));
    const changed = [...seals]
      .filter(([id, seal]) => this.#seals.get(id) !== seal || this.#inspecting.has(id) !== inspecting.has(id))
      .map(([id]) => id);
    this.#seals = seals;
    this.#inspecting = inspecting;
    for (const batch of this.#book.all) {
      if (texts.get(batch.id) !== textsOf(batch)) this.#revisions.set(batch.id, this.revision(batch.id) + 1);
    }
    for (const id of changed) this.#changed.fire(id);
    return listed(this.#book.all) !== before;
  }

  /** *Approve all*, or all that are named: each for the outgoing request that it was named with. The others stand apart from now on. */
  approve(id: string, named: readonly Named[], limits?: RestLimits): Taken {
    const batch = this.#book.find(id);
    if (batch === undefined) return changed();
    const chosen = this.#rows(batch, named, 'pending');
    const [first] = chosen ?? [];
    if (chosen === undefined || first === undefined) return chosen ? none() : changed();
    if (!chosen.every((row) => this.#ports.isInspected(row))) return notTaken(t('Still being inspected.'));
    const allowed = limits === undefined ? TAKEN : this.rests.check(first, limits);
    if (!allowed.taken) return allowed;
    const joint = { batch: { id, size: chosen.length } };
    const granted = limits && { rest: { id: restIdOf(first), granted: limits } };
    const rest = batch.rows.filter((row) => row.phase === 'pending' && !chosen.includes(row));
    const apart = limits === undefined ? [] : batch.outliers.map(({ review }) => review);
    this.rests.leaveOut([...rest, ...apart]);
    this.#book.setApart(rest);
    for (const row of chosen) {
      const mark = row.outgoing?.hash ?? '';
      row.approve({ hash: mark, joint: row === first ? { ...joint, ...granted } : joint });
    }
    if (limits) this.rests.begin(first, limits);
    this.update();
    return TAKEN;
  }

  /** *Deny all*, or all that are named. */
  deny(id: string, ids: readonly string[], reason?: string): Taken {
    return this.#each(id, ids, (row) => row.phase === 'pending' && row.deny(reason).taken);
  }

  /** *Return all*, or all that are named: each answer as it was shown. */
  release(id: string, named: readonly Named[]): Taken {
    const batch = this.#book.find(id);
    const chosen = batch && this.#rows(batch, named, 'answered');
    if (batch === undefined || chosen === undefined) return changed();
    if (chosen.length === 0) return none();
    if (!chosen.every((row) => this.#ports.isInspected(row))) return notTaken(t('Still being inspected.'));
    const joint = { batch: { id, size: chosen.length } };
    for (const row of chosen) row.release(undefined, 'person', joint);
    return TAKEN;
  }

  /** *Reject all*: none of these answers reaches the server. */
  reject(id: string, ids: readonly string[], reason?: string): Taken {
    return this.#each(id, ids, (row) => row.phase === 'answered' && row.rejectAnswer(reason).taken);
  }

  /** The rows of these names, each once and exactly as named; undefined when one is not. */
  #rows(batch: Batch, named: readonly Named[], phase: 'pending' | 'answered'): readonly Review[] | undefined {
    const rows = named.map(({ id, mark }) =>
      batch.rows.find((row) => row.id === id && row.phase === phase && mark !== '' && markOf(row) === mark),
    );
    const found = rows.filter((row) => row !== undefined);
    return found.length === named.length && new Set(found).size === found.length ? found : undefined;
  }

  #each(id: string, ids: readonly string[], act: (row: Review) => boolean): Taken {
    const rows = this.#book.find(id)?.rows.filter((row) => ids.includes(row.id)) ?? [];
    const done = rows.filter(act);
    return done.length > 0 ? TAKEN : rows.length === 0 ? changed() : none();
  }
}

const changed = (): Taken => notTaken(t('The batch has changed since you saw it. Look at it again and decide then.'));
const none = (): Taken => notTaken(t('No request of this batch is left to decide on.'));

/** What the list shows of batches. */
function listed(batches: readonly Batch[]): string {
  return JSON.stringify(
    batches.map(({ id, rows, outliers }) => [
      id,
      rows.map((row) => row.id),
      outliers.map(({ review, why }) => [review.id, why]),
    ]),
  );
}

/** Names the texts of a batch, as edited. */
function textsOf({ rows }: Batch): string {
  return rows.map(({ id, revision }) => `${id} ${revision}`).join();
}
