import path from 'node:path';

/** What a command is looked up with. */
export interface CommandLookup {
  /** As the program gets it; Windows knows the names of variables in any case. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether there is a file of this path. */
  readonly isFile: (path: string) => boolean;
}

/** What Windows takes for a program where nothing says it. */
const PROGRAMS = '.COM;.EXE;.BAT;.CMD';

/**
 * The program that a command without a path means on Windows: the first one in the absolute folders of `PATH`. Windows, and what
 * `cross-spawn` does there, would look into the working directory first, so that a folder with an `npx.cmd` of its own would have it run
 * under the name of the one that a person confirmed. Undefined when there is none; a command with a path is left as it is.
 */
export function windowsCommand(command: string, { env, isFile }: CommandLookup): string | undefined {
  // `C:npx` means the working directory of a drive.
  if (/[\\/:]/.test(command)) return command;
  const extensions = (variable(env, 'PATHEXT') ?? PROGRAMS).split(';').filter((one) => one.startsWith('.'));
  const named = extensions.some((one) => command.toLowerCase().endsWith(one.toLowerCase()));
  const endings = named ? ['', ...extensions] : extensions;
  const folders = (variable(env, 'PATH') ?? '').split(';').map((folder) => folder.trim().replace(/^"(.*)"$/, '$1'));
  return folders
    .filter(isWhole)
    .flatMap((folder) => endings.map((ending) => path.win32.join(folder, command + ending)))
    .find((file) => isFile(file));
}

/** From a drive or a share on: `\x` depends on the drive of the working directory. */
function isWhole(folder: string): boolean {
  return /^[A-Za-z]:[\\/]/.test(folder) || /^[\\/]{2}[^\\/]/.test(folder);
}

function variable(env: CommandLookup['env'], name: string): string | undefined {
  const key = Object.keys(env).find((one) => one.toUpperCase() === name);
  return key === undefined ? undefined : env[key];
}
