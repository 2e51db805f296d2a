import { t } from '../text/l10n.ts';
import { displayText } from '../text/display.ts';
import { decodeBase64 } from './encodings.ts';
import type { Finding } from './finding.ts';
import { runsOf, tableOf, type Stretch } from './runs.ts';
import { matches, type Detector } from './subject.ts';

/** Characters in a line that nobody reads to its end. */
const LONG_LINE = 2_000;
/** A run of base64 that is data, and no name. */
const BASE64 = tableOf(/[A-Za-z0-9+/_-]/);
const BLOB = 120;
const DATA_URL = /data:[\w.+-]{1,40}\/[\w.+-]{1,60}(?:;[\w=.-]{1,40}){0,3};base64,$/;
/** A line of wrapped base64. */
const LINE = 60;
const HEX = tableOf(/[0-9a-fA-F :]/);
const HEX_BLOB = /(?:[0-9a-fA-F]{2}[ :]?){100,}/g;
/** An instruction below the edge of the screen. */
const GAP = /\n(?:[ \t\r]{0,40}\n){30,}|[ \t\u00a0\u3000]{200,}/g;

function longLines(text: string): Finding[] {
  const findings: Finding[] = [];
  for (let start = 0; start < text.length; ) {
    const line = text.indexOf('\n', start);
    const end = line === -1 ? text.length : line;
    if (end - start > LONG_LINE) {
      findings.push({
        kind: 'bulk.long-line',
        severity: 'low',
        start,
        end,
        reason: t('A very long line: its end is easily overlooked.'),
      });
    }
    start = end + 1;
  }
  return findings;
}

/** True for text that is drawn from the whole alphabet, as encoded data is: a long name or a path is not. */
function isEncoded(sample: string): boolean {
  return (
    /[a-z]/.test(sample) &&
    /[A-Z]/.test(sample) &&
    /\d/.test(sample) &&
    new Set(sample).size > 20 &&
    !/^(?:[\w-]+\/){5,}/.test(sample)
  );
}

/** Runs of base64 in which nothing but a line end stands are one. */
function* encodedRuns(text: string): Generator<Stretch> {
  let open: { start: number; end: number } | undefined;
  for (const { start, end } of runsOf(text, BASE64, LINE)) {
    if (open && /^=?\r?\n$/.test(text.slice(open.end, start))) {
      open.end = end;
      continue;
    }
    if (open) yield open;
    open = { start, end };
  }
  if (open) yield open;
}

/** The first words of what was decoded, as far as they are words: a secret in it must not get into a reason. */
function beginning(plain: string): string {
  const words = /^[\p{L}\s.,;!?'"-]{0,80}/u.exec(plain)?.[0] ?? '';
  return `${displayText(words, 80)}\u2026`;
}

function blobs(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const { start, end } of encodedRuns(text)) {
    if (end - start < BLOB) continue;
    const data = DATA_URL.exec(text.slice(Math.max(0, start - 200), start))?.[0];
    if (data === undefined && !isEncoded(text.slice(start, start + 400))) continue;
    const plain = decodeBase64(text.slice(start, Math.min(end, start + 400)));
    findings.push({
      kind: 'bulk.base64',
      severity: plain === undefined ? 'low' : 'medium',
      start: start - (data?.length ?? 0),
      end,
      reason:
        plain === undefined
          ? t('Encoded data (base64): what is in it cannot be read here.')
          : t('Encoded text (base64) that begins with \u201c{0}\u201d.', beginning(plain)),
    });
  }
  for (const { start, end } of runsOf(text, HEX, 200)) {
    for (const { 0: blob, index } of matches(HEX_BLOB, text.slice(start, end))) {
      const reason = t('Encoded data (hexadecimal): what is in it cannot be read here.');
      findings.push({
        kind: 'bulk.hex',
        severity: 'low',
        start: start + index,
        end: start + index + blob.trimEnd().length,
        reason,
      });
    }
  }
  return findings;
}

function gaps(text: string): Finding[] {
  const last = text.trimEnd().length;
  return Array.from(matches(GAP, text)).flatMap(({ 0: gap, index }): Finding[] => {
    // Blanks at the end of a line or of the text hide nothing.
    if (index + gap.length >= last || (!gap.startsWith('\n') && /[\r\n]/.test(text.charAt(index + gap.length))))
      return [];
    const reason = t('A large gap: what follows it may be out of sight.');
    return [{ kind: 'bulk.gap', severity: 'medium', start: index, end: index + gap.length, reason }];
  });
}

/** What is too long or too far away to be read: long lines, encoded data, large gaps. */
export const findBulk: Detector = ({ text }) => [...longLines(text), ...blobs(text), ...gaps(text)];
