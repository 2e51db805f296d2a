import type { Side } from '../findings/reviewFindings.ts';
import type { Review } from './review.ts';

/** How many findings of each severity a request has that nobody has acted on. */
export interface FindingCount {
  readonly high: number;
  readonly medium: number;
  readonly low: number;
}

/** What a decision about it would be about: the answer once there is one, else the request as edited. */
function sideOf({ phase }: Pick<Review, 'phase'>): Side {
  return phase === 'answered' ? 'answer' : 'request';
}

/** What inspection has found in what is to be decided about. */
export function findingsOf(review: Review): FindingCount {
  const open = review.findings.open(sideOf(review));
  const of = (severity: string): number => open.filter((finding) => finding.severity === severity).length;
  return { high: of('high'), medium: of('medium'), low: of('low') };
}

/** True when what is to be decided about has been inspected, as far as it has texts. */
export function isInspected(review: Review): boolean {
  return !review.findings.of(sideOf(review)).running;
}

/** True when something of it was inspected: what passes unseen must not pass before anybody has looked. */
export function wasInspected(review: Review): boolean {
  return isInspected(review) && review.findings.of(sideOf(review)).places.length > 0;
}
