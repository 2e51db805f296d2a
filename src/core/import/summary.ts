import type { JsonObject } from '../mcp.ts';
import { disclose } from '../servers/disclosure.ts';
import { parseServers } from '../settings/servers.ts';
import { displayText } from '../text/display.ts';
import type { FoundServer } from './read.ts';
import { t } from '../text/l10n.ts';

/** A server that was chosen, under the name that it gets. */
export interface ChosenServer {
  readonly name: string;
  readonly server: FoundServer;
  /** True when it takes the place of one that is there. */
  readonly replaces: boolean;
}

/** How an imported server is reached, in one line. Its secrets are references by now. */
export function reachText(definition: JsonObject): string {
  const { command, args, url } = definition;
  if (typeof url === 'string') return url;
  const words = [command, ...(Array.isArray(args) ? (args as readonly unknown[]) : [])];
  return words.map((word) => (typeof word === 'string' ? quoted(word) : '…')).join(' ');
}

function quoted(word: string): string {
  return word === '' || /[\s"'\\]/.test(word) ? JSON.stringify(word) : word;
}

/** Rows of a dialog that every screen has, and characters of a row. */
const ROWS = 30;
const COLUMNS = 90;
/** More than a person looks through. */
const MOST_PAGES = 20;

/**
 * Everything that an import does, line by line and never shortened, for a person to look at before it is done: what a server in their
 * own settings runs is not shown again. As many pages as a dialog needs; undefined where nobody would read them all.
 */
export function importPages(chosen: readonly ChosenServer[]): readonly string[] | undefined {
  const pages: string[] = [];
  let page: string[] = [];
  let rows = 0;
  const turn = () => {
    if (page.length > 0) pages.push(page.join('\n').trimEnd());
    page = [];
    rows = 0;
  };
  for (const server of chosen.map((one) => serverLines(one).flatMap(cut))) {
    // A server that fits on a page is not torn.
    if (rows > 0 && rows + 1 + rowsOf(server) > ROWS) turn();
    if (page.length > 0) page.push('');
    for (const line of server) {
      if (rows + rowsOf([line]) > ROWS) turn();
      page.push(line);
      rows += rowsOf([line]);
    }
    rows += 1;
  }
  turn();
  return pages.length > MOST_PAGES ? undefined : pages;
}

function rowsOf(lines: readonly string[]): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / COLUMNS)), 0);
}

/** A line as parts, of which a page takes several; never half a surrogate pair. */
function cut(line: string): readonly string[] {
  const longest = 10 * COLUMNS;
  const parts: string[] = [];
  let rest = line;
  while (rest.length > longest) {
    const end = /[\ud800-\udbff]/.test(rest.charAt(longest - 1)) ? longest - 1 : longest;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...parts, rest];
}

/** All of it in one line, with what would hide or break it written out. */
function whole(text: string): string {
  const written = text.replaceAll(/[\n\r\v\f\t\u0085]/g, (character) => JSON.stringify(character).slice(1, -1));
  return displayText(written, Number.POSITIVE_INFINITY);
}

function serverLines({ name, server, replaces }: ChosenServer): readonly string[] {
  const { definition, secrets, notes } = server;
  return [
    t(
      '{0}{1}, from {2} ({3})',
      name,
      replaces ? ` ${t('(replaces the one of this name)')}` : '',
      server.from,
      server.place.path,
    ),
    reachText(definition),
    ...disclosed(name, definition),
    ...secrets.map(({ where, input }) => t('Secret: {0} goes into the secret storage as {1}.', where, input)),
    ...notes.map((note) => t('Note: {0}', note)),
  ].map(whole);
}

/** What the confirmation would say of it, besides its command line or address; what is left in the definition is no secret. */
function disclosed(name: string, definition: JsonObject): readonly string[] {
  const { entries } = parseServers({ raw: { [name]: definition }, source: { kind: 'user' } });
  return entries
    .flatMap((entry) => disclose({ ...entry, hash: '', dependsOnFolder: false }))
    .filter(
      ({ label, value, written, warnings }) => written && label !== 'Name' && (value !== '' || warnings.length > 0),
    )
    .flatMap(({ label, value, warnings, shown = { label, value } }) => {
      const said = warnings.length > 0 ? ` (${warnings.join('; ')})` : '';
      // Their values stand in the line above.
      if (/^(?:Command|URL|Argument \d+)$/.test(label)) return said === '' ? [] : [`${shown.label}${said}`];
      return [`${shown.label}: ${shown.value}${said}`];
    });
}
