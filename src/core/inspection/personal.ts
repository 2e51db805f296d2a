import { t } from '../text/l10n.ts';
import type { Finding } from './finding.ts';
import { matchAt, matches, type Detector } from './subject.ts';

/** What stands before and behind the sign of an address. */
const LOCAL = /[\p{L}\p{N}][\p{L}\p{N}._%+'-]{0,63}$/u;
const DOMAIN = /@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/uy;

/** Addresses of nobody, for they exist for examples. Somebody may have put one in another's place all the same. */
const EXAMPLE = /@(?:[\w.-]+\.)?example\.(?:com|net|org)$|@(?:[\w.-]+\.)?(?:test|invalid|localhost|example)$/i;
/** What looks like an address in code and is none. */
const NO_ADDRESS =
  /^git@|@\d+x\.|\.(?:png|jpe?g|gif|svg|webp|js|ts|css|scss|vue|py|rb|java|json|yml|yaml|md)$|^(?:noreply|no-reply|donotreply)@|@users\.noreply\./i;

/** Numbers as people write them for the telephone: with a country's code, or with a trunk prefix and separators. */
const PHONES: readonly RegExp[] = [
  /(?<![\w+.])(?:\+|00)[1-9]\d{0,2}(?:[ \u00a0./-]{0,2}\(?\d{1,4}\)?){2,6}(?![\w])/g,
  /(?<![\w.+/-])\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])/g,
  /(?<![\w.+/-])\(?0\d{1,4}\)?(?:[ \u00a0/-]{1,3}\d{2,8}){1,4}(?![\w])/g,
];
const PHONE_WORD =
  /(?:tel|phone|mobile|mobil|cell|fax|call|whatsapp|handy|anruf|t\u00e9l|telefon|\u0442\u0435\u043b|\u96fb\u8a71|\u7535\u8bdd)/i;

/** Lengths of IBANs by country (ISO 13616). */
const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 ' +
    'GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 ' +
    'MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
const IBAN = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \u00a0-]?[A-Za-z0-9]){11,30}/g;

const CARD = /(?<![\w.-])(?:\d[ \u00a0-]?){12,18}\d(?![\w-])/g;
/** The numbers that payment providers give out for tests. */
const TEST_CARDS = new Set(
  (
    '4111111111111111 4242424242424242 4000056655665556 5555555555554444 2223003122003222 5105105105105100 378282246310005 371449635398431 ' +
    '6011111111111117 6011000990139424 3056930009020004 3566002020360505 4012888888881881 4000000000000002 30569309025904 38520000023237 ' +
    '4007000000027 4012888818888 4222222222222 370000000000002 5424000000000015 6011000000000012'
  ).split(' '),
);
const BRAND =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|2720\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12,15}|35\d{14}|62\d{14,17})$/;
const CARD_WORD =
  /(?:card|visa|master|amex|credit|debit|kredit|karte|tarjeta|carte|carta|\bcc\b|\bpan\b|cvv|\u043a\u0430\u0440\u0442)/i;

function finding(kind: string, severity: Finding['severity'], start: number, length: number, reason: string): Finding {
  return { kind: `personal.${kind}`, severity, start, end: start + length, reason };
}

function emails(text: string): Finding[] {
  const findings: Finding[] = [];
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const domain = matchAt(DOMAIN, text, at)?.[0];
    if (domain === undefined) continue;
    const local = LOCAL.exec(text.slice(Math.max(0, at - 64), at))?.[0];
    if (local === undefined || NO_ADDRESS.test(local + domain)) continue;
    const [severity, reason] = EXAMPLE.test(local + domain)
      ? (['info', t('An e-mail address of a domain that exists for examples.')] as const)
      : (['low', t('An e-mail address.')] as const);
    findings.push(finding('email', severity, at - local.length, local.length + domain.length, reason));
  }
  return findings;
}

function phones(text: string): Finding[] {
  return PHONES.flatMap((pattern, which) =>
    Array.from(matches(pattern, text)).flatMap(({ 0: number, index }) => {
      const digits = number.replace(/\D/g, '');
      if (digits.length < 7 || digits.length > 15 || /^(\d)\1+$/.test(digits)) return [];
      // A national number looks like many other numbers: it counts where the words say so, or where it is written like one.
      const called = PHONE_WORD.test(text.slice(Math.max(0, index - 24), index));
      if (which === 2 && !called) return [];
      if (which === 0 && number.startsWith('00') && !called) return [];
      return [finding('phone', 'low', index, number.length, t('A telephone number.'))];
    }),
  );
}

/** The check of ISO 7064 (mod 97-10). */
export function isIban(iban: string): boolean {
  const plain = iban.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
  if (IBAN_LENGTHS[plain.slice(0, 2)] !== plain.length) return false;
  let rest = 0;
  for (const char of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

function ibans(text: string): Finding[] {
  return Array.from(matches(IBAN, text)).flatMap(({ 0: run, index }) => {
    const length = IBAN_LENGTHS[run.slice(0, 2).toUpperCase()];
    if (length === undefined) return [];
    // What follows in the same line may be read as part of it: the country says how long it is.
    let end = 0;
    for (let seen = 0; end < run.length && seen < length; end++) if (/[A-Za-z0-9]/.test(run.charAt(end))) seen++;
    const iban = run.slice(0, end);
    return isIban(iban)
      ? [finding('iban', 'medium', index, iban.length, t('A bank account (IBAN with a valid checksum).'))]
      : [];
  });
}

/** The check of ISO/IEC 7812 (Luhn). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits.charAt(digits.length - 1 - at));
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function cards(text: string): Finding[] {
  return Array.from(matches(CARD, text)).flatMap(({ 0: number, index }) => {
    const digits = number.replace(/\D/g, '');
    if (!BRAND.test(digits) || !passesLuhn(digits)) return [];
    // One of many numbers in a table is none.
    const listed =
      /[\da-f]{4}[ \u00a0-]$/i.test(text.slice(Math.max(0, index - 5), index)) ||
      /^[ \u00a0-][\da-f]{4}/i.test(text.slice(index + number.length, index + number.length + 5));
    if (listed) return [];
    const grouped = /^\d{4}[ \u00a0-]\d{4,6}[ \u00a0-]\d{4,5}/.test(number);
    const named = CARD_WORD.test(text.slice(Math.max(0, index - 40), index));
    const severity = TEST_CARDS.has(digits) ? 'low' : grouped || named ? 'high' : 'medium';
    return [
      finding('card', severity, index, number.length, t('The number of a payment card (with a valid check digit).')),
    ];
  });
}

/** Data about persons: addresses, telephone numbers, bank accounts and payment cards. */
export const findPersonal: Detector = ({ text }) => [...cards(text), ...ibans(text), ...emails(text), ...phones(text)];
