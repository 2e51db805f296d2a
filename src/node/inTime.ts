import { type Context, createContext, Script } from 'node:vm';
import type { InTime } from '../core/util/system.ts';

/** Only to be ended by its limit: what it runs is a function of ours, and nothing is kept from anything. */
const script = new Script('work()');
/** Milliseconds for a check that a person waits for. */
export const CHECK_MS = 2_000;

let sandbox: Context | undefined;

/**
 * Runs work that a server's text can make endless (a pattern, a schema) and ends it after `ms` milliseconds by throwing an error whose
 * message is fit for a person. V8 can end any code so, a regular expression too; nothing else can without a thread of its own. What
 * was being built when it ended may be half done and must be thrown away.
 */
export function inTime(ms: number): InTime {
  return <T>(work: () => T): T => {
    sandbox ??= createContext({});
    const made: T[] = [];
    sandbox['work'] = () => void made.push(work());
    try {
      script.runInContext(sandbox, { timeout: ms });
    } catch (error) {
      throw isTimeout(error) ? new Error('it takes too long') : error;
    } finally {
      delete sandbox['work'];
    }
    return made[0] as T;
  };
}

/** Not by `instanceof`: the error is made in the sandbox, whose `Error` is another one. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
