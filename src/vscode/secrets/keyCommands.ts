import * as vscode from 'vscode';
import { displayText } from '../../core/text/display.ts';
import type { EndpointSettings } from '../../core/settings/endpoints.ts';
import { settings } from '../manifest.ts';
import type { SavedSecret, Secrets } from './secrets.ts';
import { plural, t } from '../../core/text/l10n.ts';

/** Offered while the settings name no endpoint of this address. */
const openAi: EndpointSettings = { id: 'openai', label: 'OpenAI', baseUrl: 'https://api.openai.com/v1' };

export interface KeyCommandsOptions {
  readonly secrets: Secrets;
  readonly endpoints: () => readonly EndpointSettings[];
  /** Adds an endpoint to the person's own settings. */
  readonly addEndpoint: (endpoint: EndpointSettings) => Promise<void>;
}

interface EndpointPick extends vscode.QuickPickItem {
  readonly endpoint?: EndpointSettings;
}

/** *Set API Key…*. `id` names the endpoint; without it the person chooses one. */
export async function setApiKey(options: KeyCommandsOptions, id?: string): Promise<void> {
  const known = options.endpoints();
  const chosen = known.find((endpoint) => endpoint.id === id) ?? (await pickEndpoint(known));
  if (!chosen) return;
  const label = displayText(chosen.label, 60);
  const value = await vscode.window.showInputBox({
    title: t('API key for {0}', label),
    prompt: t('Kept in VS Code’s secret storage, and sent to {0} only.', displayText(chosen.baseUrl, 200)),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text !== '' && text.trim() === '' ? t('A key has at least one letter or digit.') : undefined,
  });
  const key = value?.trim();
  if (!key) return;
  if (!known.includes(chosen)) await options.addEndpoint(chosen);
  await options.secrets.setApiKey(chosen.id, chosen.baseUrl, key);
  void vscode.window.showInformationMessage(t('The API key for {0} is saved.', label));
}

async function pickEndpoint(known: readonly EndpointSettings[]): Promise<EndpointSettings | undefined> {
  const items: EndpointPick[] = known.map((endpoint) => ({
    label: displayText(endpoint.label, 60),
    description: displayText(endpoint.baseUrl, 200),
    endpoint,
  }));
  if (!known.some(({ id, baseUrl }) => id === openAi.id || baseUrl === openAi.baseUrl)) {
    items.push({
      label: openAi.label,
      description: openAi.baseUrl,
      detail: t('Adds this endpoint to your settings.'),
      endpoint: openAi,
    });
  }
  items.push({ label: t('Another endpoint…'), detail: t('Opens {0} in your settings.', settings.endpoints) });
  const choice = await vscode.window.showQuickPick(items, {
    title: t('Set API Key'),
    placeHolder: t('For which endpoint?'),
  });
  if (choice && !choice.endpoint)
    await vscode.commands.executeCommand('workbench.action.openSettings', settings.endpoints);
  return choice?.endpoint;
}

/** *Forget API Key…*: what is saved, also for endpoints and servers that are gone. */
export async function forgetApiKey({ secrets }: KeyCommandsOptions): Promise<void> {
  const saved = await secrets.list();
  if (saved.length === 0) {
    void vscode.window.showInformationMessage(t('No API key and no server input is saved.'));
    return;
  }
  const items = saved.map((secret) => ({ ...secretItem(secret), secret }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Forget API Key'),
    placeHolder: t('What shall be forgotten?'),
    canPickMany: true,
    matchOnDescription: true,
  });
  if (chosen === undefined || chosen.length === 0) return;
  for (const { secret } of chosen) await secrets.forget(secret);
  void vscode.window.showInformationMessage(
    plural(chosen.length, '{0} saved secret is forgotten.', '{0} saved secrets are forgotten.'),
  );
}

function secretItem({ purpose }: SavedSecret): vscode.QuickPickItem {
  return purpose.kind === 'apiKey'
    ? { label: `$(key) ${displayText(purpose.endpoint, 60)}`, description: displayText(purpose.baseUrl, 200) }
    : {
        label: t('$(server) {0}', displayText(purpose.server, 60)),
        description: t('input {0}', displayText(purpose.input, 100)),
      };
}
