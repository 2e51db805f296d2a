import type { OnDesk } from './deskItem.ts';

/** The asks of the same round, itself among them. */
export function siblingsOf(review: OnDesk, all: readonly OnDesk[]): readonly OnDesk[] {
  return review.round ? all.filter((other) => other.round?.id === review.round?.id) : [review];
}

/** How many asks of a round have their verdict. */
export function decidedOf(review: OnDesk, all: readonly OnDesk[]): number {
  return review.round ? siblingsOf(review, all).filter(hasVerdict).length : 0;
}

/** A sampling request has its verdict with the approval, an elicitation when there is an answer to give back. */
function hasVerdict(item: OnDesk): boolean {
  return item.phase !== 'pending' && (item.kind === 'sampling' || item.phase !== 'answered');
}
