import type { ProvenanceView } from '../../shared/desk.ts';
import type { AskingServer } from '../sampling/ask.ts';
import { needsOwnVerdict } from '../sampling/attribution.ts';
import type { OnDesk } from './deskItem.ts';
import type { Earlier } from './history.ts';

/** Earlier requests of the same call that a person gets to see. */
const SHOWN = 20;

/** Where a request comes from, for the desk. */
export function provenanceView(item: OnDesk, earlier: readonly Earlier[]): ProvenanceView {
  const { server, leg } = item.ask;
  return {
    definition: {
      hash: server.definition,
      ...server.about,
      sampling: declared(server),
    },
    ...(leg === undefined ? {} : { leg: { ...leg } }),
    unprompted: needsOwnVerdict(item.ask),
    earlier: earlier.slice(-SHOWN),
    more: Math.max(0, earlier.length - SHOWN),
  };
}

function declared({ sampling, tools }: AskingServer): ProvenanceView['definition']['sampling'] {
  if (sampling === false) return 'off';
  return tools ? 'withTools' : 'withoutTools';
}
