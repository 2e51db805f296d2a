import * as vscode from 'vscode';
import type { ServerDefinition } from '../../core/servers/definition.ts';
import type { LaunchSource } from '../../core/servers/launch.ts';
import { displayText } from '../../core/text/display.ts';
import { readEnvFile } from '../../node/envFile.ts';
import type { Secrets } from './secrets.ts';

/**
 * Where a launch gets its values: the environment, files, and inputs out of SecretStorage. An input that is not saved is asked for
 * as a password where a person has just asked for the start, and kept for this very definition.
 */
export function launchInputs(
  { name, hash }: ServerDefinition,
  options: { readonly secrets: Secrets; readonly interactive: boolean },
): LaunchSource {
  const { secrets, interactive } = options;
  return {
    env: (variable) => process.env[variable],
    envFile: readEnvFile,
    async input(id) {
      const saved = await secrets.input(name, hash, id);
      if (saved !== undefined || !interactive) return saved;
      const value = await vscode.window.showInputBox({
        title: `Input for ${displayText(name, 60)}`,
        prompt: `“${displayText(id, 100)}” for this MCP server. Kept in VS Code’s secret storage until its definition changes.`,
        password: true,
        ignoreFocusOut: true,
      });
      if (value === undefined) return undefined;
      await secrets.setInput(name, hash, id, value);
      return value;
    },
  };
}
