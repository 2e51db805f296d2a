import * as vscode from 'vscode';
import { type Clash, type ClashAnswer, nameServers } from '../../core/import/names.ts';
import type { FoundServer } from '../../core/import/read.ts';
import { type ChosenServer, importPages, reachText } from '../../core/import/summary.ts';
import type { ServerDefinition, ServerEntry } from '../../core/servers/definition.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { displayText } from '../../core/text/display.ts';
import type { Log } from '../../core/util/system.ts';
import { views } from '../manifest.ts';
import { saveMoved } from '../secrets/movedSecrets.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { pickPlace, type Place, serversAt, writeServers } from '../settings/writeServers.ts';
import { findServers } from './importFiles.ts';
import { plural, t } from '../../core/text/l10n.ts';

/** What an import needs. */
export interface ImportOptions {
  readonly manager: ServerManager;
  readonly secrets: Secrets;
  readonly globalStorage: vscode.Uri;
  readonly log: Log;
  define(entry: ServerEntry): Promise<ServerDefinition>;
}

const title = t('Import MCP Servers');

/** *Import Servers…*: what other products have on this machine. Nothing is written before the last question. */
export async function importServers(options: ImportOptions): Promise<void> {
  const { servers, problems, looked } = await findServers(options.globalStorage);
  for (const problem of problems) options.log.warn(`Import: ${problem}`);
  if (servers.length === 0) {
    for (const path of looked) options.log.info(`Import: looked for ${path}`);
    const none = t('No server of Claude Desktop, Claude Code, Cursor, Windsurf or VS Code’s profile was found.');
    const why = displayText(problems.join(' '), 300);
    void vscode.window.showInformationMessage([none, why].filter(Boolean).join(' '));
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
  const unread = displayText(problems.join(' '), 300);
  const picked = await vscode.window.showQuickPick<ServerPick>(items, {
    title,
    placeHolder: [t('Which servers? Only what you tick is written.'), unread].filter(Boolean).join(' '),
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
      detail: t('Cannot be imported: {0}', displayText(problem)),
    };
  }
  const about = [
    ...(secrets.length > 0
      ? [plural(secrets.length, '{0} secret into the secret storage', '{0} secrets into the secret storage')]
      : []),
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
    { label: t('Keep both'), detail: t('It is written as {0}.', displayText(free, 60)), answer: 'keepBoth' },
    { label: t('Replace'), detail: t('The definition that is there goes.'), answer: 'replace' },
    { label: t('Skip'), detail: t('It is not imported.'), answer: 'skip' },
  ] as const;
  const choice = await vscode.window.showQuickPick(
    answers.filter(({ answer }) => answer !== 'replace' || replaceable),
    {
      title,
      placeHolder: t(
        'There is a server {0} already. What shall become of the one from {1}?',
        displayText(server.name, 60),
        displayText(server.from, 100),
      ),
      ignoreFocusOut: true,
    },
  );
  return choice?.answer;
}

/** Each page is looked at; whoever leaves one imports nothing. */
async function agrees(chosen: readonly ChosenServer[]): Promise<boolean> {
  const pages = importPages(chosen);
  if (!pages) {
    await vscode.window.showWarningMessage(t('That is too long to be shown before it is written.'), {
      modal: true,
      detail: t(
        'What an imported server runs is shown whole first. Import fewer servers at once, or write the definition into the settings yourself.',
      ),
    });
    return false;
  }
  for (const [index, detail] of pages.entries()) {
    const last = index === pages.length - 1;
    const what = plural(chosen.length, 'Import {0} server?', 'Import {0} servers?');
    const question = pages.length > 1 ? `${what} (${index + 1}/${pages.length})` : what;
    const answer = last ? t('Import') : t('Next');
    if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, answer)) !== answer)
      return false;
  }
  return true;
}

async function write(chosen: readonly ChosenServer[], place: Place, options: ImportOptions): Promise<void> {
  const stripped = chosen.map(({ name, server: { definition, secrets } }) => ({ name, definition, secrets }));
  const { saved, unsaved } = await saveMoved(stripped, place, options);
  await writeServers(place, Object.fromEntries(chosen.map(({ name, server }) => [name, server.definition])));
  const sentences = [
    plural(chosen.length, '{0} server imported.', '{0} servers imported.'),
    saved > 0 ? plural(saved, '{0} secret is in the secret storage.', '{0} secrets are in the secret storage.') : '',
    unsaved.length > 0 ? t('You are asked for the secrets of {0}.', displayText(unsaved.join(', '))) : '',
  ];
  const text = sentences.filter(Boolean).join(' ');
  const choice = await vscode.window.showInformationMessage(text, t('Show Servers'));
  if (choice !== undefined) await vscode.commands.executeCommand(`${views.servers}.focus`);
}
