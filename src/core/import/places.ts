import { resolvePath } from '../servers/paths.ts';

/** A product whose servers can be imported. */
export type Product = 'claudeDesktop' | 'claudeCode' | 'cursor' | 'windsurf' | 'vscode';

/** How a product is called. */
export const productNames: Readonly<Record<Product, string>> = {
  claudeDesktop: 'Claude Desktop',
  claudeCode: 'Claude Code',
  cursor: 'Cursor',
  windsurf: 'Windsurf',
  vscode: 'VS Code',
};

/** A file in which a product may keep servers. */
export interface ImportPlace {
  readonly product: Product;
  readonly path: string;
  /** Set for a file of a project: whoever wrote the project wrote it. */
  readonly folder?: string;
}

/** What decides where the files are. */
export interface ImportMachine {
  readonly platform: 'win32' | 'darwin' | 'linux';
  readonly userHome: string;
  env(name: string): string | undefined;
  /** Absolute paths of the open folders. */
  readonly folders: readonly string[];
  /** `mcp.json` of the profile of the VS Code that runs, where it can be told. */
  readonly ownProfile?: string | undefined;
}

/** Every file that is looked for, as the products document their places on each platform. */
export function importPlaces(machine: ImportMachine): readonly ImportPlace[] {
  const { userHome, folders } = machine;
  const join = (base: string, ...parts: string[]) => {
    const separator = machine.platform === 'win32' ? '\\' : '/';
    return resolvePath(base, parts.join(separator), { separator });
  };
  const configuration = configurationFolder(machine, join);
  const claude = machine.env('CLAUDE_CONFIG_DIR');
  const places: ImportPlace[] = [
    { product: 'claudeDesktop', path: join(configuration, 'Claude', 'claude_desktop_config.json') },
    { product: 'claudeCode', path: join(claude === undefined || claude === '' ? userHome : claude, '.claude.json') },
    { product: 'cursor', path: join(userHome, '.cursor', 'mcp.json') },
    { product: 'windsurf', path: join(userHome, '.codeium', 'windsurf', 'mcp_config.json') },
    ...['Code', 'Code - Insiders', 'VSCodium'].map(
      (name): ImportPlace => ({ product: 'vscode', path: join(configuration, name, 'User', 'mcp.json') }),
    ),
    ...(machine.ownProfile === undefined ? [] : [{ product: 'vscode', path: machine.ownProfile } as const]),
    ...folders.flatMap((folder): ImportPlace[] => [
      { product: 'claudeCode', path: join(folder, '.mcp.json'), folder },
      { product: 'cursor', path: join(folder, '.cursor', 'mcp.json'), folder },
    ]),
  ];
  return places.filter(({ path }, index) => places.findIndex((other) => other.path === path) === index);
}

/** `%APPDATA%`, `~/Library/Application Support`, or `$XDG_CONFIG_HOME`. */
function configurationFolder(machine: ImportMachine, join: (base: string, ...parts: string[]) => string): string {
  const { platform, userHome } = machine;
  const set = (name: string) => {
    const value = machine.env(name);
    return value === undefined || value === '' ? undefined : value;
  };
  if (platform === 'win32') return set('APPDATA') ?? join(userHome, 'AppData', 'Roaming');
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support');
  return set('XDG_CONFIG_HOME') ?? join(userHome, '.config');
}
