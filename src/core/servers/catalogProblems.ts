import type { JsonObject, Tool } from '../mcp.ts';
import { type Clock, delay } from '../util/clock.ts';
import type { Catalog, CatalogKind, McpSession } from './session.ts';
import { t } from '../text/l10n.ts';

/** Milliseconds of schema compiling at a stretch, and of rest after it: the extension host is shared. */
const SLICE = 10;
/** Milliseconds of schema compiling in all, for one list. Thousands of ordinary schemas take less. */
const ENOUGH = 30_000;

/** Sentences about one server that are shown: each is a row, and thousands of tools can have one each. */
const MOST_SHOWN = 20;

/** Something about the catalog that a person should know; nothing is left out because of it. */
export interface CatalogProblem {
  readonly kind: CatalogKind;
  /** Name or URI of the entry. */
  readonly name: string;
  readonly message: string;
}

/** What a list and its entries are called. */
export const catalogNouns: Readonly<Record<CatalogKind, string>> = {
  tools: t('tools'),
  resources: t('resources'),
  resourceTemplates: t('resource templates'),
  prompts: t('prompts'),
};

/** Those of the problems that are shown, and how many more there are. */
export function shownProblems(problems: readonly string[]): readonly string[] {
  const more = problems.length - MOST_SHOWN;
  return more > 0 ? [...problems.slice(0, MOST_SHOWN), t('And {0} more.', more)] : problems;
}

/** Entries of one list that share what they are called by. */
export function duplicatesIn<K extends CatalogKind>(kind: K, entries: Catalog[K]): readonly CatalogProblem[] {
  const counts = new Map<string, number>();
  for (const item of entries) {
    const name = kind === 'resources' && 'uri' in item ? item.uri : item.name;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].flatMap(([name, count]) => {
    const message = t(
      '{0} {1} are called {2}; a call reaches the one that the server picks.',
      count,
      catalogNouns[kind],
      name,
    );
    return count < 2 ? [] : [{ kind, name, message }];
  });
}

/** Compiles the input schema of each tool, in slices, since thousands take longer than the extension host may be blocked. */
export async function schemaProblems(
  tools: readonly Tool[],
  checkSchema: NonNullable<McpSession['checkSchema']>,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly CatalogProblem[]> {
  const problems: CatalogProblem[] = [];
  let sliceStart = clock.now();
  let spent = 0;
  for (const [index, tool] of tools.entries()) {
    if (spent >= ENOUGH) {
      const left = tools.length - index;
      const message = t('The input schemas of {0} tools were not checked: the others took too long already.', left);
      problems.push({ kind: 'tools', name: tool.name, message });
      break;
    }
    const started = clock.now();
    const why = checkSchema(tool.inputSchema as JsonObject);
    spent += clock.now() - started;
    if (why) {
      const message = t('The input schema of {0} cannot be used: {1}', tool.name, why);
      problems.push({ kind: 'tools', name: tool.name, message });
    }
    if (clock.now() - sliceStart >= SLICE) {
      await delay(clock, SLICE, signal);
      sliceStart = clock.now();
    }
  }
  return problems;
}
