import { t } from '../../text/l10n.ts';
import type { Finding } from '../finding.ts';
import { tableOf } from '../runs.ts';
import { matchAt, startsWord, type Detector } from '../subject.ts';
import { serviceKinds } from './serviceTokenKinds.ts';
import { cloudAndForgeKinds, type TokenKind } from './tokenKinds.ts';
import { isExample, isMasked } from './value.ts';

interface Ready {
  readonly kind: TokenKind;
  readonly pattern: RegExp;
}

/** The kinds that begin so, by their whole beginning; the longest beginning first. */
type Beginning = readonly [start: string, kinds: readonly Ready[]];

/** Beginnings by their first two characters: a look into a table for each word, however many kinds there are. */
function prepare(kinds: readonly TokenKind[]): ReadonlyMap<number, readonly Beginning[]> {
  const byStart = new Map<string, Ready[]>();
  for (const kind of kinds) {
    const ready: Ready = { kind, pattern: new RegExp(kind.rest, 'y') };
    for (const start of kind.starts) byStart.set(start, [...(byStart.get(start) ?? []), ready]);
  }
  const byPair = new Map<number, Beginning[]>();
  for (const start of [...byStart.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))) {
    const pair = pairAt(start, 0);
    byPair.set(pair, [...(byPair.get(pair) ?? []), [start, byStart.get(start) ?? []]]);
  }
  return byPair;
}

function pairAt(text: string, at: number): number {
  return (text.charCodeAt(at) << 7) | (text.charCodeAt(at + 1) & 0x7f);
}

const beginnings = prepare([...cloudAndForgeKinds, ...serviceKinds]);
const hasBeginning = new Uint8Array(0x4000);
for (const pair of beginnings.keys()) hasBeginning[pair] = 1;
const alphanumeric = tableOf(/[A-Za-z0-9]/);

/** True where the characters before could be an escape, behind which a word begins as well. */
function mayFollowEscape(text: string, at: number): boolean {
  return [2, 3, 4, 6].some((back) => '\\%'.includes(text.charAt(at - back) || ' ')) || text.charAt(at - 1) === 'm';
}

/** The places where a known beginning may stand. */
function* candidates(text: string): Generator<number> {
  let before = 0;
  for (let at = 0; at + 8 < text.length; at++) {
    const code = text.charCodeAt(at);
    const inside = alphanumeric[before] === 1;
    before = code;
    if (code > 0x7f || hasBeginning[pairAt(text, at)] !== 1) continue;
    if ((!inside || mayFollowEscape(text, at)) && startsWord(text, at)) yield at;
  }
}

function tokenAt(text: string, at: number): { readonly end: number; readonly finding?: Finding } | undefined {
  for (const [start, kinds] of beginnings.get(pairAt(text, at)) ?? []) {
    if (!text.startsWith(start, at)) continue;
    for (const { kind, pattern } of kinds) {
      const rest = matchAt(pattern, text, at + start.length)?.[0];
      if (rest === undefined) continue;
      const end = at + start.length + rest.length;
      if (isMasked(rest)) return { end };
      const example = isExample(rest);
      const severity = example && kind.severity === 'high' ? 'medium' : kind.severity;
      const reason = example
        ? t('{0}, though it reads like an example.', kind.name)
        : t('{0}: it gives access to whoever reads it.', kind.name);
      return { end, finding: { kind: `secret.${kind.id}`, severity, start: at, end, reason } };
    }
  }
  return undefined;
}

/** Tokens and keys that are known by how they begin. */
export const findTokens: Detector = ({ text }) => {
  const findings: Finding[] = [];
  let taken = 0;
  for (const at of candidates(text)) {
    const found = at < taken ? undefined : tokenAt(text, at);
    if (!found) continue;
    taken = found.end;
    if (found.finding) findings.push(found.finding);
  }
  return findings;
};
