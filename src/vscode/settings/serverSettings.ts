import type { SettingsProblem } from '../../core/settings/problems.ts';
import type { HiddenDefinition } from '../../core/settings/servers.ts';
import type { ServerEntry } from '../../core/servers/definition.ts';
import { settings } from '../manifest.ts';
import type { LocatedProblem } from './diagnostics.ts';
import type { FileChecks } from './fileChecks.ts';
import type { McpReading } from './mcpFiles.ts';
import type { LocatedScope } from './scopes.ts';
import { settingWays, type Way } from './settingsText.ts';
import { t } from '../../core/text/l10n.ts';

/** A place in a file. */
export interface FilePlace {
  readonly file: string;
  readonly ways: readonly Way[];
  readonly path: Way;
  /** In UTF-16 units, where a path does not lead to it. */
  readonly offset?: number;
}

/** An entry that gives no server, or a file that cannot be read, with the first reason. */
export interface InvalidEntry {
  readonly server: string;
  readonly reason: string;
  /** Absent in the user's own settings. */
  readonly place?: FilePlace;
}

/** The servers of all scopes together. */
export interface ServerSettingsReading {
  readonly entries: readonly ServerEntry[];
  readonly problems: readonly LocatedProblem[];
  readonly invalid: readonly InvalidEntry[];
  readonly hidden: readonly HiddenDefinition[];
}

const nothingMissing: ReadonlyMap<ServerEntry, readonly SettingsProblem[]> = new Map();

/** Makes servers of what the scopes say, with everything that is wrong at its place. In an untrusted workspace no file is looked for. */
export async function readServers(
  scopes: readonly LocatedScope[],
  mcp: McpReading,
  checks: { readonly files: FileChecks; readonly trusted: boolean },
): Promise<ServerSettingsReading> {
  const [{ parseServers, resolveServers }, { checkVariables }] = await Promise.all([
    import('../../core/settings/servers.ts'),
    import('../../core/settings/checks.ts'),
  ]);
  const all = [...scopes, ...mcp.scopes];
  const parsed = all.map((scope) => parseServers(scope));
  const resolved = resolveServers(parsed);
  const missing = checks.trusted ? await checks.files.check(parsed.flatMap(({ entries }) => entries)) : nothingMissing;
  const problems = parsed.flatMap(({ problems: own, entries }, index) =>
    [...own, ...entries.flatMap((entry) => [...checkVariables(entry), ...(missing.get(entry) ?? [])])].map((problem) =>
      located(problem, all[index]),
    ),
  );
  const names = new Set(resolved.entries.map(({ name }) => name));
  const invalid = parsed
    .flatMap(({ broken, problems: own }, index) =>
      broken.map((server): InvalidEntry => ({ server, ...reasonFor(server, own, all[index]) })),
    )
    .filter(
      ({ server }, index, every) => !names.has(server) && every.findIndex((other) => other.server === server) === index,
    );
  return {
    entries: resolved.entries,
    problems: [...problems, ...resolved.problems.map((problem) => located(problem, undefined)), ...mcp.problems],
    invalid: [...invalid, ...mcp.invalid],
    hidden: resolved.hidden,
  };
}

function located(problem: SettingsProblem, scope: LocatedScope | undefined): LocatedProblem {
  return {
    setting: scope?.label ?? settings.servers,
    problem,
    ...(scope?.file && { file: scope.file }),
    ...(scope?.ways && { ways: scope.ways }),
    ...(scope?.text !== undefined && { text: scope.text }),
  };
}

function reasonFor(
  server: string,
  problems: readonly SettingsProblem[],
  scope: LocatedScope | undefined,
): Omit<InvalidEntry, 'server'> {
  const problem = problems.find(({ subject, severity }) => subject === server && severity === 'error');
  const reason = problem?.message ?? t('It is not valid.');
  const file = scope?.file;
  if (!file) return { reason };
  const ways = scope.ways ?? settingWays(settings.servers, file.path.endsWith('.code-workspace'));
  return { reason, place: { file: file.toString(), ways, path: problem?.path ?? [server] } };
}
