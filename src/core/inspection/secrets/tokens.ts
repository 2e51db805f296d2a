import { t } from '../../text/l10n.ts';
import type { Finding } from '../finding.ts';
import { escaped, matchAt, matches, startsWord, type Detector } from '../subject.ts';
import { serviceKinds } from './serviceTokenKinds.ts';
import { cloudAndForgeKinds, type TokenKind } from './tokenKinds.ts';
import { isExample } from './value.ts';

interface Ready {
  readonly kind: TokenKind;
  readonly pattern: RegExp;
}

/** All beginnings in one pattern: one pass over the text, however many kinds there are. */
function prepare(kinds: readonly TokenKind[]): { starts: RegExp; byStart: ReadonlyMap<string, readonly Ready[]> } {
  const byStart = new Map<string, Ready[]>();
  for (const kind of kinds) {
    const pattern = new RegExp(kind.rest, 'y');
    for (const start of kind.starts) {
      const others = byStart.get(start) ?? [];
      others.push({ kind, pattern });
      byStart.set(start, others);
    }
  }
  const longestFirst = [...byStart.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  for (const start of longestFirst) {
    // `sk-` begins what `sk-ant-` begins, too: who fails as the longer one may still be the shorter one.
    const shorter = longestFirst.filter((other) => other.length < start.length && start.startsWith(other));
    const own = byStart.get(start) ?? [];
    for (const other of shorter) {
      const tail = escaped(start.slice(other.length));
      const inherited = (byStart.get(other) ?? []).filter(({ kind }) => kind.starts.includes(other));
      own.push(
        ...inherited.map(({ kind }) => ({ kind, pattern: new RegExp(`(?<=${tail})${behind(kind, tail)}`, 'y') })),
      );
    }
  }
  return { starts: new RegExp(`(?:${longestFirst.map(escaped).join('|')})`, 'g'), byStart };
}

/** The rest of a token of which `tail` was read already: what is left has only to be long enough together with it. */
function behind(kind: TokenKind, tail: string): string {
  return kind.rest.replace(/\{(\d+),/, (_all, least: string) => `{${Math.max(1, Number(least) - tail.length)},`);
}

const ready = prepare([...cloudAndForgeKinds, ...serviceKinds]);

/** Masked by whoever wrote it: nothing can be done with it. */
const MASKED = /[xX]{6}|\*{3}|\.{3}|_{4}|your[-_]|YOUR[-_]|redacted|REDACTED|placeholder|PLACEHOLDER/;

/** Tokens and keys that are known by how they begin. */
export const findTokens: Detector = ({ text }) => {
  const findings: Finding[] = [];
  let taken = 0;
  for (const { 0: start, index } of matches(ready.starts, text)) {
    if (index < taken || !startsWord(text, index)) continue;
    for (const { kind, pattern } of ready.byStart.get(start) ?? []) {
      const rest = matchAt(pattern, text, index + start.length)?.[0];
      if (rest === undefined) continue;
      const end = index + start.length + rest.length;
      taken = end;
      if (MASKED.test(rest)) break;
      const example = isExample(rest);
      findings.push({
        kind: `secret.${kind.id}`,
        severity: example && kind.severity === 'high' ? 'medium' : kind.severity,
        start: index,
        end,
        reason: example
          ? t('{0}, though it reads like an example.', kind.name)
          : t('{0}: it gives access to whoever reads it.', kind.name),
      });
      break;
    }
  }
  return findings;
};
