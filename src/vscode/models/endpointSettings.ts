import * as vscode from 'vscode';
import type { EndpointSettings } from '../../core/settings/endpoints.ts';
import { prefix, settings } from '../manifest.ts';
import { keyOf } from '../settings/scopes.ts';

/** Adds an endpoint to the person's own settings, after those that are there. */
export async function addEndpoint({ id, label, baseUrl }: EndpointSettings): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(prefix);
  const key = keyOf(settings.endpoints);
  const present = configuration.inspect<unknown[]>(key)?.globalValue;
  const list = Array.isArray(present) ? present : [];
  await configuration.update(key, [...list, { id, label, baseUrl }], vscode.ConfigurationTarget.Global);
}
