import { findHidden } from '../text/hidden.ts';
import type { Finding, Inspector } from './finding.ts';

/** Inspects for hidden characters alone, at once. */
export const hiddenInspector: Inspector = {
  inspect(text, signal) {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const findings = findHidden(text).map(
      ({ start, end, name }): Finding => ({ kind: 'hidden', severity: 'high', start, end, reason: `Hidden: ${name}.` }),
    );
    return Promise.resolve(findings);
  },
};
