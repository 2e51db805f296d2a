import type { FoundServer } from './read.ts';
import type { ChosenServer } from './summary.ts';

/** A name that is taken already. */
export interface Clash {
  readonly server: FoundServer;
  /** The name that is free. */
  readonly free: string;
  /** Whether the other one stands in the very settings that are written to. */
  readonly replaceable: boolean;
}

/** What becomes of a server whose name is taken; undefined leaves the import. */
export type ClashAnswer = 'keepBoth' | 'replace' | 'skip' | undefined;

/** The name, or the first of `name-2`, `name-3` … that is free. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(free)) return free;
  }
}

/**
 * Names what was ticked. A name that is taken, in the settings that are written to (`here`), elsewhere, or by another one of this
 * import, is asked about; nothing is replaced unasked. Undefined: a question was left, and nothing is to be done.
 */
export async function nameServers(
  ticked: readonly FoundServer[],
  names: { readonly here: readonly string[]; readonly elsewhere: readonly string[] },
  ask: (clash: Clash) => Promise<ClashAnswer>,
): Promise<readonly ChosenServer[] | undefined> {
  const taken = new Set([...names.here, ...names.elsewhere]);
  const chosen: ChosenServer[] = [];
  for (const server of ticked) {
    const own = server.name;
    let name: string | undefined = own;
    let replaces = false;
    if (taken.has(own)) {
      const replaceable = names.here.includes(own) && !chosen.some((one) => one.name === own);
      const free = freeName(own, taken);
      const answer = await ask({ server, free, replaceable });
      if (answer === undefined) return undefined;
      replaces = answer === 'replace' && replaceable;
      name = answer === 'keepBoth' ? free : replaces ? own : undefined;
    }
    if (name === undefined) continue;
    taken.add(name);
    chosen.push({ name, server, replaces });
  }
  return chosen;
}
