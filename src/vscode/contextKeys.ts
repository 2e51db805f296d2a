import * as vscode from 'vscode';
import type { ContextKeys } from './manifest.ts';

const written = new Map<string, string>();

/** Sets a context key of ours; writes only what has changed. */
export function setContextKey<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  const said = JSON.stringify(value);
  if (written.get(key) === said) return;
  written.set(key, said);
  void vscode.commands.executeCommand('setContext', key, value);
}
