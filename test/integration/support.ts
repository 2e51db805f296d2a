import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';

/** The repository's root. */
export const repository = process.env['COUNTERSIGN_REPO'] ?? '';

/** Longer than anything takes on a busy machine. Milliseconds. */
const PATIENCE = 20_000;

/** Waits until something is there. There is no event for what happens in other processes. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`Not seen within ${PATIENCE} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The extension, activated. */
export async function extension(): Promise<vscode.Extension<unknown>> {
  const found = vscode.extensions.getExtension('countersign.countersign');
  if (!found) throw new Error('The extension is not there.');
  await found.activate();
  return found;
}

/** A throwaway folder for what servers leave behind. */
export function scratch(): { readonly folder: string; readonly file: (name: string) => string; remove(): void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-test-'));
  return {
    folder,
    file: (name) => path.join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Node 24 of the repository: the one on the PATH of an extension host is that of the login shell. */
const node = path.join(repository, 'node_modules', 'node', 'bin', 'node');

/** A definition of the fixture server that samples; it adds its process id to a file when it starts. */
export function sampler(pidFile: string, more: Record<string, unknown> = {}, flags: readonly string[] = []) {
  const note = `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(pidFile)}, process.pid + ' ');`;
  const program = path.join(repository, 'test', 'fixtures', 'servers', 'sampler.mjs');
  const before = ['--import', `data:text/javascript,${encodeURIComponent(note)}`];
  return { command: node, args: [...before, program, ...flags], ...more };
}

/** Process ids out of a pid file, once it is there. */
export function pids(file: string): readonly number[] | undefined {
  if (!existsSync(file)) return undefined;
  const found = [...readFileSync(file, 'utf8').matchAll(/\d+/g)].map(([text]) => Number(text));
  return found.length > 0 ? found : undefined;
}

/** Whether a process is there. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

type Target = 'user' | 'workspace';

/** Writes `countersign.servers`; `undefined` takes it away. */
export async function setServers(servers: Record<string, unknown> | undefined, target: Target = 'user'): Promise<void> {
  const { Global, Workspace } = vscode.ConfigurationTarget;
  await vscode.workspace
    .getConfiguration('countersign')
    .update('servers', servers, target === 'user' ? Global : Workspace);
}

/** Writes a setting of the person's own. */
export async function setUser(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('countersign').update(key, value, vscode.ConfigurationTarget.Global);
}

/** Runs a command that may wait for somebody, and sees to it that nobody keeps it waiting. */
export async function runAndLeave(command: string, ...args: unknown[]): Promise<void> {
  const running = Promise.resolve(vscode.commands.executeCommand(command, ...args)).catch(() => undefined);
  const closed = (async () => {
    for (let tries = 0; tries < 5; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    }
  })();
  await Promise.race([running, closed]);
}

/** The open editors' labels. */
export function tabs(): readonly string[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
}

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** The stand-in model server, as a process of its own. */
export interface ModelProcess {
  /** Ends in `/v1`. */
  readonly baseUrl: string;
  /** How many completions were asked of it. */
  completions(): Promise<number>;
  stop(): void;
}

export async function startModel(): Promise<ModelProcess> {
  const program = path.join(repository, 'test', 'fixtures', 'model', 'server.ts');
  const child = spawn(node, [program, '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { baseUrl } = JSON.parse(line) as { baseUrl: string };
  return {
    baseUrl,
    async completions() {
      const response = await fetch(new URL('/control/requests', baseUrl));
      const requests = (await response.json()) as { method: string }[];
      return requests.filter(({ method }) => method === 'POST').length;
    },
    stop: () => child.kill(),
  };
}
