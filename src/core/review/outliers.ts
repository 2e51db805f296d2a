import { plural, t } from '../text/l10n.ts';
import type { FindingCount } from './findingCount.ts';
import { frameOf, lengthOf, mediaOf, shapeOf, wayOf } from './similar.ts';
import type { Review } from './review.ts';

/** A text is much longer than the others beyond this multiple of the usual, and this many characters more. */
const TIMES_LONGER = 3;
const MUCH_LONGER = 1_000;

/** A request that looks like others of its call, and why it is not decided together with them. */
export interface Outlier {
  readonly review: Review;
  /** One sentence. */
  readonly why: string;
}

/**
 * Splits requests of one kin into those that can be read as rows of one table, and those that need a look of their own: changed by the
 * person, or just being changed in an editor tab, with media, with findings of high severity, with an answer that a row cannot show, much longer than the others, or on their
 * way to somewhere else.
 */
export function withoutOutliers(
  kin: readonly Review[],
  findingsOf: (review: Review) => FindingCount,
): { readonly rows: readonly Review[]; readonly outliers: readonly Outlier[] } {
  const usual = median(kin.map(({ params }) => lengthOf(params)));
  const way = mostOf(kin.map(wayOf));
  const rows: Review[] = [];
  const outliers: Outlier[] = [];
  for (const review of kin) {
    const why = whyApart(review, usual, way, findingsOf);
    if (why === undefined) rows.push(review);
    else outliers.push({ review, why });
  }
  return { rows, outliers };
}

function whyApart(
  review: Review,
  usual: number,
  way: string | undefined,
  findingsOf: (review: Review) => FindingCount,
): string | undefined {
  const { params, ask, outgoing } = review;
  if (mediaOf(params).length > 0) return t('It carries an image or other media.');
  if (frameOf(params) !== frameOf(ask.params) || shapeOf(params) !== shapeOf(ask.params))
    return t('You changed more of it than its text.');
  if (review.phase === 'pending' && review.tabs.unsaved.length > 0)
    return t('You are typing in it in an editor tab, and that is not saved.');
  const unseen = whyUnseen(review);
  if (unseen !== undefined) return unseen;
  const { high } = findingsOf(review);
  if (high > 0 && review.phase === 'answered')
    return plural(high, 'Its answer has a finding of high severity.', 'Its answer has {0} findings of high severity.');
  if (high > 0) return plural(high, 'It has a finding of high severity.', 'It has {0} findings of high severity.');
  const length = lengthOf(params);
  if (length > usual * TIMES_LONGER && length > usual + MUCH_LONGER) return t('It is much longer than the others.');
  if (outgoing !== undefined && way !== undefined && wayOf(review) !== way)
    return t('It would go to {0}, unlike the others.', outgoing.model.ref);
  return undefined;
}

/** A row has room for the text of an answer: what else there is to see needs its page. */
function whyUnseen({ phase, answer }: Review): string | undefined {
  if (phase !== 'answered' || answer?.complete !== true) return undefined;
  const { completion, checks } = answer;
  if (completion.content.some(({ type }) => type !== 'text'))
    return t('Its answer uses tools, or holds something else than text.');
  const problems = (checks?.problems.length ?? 0) + (checks?.json?.problems.length ?? 0);
  return problems > 0 ? t('Its answer does not fit what the server asked for.') : undefined;
}

/** The middle one, of two the smaller: of two texts the longer one may be the odd one. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** What most have, the first of them where there is a tie. What is not known yet does not count. */
function mostOf(values: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
}
