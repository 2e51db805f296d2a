import {
  type CommandId,
  commandDeclarations,
  commands,
  type ItemKind,
  items,
  panels,
  schemes,
  views,
} from '../manifest.ts';

interface MenuItem {
  readonly command: CommandId;
  readonly when?: string;
  readonly group?: string;
}

const inServers = `view == ${views.servers}`;
const inReviews = `view == ${views.reviews}`;

function on(...kinds: readonly ItemKind[]): string {
  const any = kinds.map((kind) => `viewItem == ${kind}`).join(' || ');
  return kinds.length === 1 ? `${inServers} && ${any}` : `${inServers} && (${any})`;
}

/** The same command beside an item and in its context menu. */
function both(command: CommandId, when: string, inline: number, group: string): MenuItem[] {
  return [
    { command, when, group: `inline@${inline}` },
    { command, when, group },
  ];
}

const startable = on(items.serverStopped, items.serverFailed);
const live = on(items.serverRunning, items.serverStarting);
/** Not an entry of the settings that gives no server. */
const knownServer = `${inServers} && viewItem =~ /^server\\.(?!invalid)/`;
const anyServer = `${inServers} && viewItem =~ /^server\\./`;

const anyResource = `${inServers} && viewItem =~ /^resource(\\.|$)/`;
const resourceOpen = `resourceScheme == ${schemes.resource}`;

const viewTitle: MenuItem[] = [
  { command: commands.addServer, when: inServers, group: 'navigation@1' },
  { command: commands.openDesk, when: inServers, group: '1_desk@1' },
  { command: commands.openLedger, when: inServers, group: '1_desk@2' },
  { command: commands.confirmServers, when: `${inServers} && countersign.unconfirmed > 0`, group: '2_servers@1' },
  { command: commands.openServerSettings, when: inServers, group: '2_servers@2' },
  { command: commands.importServers, when: inServers, group: '2_servers@3' },
  { command: commands.resetAllTrust, when: inServers, group: '2_servers@9' },
  { command: commands.setApiKey, when: inServers, group: '3_models@1' },
  { command: commands.forgetApiKey, when: inServers, group: '3_models@2' },
  { command: commands.detectLocalModels, when: inServers, group: '3_models@3' },
  { command: commands.openDesk, when: inReviews, group: 'navigation@1' },
  { command: commands.pauseSampling, when: `${inReviews} && !countersign.paused`, group: 'navigation@2' },
  { command: commands.resumeSampling, when: `${inReviews} && countersign.paused`, group: 'navigation@2' },
  { command: commands.denyAll, when: inReviews, group: '1_deny@1' },
  { command: commands.openLedger, when: inReviews, group: '2_ledger@1' },
];

const viewItem: MenuItem[] = [
  ...both(commands.startServer, startable, 1, '1_run@1'),
  ...both(commands.confirmServers, on(items.serverUnconfirmed), 1, '1_run@1'),
  ...both(commands.signIn, on(items.serverSignIn), 1, '1_run@1'),
  ...both(commands.restartServer, live, 1, '1_run@2'),
  ...both(commands.stopServer, live, 2, '1_run@3'),
  ...both(commands.showLog, anyServer, 8, '2_look@1'),
  { command: commands.openServer, when: knownServer, group: '2_look@2' },
  { command: commands.openTraffic, when: knownServer, group: '2_look@3' },
  { command: commands.setLogLevel, when: knownServer, group: '2_look@4' },
  { command: commands.openServerSettings, when: anyServer, group: '2_look@5' },
  { command: commands.signOut, when: knownServer, group: '4_signIn@1' },
  { command: commands.forgetCredentials, when: knownServer, group: '4_signIn@2' },
  { command: commands.chooseRoots, when: anyServer, group: '3_roots@1' },
  ...both(commands.runTool, on(items.tool, items.toolNew, items.toolChanged), 1, '1_run@1'),
  ...both(commands.readResource, `${anyResource} || ${on(items.resourceTemplate)}`, 1, '1_run@1'),
  ...both(commands.watchResource, on(items.resourceWatchable), 2, '1_run@2'),
  ...both(commands.unwatchResource, on(items.resourceWatched), 2, '1_run@2'),
  { command: commands.saveResource, when: anyResource, group: '2_look@1' },
  ...both(commands.getPrompt, on(items.prompt, items.promptNew, items.promptChanged), 1, '1_run@1'),
  ...both(commands.sendPrompt, on(items.prompt, items.promptNew, items.promptChanged), 3, '1_run@3'),
  { command: commands.resetTrust, when: `${anyServer} && viewItem != ${items.serverInvalid}`, group: '9_trust@1' },
  ...both(commands.reviewChanges, on(items.toolChanged, items.promptChanged), 2, '1_run@2'),
  ...both(commands.markSeen, on(items.toolNew, items.promptNew), 2, '1_run@2'),
];

/** `contributes.menus`. */
export function menus(): Record<string, readonly MenuItem[]> {
  const commandPalette = commandDeclarations.flatMap(([command, { palette }]): MenuItem[] =>
    palette === undefined ? [] : [{ command, when: palette === false ? 'false' : palette }],
  );
  const editorTitle: MenuItem[] = [
    { command: commands.reviewNext, when: `activeWebviewPanelId == ${panels.desk}`, group: 'navigation@1' },
    { command: commands.openLedger, when: `activeWebviewPanelId == ${panels.desk}`, group: '1_desk@1' },
    { command: commands.denyAll, when: `activeWebviewPanelId == ${panels.desk}`, group: '1_desk@2' },
    {
      command: commands.pauseSampling,
      when: `activeWebviewPanelId == ${panels.desk} && !countersign.paused`,
      group: '1_desk@3',
    },
    { command: commands.watchResource, when: 'resource in countersign.watchable', group: 'navigation@1' },
    { command: commands.unwatchResource, when: 'resource in countersign.watched', group: 'navigation@1' },
    { command: commands.saveResource, when: resourceOpen, group: 'navigation@2' },
  ];
  return { commandPalette, 'view/title': viewTitle, 'view/item/context': viewItem, 'editor/title': editorTitle };
}

/** `contributes.keybindings`: only while the desk has the keyboard. Approving has its key in the desk itself, never here. */
export function keybindings(): readonly { command: CommandId; key: string; mac?: string; when: string }[] {
  const when = `activeWebviewPanelId == ${panels.desk}`;
  return [
    { command: commands.reviewNext, key: 'f8', when },
    { command: commands.deny, key: 'shift+f8', when },
  ];
}
