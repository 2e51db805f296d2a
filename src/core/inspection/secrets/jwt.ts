import { t } from '../../text/l10n.ts';
import type { Finding } from '../finding.ts';
import { decodeBase64 } from '../encodings.ts';
import { matches, startsWord, type Detector } from '../subject.ts';

/** Header and payload are JSON, so both begin with `{"`; a token with five parts is an encrypted one. */
const TOKEN =
  /(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt]|%[\dA-F]{2}))eyJ[A-Za-z0-9_-]{8,4000}\.(?:eyJ[A-Za-z0-9_-]{4,16000}\.[A-Za-z0-9_-]{0,2000}|[A-Za-z0-9_-]{0,2000}(?:\.[A-Za-z0-9_-]{4,16000}){2,3})/g;

/** JSON Web Tokens. One without a signature is worth less. */
export const findJwts: Detector = ({ text }) => {
  const findings: Finding[] = [];
  for (const { 0: token, index } of matches(TOKEN, text)) {
    if (!startsWord(text, index)) continue;
    const header = decodeBase64(token.slice(0, token.indexOf('.')));
    if (!header?.startsWith('{"')) continue;
    const signed = !token.endsWith('.') && !/"alg":\s?"none"/i.test(header);
    findings.push({
      kind: 'secret.jwt',
      severity: signed ? 'high' : 'medium',
      start: index,
      end: index + token.length,
      reason: signed
        ? t('A signed web token (JWT): as long as it is valid, whoever has it is let in as its owner.')
        : t('A web token (JWT) without a signature: it can tell who somebody is.'),
    });
  }
  return findings;
};
