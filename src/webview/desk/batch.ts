import type { BatchRow, FromDesk } from '../../shared/desk.ts';
import type { DeskKey } from './keys.ts';
import { type RestLimits, readLimits } from './restLimits.ts';
import type { WholeBatch } from './store.ts';
import type { DeskUi } from './ui.ts';

type Guarded = (event: Event | undefined, message: FromDesk) => void;

/** The batch that the desk shows, which of its requests are left out, and what a person decides about the others. */
export class BatchDesk {
  private readonly ui: Pick<DeskUi, 'view' | 'local' | 'update' | 'open' | 'decide'>;
  private readonly guarded: Guarded;

  constructor(ui: Pick<DeskUi, 'view' | 'local' | 'update' | 'open' | 'decide'>, guarded: Guarded) {
    this.ui = ui;
    this.guarded = guarded;
  }

  get view(): WholeBatch | undefined {
    return this.ui.view.batch;
  }

  /** Rows that wait for the person in this way. */
  waiting(phase: 'pending' | 'answered'): readonly BatchRow[] {
    return this.view?.rows.filter((row) => row.phase === phase) ?? [];
  }

  /** Those of them that a decision would be about. */
  chosen(phase: 'pending' | 'answered'): readonly BatchRow[] {
    return this.waiting(phase).filter(
      ({ id, mark }) => !this.ui.local.marked.has(id) && (phase === 'pending' || mark !== ''),
    );
  }

  /** True when each chosen request has somewhere to go. */
  get sendable(): boolean {
    const chosen = this.chosen('pending');
    return chosen.length > 0 && chosen.every(({ mark }) => mark !== '');
  }

  mark(id: string, left: boolean): void {
    const marked = new Set(this.ui.local.marked);
    if (left) marked.add(id);
    else marked.delete(id);
    this.ui.update({ marked });
  }

  approve(event: Event | undefined, rest?: RestLimits): void {
    const { view } = this;
    if (view === undefined || !this.sendable) return;
    const named = namesOf(this.chosen('pending'));
    const message = { type: 'approveBatch', id: view.id, seal: view.seal, named } as const;
    this.guarded(event, rest === undefined ? message : { ...message, rest });
  }

  /** Also approves the rest of the call, up to what is typed. */
  approveWithRest(event: Event | undefined): void {
    const limits = readLimits(this.ui.local.rest);
    if (limits !== undefined) this.approve(event, limits);
  }

  release(event: Event | undefined): void {
    const { view } = this;
    const named = namesOf(this.chosen('answered'));
    if (view !== undefined && named.length > 0)
      this.guarded(event, { type: 'releaseBatch', id: view.id, seal: view.seal, named });
  }

  /** What *Deny* and *Reject* of the chosen ones would say to the extension. */
  refusal(type: 'denyBatch' | 'rejectBatch', reason: { readonly reason?: string }): FromDesk {
    const phase = type === 'denyBatch' ? 'pending' : 'answered';
    return { type, id: this.view?.id ?? '', ids: this.chosen(phase).map(({ id }) => id), ...reason };
  }

  /** A key of the desk. */
  press(key: DeskKey, event: Event): void {
    if (key === 'approve') this.approve(event);
    else if (key === 'release') this.release(event);
    else if (key === 'deny' || key === 'reject') this.ui.open(key);
  }
}

function namesOf(rows: readonly BatchRow[]): { id: string; mark: string }[] {
  return rows.map(({ id, mark }) => ({ id, mark }));
}
