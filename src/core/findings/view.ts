import type { FindingsView, FoundView } from '../../shared/desk.ts';
import type { Review } from '../review/review.ts';
import type { PlacedFinding, ReviewFindings, Side } from './reviewFindings.ts';

/** More than a person reads; what is beyond is counted, and acts by kind or severity reach it. */
export const LISTED = 5_000;

/** The findings as the desk shows them. What was found stays out of it: it stands in the text that the desk has. */
export function findingsView({ id, findings }: Pick<Review, 'id' | 'findings'>): FindingsView {
  return {
    id,
    version: findings.version,
    request: sideView(findings, 'request'),
    answer: sideView(findings, 'answer'),
  };
}

function sideView(findings: ReviewFindings, side: Side): FoundView {
  const { running, list } = findings.of(side);
  const open = { high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of findings.open(side)) open[severity]++;
  return {
    running,
    list: list.slice(0, LISTED).map(withoutText),
    more: Math.max(0, list.length - LISTED),
    open,
  };
}

function withoutText(placed: PlacedFinding): FoundView['list'][number] {
  const { text: _, ...finding } = placed;
  return finding;
}
