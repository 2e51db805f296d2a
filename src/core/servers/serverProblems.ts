import { shorten } from '../text/display.ts';
import type { ServerPins } from '../trust/serverPins.ts';
import type { CatalogState } from './catalogStore.ts';
import type { Run } from './run.ts';

/** What is known of a server besides its state. */
interface Known {
  readonly catalog: CatalogState;
  readonly run: Pick<Run, 'stray' | 'trouble'> | undefined;
  readonly pins: Pick<ServerPins, 'problem'> | undefined;
}

/** What is wrong without stopping it, a sentence each and each once: lists that fail together fail for the same reason. */
export function serverProblems(server: string, { catalog, run, pins }: Known): readonly string[] {
  const { errors, problems } = catalog;
  const { stray, trouble } = run ?? {};
  const all = [
    ...(stray === undefined ? [] : [strayProblem(server, stray)]),
    ...(trouble === undefined ? [] : [trouble]),
    ...(pins?.problem === undefined ? [] : [pins.problem]),
    ...Object.values(errors),
    ...problems.map((problem) => problem.message),
  ];
  return [...new Set(all)];
}

function strayProblem(server: string, text: string): string {
  return `${server} prints text on stdout that is not MCP, such as “${shorten(text, 80)}”. It is ignored; a server writes such text to stderr.`;
}
