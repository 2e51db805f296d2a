import type { ParkedView } from '../../shared/desk.ts';
import { isEdited } from '../review/edits.ts';
import { callTitle } from '../review/views.ts';
import { displayText } from '../text/display.ts';
import { prettyJson } from '../util/json.ts';
import type { Found } from './parking.ts';
import type { Standing } from './standing.ts';

/** A parked call as the desk lists it. */
export function parkedView(found: Found, standing: Standing): ParkedView {
  const why = standing.kind === 'ready' ? {} : { why: standing.why };
  if ('problem' in found) return { id: found.id, standing: standing.kind, ...why };
  const { round } = found;
  const { expiresAt, parkedAt, startedAt } = round;
  return {
    id: found.id,
    standing: standing.kind,
    ...why,
    ...(standing.kind === 'later' && standing.start !== undefined ? { startable: true } : {}),
    call: {
      server: displayText(round.server),
      title: callTitle(round),
      arguments: prettyJson(round.arguments),
      asks: Object.values(round.inputRequests).filter(({ method }) => method !== 'roots/list').length,
      edited: Object.values(round.edits).some((edits) => isEdited(edits)),
      startedAt,
      parkedAt,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
  };
}
