import type { Json, JsonObject } from '../mcp.ts';
import { isObject } from '../util/json.ts';
import type { Product } from './places.ts';
import { t } from '../text/l10n.ts';

/** A definition on its way: what will be written, and what has to be said about it. */
export interface Draft {
  readonly fields: Record<string, Json>;
  /** What is changed or not kept, a sentence each. */
  readonly notes: string[];
  /** Why it cannot be imported. */
  problem?: string;
}

/** Fields that mean the same here. */
const SAME = ['command', 'args', 'env', 'envFile', 'cwd', 'url', 'headers'];
/** Our own fields, which only a VS Code file may have: it is one that we read. */
const OURS = ['era', 'autoStart', 'sampling', 'inputs'];

/** Fields of products that have no meaning here, and what to say of them. */
const DROPPED: Readonly<Record<string, string>> = {
  alwaysAllow: t('every call of a tool is yours here'),
  autoApprove: t('every call of a tool is yours here'),
  autoApprovedTools: t('every call of a tool is yours here'),
  trust: t('every call of a tool is yours here'),
  disabledTools: t('all tools are listed here'),
  enabledTools: t('all tools are listed here'),
  includeTools: t('all tools are listed here'),
  excludeTools: t('all tools are listed here'),
  headersHelper: t('no program is run to get headers; write them under “headers”'),
  dev: t('files are not watched, and no debugger is attached'),
  sandbox: t('there is no sandbox here: the program runs with all that you may do'),
  sandboxEnabled: t('there is no sandbox here: the program runs with all that you may do'),
  gallery: t('it says where the server came from'),
  version: t('it says which version was installed'),
  description: t('it is a note'),
  name: t('it is a name beside the key'),
  alwaysLoad: t('it is about the product’s own lists'),
};

/**
 * Turns an entry of a product’s file into our fields. Nothing is left out without a note: a field that nobody knows is named too.
 */
export function draftOf(product: Product, value: JsonObject): Draft {
  const draft: Draft = { fields: {}, notes: [] };
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined) continue;
    if (SAME.includes(name) || (product === 'vscode' && OURS.includes(name))) draft.fields[name] = field;
    else if (!special(product, name, field, draft)) dropped(name, draft);
  }
  takeType(value, draft);
  return draft;
}

/** What is said of it: never its value, which can be a secret. */
function dropped(name: string, { notes }: Draft): void {
  const why = DROPPED[name];
  notes.push(
    why === undefined ? t('“{0}” is not known here and is not kept.', name) : t('“{0}” is not kept: {1}.', name, why),
  );
}

/** Fields with a meaning of their own; true when it was one. */
function special(product: Product, name: string, field: Json, draft: Draft): boolean {
  const { fields, notes } = draft;
  switch (name) {
    case 'type':
    case 'transport':
    case 'transportType':
      return true;
    case 'serverUrl':
      if (fields['url'] === undefined) fields['url'] = field;
      else notes.push(t('“serverUrl” is not kept, since there is a “url”.'));
      return true;
    case 'httpUrl':
      fields['url'] = field;
      return true;
    case 'disabled':
    case 'enabled': {
      if (field !== true && field !== false) return false;
      if (field === (name === 'enabled')) return true;
      fields['autoStart'] = false;
      notes.push(t('It was switched off: it is written with “autoStart”: false.'));
      return true;
    }
    case 'auth':
    case 'oauth':
      return takeSignIn(name, field, draft);
    case 'timeout':
      // Milliseconds in Claude Code and here; of others the unit is not known for certain.
      if ((product !== 'claudeCode' && product !== 'vscode') || typeof field !== 'number' || field < 1) return false;
      fields['timeout'] = field;
      return true;
    default:
      return false;
  }
}

/** How the parts of a registration for sign-in are called: Cursor’s names, Claude Code’s and VS Code’s, and ours. */
const SIGN_IN: Readonly<Record<string, string>> = {
  CLIENT_ID: 'clientId',
  clientId: 'clientId',
  CLIENT_SECRET: 'clientSecret',
  clientSecret: 'clientSecret',
  scopes: 'scopes',
};

function takeSignIn(name: string, field: Json, { fields, notes }: Draft): boolean {
  if (!isObject(field)) return false;
  const taken: Record<string, Json> = {};
  for (const [part, value] of Object.entries(field)) {
    const ours = SIGN_IN[part];
    if (value === undefined) continue;
    if (ours === 'scopes' && typeof value === 'string')
      taken['scopes'] = value.split(/\s+/).filter((one) => one !== '');
    else if (ours !== undefined) taken[ours] = value;
    else notes.push(t('“{0}.{1}” is not kept: the server says it, or the sign-in finds it out.', name, part));
  }
  if (Object.keys(taken).length > 0) fields['oauth'] = taken;
  return true;
}

function takeType(value: JsonObject, draft: Draft): void {
  const { fields, notes } = draft;
  const said = value['type'] ?? value['transport'] ?? value['transportType'];
  const written = typeof said === 'string' ? said : undefined;
  const text = written?.toLowerCase().replaceAll(/[-_\s]/g, '');
  if (said !== undefined && text === undefined) {
    draft.problem = t('Its “type” is no text.');
    return;
  }
  const url = typeof fields['url'] === 'string' ? fields['url'] : undefined;
  if (text === undefined || text === '') {
    // Those products try both transports; an address that ends so has the older one.
    if (url !== undefined && /\/sse\/?(?:[?#]|$)/.test(url)) {
      fields['type'] = 'sse';
      notes.push(t('Its address ends in /sse, so the older transport is written.'));
    } else if (url !== undefined) fields['type'] = 'http';
  } else if (text === 'stdio') {
    if (url === undefined) return;
  } else if (text === 'http' || text === 'streamablehttp') {
    fields['type'] = 'http';
    if (text !== 'http') notes.push(t('Its type “{0}” is called “http” here.', written ?? ''));
  } else if (text === 'sse') fields['type'] = 'sse';
  else draft.problem = t('Its type “{0}” is not supported.', written ?? '');
}

/** Every text of a definition, replaced; a note of what was changed goes to the draft. */
export function mapTexts(fields: Record<string, Json>, map: (text: string, path: readonly string[]) => string): void {
  const walk = (value: Json, path: readonly string[]): Json => {
    if (typeof value === 'string') return map(value, path);
    if (Array.isArray(value)) return value.map((one: Json, index) => walk(one, [...path, String(index)]));
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(([name, one]) => [
      name,
      one === undefined ? one : walk(one, [...path, name]),
    ]);
    return Object.fromEntries(entries) as JsonObject;
  };
  for (const name of [...SAME, 'oauth']) {
    const field = fields[name];
    if (field !== undefined) fields[name] = walk(field, [name]);
  }
}
