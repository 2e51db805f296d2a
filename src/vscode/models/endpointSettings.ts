import * as vscode from 'vscode';
import type { EndpointSettings } from '../../core/settings/endpoints.ts';
import type { OpenAiEndpoint } from '../../providers/openaiProvider.ts';
import { prefix, settings } from '../manifest.ts';
import { keyOf } from '../settings/scopes.ts';

/** An endpoint of the settings as its provider takes it. */
export function providerEndpoint({ id, label, baseUrl, models, maxTokensParameter }: EndpointSettings): OpenAiEndpoint {
  return {
    id,
    label,
    baseUrl,
    ...(models && {
      models: models.map(({ id: model, name, contextTokens, input, tools, maxTokensParameter: own }) => ({
        id: model,
        name,
        contextTokens,
        image: input?.image,
        audio: input?.audio,
        tools,
        maxTokensName: own ?? maxTokensParameter,
      })),
    }),
  };
}

/** Adds an endpoint to the person's own settings, after those that are there. */
export async function addEndpoint({ id, label, baseUrl }: OpenAiEndpoint): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(prefix);
  const key = keyOf(settings.endpoints);
  const present = configuration.inspect<unknown[]>(key)?.globalValue;
  const list = Array.isArray(present) ? present : [];
  await configuration.update(key, [...list, { id, label, baseUrl }], vscode.ConfigurationTarget.Global);
}
