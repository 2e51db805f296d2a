/** What a value that stands where a secret may stand looks like. */
export type Strength = 'none' | 'weak' | 'strong';

/** Bits of information a character, of the characters of this very text. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Stands for a secret, and is none: masked, a variable, a place to fill in. */
const STAND_IN =
  /^(?:[xX*.#_\-\u2022\u2026?0]+|<.*>?|\[.*\]?|\{\{.*|\{[\w.]*\}?|\$\{.*|\$[A-Z_][A-Z_\d]*|\$[a-z_]+|\$\(.*|%[A-Za-z_]*%?|%s|@\w+@|#\{.*|:\w+|\(.*|__\w+__)$/;
const STAND_IN_WORDS =
  /(?:x{5,}|\*{3,}|\.{3,}|\u2026|\u2022{3,}|your|insert|replace|placeholder|redacted|masked|hidden|change[-_ ]?(?:me|it|this)|todo|fixme|enter[-_ ]|put[-_ ]|paste[-_ ]|dummy|my[-_](?:secret|token|password|key|api)|some[-_]?(?:secret|token|password|key)|process\.env|os\.environ|getenv|secrets\.|vault:|env\.|env\[|config\.|settings\.|\$\{|\{\{|<[a-z_ -]+>)/i;

/** True where a value only stands for one: `********`, `<token>`, `${TOKEN}`, `your-key-here`. */
export function isStandIn(value: string): boolean {
  return STAND_IN.test(value) || STAND_IN_WORDS.test(value);
}

/** True where a token was masked by whoever wrote it: nothing can be done with it. */
export function isMasked(token: string): boolean {
  return /[xX]{6}|\*{3}|\.{3}|_{4}|your[-_]|YOUR[-_]|redacted|REDACTED|placeholder|PLACEHOLDER/.test(token);
}

/** True where somebody wrote an example: it is shown, but it is no alarm. */
export function isExample(value: string): boolean {
  return /example|sample|dummy|fake|\btest(?![a-z])|test(?:ing)?[-_]?(?:key|token|secret|password|api)|(.)\1{9,}|x{4,}|0{8,}|1234567890|0123456789|(?:abc|secret|token|password)_?123(?!\d)/i.test(
    value,
  );
}

const PLAIN_WORDS = new Set(
  (
    'password passwd passwort pass pwd secret token key apikey api_key auth string str text bytes number int integer int64 uint64 ' +
    'float boolean bool object any unknown void none null nil undefined true false yes no on off required optional missing invalid ' +
    'empty default varchar char hidden masked redacted username user admin root guest test value input type name field label ' +
    'expired valid wrong correct incorrect changed updated reset basic bearer digest oauth oauth2 sha256 sha1 sha512 md5 hs256 rs256 ' +
    'es256 base64 utf8 utf-8 uuid4 uuid jwt hex postgres mysql redis public private internal file env vault current next previous'
  ).split(' '),
);

/** True for a word that says what stands here rather than being it: `string`, `required`. */
export function isPlainWord(value: string): boolean {
  return PLAIN_WORDS.has(value.toLowerCase());
}

/** How many of lower case, upper case, digits and others a value has. */
function classes(value: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((pattern) => pattern.test(value)).length;
}

/** A value made of words of one sort, such as `user.password`, `SECRET_NAME` or `my-key-name`: names are written so. */
function isName(whole: string, quoted: boolean): boolean {
  const value = quoted ? whole : whole.replace(/^[!&*~+-]+/, '');
  const written = !quoted && (value.length < 24 || (value.match(/\d/g)?.length ?? 0) < 3);
  return (
    /^[a-z]+(?:[._/-]+[a-z]+)*[._/-]*$/i.test(value) ||
    (/^_*[A-Za-z]+(?:_+[A-Za-z]+)*_*$/.test(value) && !mixesCase(value)) ||
    /^[A-Z]+(?:_[A-Z\d]+)+$/.test(value) ||
    (!quoted && /^[\w$]+(?:[?!]?\.[\w$]+)*[?!]?[(.]/.test(value)) ||
    (written && /^[\w$]+(?:(?:[?!]?\.|->|::)[a-z_$][\w$]*)+$/i.test(value))
  );
}

/** `access_token_2`, `getToken2`, `string.escape1`, `Uint8Array`: names of programs that have a digit or two. */
function isNumberedName(value: string, quoted: boolean): boolean {
  if ((value.match(/\d/g)?.length ?? 0) > 4) return false;
  if (/^[a-z]+\d{0,2}(?:[.-][a-z]+\d{0,2})+$/.test(value)) return true;
  if (quoted) return false;
  return (
    /^_*(?:[a-z]{1,16}\d{0,3}|v?\d{1,4})(?:_(?:[a-z]{1,16}\d{0,3}|v?\d{1,4}))+$/.test(value) ||
    /^[a-z]{2,}(?:[A-Z][a-z]+)+\d{1,2}$/.test(value) ||
    /^[A-Z]{1,3}[a-z]+\d{1,2}(?:[A-Z]{1,3}[a-z]+\d{0,2})+$/.test(value)
  );
}

/** `userApiKey`: words of three letters on average. */
function isCamel(value: string): boolean {
  const humps = /^_*[A-Z]?[a-z]+(?:[A-Z][a-z]+)+$/.test(value)
    ? (value.match(/[A-Z]/g)?.length ?? 0) + 1
    : value.length;
  return humps <= value.length / 3;
}

/** Letters whose case changes at nearly every step: nobody writes so. */
export function mixesCase(value: string): boolean {
  const changes = value.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0;
  return changes >= value.length * 0.4;
}

/** Judges what was assigned to something that is named like a secret. */
export function strengthOf(value: string, quoted: boolean): Strength {
  if (value.length < 4 || isStandIn(value) || isPlainWord(value)) return 'none';
  // A path, unless it is more random than names are.
  const random = value.length >= 30 && entropy(value) > 4.3 && (value.match(/\d/g)?.length ?? 0) > 2;
  if (!random && /^(?:https?:\/\/[^@]*|\.{0,2}\/[\w./-]*|[a-z]:\\[\w\\. -]*|urn:[\w:.-]*)$/i.test(value)) return 'none';
  const digits = /\d/.test(value);
  if (isName(value, quoted)) {
    // A long mix of cases without a sign of words is a key that happens to have no digit.
    if (value.length >= 10 && mixesCase(value) && !isCamel(value)) return 'strong';
    return quoted && value.length >= 6 && !/[._/-]/.test(value) && /^[A-Z]?[a-z]+$/.test(value) ? 'weak' : 'none';
  }
  if (/^[\d.,:\s-]+$/.test(value)) return 'none';
  if (/^[a-z]+\d{0,2}$/i.test(value) && !quoted && value.length < 7) return 'none';
  if (isExample(value) || isNumberedName(value, quoted)) return 'weak';
  if (value.length >= 16 && digits && entropy(value) >= 3) return 'strong';
  if (value.length >= 8 && classes(value) >= 3) return 'strong';
  return 'weak';
}
