import * as vscode from 'vscode';
import type { ContextKeys } from './manifest.ts';

const written = new Map<string, unknown>();

/** Sets a context key of ours; writes only what has changed. */
export function setContextKey<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  if (written.get(key) === value) return;
  written.set(key, value);
  void vscode.commands.executeCommand('setContext', key, value);
}
