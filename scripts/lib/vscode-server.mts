/**
 * VS Code Server from the package registry: the genuine workbench and extension host, with a browser tab as its window.
 * It needs no desktop and no download beyond the registry.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { at } from './paths.mts';
import { npm, runOrThrow, spawnTree, stopTree, waitForOutput } from './processes.mts';

/**
 * The `code-server` package that carries each VS Code the tests use, and the Node to run it on where the one that runs this
 * script is newer than the one inside that VS Code. The last part of a package's version is VS Code's own.
 */
export const servers = {
  /** The current VS Code. */
  current: { package: '4.139.1', node: undefined },
  /** The floor: the oldest version that `engines.vscode` promises. */
  floor: { package: '4.106.3', node: '22.21.1' },
} as const;

export type ServerVersion = keyof typeof servers;

const cache = at('.vscode-test');

function serverFolder(version: ServerVersion): string {
  return path.join(cache, `code-server-${servers[version].package}`);
}

/** Native modules that are not built without a compiler, where they lie when they are, and what takes their place else. */
const nativeModules = [
  { name: '@vscode/spdlog', built: 'build/Release/spdlog.node', standIn: 'spdlog.mts' },
  { name: '@vscode/native-watchdog', built: 'build/Release/watchdog.node', standIn: 'native-watchdog.mts' },
];

function putStandIns(vscode: string): void {
  for (const { name, built, standIn } of nativeModules) {
    const folder = path.join(vscode, 'node_modules', name);
    if (existsSync(folder) && !existsSync(path.join(folder, built))) {
      const source = readFileSync(at('scripts', 'stand-ins', standIn), 'utf8');
      const { code } = transformSync(source, { loader: 'ts', format: 'cjs', platform: 'node', target: 'node22' });
      writeFileSync(path.join(folder, 'index.js'), code);
    }
  }
}

interface PackageLock {
  packages: Record<string, { version?: string; resolved?: string; dependencies?: Record<string, string> }>;
}

/**
 * Replaces dependencies from git repositories by the same version from the registry, which brings prebuilt binaries too (the
 * file watcher of VS Code 1.106 is one). Git hosts may be out of reach where a registry is not.
 */
function useRegistryOnly(folder: string): void {
  const lockFile = path.join(folder, 'npm-shrinkwrap.json');
  const manifestFile = path.join(folder, 'package.json');
  if (!existsSync(lockFile)) {
    return;
  }
  const lock = JSON.parse(readFileSync(lockFile, 'utf8')) as PackageLock;
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, Record<string, string> | undefined>;
  const fromGit = Object.entries(lock.packages).filter(([, entry]) => entry.resolved?.startsWith('git+') === true);
  for (const [key, { version }] of fromGit) {
    const name = key.replace(/^.*node_modules\//, '');
    for (const group of [manifest.dependencies, manifest.devDependencies, lock.packages['']?.dependencies]) {
      if (version !== undefined && group?.[name] !== undefined) {
        group[name] = version;
      }
    }
    delete lock.packages[key];
  }
  if (fromGit.length > 0) {
    writeFileSync(lockFile, JSON.stringify(lock, null, 2));
    writeFileSync(manifestFile, JSON.stringify(manifest, null, 2));
  }
}

/** The Node that runs a server and its extension hosts. */
function serverNode(version: ServerVersion): string {
  return servers[version].node === undefined
    ? process.execPath
    : path.join(serverFolder(version), 'runtime', 'node_modules', 'node', 'bin', 'node');
}

async function installNode(version: string, folder: string): Promise<void> {
  mkdirSync(folder);
  // The package `node` fetches its program in an install script; npm runs it for a package that is named here.
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }\n');
  await npm(['install', '--no-audit', '--no-fund', '--loglevel=error', `node@${version}`], { cwd: folder });
}

/** Fetches a server into the cache unless it is there. Returns the folder with `out/server-main.js`. */
export async function installServer(version: ServerVersion): Promise<string> {
  const folder = serverFolder(version);
  const vscode = path.join('node_modules', 'code-server', 'lib', 'vscode');
  if (existsSync(path.join(folder, vscode, 'out', 'server-main.js'))) {
    putStandIns(path.join(folder, vscode));
    return path.join(folder, vscode);
  }
  const name = `code-server@${servers[version].package}`;
  console.log(`Fetching VS Code Server (${name}) into ${path.relative(at(), folder)}…`);
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(path.join(cache, 'fetching-'));
  try {
    writeFileSync(path.join(draft, 'package.json'), '{ "private": true }\n');
    // Install scripts would build native modules that need a compiler and system headers; the server runs without them.
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
    await npm(['install', ...quiet, name], { cwd: draft });
    const server = path.join(draft, vscode);
    const folders = [server, path.join(server, 'extensions')];
    folders.forEach(useRegistryOnly);
    await Promise.all(folders.map((cwd) => npm(['install', '--omit=dev', ...quiet], { cwd })));
    putStandIns(server);
    const { node } = servers[version];
    if (node !== undefined) {
      await installNode(node, path.join(draft, 'runtime'));
    }
    // A rename at the end: a fetch that was cut off leaves nothing that looks complete.
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return path.join(folder, vscode);
}

export interface ServerOptions {
  version?: ServerVersion;
  /** Everything the server keeps: settings, state, installed extensions. */
  dataDir: string;
  /** Needed by everybody who opens the workbench; without one, any local user can. */
  token?: string;
  /** `false` opens every folder as trusted. */
  trust?: boolean;
  /** Lets a page start test runs (`extensionTestsPath`). */
  testDriver?: boolean;
  env?: Record<string, string>;
  /** Gets what the server prints. */
  log?: (text: string) => void;
}

export interface RunningServer {
  /** Without the query that carries the token. */
  url: string;
  /** `127.0.0.1:PORT`, as `vscode-remote://` addresses name it. */
  authority: string;
  /** The server's process, which leads a process group with its extension hosts. */
  pid: number;
  stop(): Promise<void>;
}

const serverMain = path.join('out', 'server-main.js');

/** The environment of a server: what this process has, without what makes an extension host behave as inside VS Code. */
export function cleanEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_|VITEST)/.test(name)),
  );
  return { ...env, ...extra };
}

/** Puts the token into a file that only its owner can read: every user of the machine can read command lines. */
function tokenFile(dataDir: string, token: string): string {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'connection-token');
  writeFileSync(file, token, { mode: 0o600 });
  return file;
}

/** Starts a server on a free loopback port. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const version = options.version ?? 'current';
  const folder = await installServer(version);
  const args = [
    path.join(folder, serverMain),
    ...['--host', '127.0.0.1', '--port', '0', '--accept-server-license-terms', '--telemetry-level', 'off'],
    ...['--server-data-dir', options.dataDir, '--reconnection-grace-time', '30'],
    ...(options.token === undefined
      ? ['--without-connection-token']
      : ['--connection-token-file', tokenFile(options.dataDir, options.token)]),
    ...(options.trust === false ? ['--disable-workspace-trust'] : []),
    ...(options.testDriver === true ? ['--enable-smoke-test-driver'] : []),
  ];
  const child = spawnTree(serverNode(version), args, { env: cleanEnvironment(options.env) });
  child.stdout?.on('data', (chunk: Buffer) => options.log?.(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => options.log?.(chunk.toString()));
  try {
    const [, port] = await waitForOutput(child, /Extension host agent listening on (\d+)/, 60_000);
    const authority = `127.0.0.1:${port}`;
    return { url: `http://${authority}/`, authority, pid: child.pid ?? 0, stop: () => stopTree(child) };
  } catch (error) {
    await stopTree(child);
    throw error;
  }
}

/** Installs a VSIX into a data folder, as a person does with *Install from VSIX…*. */
export async function installVsix(vsix: string, dataDir: string, version: ServerVersion = 'current'): Promise<void> {
  const folder = await installServer(version);
  const args = ['--install-extension', vsix, '--force', '--server-data-dir', dataDir];
  const output = await runOrThrow(serverNode(version), [path.join(folder, serverMain), ...args], {
    env: cleanEnvironment(),
  });
  if (!/successfully installed/i.test(output)) {
    throw new Error(`The VSIX was not installed:\n${output.trim()}`);
  }
}
