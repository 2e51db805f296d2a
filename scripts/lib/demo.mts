import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { at } from './paths.mts';
import { spawnTree, stopTree, waitForOutput } from './processes.mts';
import { writeSettings } from './profile.mts';

/** A program that listens on loopback. */
export interface Serving {
  url: string;
  stop(): Promise<void>;
}

/** Starts a program of this repository that prints a JSON line with its `url` when it is ready. */
export async function startServing(script: string, args: readonly string[] = []): Promise<Serving> {
  const child = spawnTree(process.execPath, [at(script), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const [, url] = await waitForOutput(child, /"url"\s*:\s*"([^"]+)"/, 30_000);
    return { url: url ?? '', stop: () => stopTree(child) };
  } catch (error) {
    await stopTree(child);
    throw error;
  }
}

/** The demo, ready to be opened: its folder, and the programs behind it. */
export interface Demo {
  /** A throwaway copy of the demo's workspace whose settings name this demo's programs. */
  folder: string;
  /** User settings that name the demo's model. */
  userSettings: Record<string, unknown>;
  stop(): Promise<void>;
}

/** The address in the workspace's settings that stands for the modern server, whatever its port is. */
const modernAddress = /http:\/\/127\.0\.0\.1:\d+\/mcp/g;

/** The workspace's settings, with the places of the demo's servers filled in. */
export function demoSettings(text: string, servers: string, modernUrl: string): Record<string, unknown> {
  const filled = text
    .replaceAll('${workspaceFolder}/../servers', servers.split(path.sep).join('/'))
    .replace(modernAddress, modernUrl);
  return JSON.parse(filled) as Record<string, unknown>;
}

export interface DemoOptions {
  /** Milliseconds between two tokens of the demo's model; its own reading pace else. */
  modelDelayMs?: number;
}

/** Copies the demo's workspace below a folder, starts its model and its HTTP server, and connects the three. */
export async function startDemo(scratch: string, options: DemoOptions = {}): Promise<Demo> {
  const folder = path.join(scratch, 'countersign-demo');
  cpSync(at('demo', 'workspace'), folder, { recursive: true });
  const delay = options.modelDelayMs === undefined ? [] : ['--delay', String(options.modelDelayMs)];
  const started = await Promise.allSettled([
    startServing('demo/model/server.mjs', ['--port', '0', ...delay]),
    startServing('demo/servers/modern.mjs', ['--port', '0', '--root', folder]),
  ]);
  const serving = started.filter((result) => result.status === 'fulfilled').map((result) => result.value);
  const stop = async (): Promise<void> => {
    await Promise.all(serving.map((program) => program.stop()));
  };
  const [model, modern] = started;
  if (model.status === 'rejected' || modern.status === 'rejected') {
    await stop();
    throw [model, modern].find((result) => result.status === 'rejected')?.reason;
  }
  const settingsFile = path.join(folder, '.vscode', 'settings.json');
  const settings = demoSettings(readFileSync(settingsFile, 'utf8'), at('demo', 'servers'), modern.value.url);
  writeSettings(settingsFile, settings);
  return {
    folder,
    userSettings: {
      'countersign.models.endpoints': [
        { id: 'demo', label: 'Demo (text extraction, no AI)', baseUrl: model.value.url },
      ],
    },
    stop,
  };
}
