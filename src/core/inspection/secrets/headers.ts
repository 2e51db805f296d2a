import { t } from '../../text/l10n.ts';
import { decodeBase64 } from '../encodings.ts';
import type { Finding, Severity } from '../finding.ts';
import { matches, type Detector } from '../subject.ts';
import { isExample, isStandIn } from './value.ts';

/** `Authorization: Bearer …` in requests, commands, code and JSON; the scheme decides what the rest is. */
const AUTHORIZATION =
  /authorization\\?["'`\]]{0,2}\s{0,3}[:=,]\s{0,3}\\?["'`]?\s{0,3}(bearer|basic|token|apikey|api-key|digest|negotiate|key|bot|ssws|aws4-hmac-sha256)[ =:]{1,3}([^\s"'`<>{}$\\]{6,4000})/gi;
const BEARER = /(?:\b|(?<=\\[nrt]))bearer\s{1,3}([A-Za-z0-9_.~+/-]{20,4000}=*)/gi;
const API_HEADER =
  /(?:\b|(?<=\\[nrt]))x-[a-z-]{0,24}(?:api-?key|auth(?:-?token)?|token|secret|functions-key)\\?["'`]?\s{0,3}[:=,]\s{0,3}\\?["'`]?([^\s"'`<>{}$\\,;]{8,2000})/gi;
const COOKIES = /(?:set-)?cookie\\?["'`]?\s{0,3}[:=]\s{0,3}\\?["'`]?([^\n"'`]{8,8000})/gi;
/** Cookies that say who one is. */
const SESSION =
  /((?:^|[\s;_.-])(?:[a-z]{0,12}sess(?:ion)?[a-z]{0,6}(?:[_-]?id)?|s?sid|auth[a-z]{0,6}|.{0,12}token|jwt|remember[a-z_-]{0,12}|.{0,12}identity|csrf|xsrf|login|user_session|.aspxauth|connect\.sid)[a-z._-]{0,12})=([^;\s,]{12,4000})/gi;
const CURL_USER = /\s(?:-u|--user|--proxy-user)[\s=]{1,2}["']?([^\s"':@/]{1,80}):([^\s"']{3,120})/g;
const NETRC =
  /(?:\b|(?<=\\[nrt]))machine\s{1,4}\S{1,120}\s{1,8}login\s{1,4}\S{1,80}\s{1,8}password\s{1,4}(\S{3,200})/gi;
const DOCKER_AUTH = /"(?:auth|_auth|identitytoken)"\s{0,3}:\s{0,3}"([A-Za-z0-9+/=_-]{12,2000})"/g;
const NPM_AUTH = /\b_(?:auth|authToken|password)\s{0,2}=\s{0,2}"?([A-Za-z0-9+/=_-]{8,2000})/g;

function found(match: RegExpExecArray, value: string, kind: string, severity: Severity, reason: string): Finding {
  const start = match.index + match[0].lastIndexOf(value);
  return { kind: `secret.${kind}`, severity, start, end: start + value.length, reason };
}

/** `user:password` in base64: how HTTP and Docker write it. */
function isPair(value: string): boolean {
  return /^[^:\s]{0,200}:.{2,400}$/.test(decodeBase64(value) ?? '');
}

function authorization(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const match of matches(AUTHORIZATION, text)) {
    const [, scheme = '', raw = ''] = match;
    const value = raw.replace(/[.,;)]+$/, '');
    if (isStandIn(value) || /^(?:token|key|auth\w*|access\w*|jwt|bearer|credentials?)$/i.test(value)) continue;
    const basic = /^basic$/i.test(scheme);
    if (basic && !isPair(value)) continue;
    const severity = isExample(value) || (!basic && !/\d/.test(value)) ? 'medium' : 'high';
    findings.push(found(match, value, 'authorization', severity, t('The credentials of an HTTP request.')));
  }
  return findings;
}

function bearers(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const match of matches(BEARER, text)) {
    const value = match[1] ?? '';
    if (isStandIn(value) || !/\d/.test(value) || !/[a-z]/i.test(value)) continue;
    findings.push(
      found(
        match,
        value,
        'authorization',
        isExample(value) ? 'medium' : 'high',
        t('A bearer token of an HTTP request.'),
      ),
    );
  }
  return findings;
}

function cookies(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const { 0: line, 1: list = '', index } of matches(COOKIES, text)) {
    const from = index + line.length - list.length;
    for (const match of matches(SESSION, list)) {
      const value = match[2] ?? '';
      if (isStandIn(value) || !/\d/.test(value)) continue;
      const { start, end, ...rest } = found(
        match,
        value,
        'cookie',
        isExample(value) ? 'medium' : 'high',
        t('A session cookie: whoever sends it is signed in as its owner.'),
      );
      findings.push({ ...rest, start: start + from, end: end + from });
    }
  }
  return findings;
}

function simple(text: string): Finding[] {
  const findings: Finding[] = [];
  const look = (pattern: RegExp, kind: string, reason: string, accept: (value: string) => boolean) => {
    for (const match of matches(pattern, text)) {
      const value = match.at(-1) ?? '';
      if (isStandIn(value) || !accept(value)) continue;
      findings.push(found(match, value, kind, isExample(value) ? 'medium' : 'high', reason));
    }
  };
  const mixed = (value: string) => /\d/.test(value) && /[a-z]/i.test(value);
  look(API_HEADER, 'authorization', t('A key in the header of an HTTP request.'), mixed);
  look(
    CURL_USER,
    'authorization',
    t('A user’s password on a command line.'),
    (value) => !/^(?:pass(?:word)?|\d{1,5})$/i.test(value),
  );
  look(NETRC, 'authorization', t('A password for a machine, as in a .netrc file.'), () => true);
  look(DOCKER_AUTH, 'authorization', t('The credentials of a registry.'), isPair);
  look(
    NPM_AUTH,
    'authorization',
    t('The credentials of a package registry.'),
    (value) => value.length > 15 || mixed(value),
  );
  return findings;
}

/** Credentials in HTTP headers, cookies and the files and commands that make them. */
export const findHeaders: Detector = ({ text }) => [
  ...authorization(text),
  ...bearers(text),
  ...cookies(text),
  ...simple(text),
];
