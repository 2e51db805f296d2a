import type { ServerDefinition } from '../../core/servers/definition.ts';
import type { LaunchSource } from '../../core/servers/launch.ts';
import { readEnvFile } from '../../node/envFile.ts';
import type { Secrets } from './secrets.ts';

import { askInput } from './askInput.ts';

/**
 * Where a launch gets its values: the environment, files, and inputs out of SecretStorage. An input that is not saved is asked for
 * where a person has just asked for the start, as its definition says or else as a password, and kept for this very definition.
 */
export function launchInputs(
  { name, hash, inputs }: ServerDefinition,
  options: { readonly secrets: Secrets; readonly interactive: boolean },
): LaunchSource {
  const { secrets, interactive } = options;
  return {
    env: (variable) => process.env[variable],
    envFile: readEnvFile,
    async input(id) {
      const saved = await secrets.input(name, hash, id);
      if (saved !== undefined || !interactive) return saved;
      const value = await askInput(
        name,
        inputs?.find((input) => input.id === id) ?? { type: 'promptString', id, password: true },
      );
      if (value === undefined) return undefined;
      await secrets.setInput(name, hash, id, value);
      return value;
    },
  };
}
