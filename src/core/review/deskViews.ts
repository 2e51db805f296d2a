import type {
  BatchView,
  DeskState,
  ElicitationView,
  FindingsView,
  ReviewContent,
  ReviewStatus,
} from '../../shared/desk.ts';
import type { Elicitation } from '../elicitation/elicitation.ts';
import { elicitationView } from '../elicitation/view.ts';
import { findingsView } from '../findings/view.ts';
import type { Batch } from './batchBook.ts';
import type { Batches } from './batches.ts';
import { batchView } from './batchViews.ts';
import { Beside } from './beside.ts';
import { clockView } from './clockView.ts';
import { contentView } from './contentView.ts';
import type { Deadlines } from './deadline.ts';
import type { OnDesk } from './deskItem.ts';
import { CallHistory } from './history.ts';
import { provenanceView } from './provenance.ts';
import type { Review } from './review.ts';
import { decidedOf } from './rounds.ts';
import { statusView, summaryView } from './views.ts';

/** Puts together what the desk's page is told of one thing, from itself and from what else is and was on the desk. */
export class DeskViews {
  readonly beside: Beside;
  readonly history = new CallHistory();
  readonly #items: () => readonly OnDesk[];
  readonly #batches: Batches;
  readonly #deadlines: Deadlines;

  constructor(items: () => readonly OnDesk[], batches: Batches, deadlines: Deadlines) {
    this.#items = items;
    this.#deadlines = deadlines;
    this.#batches = batches;
    this.beside = new Beside(batches);
  }

  summary(item: OnDesk): DeskState['reviews'][number] {
    const { deadline } = clockView(item, this.#deadlines).clock ?? {};
    return { ...summaryView(item), ...(deadline === undefined ? {} : { deadline }) };
  }
  findings(review: Review): FindingsView {
    return findingsView(review);
  }
  content(review: Review): ReviewContent {
    return contentView(review);
  }
  status(review: Review): ReviewStatus {
    const status = statusView(review, decidedOf(review, this.#items()));
    return { ...status, ...this.#about(review), ...this.beside.of(review) };
  }
  elicitation(item: Elicitation): ElicitationView {
    return { ...elicitationView(item, decidedOf(item, this.#items())), ...this.#about(item) };
  }
  /** Its texts only where the webview has another revision of them than `known`. */
  batch(batch: Batch, known?: number): BatchView | undefined {
    const [first] = batch.rows;
    return first && { ...batchView(batch, first, this.#batches, known), ...this.#about(first) };
  }

  /** What is said of any of them besides. */
  #about(item: OnDesk): Pick<ReviewStatus, 'provenance' | 'clock'> {
    const provenance = provenanceView(item, this.history.before(item));
    return { provenance, ...clockView(item, this.#deadlines) };
  }
}
