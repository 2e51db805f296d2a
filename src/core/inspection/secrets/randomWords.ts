import { t } from '../../text/l10n.ts';
import type { Finding } from '../finding.ts';
import { runsOf, tableOf } from '../runs.ts';
import type { Detector } from '../subject.ts';
import { entropy, isStandIn } from './value.ts';

/** Long words of the characters of which keys are made. */
const WORD = tableOf(/[A-Za-z0-9+/_=-]/);
/** More words than this are not weighed: a text made of them is data. */
const MOST = 4_000;
/** What names a secret, close before a word: `the Datadog API key is 9775…`. */
const NAMED =
  /(?:secret|passw|token|api[ _-]?key|app[ _-]?key|access[ _-]?key|credential|private[ _-]?key|auth[ _-]?key|license key|seed)/i;
const HASHES =
  /(?:sha-?\d*|md5|digest|checksum|hash|integrity|commit|revision|etag|fingerprint|nonce|uuid|guid|id)\W{0,4}$/i;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function isRandom(word: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((pattern) => pattern.test(word)).length;
  const digits = word.match(/\d/g)?.length ?? 0;
  return (
    kinds === 3 &&
    digits >= 2 &&
    entropy(word) > 3.9 &&
    !/[a-z]{6}|[A-Z]{6}/.test(word) &&
    !/^[\w-]*\/[\w-]*\//.test(word)
  );
}

/**
 * Words that look drawn by lot. Alone that is a weak sign, for much is drawn by lot; one that is named as a secret in the words before
 * it is a better one.
 */
export const findRandomWords: Detector = ({ text }) => {
  const findings: Finding[] = [];
  let seen = 0;
  for (const { start: index, end } of runsOf(text, WORD, 20)) {
    const word = text.slice(index, Math.min(end, index + 200));
    if (!/\d/.test(word) || isStandIn(word)) continue;
    if (++seen > MOST) break;
    const hex = /^[0-9a-f]+$/i.test(word) && word.length >= 32;
    const random = isRandom(word);
    if (!hex && !random && !UUID.test(word)) continue;
    const before = text.slice(Math.max(0, index - 60), index);
    const line = before.slice(before.lastIndexOf('\n') + 1);
    const named = NAMED.test(line) && !HASHES.test(line);
    if (!named && !random) continue;
    findings.push({
      kind: named ? 'secret.named' : 'secret.entropy',
      severity: named ? 'medium' : 'low',
      start: index,
      end: index + word.length,
      reason: named
        ? t('A word drawn by lot, and the words before it speak of a secret.')
        : t('A word that looks drawn by lot, as keys are; it may be an id or a checksum as well.'),
    });
  }
  return findings;
};
