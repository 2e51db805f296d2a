import { t } from '../text/l10n.ts';
import { decodeBase64 } from './encodings.ts';
import type { Finding } from './finding.ts';
import { findAssignments } from './secrets/assignments.ts';
import { findConnections } from './secrets/connections.ts';
import { findPrivateKeys } from './secrets/privateKeys.ts';
import { findTokens } from './secrets/tokens.ts';
import { runsOf, tableOf } from './runs.ts';
import { Subject, type Detector } from './subject.ts';

/** Words that could be base64 of something that is worth a look. Plain JSON in a web token is looked at by its own detector. */
const ENCODED = tableOf(/[A-Za-z0-9+/_=-]/);
/** UTF-16 units that are decoded of one word, and in all. */
const MOST_OF_ONE = 60_000;
const MOST = 150_000;

/** Secrets that are written in base64, as Kubernetes and many a tool write them. */
export const findEncodedSecrets: Detector = ({ text }) => {
  const findings: Finding[] = [];
  let left = MOST;
  for (const { start, end } of runsOf(text, ENCODED, 24)) {
    // The first characters tell whether it is text at all.
    if (left <= 0) break;
    left -= 40;
    // Behind `NAME=` the name is no part of it.
    const index =
      start + (/^[A-Za-z_][A-Za-z0-9_-]{0,60}=(?=[A-Za-z0-9])/.exec(text.slice(start, start + 64))?.[0].length ?? 0);
    const word = text.slice(index, end);
    if (!/[A-Z]/.test(word) || !/[a-z]/.test(word) || decodeBase64(word.slice(0, 24)) === undefined) continue;
    left -= Math.min(word.length, MOST_OF_ONE);
    const plain = decodeBase64(word.slice(0, MOST_OF_ONE));
    if (plain === undefined) continue;
    const subject = new Subject(plain);
    const inner = [findTokens, findPrivateKeys, findConnections, findAssignments].flatMap((detector) =>
      detector(subject),
    );
    const severity = inner.some((found) => found.severity === 'high')
      ? 'high'
      : inner.length > 0
        ? 'medium'
        : undefined;
    if (severity === undefined) continue;
    findings.push({
      kind: 'secret.encoded',
      severity,
      start: index,
      end: index + word.length,
      reason: t('A secret that is written in base64.'),
    });
  }
  return findings;
};
