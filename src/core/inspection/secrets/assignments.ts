import { t } from '../../text/l10n.ts';
import type { Finding, Severity } from '../finding.ts';
import { matchAt, matches, type Detector } from '../subject.ts';
import { isPlainWord, isStandIn, strengthOf } from './value.ts';

/**
 * How names of secrets end, in lower case. What comes before belongs to the name (`DB_PASSWORD`, `stripeSecretKey`); what comes behind
 * makes it something else (`password_hint`, `tokenizer`, `max_tokens`).
 */
const NAME = new RegExp(
  [
    'pass(?:word|wd|phrase|wort|code|w)s?',
    '(?<=[_\\W-]|^)pass(?=["\'\\s]{0,3}[:=])',
    'pwd',
    'kennwort',
    'contrase\u00f1a',
    'contrasena',
    'mot de passe',
    'motdepasse',
    'senha',
    'parola',
    '\u043f\u0430\u0440\u043e\u043b\u044c',
    '\u5bc6\u7801',
    '\u5bc6\u78bc',
    '\u30d1\u30b9\u30ef\u30fc\u30c9',
    '\ube44\ubc00\ubc88\ud638',
    'secrets?(?:[_ -]?(?:access)?[_ -]?key)?(?:[_ -]?base)?',
    '(?:api|app|access|account|auth|private|signing|encryption|master|license|storage|service|subscription|deploy|write|read|admin|function|host|session|shared|consumer|application)[_ -]?(?:key|secret)(?:[_ -]?base)?',
    '(?:client|app|webhook|jwt|cookie|session|shared|consumer|totp|otp|hmac)[_ -]?secret',
    'token(?:[_ -]?(?:secret|value))?',
    '(?:_|-)(?:auth|pat|pw|psk|sas|dsn|salt|creds?)(?=["\'\\s]{0,3}[:=])',
    '(?<=[\\s,;{]|^)psk(?=["\']?[:=])',
    'credentials?',
    'bearer',
    'key[_-]?data',
    'secret[_-]?(?:id|string|value|text)',
    'pin(?:[_ -]?code)?(?=["\'\\s]{0,3}[:=])',
  ].join('|'),
  'g',
);

/** How people say it: `the password for staging is …`. */
const SAID =
  '(?: (?:for|of|to|f\u00fcr|von|zu|de|du|del) [^\\n:=.,;]{1,40}?)? (?:is|ist|lautet|est|es|\u00e8|\u00e9) (?=\\S)';

/** Between a name and its value: the end of the name's quotes, a type, and what assigns, in programs, settings, markup and commands. */
const BETWEEN = new RegExp(
  [
    '\\d{0,3}\\\\?["\'`\\]]{0,2}(?:\\s{0,3}[?!])?(?:\\s{0,3}:\\s{0,3}(?:str|string|String|&str)(?=\\s{0,3}=))?\\s{0,20}(?:={1,3}>?|:=|:|=>|<-)\\s{0,20}(?:\\||>-?)?\\s{0,20}',
    '\\d{0,3}["\'`]\\s{0,4},\\s{0,4}(?=["\'`])',
    '\\d{0,3}(?:" value="|>\\s{0,4}<string>|>\\s{0,4})(?=[^\\s<])',
    '\\((?=["\'`])',
    SAID,
    ' (?=["\'`]?[^\\s"\'`-])',
  ].join('|'),
  'y',
);

const QUOTED = /\\?(["'`])((?:\\[^]|(?!\1)[^\n\\]){1,400}?)\\?\1/y;
const PLAIN = /((?:[^\s"'`,;<>()[\]{}|&]|&(?![\w.]{1,40}=)){1,400})/y;
const XML = /([^<>\n]{1,400})<\//y;

interface Value {
  readonly start: number;
  readonly text: string;
  readonly quoted: boolean;
}

function valueAt(text: string, at: number, markup: boolean): Value | undefined {
  const quoted = matchAt(
    QUOTED,
    text,
    /[burf]/.test(text.charAt(at)) && /["']/.test(text.charAt(at + 1)) ? at + 1 : at,
  );
  if (quoted?.[2] !== undefined) {
    const value = quoted[2].replace(/\\$/, '');
    return { start: quoted.index + quoted[0].indexOf(value), text: value, quoted: true };
  }
  const plain = matchAt(markup ? XML : PLAIN, text, at);
  // What is called or indexed is code.
  if (plain?.[1] === undefined || (!markup && /[([]/.test(text.charAt(at + plain[0].length)))) return undefined;
  const whole = plain[1].replace(/(?:\\[nrt].*|[.,:]+)$/, '');
  // An exclamation mark ends many a sentence, and many a password.
  const word = whole.replace(/[.,:!?]+$/, '');
  const value = /^[a-z]*$/i.test(word) ? word : whole;
  return { start: at, text: value, quoted: markup };
}

/** A command's option is followed by a blank; elsewhere a blank is only a blank. */
function isOption(text: string, nameAt: number): boolean {
  return /(?:^|\s)--?[\w-]{0,30}$/.test(text.slice(Math.max(0, nameAt - 34), nameAt));
}

/** `define('AUTH_KEY', …)`: among other words in quotes a word that is named so is only a word. */
function isFirstArgument(text: string, nameAt: number): boolean {
  return /[([]\s{0,4}["'`][\w.-]{0,60}$/.test(text.slice(Math.max(0, nameAt - 70), nameAt));
}

/** What a person reads as a label: `"password": "Enter your new password"`. */
function isWording(value: string): boolean {
  if (/[:?]\s*$/.test(value)) return true;
  const words = value.trim().split(/\s+/);
  if (words.length > 3) return true;
  return words.length > 1 && (/^(?:\p{L}[\p{L}\p{P}]*\s+)+[\p{L}\p{P}]+$/u.test(value.trim()) || value.length > 80);
}

function grade(name: string, value: Value): Severity | undefined {
  if (isWording(value.text)) return undefined;
  if (name.startsWith('pin')) return /^\d{4,8}$/.test(value.text) ? 'low' : undefined;
  if (/\s/.test(value.text.trim()) && !value.quoted) return undefined;
  const password = !/token|key|bearer|credential|dsn|salt|data$/.test(name);
  if (password && /^\d{6,12}$/.test(value.text)) return 'medium';
  const strength = strengthOf(value.text, value.quoted);
  if (strength === 'none') return undefined;
  if (strength === 'strong') return 'high';
  // A short word behind "token" or "key" is a word.
  if (!password && value.text.length < 12) return undefined;
  return value.quoted || /\d/.test(value.text) || /[^\w.-]/.test(value.text) ? 'medium' : 'low';
}

/** In a sentence anything may follow: what nobody would write for a word. */
function isPassword(value: string): boolean {
  const mixed = /[a-z]/.test(value) && (/[A-Z]/.test(value) || /[!@#$%^&*?+=~]/.test(value));
  return value.length >= 8 && /\d/.test(value) && mixed && !/-[a-z]{3,}$/.test(value);
}

/** `DB_PASSWORD=…` in an environment file or before a command: a word there is the password itself, and no name of a variable. */
function gradeOfSetting(text: string, at: number, { text: value }: Value): Severity | undefined {
  if (!/(?:^|[\n;]|\s)[A-Z][A-Z\d_]{1,60}$/.test(text.slice(Math.max(0, at - 64), at))) return undefined;
  if (value.length < 8 || isStandIn(value) || isPlainWord(value)) return undefined;
  return /^[A-Za-z]+(?:-[A-Za-z]+)*$/.test(value) ? 'medium' : undefined;
}

/** The token of a badge only lets see a picture: many a README shows one. */
function isBadge(text: string, at: number): boolean {
  return /https?:\/\/[^\s()"'<>]{0,160}badge[^\s()"'<>]{0,40}[?&]$/.test(text.slice(Math.max(0, at - 220), at));
}

/** Values given to what is named like a secret: in code, environment files, YAML, JSON, XML, command lines and plain words. */
export const findAssignments: Detector = ({ text, lower }) => {
  const findings: Finding[] = [];
  let taken = 0;
  for (const { 0: name, index } of matches(NAME, lower)) {
    if (index < taken) continue;
    const between = matchAt(BETWEEN, text, index + name.length);
    if (!between) continue;
    if (between[0] === ' ' && !isOption(text, index)) continue;
    if (between[0].includes(',') && !isFirstArgument(text, index)) continue;
    const said = /^ [^:=<]*\p{L} $/u.test(between[0]);
    const markup = between[0].startsWith('>') || between[0].endsWith('<string>');
    const value = valueAt(text, between.index + between[0].length, markup);
    const severity =
      value &&
      (grade(name, value) ?? (between[0] === '=' ? gradeOfSetting(text, index + name.length, value) : undefined));
    if (value === undefined || severity === undefined || (said && !isPassword(value.text))) continue;
    taken = value.start + value.text.length;
    findings.push({
      kind: 'secret.assignment',
      severity: isBadge(text, index) ? 'low' : severity,
      start: value.start,
      end: taken,
      reason:
        severity === 'high'
          ? t('A value that looks like a key or a password, given to something that is named so.')
          : t('Something that is named like a secret has a value here; it may be a real one.'),
    });
  }
  return findings;
};
