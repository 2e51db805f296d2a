import * as vscode from 'vscode';
import { shownProblems } from '../../core/servers/catalogProblems.ts';
import { catalogKinds, emptyCatalog, nothingLoaded } from '../../core/servers/catalogStore.ts';
import type { ManagedServer } from '../../core/servers/managedServer.ts';
import type { Catalog } from '../../core/servers/session.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import type { PinState } from '../../core/trust/change.ts';
import type { Icons } from '../icons/icons.ts';
import type { Watches } from '../../core/resources/watches.ts';
import type { CountersignSettings } from '../settings/settingsService.ts';
import {
  groupItem,
  invalidItem,
  noteItem,
  offeredItem,
  offeredTooltip,
  rangeItem,
  serverItem,
  wayOutItem,
} from './items.ts';
import type { WatchState } from './items.ts';
import {
  GroupNode,
  InvalidNode,
  ItemNode,
  NoteNode,
  RangeNode,
  ServerNode,
  type TreeNode,
  WayOutNode,
} from './nodes.ts';
import { iconsOf, itemNodes } from './offered.ts';
import { rangesOf } from './ranges.ts';
import { t } from '../../core/text/l10n.ts';

/** Several changes within this time are one for the view. Milliseconds. */
const SETTLE = 40;
/** A window with many servers starts with them closed. */
const OPEN_AT_FIRST = 3;

/** What the tree needs of the settings. */
export type TreeSettings = Pick<CountersignSettings, 'invalid' | 'hidden'>;

/** The servers, what is wrong with them, and what they offer. A projection of `ServerManager`; it owns nothing but rows. */
export class ServersTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #manager: ServerManager;
  readonly #settings: () => TreeSettings;
  readonly #watches: Watches;
  readonly #icons: Icons;
  readonly #change = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #rows = new Map<string, ServerNode>();
  readonly #follow: vscode.Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChangeTreeData = this.#change.event;

  constructor(manager: ServerManager, watches: Watches, icons: Icons, settings: () => TreeSettings) {
    this.#manager = manager;
    this.#watches = watches;
    this.#icons = icons;
    this.#settings = settings;
    const following = [
      manager.onDidChange(() => this.#settle()),
      watches.onDidChange(() => this.#settle()),
      icons.onDidChange(() => this.#settle()),
    ];
    this.#follow = vscode.Disposable.from(...following);
    this.#track();
  }

  /** The settings were read again: other entries may be invalid. */
  refresh(): void {
    this.#settle();
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if (node instanceof ServerNode) {
      const server = this.#manager.get(node.server);
      const hides = this.#settings().hidden.filter(({ name }) => name === node.server);
      const picture = this.#icons.path(node.server, this.#icons.ofServer(node.server));
      return server
        ? serverItem(node, server, { expanded: this.#rows.size <= OPEN_AT_FIRST, hides, picture })
        : new vscode.TreeItem(node.server);
    }
    if (node instanceof InvalidNode) return invalidItem(node);
    if (node instanceof GroupNode) return this.#groupItem(node);
    if (node instanceof RangeNode)
      return rangeItem(node, this.#manager.get(node.server)?.catalog.catalog ?? emptyCatalog);
    if (node instanceof ItemNode) return offeredItem(node, this.#stateOf(node));
    return node instanceof NoteNode ? noteItem(node) : wayOutItem(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    if (node instanceof ItemNode) item.tooltip = offeredTooltip(node);
    return item;
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (node === undefined) {
      const invalid = this.#settings().invalid.map(
        ({ server, reason, place }) => new InvalidNode(server, reason, place),
      );
      return [...this.#rows.values(), ...invalid];
    }
    const server = this.#manager.get(node.server);
    if (!server) return [];
    if (node instanceof ServerNode) return rowsOf(server);
    if (node instanceof GroupNode)
      return [...groupRows(node, server.catalog.catalog), ...this.#watchedRows(node, server.catalog.catalog)];
    if (node instanceof RangeNode) return [...itemNodes(server.name, server.catalog.catalog, node.catalog, node.range)];
    return [];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#follow.dispose();
    this.#change.dispose();
  }

  #watchState({ server, offered }: ItemNode): WatchState {
    if (offered.kind !== 'resource') return undefined;
    if (this.#watches.has(server, offered.resource.uri)) return 'watched';
    return this.#watches.possible(server) ? 'watchable' : undefined;
  }

  #groupItem(node: GroupNode): vscode.TreeItem {
    const server = this.#manager.get(node.server);
    const pinned = node.catalog === 'tools' || node.catalog === 'prompts';
    return groupItem(node, server?.catalog ?? nothingLoaded, pinned ? server?.pins?.count(node.catalog) : undefined);
  }

  /** What is watched but not listed, such as what a template gave: among the templates, or where there are none the resources. */
  #watchedRows({ server, catalog: kind }: GroupNode, { resources, resourceTemplates }: Catalog): TreeNode[] {
    if (kind !== (resourceTemplates.length > 0 ? 'resourceTemplates' : 'resources')) return [];
    return this.#watches
      .of(server)
      .filter((uri) => !resources.some((resource) => resource.uri === uri))
      .map((uri) => new ItemNode(server, { kind: 'resource', resource: { uri, name: uri } }, 0));
  }

  #stateOf(node: ItemNode): Parameters<typeof offeredItem>[1] {
    const pin = this.#pinState(node);
    const watch = this.#watchState(node);
    const picture = this.#icons.path(node.server, iconsOf(node.offered));
    return { ...(pin && { pin }), ...(watch && { watch }), ...(picture && { picture }) };
  }

  #pinState({ server, offered }: ItemNode): PinState | undefined {
    const pins = this.#manager.get(server)?.pins;
    if (offered.kind === 'tool') return pins?.state('tools', offered.tool.name);
    return offered.kind === 'prompt' ? pins?.state('prompts', offered.prompt.name) : undefined;
  }

  #settle(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#update();
    }, SETTLE);
  }

  /**
   * Always the whole tree: VS Code drops a change of one row that it is just fetching, and fails over one that it has just forgotten.
   * It asks only for what is open.
   */
  #update(): void {
    this.#track();
    this.#change.fire(undefined);
  }

  /** A node for each server that there is now; one that was there before keeps its node. */
  #track(): void {
    const before = new Map(this.#rows);
    this.#rows.clear();
    for (const { name } of this.#manager.servers) this.#rows.set(name, before.get(name) ?? new ServerNode(name));
  }
}

/** Out of a failure. */
const waysOut = ['showLog', 'openSettings', 'retry'] as const;

/** While it is tried again by itself. */
const waysBack = ['showLog', 'retry'] as const;

/** Where only a sign-in helps. */
const waysIn = ['signIn', 'showLog', 'openSettings'] as const;

/** What stands under a server. */
function rowsOf(server: ManagedServer): TreeNode[] {
  const { name, state } = server;
  switch (state.kind) {
    case 'stopped':
    case 'starting':
      return [];
    case 'untrusted':
      return [new NoteNode(name, t('Nothing starts in a folder that you do not trust.'), 'info')];
    case 'restarting':
      return [new NoteNode(name, state.reason, 'warning'), new WayOutNode(name, 'showLog')];
    case 'reconnecting':
      return [new NoteNode(name, state.reason, 'warning'), ...waysBack.map((way) => new WayOutNode(name, way))];
    case 'needsConfirmation':
      return [new WayOutNode(name, 'confirm')];
    case 'needsSignIn':
      return [new NoteNode(name, state.reason, 'warning'), ...waysIn.map((way) => new WayOutNode(name, way))];
    case 'failed':
      return [new NoteNode(name, state.reason, 'error'), ...waysOut.map((way) => new WayOutNode(name, way))];
    case 'running':
      return offeredRows(server);
  }
}

/** What stands under a list: its entries, or ranges of them when there are very many. */
function groupRows({ server, catalog: kind }: GroupNode, catalog: Catalog): TreeNode[] {
  const ranges = rangesOf(catalog[kind].length);
  if (ranges.length > 0) return ranges.map((range) => new RangeNode(server, kind, range));
  return [...itemNodes(server, catalog, kind)];
}

function offeredRows(server: ManagedServer): TreeNode[] {
  const { name, catalog, problems } = server;
  const changes = server.pins?.changes ?? [];
  const told = changes.some(({ kind }) => kind === 'instructions');
  const notes = [
    ...shownProblems(problems).map((problem) => new NoteNode(name, problem, 'warning')),
    ...(told ? [new NoteNode(name, t('Its instructions are not those that were accepted.'), 'warning')] : []),
    ...(changes.length > 0 ? [new WayOutNode(name, 'changes')] : []),
  ];
  const groups = catalogKinds
    .filter((kind) => catalog.catalog[kind].length > 0)
    .map((kind) => new GroupNode(name, kind));
  if (groups.length > 0) return [...notes, ...groups];
  const empty = catalog.loaded
    ? new NoteNode(name, t('It offers no tools, resources or prompts.'), 'info')
    : new NoteNode(name, t('Asking what it offers…'), 'loading');
  return [...notes, empty];
}
