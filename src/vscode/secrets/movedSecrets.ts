import { messageOf } from '../../core/errors.ts';
import type { MovedSecret } from '../../core/import/secrets.ts';
import type { JsonObject } from '../../core/mcp.ts';
import type { ServerDefinition, ServerEntry } from '../../core/servers/definition.ts';
import { parseServers } from '../../core/settings/servers.ts';
import type { Log } from '../../core/util/system.ts';
import { type Place, scopeAt } from '../settings/writeServers.ts';
import type { Secrets } from './secrets.ts';

/** A server that is about to be written to settings, and what was taken out of its definition. */
export interface Stripped {
  readonly name: string;
  readonly definition: JsonObject;
  readonly secrets: readonly MovedSecret[];
}

/** What saving needs. */
export interface MovedSecretsOptions {
  readonly secrets: Pick<Secrets, 'setInput'>;
  readonly log: Pick<Log, 'warn'>;
  define(entry: ServerEntry): Promise<ServerDefinition>;
}

/**
 * Saves what was taken out of definitions, bound to the very definitions that will be at `place`. Before they are written: a server that
 * starts as soon as it is in the settings finds its inputs. `unsaved`: servers that ask for theirs all the same.
 */
export async function saveMoved(
  servers: readonly Stripped[],
  place: Place,
  options: MovedSecretsOptions,
): Promise<{ readonly saved: number; readonly unsaved: readonly string[] }> {
  let saved = 0;
  const unsaved: string[] = [];
  for (const { name, definition, secrets } of servers) {
    if (secrets.length === 0) continue;
    try {
      const { entries } = parseServers({ ...scopeAt(place), raw: { [name]: definition } });
      const [entry] = entries;
      if (!entry) throw new Error('It is not valid.');
      const { hash } = await options.define(entry);
      for (const { input, value } of secrets) {
        await options.secrets.setInput(name, hash, input, value);
        saved++;
      }
    } catch (error) {
      options.log.warn(`The secrets of ${name} could not be saved: ${messageOf(error)}`);
      unsaved.push(name);
    }
  }
  return { saved, unsaved };
}
