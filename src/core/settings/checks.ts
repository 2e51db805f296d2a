import { type ServerEntry, textsOf } from '../servers/definition.ts';
import { isAbsolutePath, resolvePath } from '../servers/paths.ts';
import { referencesIn, resolveMachineVariables, variableProblems } from '../servers/variables.ts';
import type { SettingsProblem } from './problems.ts';
import { t } from '../text/l10n.ts';

/** What would keep a server from being started, told where it is written. The server is listed all the same. */
export function checkVariables({ name, settings }: ServerEntry): readonly SettingsProblem[] {
  return textsOf(settings).flatMap(({ path, text }) =>
    variableProblems(text).map(
      (message): SettingsProblem => ({ subject: name, path: [name, ...path], message, severity: 'error' }),
    ),
  );
}

/** What a check of files needs. Only for a trusted workspace: it looks at paths that the workspace names. */
export interface FileChecks {
  readonly userHome: string;
  readonly pathSeparator: '/' | '\\';
  exists(path: string): Promise<boolean>;
}

/** The absolute path of a definition’s `envFile`, where nothing but the machine decides about it. */
export function envFilePath(entry: ServerEntry, machine: Omit<FileChecks, 'exists'>): string | undefined {
  const { settings, workspaceFolder } = entry;
  if (settings.type !== 'stdio' || settings.envFile === undefined) return undefined;
  if (referencesIn(settings.envFile).length > 0 || settings.envFile.includes('${config:')) return undefined;
  try {
    const path = resolveMachineVariables(settings.envFile, { ...machine, workspaceFolder });
    const absolute = resolvePath(workspaceFolder ?? machine.userHome, path, { separator: machine.pathSeparator });
    return isAbsolutePath(absolute, { separator: machine.pathSeparator }) ? absolute : undefined;
  } catch {
    // What is wrong with its variables is told by the other check.
    return undefined;
  }
}

/**
 * Those of the files whose name is no pattern, as VS Code takes it to be: nobody has confirmed the definition yet, and `**` would have a
 * whole tree watched.
 */
export function watchable(files: readonly (string | undefined)[]): ReadonlySet<string> {
  const plain = (file: string | undefined): file is string => file !== undefined && /[\\/][^\\/*?[\]{}!]+$/.test(file);
  return new Set(files.filter(plain));
}

/** Tells that the environment file of a server is not there. */
export async function checkEnvFile(entry: ServerEntry, files: FileChecks): Promise<readonly SettingsProblem[]> {
  const path = envFilePath(entry, files);
  if (path === undefined || (await files.exists(path))) return [];
  const message = t('There is no file {0}. Until there is, this server does not start.', path);
  return [{ subject: entry.name, path: [entry.name, 'envFile'], message, severity: 'warning' }];
}
