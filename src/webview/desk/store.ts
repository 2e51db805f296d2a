import type {
  BatchContent,
  BatchView,
  DeskState,
  ElicitationView,
  FindingsView,
  ReviewContent,
  ReviewStatus,
  ReviewSummary,
  ToDesk,
} from '../../shared/desk.ts';

/** What the desk knows. The extension owns it; this is the last it said. */
export interface DeskView {
  /** Absent until the first snapshot. */
  state?: DeskState;
  content?: ReviewContent;
  status?: ReviewStatus;
  /** Comes after the request, which does not wait for it. */
  findings?: FindingsView;
  /** In place of all of them, when the selected one is an elicitation. */
  elicitation?: ElicitationView;
  /** In place of all three, when the selected one is a batch; with its texts. */
  batch?: WholeBatch;
  /** Milliseconds that the extension's clock is ahead of this one's. */
  skew: number;
  /** Grows with every message about the shown review, save pieces of a streaming answer and inspections that saw nothing new. */
  version: number;
}

/** A review that can be shown: both halves of it are here and belong together. */
export interface ShownReview {
  content: ReviewContent;
  status: ReviewStatus;
}

/** A batch with its texts. */
export type WholeBatch = Omit<BatchView, 'content'> & { content: BatchContent };

/** Before the first snapshot. */
export const emptyDesk: DeskView = { skew: 0, version: 0 };

function ofSelected<T extends { id: string }>(state: DeskState | undefined, half: T | undefined): T | undefined {
  return half !== undefined && half.id === state?.selected ? half : undefined;
}

interface Halves {
  content?: ReviewContent | undefined;
  status?: ReviewStatus | undefined;
  findings?: FindingsView | undefined;
  elicitation?: ElicitationView | undefined;
  batch?: BatchView | undefined;
}

/** A batch with the texts that came with it, or that are here already. */
function whole(batch: BatchView | undefined, before: WholeBatch | undefined): WholeBatch | undefined {
  const content = batch?.content ?? (before?.id === batch?.id ? before?.content : undefined);
  return batch && content && (batch === before ? before : { ...batch, content });
}

function assemble(view: DeskView, state: DeskState | undefined, halves: Halves, clock: number): DeskView {
  const content = ofSelected(state, halves.content);
  const status = ofSelected(state, halves.status);
  const findings = ofSelected(state, halves.findings);
  const elicitation = ofSelected(state, halves.elicitation);
  const batch = whole(ofSelected(state, halves.batch), view.batch);
  const skew = state?.now !== undefined && state !== view.state ? state.now - clock : view.skew;
  const found = findings?.id !== view.findings?.id || findings?.version !== view.findings?.version;
  const others = elicitation !== view.elicitation || batch !== view.batch;
  const news = content !== view.content || status !== view.status || others || found;
  return {
    skew,
    version: news ? view.version + 1 : view.version,
    ...(state === undefined ? {} : { state }),
    ...(content === undefined ? {} : { content }),
    ...(status === undefined ? {} : { status }),
    ...(findings === undefined ? {} : { findings }),
    ...(elicitation === undefined ? {} : { elicitation }),
    ...(batch === undefined ? {} : { batch }),
  };
}

const nothingYet = { text: '', blocks: [], stopped: false, byHand: false, complete: false, notes: [] };

/** The same for a column of a comparison. */
function withColumnText(status: ReviewStatus, at: number, offset: number, text: string): ReviewStatus | undefined {
  const { compare } = status;
  const column = compare?.columns[at];
  if (compare === undefined || column === undefined) {
    return undefined;
  }
  const answer = column.answer ?? { ...nothingYet, model: column.name };
  if (offset > answer.text.length) {
    return undefined;
  }
  const grown = { ...column, answer: { ...answer, text: answer.text.slice(0, offset) + text } };
  return { ...status, compare: { ...compare, columns: compare.columns.with(at, grown) } };
}

/** Appends a piece of a streaming answer. `undefined` when something before it is missing and a snapshot is needed. */
export function withAnswerText(status: ReviewStatus, offset: number, text: string): ReviewStatus | undefined {
  const answer = status.answer ?? { ...nothingYet, model: status.outgoing?.model ?? '' };
  if (offset > answer.text.length) {
    return undefined;
  }
  return { ...status, answer: { ...answer, text: answer.text.slice(0, offset) + text } };
}

/**
 * The view after a message, or `'resync'` when the extension has to be asked for a snapshot because a piece is missing.
 * `clock` is this side's time in milliseconds. Messages without effect on the view give it back as it is.
 */
export function reduce(view: DeskView, message: ToDesk, clock: number): DeskView | 'resync' {
  const { state, status } = view;
  switch (message.type) {
    case 'snapshot':
      return assemble(view, message.state, message, clock);
    case 'state':
      return assemble(view, message.state, view, clock);
    case 'content':
    case 'status':
    case 'findings':
    case 'elicitation': {
      const half = pieceOf(message);
      return assemble(view, state, half.id === state?.selected ? { ...view, [message.type]: half } : view, clock);
    }
    case 'batch':
      return takeBatch(view, message.batch, clock);
    case 'answerText': {
      if (status === undefined || status.id !== message.id) {
        return view;
      }
      const next =
        message.column === undefined
          ? withAnswerText(status, message.offset, message.text)
          : withColumnText(status, message.column, message.offset, message.text);
      return next === undefined ? 'resync' : { ...view, status: next };
    }
    case 'seen':
    case 'notTaken':
    case 'layout':
    case 'focus':
      return view;
  }
}

function takeBatch(view: DeskView, batch: BatchView, clock: number): DeskView | 'resync' {
  if (batch.id !== view.state?.selected) return view;
  const here = whole(batch, view.batch);
  return here?.content.revision === batch.revision ? assemble(view, view.state, { batch: here }, clock) : 'resync';
}

function pieceOf(message: Extract<ToDesk, { type: 'content' | 'status' | 'findings' | 'elicitation' }>): {
  readonly id: string;
} {
  if (message.type === 'content') return message.content;
  if (message.type === 'findings') return message.findings;
  return message.type === 'status' ? message.status : message.elicitation;
}

/** The chosen review, once both halves are here. */
export function shownReview(view: DeskView): ShownReview | undefined {
  return view.content !== undefined && view.status !== undefined
    ? { content: view.content, status: view.status }
    : undefined;
}

/** What the desk shows, of whichever kind: what a decision would be bound to. */
export interface ShownAsk {
  id: string;
  phase: ReviewStatus['phase'];
  /** Absent while there is nothing to press a guarded button for. */
  hash?: string;
  revision: number;
}

/** The shown review, elicitation or batch, once it is whole. */
export function shownAsk(view: DeskView): ShownAsk | undefined {
  const { elicitation, batch } = view;
  if (batch !== undefined)
    return { id: batch.id, phase: batchPhase(batch), revision: batch.revision, hash: batch.seal };
  if (elicitation !== undefined) {
    const { id, phase, hash } = elicitation;
    return { id, phase, revision: 0, ...(hash === undefined ? {} : { hash }) };
  }
  const review = shownReview(view);
  const plan = review?.status.compare?.plan;
  const hash = plan === undefined ? review?.status.outgoing?.hash : plan.hash;
  return (
    review && {
      id: review.content.id,
      phase: review.status.phase,
      revision: review.content.revision,
      ...(hash === undefined ? {} : { hash }),
    }
  );
}

/** What can be decided about a batch: requests come before answers. */
export function batchPhase({ rows }: Pick<BatchView, 'rows'>): ReviewStatus['phase'] {
  const order = ['pending', 'answered', 'running', 'decided'] as const;
  return order.find((phase) => rows.some((row) => row.phase === phase)) ?? 'closed';
}

/** What the list shows a review as: itself, or the batch that it is in. */
export function entryOf(state: Pick<DeskState, 'batches'> | undefined, id: string): string {
  return state?.batches?.find(({ rows }) => rows.includes(id))?.id ?? id;
}

/** The review to go on with after this one: the next that waits for a person, from here downwards and around. */
export function nextReview(
  reviews: readonly ReviewSummary[],
  current: string | undefined,
  batches?: DeskState['batches'],
): ReviewSummary | undefined {
  const here = (id: string): boolean => id === current || entryOf({ batches }, id) === current;
  const at = reviews.findIndex(({ id }) => here(id));
  const around = [...reviews.slice(at + 1), ...reviews.slice(0, Math.max(0, at))];
  const waits = around.filter(({ id }) => !here(id));
  return waits.find((review) => review.phase === 'pending') ?? waits.find((review) => review.phase === 'answered');
}

/**
 * Names what a decision would be about. Every message about the shown review makes it another one, as it does on the
 * extension's side, so that a button that looks ready is ready there too.
 */
export function decisionKey(view: DeskView): string | undefined {
  const shown = shownAsk(view);
  return shown?.phase === 'pending' || shown?.phase === 'answered'
    ? JSON.stringify([shown.phase, shown.id, view.version, view.state?.paused])
    : undefined;
}
