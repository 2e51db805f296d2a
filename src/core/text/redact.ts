import type { Json, JsonObject } from '../mcp.ts';
import { isArray, isObject } from '../util/json.ts';

/** Fields whose text is a secret whatever it looks like. Compared in lower case without `-` and `_`. */
const SECRET_FIELDS = new Set([
  'accesstoken',
  'apikey',
  'apitoken',
  'authorization',
  'clientsecret',
  'cookie',
  'idtoken',
  'password',
  'passwd',
  'privatekey',
  'proxyauthorization',
  'refreshtoken',
  'secretkey',
  'sessiontoken',
  'setcookie',
  'xapikey',
  'xauthtoken',
]);

/** Shapes of keys and tokens that are known by their beginning. Each begins with a letter or mark that few texts are full of. */
const SHAPES = new RegExp(
  [
    '\\bsk-(?:ant-|proj-|or-|svcacct-)?[A-Za-z0-9_-]{16,}',
    '\\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}',
    '\\b[Bb]earer\\s+[A-Za-z0-9._~+/=-]{8,}',
    '\\b[Bb]asic\\s+[A-Za-z0-9+/=]{16,}',
    '\\bgh[pousr]_[A-Za-z0-9]{30,}',
    '\\bgithub_pat_[A-Za-z0-9_]{30,}',
    '\\bglpat-[A-Za-z0-9_-]{16,}',
    '\\bxox[abprs]-[A-Za-z0-9-]{10,}',
    '\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b',
    '\\bAIza[A-Za-z0-9_-]{30,}',
    '\\bhf_[A-Za-z0-9]{30,}',
    '\\bgsk_[A-Za-z0-9]{30,}',
    '\\bnpm_[A-Za-z0-9]{30,}',
    // From the beginning of its run, whatever stands in front of `eyJ` there: a try at each `eyJ` would cost the square of the length.
    '(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{13,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]+',
    '-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)',
    '://[^\\s/:@]+:[^\\s/@]+@',
  ].join('|'),
  'g',
);

/** A text without any of these cannot match a shape: one cheap scan instead of sixteen. */
const MAYBE =
  /sk-|[srp]k_|earer|asic|gh[pousr]_|github_pat|glpat-|xox|AKIA|ASIA|AIza|hf_|gsk_|npm_|eyJ|PRIVATE KEY|:\/\//;

/** Shorter values are not looked for: taking out every `abc` would destroy the text and hide nothing. */
const MIN_SECRET = 6;

/** Takes keys and tokens out: known shapes, fields that hold secrets, and the secrets that it was made with wherever they stand. */
export interface Redactor {
  readonly text: (text: string) => string;
  /** What has nothing to redact comes back as the very same value. Linear; media and long prompts cost a scan. */
  readonly json: (value: Json) => Json;
}

/** A secret as it is, as it stands in JSON that is told as text, in that once more, and in a URL. */
function formsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const nested = JSON.stringify(json).slice(1, -1);
  try {
    return [secret, json, nested, encodeURIComponent(secret)];
  } catch {
    // Half a surrogate pair has no form in a URL.
    return [secret, json, nested];
  }
}

/** Makes a redactor that also knows these secrets. */
export function createRedactor(secrets: readonly string[] = []): Redactor {
  // The longest first: a secret may contain another one.
  const known = [...new Set(secrets.filter((secret) => secret.length >= MIN_SECRET).flatMap(formsOf))].sort(
    (a, b) => b.length - a.length,
  );
  const text = (value: string): string => redactText(value, known);
  const json = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (isArray(value)) return redactArray(value);
    return isObject(value) ? redactObject(value) : value;
  };
  const redactArray = (items: readonly Json[]): Json => {
    const result = items.map(json);
    return result.some((item, index) => item !== items[index]) ? result : items;
  };
  const redactObject = (object: JsonObject): Json => {
    let changed = false;
    const entries = Object.entries(object).map(([key, value]) => {
      const secret = typeof value === 'string' && value !== '' && isSecretField(key);
      const entry = [text(key), secret ? '[redacted]' : value === undefined ? undefined : json(value)] as const;
      if (entry[0] !== key || entry[1] !== value) changed = true;
      return entry;
    });
    return changed ? Object.fromEntries(entries) : object;
  };
  return { text, json };
}

/** A redactor that learns: secrets such as tokens become known while it is in use. */
export interface GrowingRedactor extends Redactor {
  add(secrets: readonly string[]): void;
}

/** Makes a redactor that knows nothing but shapes yet. */
export function growingRedactor(): GrowingRedactor {
  const known = new Set<string>();
  let current = createRedactor();
  return {
    text: (value) => current.text(value),
    json: (value) => current.json(value),
    add(secrets) {
      const before = known.size;
      for (const secret of secrets) known.add(secret);
      if (known.size > before) current = createRedactor([...known]);
    },
  };
}

/** Takes keys and tokens of known shapes out of a text, and the given secrets wherever they stand. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let result = text;
  for (const secret of secrets) if (result.includes(secret)) result = result.replaceAll(secret, '[redacted]');
  return MAYBE.test(result) ? result.replace(SHAPES, mask) : result;
}

function isSecretField(key: string): boolean {
  return key.length <= 32 && SECRET_FIELDS.has(key.toLowerCase().replaceAll(/[-_]/g, ''));
}

/** Says what kind of thing stood there, and nothing of it. */
function mask(found: string): string {
  if (found.startsWith('://')) return '://[redacted]@';
  if (found.startsWith('-----')) return '[redacted private key]';
  const kind =
    /^(?:[Bb]earer|[Bb]asic|sk-(?:ant-|proj-|or-|svcacct-)?|[a-z]+_(?:live_|test_|pat_)?|[a-z]+-|AKIA|ASIA|AIza|eyJ)/.exec(
      found,
    );
  return `[redacted ${kind?.[0].replace(/\s.*$/s, '') ?? 'key'}…]`;
}
