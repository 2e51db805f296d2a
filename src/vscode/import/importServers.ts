import * as vscode from 'vscode';
import { messageOf } from '../../core/errors.ts';
import { type Clash, type ClashAnswer, nameServers } from '../../core/import/names.ts';
import type { FoundServer } from '../../core/import/read.ts';
import { type ChosenServer, importPages, reachText } from '../../core/import/summary.ts';
import type { ServerDefinition, ServerEntry } from '../../core/servers/definition.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { parseServers } from '../../core/settings/servers.ts';
import { displayText } from '../../core/text/display.ts';
import type { Log } from '../../core/util/system.ts';
import { views } from '../manifest.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { pickPlace, type Place, scopeAt, serversAt, writeServers } from '../settings/writeServers.ts';
import { findServers } from './importFiles.ts';

/** What an import needs. */
export interface ImportOptions {
  readonly manager: ServerManager;
  readonly secrets: Secrets;
  readonly globalStorage: vscode.Uri;
  readonly log: Log;
  define(entry: ServerEntry): Promise<ServerDefinition>;
}

const title = 'Import MCP Servers';

/** *Import Servers…*: what other products have on this machine. Nothing is written before the last question. */
export async function importServers(options: ImportOptions): Promise<void> {
  const { servers, problems, looked } = await findServers(options.globalStorage);
  for (const problem of problems) options.log.warn(`Import: ${problem}`);
  if (servers.length === 0) {
    for (const path of looked) options.log.info(`Import: looked for ${path}`);
    const why = problems.length > 0 ? ` ${displayText(problems.join(' '), 300)}` : '';
    void vscode.window.showInformationMessage(
      `No server of Claude Desktop, Claude Code, Cursor, Windsurf or VS Code’s profile was found.${why}`,
    );
    return;
  }
  const ticked = await tick(servers, problems);
  if (!ticked || ticked.length === 0) return;
  const place = await pickPlace(title, { confirmed: ticked.some(({ place: { folder } }) => folder !== undefined) });
  if (!place) return;
  const here = Object.keys(serversAt(place));
  const elsewhere = options.manager.servers.map(({ name }) => name);
  const chosen = await nameServers(ticked, { here, elsewhere }, askClash);
  if (!chosen || chosen.length === 0) return;
  if (await agrees(chosen)) await write(chosen, place, options);
}

interface ServerPick extends vscode.QuickPickItem {
  readonly server?: FoundServer;
}

async function tick(
  servers: readonly FoundServer[],
  problems: readonly string[],
): Promise<readonly FoundServer[] | undefined> {
  const items: ServerPick[] = [];
  let from = '';
  for (const server of servers) {
    if (server.from !== from) {
      from = server.from;
      items.push({ label: displayText(from, 200), kind: vscode.QuickPickItemKind.Separator });
    }
    items.push(itemOf(server));
  }
  const unread = problems.length > 0 ? ` ${displayText(problems.join(' '), 300)}` : '';
  const picked = await vscode.window.showQuickPick<ServerPick>(items, {
    title,
    placeHolder: `Which servers? Only what you tick is written.${unread}`,
    canPickMany: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked?.flatMap(({ server }) => (server && server.problem === undefined ? [server] : []));
}

function itemOf(server: FoundServer): ServerPick {
  const { name, definition, secrets, notes, problem } = server;
  if (problem !== undefined) {
    return {
      label: `$(error) ${displayText(name, 60)}`,
      detail: `Cannot be imported: ${displayText(problem)}`,
    };
  }
  const about = [
    ...(secrets.length > 0 ? [`${count(secrets.length, 'secret')} into the secret storage`] : []),
    ...notes.map((note) => displayText(note, 300)),
  ];
  return {
    label: displayText(name, 60),
    detail: [displayText(reachText(definition), 400), ...about].join(' · '),
    server,
  };
}

async function askClash({ server, free, replaceable }: Clash): Promise<ClashAnswer> {
  const answers = [
    { label: 'Keep both', detail: `It is written as ${displayText(free, 60)}.`, answer: 'keepBoth' },
    { label: 'Replace', detail: 'The definition that is there goes.', answer: 'replace' },
    { label: 'Skip', detail: 'It is not imported.', answer: 'skip' },
  ] as const;
  const choice = await vscode.window.showQuickPick(
    answers.filter(({ answer }) => answer !== 'replace' || replaceable),
    {
      title,
      placeHolder: `There is a server ${displayText(server.name, 60)} already. What shall become of the one from ${displayText(server.from, 100)}?`,
      ignoreFocusOut: true,
    },
  );
  return choice?.answer;
}

/** Each page is looked at; whoever leaves one imports nothing. */
async function agrees(chosen: readonly ChosenServer[]): Promise<boolean> {
  const pages = importPages(chosen);
  if (!pages) {
    await vscode.window.showWarningMessage('That is too long to be shown before it is written.', {
      modal: true,
      detail:
        'What an imported server runs is shown whole first. Import fewer servers at once, or write the definition into the settings yourself.',
    });
    return false;
  }
  for (const [index, detail] of pages.entries()) {
    const last = index === pages.length - 1;
    const question = `Import ${count(chosen.length, 'server')}?${pages.length > 1 ? ` (${index + 1} of ${pages.length})` : ''}`;
    const answer = last ? 'Import' : 'Next';
    if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, answer)) !== answer)
      return false;
  }
  return true;
}

/** The secrets first: a server that starts as soon as it is in the settings finds them. */
async function write(chosen: readonly ChosenServer[], place: Place, options: ImportOptions): Promise<void> {
  let saved = 0;
  const unsaved: string[] = [];
  for (const { name, server } of chosen) {
    if (server.secrets.length === 0) continue;
    try {
      const { entries } = parseServers({ ...scopeAt(place), raw: { [name]: server.definition } });
      const [entry] = entries;
      if (!entry) throw new Error('It is not valid.');
      const { hash } = await options.define(entry);
      for (const { input, value } of server.secrets) {
        await options.secrets.setInput(name, hash, input, value);
        saved++;
      }
    } catch (error) {
      options.log.warn(`Import: the secrets of ${name} could not be saved: ${messageOf(error)}`);
      unsaved.push(name);
    }
  }
  await writeServers(place, Object.fromEntries(chosen.map(({ name, server }) => [name, server.definition])));
  const secrets = saved > 0 ? ` ${count(saved, 'secret')} ${saved === 1 ? 'is' : 'are'} in the secret storage.` : '';
  const asked = unsaved.length > 0 ? ` You are asked for the secrets of ${displayText(unsaved.join(', '))}.` : '';
  const text = `${count(chosen.length, 'server')} imported.${secrets}${asked}`;
  const choice = await vscode.window.showInformationMessage(text, 'Show Servers');
  if (choice !== undefined) await vscode.commands.executeCommand(`${views.servers}.focus`);
}

function count(figure: number, noun: string): string {
  return `${figure} ${noun}${figure === 1 ? '' : 's'}`;
}
