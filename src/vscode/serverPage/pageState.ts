import { capabilityWords } from '../../core/servers/capabilityWords.ts';
import { shownProblems } from '../../core/servers/catalogProblems.ts';
import { catalogKinds } from '../../core/servers/catalogStore.ts';
import { sourceText } from '../../core/servers/disclosure.ts';
import type { ManagedServer } from '../../core/servers/managedServer.ts';
import { reachOf } from '../../core/servers/reach.ts';
import type { McpSession } from '../../core/servers/session.ts';
import type { ServerState } from '../../core/servers/state.ts';
import { methodTimings } from '../../core/servers/traffic.ts';
import type { ServerAction, ServerPage } from '../../shared/server.ts';
import { groupTitles, serverLook } from '../tree/words.ts';
import { plural, t } from '../../core/text/l10n.ts';

type Fact = ServerPage['facts'][number];

const tones: Partial<Record<ServerState['kind'], ServerPage['state']['tone']>> = {
  running: 'good',
  starting: 'busy',
  restarting: 'warning',
  reconnecting: 'warning',
  needsConfirmation: 'warning',
  needsSignIn: 'warning',
  failed: 'error',
};

/** What the page of a server shows. */
export function pageState(server: ManagedServer, logLevel: string, icon: string | undefined): ServerPage {
  const { state, catalog, facts } = server;
  const session = state.kind === 'running' ? state.session : undefined;
  const instructions = session?.instructions;
  return {
    name: server.name,
    ...(icon !== undefined && { icon }),
    state: { words: capitalized(serverLook(server).words), tone: tones[state.kind] ?? 'quiet' },
    ...('reason' in state && { reason: state.reason }),
    facts: [...definitionFacts(server), ...(session ? sessionFacts(session) : []), ...runFacts(server, logLevel)],
    ...(state.kind === 'running' && { since: state.since }),
    capabilities: [...capabilityWords(session?.capabilities)],
    counts: session
      ? catalogKinds.map((kind) => ({ label: groupTitles[kind].toLowerCase(), count: catalog.catalog[kind].length }))
      : [],
    ...(instructions !== undefined && instructions !== '' && { instructions }),
    problems: [...shownProblems(server.problems)],
    timings: methodTimings(facts.traffic.entries).map((timing) => ({ ...timing })),
    logs: facts.logs.map((log) => ({ ...log })),
    actions: actionsOf(state),
  };
}

function definitionFacts({ entry }: ManagedServer): Fact[] {
  return [
    { label: t('Defined in'), value: sourceText(entry.source) },
    {
      label: entry.settings.type === 'stdio' ? t('Runs') : t('Reached at'),
      value: reachOf({ settings: entry.settings }),
      code: true,
    },
  ];
}

function sessionFacts(session: McpSession): Fact[] {
  const { serverInfo: info, era, protocolVersion, pid } = session;
  const says = info?.title === undefined || info.title === info.name ? info?.name : `${info.title} (${info.name})`;
  return [
    { label: t('Calls itself'), value: says ?? t('nothing: it does not name itself') },
    ...(info === undefined ? [] : [{ label: t('Version'), value: info.version }]),
    ...(info?.description === undefined ? [] : [{ label: t('Description'), value: info.description }]),
    ...(info?.websiteUrl === undefined ? [] : [{ label: t('Website'), value: info.websiteUrl, code: true }]),
    { label: t('Protocol'), value: t('{0}, the {1} era', protocolVersion, era) },
    ...(pid === undefined ? [] : [{ label: t('Process'), value: String(pid) }]),
  ];
}

function runFacts({ facts }: ManagedServer, logLevel: string): Fact[] {
  const { connectMs, starts, losses, traffic } = facts;
  const figures: Fact[] = [
    { label: t('Log level'), value: logLevel },
    { label: t('Messages'), value: String(traffic.total) },
  ];
  if (starts === 0) return figures;
  const ready = connectMs === undefined ? [] : [{ label: t('Ready after'), value: t('{0} ms', connectMs) }];
  return [
    ...ready,
    { label: t('Started'), value: [startedWords(starts), lostWords(losses)].filter(Boolean).join('; ') },
    ...figures,
  ];
}

function actionsOf(state: ServerState): ServerAction[] {
  const always: ServerAction[] = ['showLog', 'openTraffic', 'setLogLevel', 'openSettings'];
  switch (state.kind) {
    case 'untrusted':
      return always;
    case 'needsConfirmation':
      return ['confirm', ...always];
    case 'needsSignIn':
      return ['signIn', ...always];
    case 'stopped':
    case 'failed':
      return ['start', ...always];
    default:
      return ['restart', 'stop', ...always];
  }
}

function startedWords(starts: number): string {
  return starts === 2
    ? t('twice since this window opened')
    : plural(starts, 'once since this window opened', '{0} times since this window opened');
}

function lostWords(losses: number): string {
  if (losses === 0) return '';
  return losses === 2 ? t('it was lost twice') : plural(losses, 'it was lost once', 'it was lost {0} times');
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
