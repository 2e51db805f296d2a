/**
 * Every command, setting, view and context key that the extension contributes, declared once. package.json's contributions
 * are generated from here (`src/vscode/manifest/contributes.ts`), so a name that is not here does not exist, and renaming one
 * breaks the compile. Data only: scripts read this file outside VS Code.
 */

/** Prefix of everything that the extension contributes. */
export const prefix = 'countersign';

/** How commands are shown: in the palette (after `Countersign: `), as an icon where they stand beside an item. */
export interface CommandDeclaration {
  readonly title: string;
  /** A codicon. */
  readonly icon?: string;
  /** When the command can be run at all; the palette hides it otherwise. */
  readonly enablement?: string;
  /** When the palette lists it; absent: always. `false`: only where a menu shows it. */
  readonly palette?: string | false;
}

const declaredCommands = {
  addServer: { title: 'Add Server…', icon: 'add' },
  importServers: { title: 'Import Servers…', icon: 'cloud-download', enablement: 'isWorkspaceTrusted' },
  startServer: { title: 'Start Server', icon: 'play', enablement: 'isWorkspaceTrusted' },
  stopServer: { title: 'Stop Server', icon: 'debug-stop' },
  restartServer: { title: 'Restart Server', icon: 'debug-restart', enablement: 'isWorkspaceTrusted' },
  signIn: { title: 'Sign In', icon: 'sign-in', enablement: 'isWorkspaceTrusted' },
  signOut: { title: 'Sign Out', icon: 'sign-out' },
  forgetCredentials: { title: 'Forget Credentials' },
  showLog: { title: 'Show Server Log', icon: 'output' },
  confirmServers: { title: 'Confirm Servers', icon: 'shield', enablement: 'isWorkspaceTrusted' },
  chooseRoots: { title: 'Choose Roots…', icon: 'root-folder', enablement: 'isWorkspaceTrusted' },
  openServer: { title: 'Open Server Page', icon: 'info' },
  openTraffic: { title: 'Open Traffic', icon: 'list-flat' },
  setLogLevel: { title: 'Set Log Level…' },
  reviewChanges: { title: 'Review Changed Tools', icon: 'diff', enablement: 'isWorkspaceTrusted' },
  markSeen: { title: 'Mark as Seen', icon: 'check', palette: false },
  resetTrust: { title: 'Reset Trust' },
  resetAllTrust: { title: 'Reset Trust of All Servers' },
  openServerSettings: { title: 'Open Server Settings', icon: 'settings-gear' },
  runTool: { title: 'Run Tool…', icon: 'play' },
  readResource: { title: 'Read Resource…', icon: 'go-to-file' },
  saveResource: { title: 'Save Resource to Workspace…', icon: 'save-as' },
  watchResource: { title: 'Watch Resource', icon: 'eye' },
  unwatchResource: { title: 'Stop Watching Resource', icon: 'eye-closed' },
  getPrompt: { title: 'Get Prompt…', icon: 'comment' },
  sendPrompt: { title: 'Send Prompt to Model…', icon: 'send' },
  openDesk: { title: 'Open Review Desk', icon: 'law' },
  reviewNext: { title: 'Review Next Request', icon: 'arrow-down', enablement: 'countersign.pendingReviews > 0' },
  deny: { title: 'Deny Current Request', icon: 'circle-slash', enablement: 'countersign.pendingReviews > 0' },
  denyAll: { title: 'Deny All Pending Requests', icon: 'clear-all', enablement: 'countersign.pendingReviews > 0' },
  pauseSampling: { title: 'Pause All Sampling', icon: 'debug-pause', palette: '!countersign.paused' },
  resumeSampling: { title: 'Resume Sampling', icon: 'debug-continue', palette: 'countersign.paused' },
  setApiKey: { title: 'Set API Key…', icon: 'key' },
  forgetApiKey: { title: 'Forget API Key…' },
  detectLocalModels: { title: 'Detect Local Model Servers' },
  openLedger: { title: 'Open Ledger', icon: 'book' },
} as const satisfies Record<string, CommandDeclaration>;

type ShortCommand = keyof typeof declaredCommands;
/** The identifier of a command. There is none that approves: see SECURITY.md. */
export type CommandId = `${typeof prefix}.${ShortCommand}`;

/** Command identifiers by their short name. */
export const commands = Object.fromEntries(
  Object.keys(declaredCommands).map((name) => [name, `${prefix}.${name}`]),
) as { readonly [K in ShortCommand]: `${typeof prefix}.${K}` };

/** Every command with its declaration, in the order in which package.json lists them. */
export const commandDeclarations: readonly (readonly [CommandId, CommandDeclaration])[] = Object.entries(
  declaredCommands,
).map(([name, declaration]) => [`${prefix}.${name}` as CommandId, declaration]);

/** The activity-bar container. */
export const container = prefix;

/** View identifiers. */
export const views = { servers: 'countersign.servers', reviews: 'countersign.reviews' } as const;

/** Webview panel types. */
export const panels = {
  desk: 'countersign.desk',
  call: 'countersign.call',
  confirm: 'countersign.confirm',
  server: 'countersign.server',
  traffic: 'countersign.traffic',
} as const;

/** Schemes of documents. All but the first can only be read. */
export const schemes = {
  /** One text of a request, as a file that an editor writes back into it. */
  review: 'countersign-review',
  /** Two sides of an answer: what the model said, and what would be returned. */
  answer: 'countersign-answer',
  /** Two sides of a request: what the server asked, and what would be sent. */
  difference: 'countersign-difference',
  /** What a call gave: a result, a prompt's messages, blocks of either. */
  content: 'countersign-content',
  /** The resources of servers, as files that cannot be written. */
  resource: 'countersign-resource',
  /** Two sides of a tool that has changed: what was accepted, and what it is now. */
  pins: 'countersign-pins',
  /** The ledger, merged over its files. */
  ledger: 'countersign-ledger',
} as const;

/** Setting names as package.json and settings.json have them. */
export const settings = {
  servers: 'countersign.servers',
  mcpJsonList: 'countersign.mcpJson.list',
  maxPages: 'countersign.catalog.maxPages',
  iconsRemote: 'countersign.icons.remote',
  endpoints: 'countersign.models.endpoints',
  defaultModel: 'countersign.models.default',
  modelAliases: 'countersign.models.aliases',
  modelTiers: 'countersign.models.tiers',
  modelPrices: 'countersign.models.prices',
  reviewOpen: 'countersign.review.open',
  reviewRelease: 'countersign.review.release',
} as const;

/** Whether an answer waits for the person before the server gets it. */
export type ReviewRelease = 'always' | 'whenFlagged' | 'never';

/** When the desk opens by itself. */
export type ReviewOpen = 'always' | 'whenYouStartedIt' | 'notify';

/** Context keys and the type of their values. */
export interface ContextKeys {
  /** *Pause All Sampling* is on. */
  'countersign.paused': boolean;
  /** How many reviews wait for a person. */
  'countersign.pendingReviews': number;
  /** How many calls are parked: they wait for a person too. */
  'countersign.parkedCalls': number;
  /** How many servers wait to be confirmed. */
  'countersign.unconfirmed': number;
  /** Resources that are open and can be watched, and those that are watched: as URIs of their file system. */
  'countersign.watchable': readonly string[];
  'countersign.watched': readonly string[];
}

/** `viewItem` values of the trees: menus choose by them. */
export const items = {
  serverStopped: 'server.stopped',
  serverStarting: 'server.starting',
  serverRunning: 'server.running',
  serverUnconfirmed: 'server.unconfirmed',
  serverSignIn: 'server.signIn',
  serverUntrusted: 'server.untrusted',
  serverFailed: 'server.failed',
  serverInvalid: 'server.invalid',
  group: 'group',
  range: 'range',
  tool: 'tool',
  toolNew: 'tool.new',
  toolChanged: 'tool.changed',
  resource: 'resource',
  resourceWatchable: 'resource.watchable',
  resourceWatched: 'resource.watched',
  resourceTemplate: 'resourceTemplate',
  prompt: 'prompt',
  promptNew: 'prompt.new',
  promptChanged: 'prompt.changed',
  review: 'review',
} as const;
export type ItemKind = (typeof items)[keyof typeof items];
