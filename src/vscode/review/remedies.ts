import * as vscode from 'vscode';
import type { Remedy } from '../../core/models/provider.ts';
import type { ModelRegistry } from '../../core/models/registry.ts';
import { settings } from '../manifest.ts';
import { detectCommand } from '../models/detectCommand.ts';
import { type KeyCommandsOptions, setApiKey } from '../secrets/keyCommands.ts';

export interface RemedyOptions {
  readonly keys: KeyCommandsOptions;
  readonly registry: ModelRegistry;
}

/** What a button under a failure does in VS Code. Those that belong to the desk itself are done there. */
export function remedyAction({ keys, registry }: RemedyOptions) {
  return async (remedy: Remedy, endpoint: string | undefined): Promise<void> => {
    switch (remedy) {
      case 'setApiKey':
        return setApiKey(keys, endpoint);
      case 'detectLocalModels':
        return detectCommand(keys);
      case 'openSettings':
        await vscode.commands.executeCommand('workbench.action.openSettings', settings.endpoints);
        return;
      case 'retry':
        // The model is asked again only by another approval; what can be tried again here is the list of models.
        return registry.refresh(endpoint);
      case 'otherModel':
      case 'answerByHand':
        return;
    }
  };
}
