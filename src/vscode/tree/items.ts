import * as vscode from 'vscode';
import type { CatalogState } from '../../core/servers/catalogStore.ts';
import type { IconPath } from '../icons/icons.ts';
import type { ManagedServer } from '../../core/servers/managedServer.ts';
import type { Catalog } from '../../core/servers/session.ts';
import { isVsCodes } from '../../core/servers/definition.ts';
import { sourceText } from '../../core/servers/disclosure.ts';
import type { HiddenDefinition } from '../../core/settings/servers.ts';
import { displayText } from '../../core/text/display.ts';
import type { PinState } from '../../core/trust/change.ts';
import { type CommandId, commands, items } from '../manifest.ts';
import type {
  GroupNode,
  InvalidNode,
  ItemNode,
  NoteNode,
  RangeNode,
  ServerNode,
  TreeNode,
  WayOut,
  WayOutNode,
} from './nodes.ts';
import { annotationWords, descriptionOf, idOf, offeredAt, titleOf } from './offered.ts';
import { groupIcons, groupTitles, pinLooks, serverLook, sourceWords, wayOutTitles } from './words.ts';
import { plural, t } from '../../core/text/l10n.ts';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** Text that a server wrote can be long; a tooltip that fills the screen helps nobody. UTF-16 units. */
const LONGEST_TOOLTIP = 2_000;

/** A tooltip in which nothing is interpreted: no links, no commands, no images. */
export function plainTooltip(lines: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('', false);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  const text = lines.filter((line) => line !== '').join('\n\n');
  return markdown.appendText(text.length > LONGEST_TOOLTIP ? `${text.slice(0, LONGEST_TOOLTIP)}…` : text);
}

function themeIcon(icon: string, colour?: string): vscode.ThemeIcon {
  return colour === undefined ? new vscode.ThemeIcon(icon) : new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
}

function command(id: CommandId, title: string, node: TreeNode): vscode.Command {
  return { command: id, title, arguments: [node] };
}

/** How the row of a server is shown beside what it is itself. */
export interface ServerRow {
  readonly expanded: boolean;
  /** Definitions of its name that are not used. */
  readonly hides: readonly HiddenDefinition[];
  /** Its own picture, where the person wants to see those. */
  readonly picture: IconPath | undefined;
}

/** The row of a server: its state in words, where it is from, and what is wrong with it. */
export function serverItem(node: ServerNode, server: ManagedServer, row: ServerRow): vscode.TreeItem {
  const { expanded, hides, picture } = row;
  const { state, problems } = server;
  const look = serverLook(server);
  const name = displayText(server.name);
  const era = state.kind === 'running' ? state.session.era : undefined;
  const stopped = state.kind === 'stopped' || state.kind === 'starting';
  const item = new vscode.TreeItem(name, stopped ? None : expanded ? Expanded : Collapsed);
  // A row that cannot be opened is another row for VS Code: otherwise it would remember the one as closed for the other.
  item.id = `server:${server.name}:${stopped ? 'closed' : 'open'}`;
  const faults =
    problems.length > 0 && state.kind === 'running'
      ? ` · ${plural(problems.length, '{0} problem', '{0} problems')}`
      : '';
  const differing = server.pins?.changes.length ?? 0;
  const changed = differing > 0 ? ` · ${t('{0} changed', differing)}` : '';
  const why = state.kind === 'failed' ? ` · ${displayText(state.reason, 100)}` : '';
  const from = sourceWords(server.entry.source, hides.length > 0);
  const origin = from === undefined ? '' : ` · ${displayText(from, 80)}`;
  item.description = `${look.words}${era === undefined ? '' : ` · ${era}`}${changed}${faults}${why}${origin}`;
  // Its own picture says nothing of its state: only while all is well.
  item.iconPath = state.kind === 'running' && picture ? picture : themeIcon(look.icon, look.colour);
  item.contextValue = look.item;
  item.tooltip = plainTooltip([`${name}: ${look.words}`, ...aboutServer(server), ...hides.map(hiddenLine)]);
  item.accessibilityInformation = { label: t('Server {0}, {1}', name, item.description.replaceAll(' · ', ', ')) };
  if (state.kind === 'needsConfirmation') item.command = command(commands.confirmServers, t('Confirm Servers'), node);
  return item;
}

function hiddenLine({ source }: HiddenDefinition): string {
  return t('Not used, since this one is nearer: its namesake in {0}', displayText(sourceText(source), 400));
}

function aboutServer(server: ManagedServer): readonly string[] {
  const { state } = server;
  const where = displayText(sourceText(server.entry.source), 400);
  const source = isVsCodes(server.entry.source)
    ? t('Defined in {0}, where VS Code may run it too', where)
    : t('Defined in {0}', where);
  if ('reason' in state) return [displayText(state.reason, 1000), source];
  if (state.kind !== 'running') return [source];
  const { serverInfo, protocolVersion, era, instructions } = state.session;
  const who = serverInfo
    ? displayText(`${serverInfo.title ?? serverInfo.name} ${serverInfo.version}`)
    : t('It does not name itself');
  return [
    t('{0}, protocol {1} ({2})', who, displayText(protocolVersion, 40), era),
    source,
    displayText(instructions ?? '', 1000),
  ];
}

/** The row of an entry of the settings that gives no server. */
export function invalidItem(node: InvalidNode): vscode.TreeItem {
  const item = new vscode.TreeItem(displayText(node.server), None);
  item.id = `invalid:${node.server}:${node.reason}`;
  item.description = displayText(node.reason, 300);
  item.iconPath = themeIcon('warning', 'list.warningForeground');
  item.contextValue = items.serverInvalid;
  item.tooltip = plainTooltip([t('{0}: not started', displayText(node.server)), displayText(node.reason, 1000)]);
  item.accessibilityInformation = {
    label: t('Server {0}, not valid: {1}', displayText(node.server), displayText(node.reason, 300)),
  };
  item.command = command(commands.openServerSettings, t('Open Server Settings'), node);
  return item;
}

/** The row of one list of a server, with its size. */
export function groupItem(
  node: GroupNode,
  { catalog, partial, limited }: CatalogState,
  marked: { readonly changed: number; readonly new: number } = { changed: 0, new: 0 },
): vscode.TreeItem {
  const title = groupTitles[node.catalog];
  const size = catalog[node.catalog].length;
  const limit = limited[node.catalog];
  const item = new vscode.TreeItem(title, node.catalog === 'tools' ? Expanded : Collapsed);
  item.id = `group:${node.server}:${node.catalog}`;
  const figure = partial[node.catalog]
    ? t('{0} so far…', size)
    : limit === undefined
      ? String(size)
      : t('{0}, not all', size);
  const marks = [
    ...(marked.changed > 0 ? [t('{0} changed', marked.changed)] : []),
    ...(marked.new > 0 ? [t('{0} new', marked.new)] : []),
  ];
  item.description = [figure, ...marks].join(' · ');
  item.iconPath = themeIcon(groupIcons[node.catalog]);
  item.contextValue = items.group;
  if (limit !== undefined) item.tooltip = plainTooltip([`${title}: ${item.description}`, limit]);
  item.accessibilityInformation = {
    label: t('{0} of {1}, {2}', title, displayText(node.server), [figure, ...marks].join(', ')),
  };
  return item;
}

/** The row of a part of a long list: which entries, and the first and the last of them. */
export function rangeItem(node: RangeNode, catalog: Catalog): vscode.TreeItem {
  const { from, to } = node.range;
  const item = new vscode.TreeItem(`${from + 1}–${to}`, Collapsed);
  item.id = `range:${node.server}:${node.catalog}:${from}`;
  const [first, last] = [offeredAt(catalog, node.catalog, from), offeredAt(catalog, node.catalog, to - 1)];
  if (first && last) item.description = `${displayText(titleOf(first), 40)} … ${displayText(titleOf(last), 40)}`;
  item.contextValue = items.range;
  item.accessibilityInformation = {
    label: t('{0} {1} to {2} of {3}', groupTitles[node.catalog], from + 1, to, displayText(node.server)),
  };
  return item;
}

const itemIcons = {
  tool: 'wrench',
  resource: 'file',
  resourceTemplate: 'symbol-snippet',
  prompt: 'comment',
} as const;
const itemNouns = {
  tool: t('Tool'),
  resource: t('Resource'),
  resourceTemplate: t('Resource template'),
  prompt: t('Prompt'),
} as const;

/** Whether a resource is watched, or can be. */
export type WatchState = 'watched' | 'watchable' | undefined;

/** The row of a tool, resource, template or prompt. A click runs, reads or gets it. */
export function offeredItem(
  node: ItemNode,
  state: { pin?: PinState; watch?: WatchState; picture?: IconPath } = {},
): vscode.TreeItem {
  const { pin, watch, picture } = state;
  const { offered } = node;
  const title = displayText(titleOf(offered));
  const id = displayText(idOf(offered));
  const watched = watch === 'watched' ? [t('watched')] : [];
  const words = offered.kind === 'tool' ? annotationWords(offered.tool) : watched;
  const item = new vscode.TreeItem(title, None);
  item.id = `item:${node.server}:${offered.kind}:${idOf(offered)}:${node.nth}`;
  const look = pin === undefined || pin === 'same' ? undefined : pinLooks[pin];
  const mark = look === undefined ? [] : [look.words];
  item.description = [...mark, ...words, ...(id === title ? [] : [id])].join(' · ');
  item.iconPath = look === undefined ? iconOf(offered.kind, words, picture) : themeIcon(look.icon, look.colour);
  item.contextValue =
    look && isPinned(offered.kind)
      ? items[`${offered.kind}${look.item}`]
      : watch === undefined
        ? items[offered.kind]
        : watchItems[watch];
  item.accessibilityInformation = { label: [`${itemNouns[offered.kind]} ${title}`, ...mark, ...words].join(', ') };
  if (offered.kind === 'tool') item.command = command(commands.runTool, t('Run Tool…'), node);
  else if (offered.kind === 'prompt') item.command = command(commands.getPrompt, t('Get Prompt…'), node);
  else item.command = command(commands.readResource, t('Read Resource…'), node);
  return item;
}

const watchItems = { watched: items.resourceWatched, watchable: items.resourceWatchable } as const;

function isPinned(kind: ItemNode['offered']['kind']): kind is 'tool' | 'prompt' {
  return kind === 'tool' || kind === 'prompt';
}

function iconOf(
  kind: ItemNode['offered']['kind'],
  words: readonly string[],
  picture: IconPath | undefined,
): vscode.ThemeIcon | IconPath {
  if (words.includes(t('destructive'))) return themeIcon('warning', 'list.warningForeground');
  if (picture) return picture;
  if (words.includes(t('read-only')) || words.includes(t('watched'))) return themeIcon('eye');
  return words.includes(t('open world')) ? themeIcon('globe') : themeIcon(itemIcons[kind]);
}

/** The tooltip of something offered, made when it is looked at: 500 rows do not need 500 of them. */
export function offeredTooltip({ offered }: ItemNode): vscode.MarkdownString {
  const words = offered.kind === 'tool' ? annotationWords(offered.tool) : [];
  const mime = offered.kind === 'resource' ? offered.resource.mimeType : undefined;
  return plainTooltip([
    `${itemNouns[offered.kind]} ${displayText(idOf(offered), 400)}`,
    descriptionOf(offered) ?? '',
    words.length > 0 ? t('The server says: {0}.', words.join(', ')) : '',
    mime === undefined ? '' : t('Type {0}', displayText(mime)),
  ]);
}

const toneIcons = {
  info: ['info'],
  loading: ['loading~spin'],
  warning: ['warning', 'list.warningForeground'],
  error: ['error', 'list.errorForeground'],
} as const satisfies Record<NoteNode['tone'], readonly [string, string?]>;

/** The row of a sentence. */
export function noteItem(node: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(displayText(node.text, 300), None);
  item.id = `note:${node.server}:${node.text}`;
  const [icon, colour] = toneIcons[node.tone] as readonly [string, string?];
  item.iconPath = themeIcon(icon, colour);
  item.tooltip = plainTooltip([displayText(node.text, 2000)]);
  item.accessibilityInformation = { label: `${displayText(node.server)}: ${displayText(node.text, 300)}` };
  return item;
}

const wayCommands: Record<WayOut, CommandId> = {
  showLog: commands.showLog,
  openSettings: commands.openServerSettings,
  retry: commands.startServer,
  confirm: commands.confirmServers,
  changes: commands.reviewChanges,
  signIn: commands.signIn,
};

/** The row of a way out. A click takes it. */
export function wayOutItem(node: WayOutNode): vscode.TreeItem {
  const { title, icon } = wayOutTitles[node.way];
  const item = new vscode.TreeItem(title, None);
  item.id = `way:${node.server}:${node.way}`;
  item.iconPath = themeIcon(icon);
  item.command = command(wayCommands[node.way], title, node);
  item.accessibilityInformation = { label: t('{0}, server {1}', title, displayText(node.server)), role: 'button' };
  return item;
}
