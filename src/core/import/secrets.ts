import { isSecretName } from '../servers/reach.ts';
import { redactText } from '../text/redact.ts';
import { type Draft, mapTexts } from './fields.ts';
import { t } from '../text/l10n.ts';

/** A value that goes into the secret storage instead of the settings. */
export interface MovedSecret {
  /** The input that stands for it. */
  readonly input: string;
  /** Where it stood, such as *Environment variable API_KEY*. */
  readonly where: string;
  readonly value: string;
}

const REFERENCE = /^(?:\$\{[^}]*\})+$/;

/**
 * Takes everything out of a definition that is a secret by its name or by its look, and puts a reference to an input in its place. The
 * values leave the settings for good; what is moved is told before anything is written.
 */
export function moveSecrets(server: string, draft: Draft): readonly MovedSecret[] {
  const moved: MovedSecret[] = [];
  const move = (name: string, where: string, value: string): string => {
    const known = moved.find((one) => one.value === value);
    if (known) return `\${input:${known.input}}`;
    const base = `${slug(server)}-${slug(name)}`;
    let input = base;
    for (let number = 2; moved.some((one) => one.input === input); number++) input = `${base}-${number}`;
    moved.push({ input, where, value });
    return `\${input:${input}}`;
  };
  const args = Array.isArray(draft.fields['args']) ? (draft.fields['args'] as readonly unknown[]) : [];
  mapTexts(draft.fields, (text, [field = '', name = '']) => {
    if (text === '' || REFERENCE.test(text)) return text;
    switch (field) {
      case 'env':
        if (isSecretName(name) && !isPath(text)) return move(name, t('environment variable {0}', name), text);
        return moveShapes(text, name, t('environment variable {0}', name), move);
      case 'headers':
        return moveHeader(name, text, move);
      case 'args':
        return moveArgument(text, args[Number(name) - 1], Number(name) + 1, move);
      case 'oauth':
        return name === 'clientSecret' ? move('clientSecret', t('client secret'), text) : text;
      case 'url':
        return moveUrl(text, draft, move);
      default:
        return moveShapes(text, field, field, move);
    }
  });
  return moved;
}

type Move = (name: string, where: string, value: string) => string;

/** A path is not a secret, though it may lead to one. */
function isPath(text: string): boolean {
  return /^(?:[~.]{0,2}[\\/]|[A-Za-z]:[\\/]|\$\{(?:userHome|workspaceFolder)\})/.test(text);
}

/** Of `Bearer x` only the `x`; all of it in a header that is a secret by its name. */
function moveHeader(name: string, text: string, move: Move): string {
  const where = t('header {0}', name);
  const [, scheme, credentials] = /^([A-Za-z][\w-]*\s+)(\S.*)$/s.exec(text) ?? [];
  if (!isSecretName(name)) return moveShapes(text, name, where, move);
  if (scheme === undefined || credentials === undefined) return move(name, where, text);
  return REFERENCE.test(credentials) ? text : scheme + move(name, where, credentials);
}

/** `--token x`, `--token=x`, `TOKEN=x` and `Authorization: Bearer x`. */
function moveArgument(text: string, before: unknown, position: number, move: Move): string {
  const where = t('argument {0}', position);
  const [, name, separator, value] = /^([^=:\s]+)(=|:\s*)(.*)$/s.exec(text) ?? [];
  if (name !== undefined && separator !== undefined && value !== undefined && isSecretName(name)) {
    if (value === '' || REFERENCE.test(value) || isPath(value)) return text;
    if (separator !== '=' && /^[\w-]+$/.test(name)) return name + separator + moveHeader(name, value, move);
    return name + separator + move(name.replace(/^-+/, ''), where, value);
  }
  const flag = typeof before === 'string' && /^--?[\w-]+$/.test(before) && isSecretName(before) ? before : undefined;
  if (flag !== undefined && !text.startsWith('-') && !isPath(text)) return move(flag.replace(/^-+/, ''), where, text);
  return moveShapes(text, `arg${position}`, where, move);
}

/** Query parameters under the name of a secret, a name with a password, and long random parts of the path. */
function moveUrl(text: string, draft: Draft, move: Move): string {
  let url = text;
  const [whole, scheme = '', userinfo = ''] = /^([A-Za-z][\w+.-]*:\/\/)([^/?#@]*)@/.exec(url) ?? [];
  if (whole !== undefined) {
    url = scheme + url.slice(whole.length);
    draft.fields['headers'] ??= {};
    const headers = draft.fields['headers'] as Record<string, string>;
    headers['Authorization'] = `Basic ${move('basic', t('name and password in the URL'), basic(userinfo))}`;
    draft.notes.push(t('The name and password of its address are sent as an Authorization header.'));
  }
  url = url.replaceAll(/([?&])([^=&#]+)=([^&#]*)/g, (all, mark: string, name: string, value: string) => {
    if (value === '' || REFERENCE.test(value) || !(isSecretName(name) || looksRandom(value))) return all;
    return `${mark}${name}=${move(name, t('“{0}” in the URL', name), value)}`;
  });
  return url.replace(/^([A-Za-z][\w+.-]*:\/\/[^/?#]*)(\/[^?#]*)/, (_, host: string, path: string) => {
    const parts = path.split('/').map((part) => (looksRandom(part) ? move('url', t('part of the URL'), part) : part));
    return host + parts.join('/');
  });
}

function basic(userinfo: string): string {
  const bytes = new TextEncoder().encode(decoded(userinfo));
  return btoa(String.fromCodePoint(...bytes));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Long, of one piece, with letters and digits mixed: what a person would not choose as a name. */
function looksRandom(text: string): boolean {
  return /^[\w~+=.-]{24,}$/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text) && !text.includes('${');
}

/** What is a key by its look, wherever it stands in a text. */
function moveShapes(text: string, name: string, where: string, move: Move): string {
  if (redactText(text) === text) return text;
  const withPassword = /^([A-Za-z][\w+.-]*:\/\/[^\s/:@]*:)([^\s/@]+)(@.*)$/s.exec(text);
  const [, before = '', password = '', after = ''] = withPassword ?? [];
  if (withPassword)
    return REFERENCE.test(password) ? text : before + move(name, t('password in {0}', where), password) + after;
  const [, scheme, credentials] = /^(.*\b(?:Bearer|Basic)\s+)(\S+)$/is.exec(text) ?? [];
  if (scheme !== undefined && credentials !== undefined) return scheme + move(name, where, credentials);
  return move(name, where, text);
}

/** Text as a part of an input’s id. */
export function slug(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^-+|-+$/g, '') || 'value';
}
