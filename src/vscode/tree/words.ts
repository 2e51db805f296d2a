import { type DefinitionSource, isVsCodes } from '../../core/servers/definition.ts';
import type { ManagedServer } from '../../core/servers/managedServer.ts';
import type { CatalogKind } from '../../core/servers/session.ts';
import type { ServerState } from '../../core/servers/state.ts';
import type { PinState } from '../../core/trust/change.ts';
import { items, type ItemKind } from '../manifest.ts';
import type { WayOut } from './nodes.ts';
import { t } from '../../core/text/l10n.ts';

/** How a state looks: one or two words, an icon with the colour of its meaning, and what menus go by. */
export interface StateLook {
  readonly words: string;
  readonly icon: string;
  /** A theme colour; absent: the colour of the text. */
  readonly colour?: string;
  readonly item: ItemKind;
}

/** The look of a server's state. */
export function stateLook(state: ServerState): StateLook {
  switch (state.kind) {
    case 'stopped':
      return { words: t('stopped'), icon: 'circle-outline', item: items.serverStopped };
    case 'starting':
      return {
        words: state.attempt > 1 ? t('starting, try {0}', state.attempt) : t('starting'),
        icon: 'loading~spin',
        item: items.serverStarting,
      };
    case 'running':
      return { words: t('running'), icon: 'pass-filled', colour: 'testing.iconPassed', item: items.serverRunning };
    case 'restarting':
      return {
        words: t('crashed, restarting'),
        icon: 'history',
        colour: 'list.warningForeground',
        item: items.serverStarting,
      };
    case 'reconnecting':
      return {
        words: state.attempt > 1 ? t('reconnecting, try {0}', state.attempt) : t('reconnecting'),
        icon: 'sync~spin',
        colour: 'list.warningForeground',
        item: items.serverStarting,
      };
    case 'needsConfirmation':
      return {
        words: t('needs confirmation'),
        icon: 'shield',
        colour: 'list.warningForeground',
        item: items.serverUnconfirmed,
      };
    case 'needsSignIn':
      return { words: t('needs sign-in'), icon: 'key', colour: 'list.warningForeground', item: items.serverSignIn };
    case 'untrusted':
      return { words: t('rests: folder not trusted'), icon: 'lock', item: items.serverUntrusted };
    case 'failed':
      return { words: t('failed'), icon: 'error', colour: 'list.errorForeground', item: items.serverFailed };
  }
}

/** The look of a server: one of `mcp.json` that rests is available, since VS Code may run it. */
export function serverLook({ state, entry }: Pick<ManagedServer, 'state' | 'entry'>): StateLook {
  const look = stateLook(state);
  return state.kind === 'stopped' && isVsCodes(entry.source) ? { ...look, words: t('available') } : look;
}

/** Where a server was written, in two words beside its state; for settings of ours only where its name stands elsewhere too. */
export function sourceWords(source: DefinitionSource, always = false): string | undefined {
  switch (source.kind) {
    case 'mcpJson':
      return '.vscode/mcp.json';
    case 'workspaceMcp':
      return t('workspace file');
    case 'folder':
      return always ? '.vscode/settings.json' : undefined;
    case 'workspace':
      return always ? t('workspace settings') : undefined;
    case 'user':
      return always ? t('your settings') : undefined;
  }
}

/** How something looks that is not what was remembered of it. */
export const pinLooks = {
  changed: { words: t('changed'), icon: 'diff-modified', colour: 'list.warningForeground', item: 'Changed' },
  unverified: { words: t('not verified'), icon: 'question', colour: 'list.warningForeground', item: 'Changed' },
  new: { words: t('new'), icon: 'diff-added', colour: 'charts.green', item: 'New' },
} as const satisfies Record<
  Exclude<PinState, 'same'>,
  { readonly words: string; readonly icon: string; readonly colour: string; readonly item: 'Changed' | 'New' }
>;

/** The heading of a list. */
export const groupTitles: Readonly<Record<CatalogKind, string>> = {
  tools: t('Tools'),
  resources: t('Resources'),
  resourceTemplates: t('Resource Templates'),
  prompts: t('Prompts'),
};

/** The icon of a list. */
export const groupIcons: Readonly<Record<CatalogKind, string>> = {
  tools: 'tools',
  resources: 'files',
  resourceTemplates: 'symbol-snippet',
  prompts: 'comment-discussion',
};

/** What a row that helps says, and its icon. */
export const wayOutTitles: Readonly<Record<WayOut, { readonly title: string; readonly icon: string }>> = {
  showLog: { title: t('Show Log'), icon: 'output' },
  openSettings: { title: t('Open Settings'), icon: 'settings-gear' },
  retry: { title: t('Retry'), icon: 'refresh' },
  confirm: { title: t('Look and Confirm…'), icon: 'shield' },
  changes: { title: t('Look at What Changed…'), icon: 'diff' },
  signIn: { title: t('Sign In'), icon: 'sign-in' },
};
