import { type DefinitionSource, isVsCodes } from '../../core/servers/definition.ts';
import { sourceText } from '../../core/servers/disclosure.ts';
import type { ManagedServer } from '../../core/servers/managedServer.ts';
import { displayText } from '../../core/text/display.ts';
import { type CommandId, commands } from '../manifest.ts';
import { propertiesAt, serverWays } from '../settings/settingsText.ts';
import { serverLook } from '../tree/words.ts';
import { plural, t } from '../../core/text/l10n.ts';

/** What a lens needs of a server. */
export type LensServer = Pick<ManagedServer, 'state' | 'entry' | 'catalog'>;

/** A line of text above a definition, and what a click on it does. */
export interface LensSpec {
  /** Of the definition’s name, in UTF-16 units. */
  readonly offset: number;
  readonly title: string;
  readonly command: CommandId;
  /** The name of the server. */
  readonly server: string;
}

/** A source whose definitions stand in a document. */
export type LensSource = Pick<DefinitionSource, 'kind'> & { readonly uri?: string };

/** The lenses of a document: above each definition that is a server, its state and what can be done with it. */
export function lensSpecs(
  text: string,
  sources: readonly LensSource[],
  find: (name: string) => LensServer | undefined,
): readonly LensSpec[] {
  return sources.flatMap((source) =>
    propertiesAt(text, serverWays(source)).flatMap(({ name, offset }) => {
      const server = find(name);
      if (!server) return [];
      return actionsOf(server, source).map(([title, command]) => ({ offset, title, command, server: name }));
    }),
  );
}

type Action = readonly [string, CommandId];

function actionsOf(server: LensServer, source: LensSource): readonly Action[] {
  const { entry, state } = server;
  if (entry.source.kind !== source.kind || uriOf(entry.source) !== source.uri) {
    // Without the address that stands behind it in parentheses.
    const where = displayText(sourceText(entry.source).replace(/ \([^()]*\)$/, ''), 100);
    return [[`$(eye-closed) ${t('not used: a nearer one is in {0}', where)}`, commands.openServerSettings]];
  }
  // VS Code has a Start of its own above the same definition.
  const starting = isVsCodes(entry.source) ? t('Start in Countersign') : t('Start');
  const start: Action = [`$(play) ${starting}`, commands.startServer];
  const stop: Action = [`$(debug-stop) ${t('Stop')}`, commands.stopServer];
  const restart: Action = [`$(debug-restart) ${t('Restart')}`, commands.restartServer];
  const log: Action = [t('Show Log'), commands.showLog];
  const shown: Action = [lensTitle(server), commands.openServer];
  switch (state.kind) {
    case 'untrusted':
      return [[lensTitle(server), commands.showLog]];
    case 'stopped':
      return [shown, start, log];
    case 'failed':
      return [shown, [`$(refresh) ${starting}`, commands.startServer], log];
    case 'needsConfirmation':
      return [shown, [`$(shield) ${t('Confirm…')}`, commands.confirmServers], log];
    default:
      return [shown, stop, restart, log];
  }
}

/** The state and the number of tools, in words. */
export function lensTitle(server: LensServer): string {
  const { icon, words } = serverLook(server);
  const whose = isVsCodes(server.entry.source) ? 'Countersign: ' : '';
  const { catalog, loaded } = server.catalog;
  const size = catalog.tools.length;
  const tools = server.state.kind === 'running' && loaded ? ` · ${plural(size, '{0} tool', '{0} tools')}` : '';
  return `$(${icon}) ${whose}${words}${tools}`;
}

function uriOf(source: DefinitionSource): string | undefined {
  return 'uri' in source ? source.uri : undefined;
}
