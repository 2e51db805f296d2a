import { plural } from '../text/l10n.ts';
import { SEVERITIES, type Finding } from './finding.ts';

/** Findings of one kind that are listed one by one; what is more is counted, the worst are listed. */
export const MOST_OF_A_KIND = 500;

/** Groups whose findings make one of this group superfluous where they overlap it: an address within a password is no address. */
const YIELDS_TO: Readonly<Record<string, readonly string[]>> = {
  secret: ['secret'],
  personal: ['secret', 'personal'],
  bulk: ['secret'],
};

function group(finding: Finding): string {
  return finding.kind.split('.', 1)[0] ?? '';
}

function rank(finding: Finding): number {
  return SEVERITIES.indexOf(finding.severity);
}

/** Ranges in the order of their beginning that do not overlap. */
class Ranges {
  readonly #ranges: { readonly start: number; readonly end: number }[] = [];

  /** Where a range that begins here would be put. */
  #place(start: number): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle]?.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  overlap(start: number, end: number): boolean {
    const place = this.#place(start);
    const next = this.#ranges[place];
    const before = this.#ranges[place - 1];
    return (next !== undefined && next.start < end) || (before !== undefined && before.end > start);
  }

  add({ start, end }: Finding): void {
    this.#ranges.splice(this.#place(start), 0, { start, end });
  }
}

/** Of findings that say the same of a place the worst stays, of equally bad ones the one that was given first. */
function withoutRivals(findings: readonly Finding[]): Finding[] {
  const taken: Record<string, Ranges> = { secret: new Ranges(), personal: new Ranges() };
  const kept: Finding[] = [];
  // Secrets first, whatever their severity: the others yield to them.
  const order = (finding: Finding) => rank(finding) + (group(finding) === 'secret' ? 0 : SEVERITIES.length);
  for (const finding of [...findings].sort((a, b) => order(a) - order(b))) {
    const rivals = YIELDS_TO[group(finding)] ?? [];
    if (rivals.some((rival) => taken[rival]?.overlap(finding.start, finding.end))) continue;
    kept.push(finding);
    taken[group(finding)]?.add(finding);
  }
  return kept;
}

/** At most so many of each kind, in the order in which they were given, and one finding for the rest. */
function limited(findings: readonly Finding[]): readonly Finding[] {
  const kinds = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = kinds.get(finding.kind);
    if (list) list.push(finding);
    else kinds.set(finding.kind, [finding]);
  }
  const left = new Set<Finding>();
  const counted: Finding[] = [];
  for (const [kind, list] of kinds) {
    if (list.length <= MOST_OF_A_KIND) continue;
    const worst = [...list].sort((a, b) => rank(a) - rank(b));
    const rest = worst.slice(MOST_OF_A_KIND);
    for (const finding of rest) left.add(finding);
    counted.push({
      kind: 'inspection.more',
      severity: rest[0]?.severity ?? 'info',
      start: rest.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY),
      end: rest.reduce((most, { end }) => Math.max(most, end), 0),
      reason: plural(
        rest.length,
        'There is {0} more finding of this kind ({1}).',
        'There are {0} more findings of this kind ({1}).',
        kind,
      ),
    });
  }
  return counted.length === 0 ? findings : [...findings.filter((finding) => !left.has(finding)), ...counted];
}

/** What detectors found, as one list in the order of the places. Among secrets the more exact detector is given first. */
export function merged(findings: readonly Finding[]): Finding[] {
  return withoutRivals(limited(findings)).sort((a, b) => a.start - b.start || rank(a) - rank(b) || b.end - a.end);
}
