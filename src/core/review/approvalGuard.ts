import { notTaken, TAKEN, type Taken } from './taken.ts';
import { t } from '../text/l10n.ts';

/** How long a desk that has just changed takes no approval, in milliseconds. */
export const GUARD_MS = 500;

/** How a page's window stands at the moment of a click. Asked from the window, never taken from the message. */
export interface Sight {
  readonly visible: boolean;
  readonly focused: boolean;
}

/** What is known when a person clicks *Approve and send* or *Regenerate*. Times in milliseconds since the Unix epoch. */
export interface Approval extends Sight {
  /** The hash that the click carries. */
  readonly clickedHash: string;
  /** The hash of what would be sent now; absent while no model is chosen. */
  readonly currentHash: string | undefined;
  /** The hash that the desk said it had painted, and when what is shown last changed. */
  readonly renderedHash: string | undefined;
  readonly renderedAt: number | undefined;
  readonly now: number;
  readonly guardMs?: number;
  /** What the press would do, for the sentence: *approve* when absent. */
  readonly act?: string;
}

/**
 * An approval counts only for what a person had before their eyes: the desk is visible and has the focus, it said that it painted this
 * very hash, nothing of it changed in the last `guardMs`, and it is still what would be sent.
 */
export function mayApprove(approval: Approval): Taken {
  const { clickedHash, currentHash, renderedHash, renderedAt, now, guardMs = GUARD_MS, act = t('approve') } = approval;
  if (!approval.visible) return notTaken(t('The review desk is not visible. Open it and {0} there.', act));
  if (!approval.focused)
    return notTaken(t('The review desk does not have the focus. Click into it and {0} again.', act));
  if (currentHash === undefined) return notTaken(t('No model is chosen, so there is nothing to send yet.'));
  if (clickedHash !== currentHash)
    return notTaken(t('The request has changed since you saw it. Look at it again and {0} then.', act));
  if (renderedHash !== currentHash || renderedAt === undefined) {
    return notTaken(t('This request has not been shown on the desk yet. Look at it and {0} then.', act));
  }
  // A clock that was set back must not open the guard.
  const shownFor = now - renderedAt;
  if (shownFor < guardMs) return notTaken(t('What is shown has just changed. Look at it and {0} again.', act));
  return TAKEN;
}
