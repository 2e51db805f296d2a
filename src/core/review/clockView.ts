import type { ClockView } from '../../shared/desk.ts';
import type { Deadlines } from './deadline.ts';
import type { OnDesk } from './deskItem.ts';

/** How long there is to decide, for the desk. Nothing once it is over, and nothing for a request of the person's own. */
export function clockView(item: OnDesk, deadlines: Deadlines): { readonly clock?: ClockView } {
  const { keepAlive, server, parked } = item.ask;
  if (item.closed || server.own) return {};
  const deadline = deadlines.of(item);
  const waited = deadlines.waited(item);
  const kept = parked?.();
  return {
    clock: {
      ...(deadline === undefined ? {} : { deadline: { ...deadline } }),
      ...(waited === undefined ? {} : { waited }),
      keepAlive: keepAlive !== undefined,
      ...(kept === undefined ? {} : { parked: { ...kept } }),
    },
  };
}
