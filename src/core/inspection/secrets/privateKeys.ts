import { t } from '../../text/l10n.ts';
import type { Finding } from '../finding.ts';
import { matchAt, matches, type Detector } from '../subject.ts';

/** The first line of a key, in any case; hyphens may have become dashes on the way through a word processor. */
const BEGIN =
  /[-\u2010-\u2015]{2,5} ?BEGIN (?:[A-Z\d]{2,12} ){0,3}?(?:PRIVATE KEY(?: BLOCK)?|SSH2 ENCRYPTED PRIVATE KEY|OPENSSH PRIVATE KEY) ?[-\u2010-\u2015]{2,5}/gi;
const END = /END (?:[A-Z\d]{2,12} ){0,3}?PRIVATE KEY(?: BLOCK)? ?[-\u2010-\u2015]{2,5}/gi;

/** What a key is made of, with what a JSON string, a diff, a quote or an indented block puts between its lines. */
const BODY = /(?:[A-Za-z0-9+/=]|\\[nrt\\/]|[\s"'>|#*,;:()-]|\\u[\da-f]{4}|\+|Proc-Type|DEK-Info|Version|Comment)*/y;

/** Characters of the key itself from which on somebody could use it, or a good part of it. */
const LEAST = 32;

/** No key is longer than this. */
const LONGEST = 40_000;

function keyLength(body: string): number {
  return (body.replaceAll(/\\[nrt]/g, '').match(/[A-Za-z0-9+/=]{8,}/g) ?? []).reduce((sum, run) => sum + run.length, 0);
}

/** PEM, OpenSSH, PGP and SSH2 keys: wrapped, on one line, escaped as in JSON, indented, quoted, or without their end. */
const pemKeys: Detector = ({ text }) => {
  const findings: Finding[] = [];
  const begins = Array.from(matches(BEGIN, text), ({ 0: line, index }) => ({ index, from: index + line.length }));
  begins.forEach(({ index, from }, which) => {
    // No key goes on beyond the beginning of the next one, so each part of the text is read once.
    const piece = text.slice(from, Math.min(from + LONGEST, begins[which + 1]?.index ?? text.length));
    const [end] = matches(END, piece);
    const body = end ? piece.slice(0, end.index) : (matchAt(BODY, piece, 0)?.[0] ?? '').trimEnd();
    if (keyLength(body) < LEAST) return;
    findings.push({
      kind: 'secret.private-key',
      severity: /^[\s\\nr]*(?:x{8}|\.{3}|\*{3}|<)/i.test(body) ? 'low' : 'high',
      start: index,
      end: from + (end ? end.index + end[0].length : body.length),
      reason: t('A private key: whoever reads it can act as its owner.'),
    });
  });
  return findings;
};

const OTHERS: readonly (readonly [reason: string, pattern: RegExp])[] = [
  [
    t('A PuTTY private key: whoever reads it can act as its owner.'),
    /PuTTY-User-Key-File-\d[^]{0,1500}?Private-Lines: \d+\s[A-Za-z0-9+/=\s]{40,20000}/gi,
  ],
  [
    t('A WireGuard private key: whoever reads it can act as its owner.'),
    /(?:\b|(?<=\\[nrt]))PrivateKey\s{0,4}=\s{0,4}[A-Za-z0-9+/]{43}=/gi,
  ],
  [
    t('The words of a wallet: whoever reads them can take what is in it.'),
    /(?:[Ss]eed|[Mm]nemonic|[Rr]ecovery|[Bb]ackup|[Ss]ecret)(?:[ _-]?(?:phrase|words?))?["']?\s{0,3}[:=]\s{0,3}["']?(?:[a-z]{3,8} ){11}(?:(?:[a-z]{3,8} ){3}){0,4}[a-z]{3,8}(?![a-z]| [a-z])/g,
  ],
  [t('A private JSON Web Key: whoever reads it can act as its owner.'), /"d"\s{0,4}:\s{0,4}"[A-Za-z0-9_-]{40,1200}"/g],
];

/** Keys that are not between lines of hyphens. */
const otherKeys: Detector = ({ text }) =>
  OTHERS.flatMap(([reason, pattern]) =>
    Array.from(matches(pattern, text), ({ 0: key, index }): Finding => {
      return { kind: 'secret.private-key', severity: 'high', start: index, end: index + key.length, reason };
    }),
  );

/** Private keys in the forms in which they lie in files. */
export const findPrivateKeys: Detector = (subject) => [...pemKeys(subject), ...otherKeys(subject)];
