/** What may pass by an approval of the rest of a call. */
export interface RestLimits {
  requests: number;
  bytes: number;
}

const KILO = 1024;
/** The most that the extension takes. */
export const MOST = { requests: 500, kilobytes: 65_536 } as const;

function wholeUpTo(text: string, most: number): number | undefined {
  const value = Number(text);
  return text.trim() !== '' && Number.isSafeInteger(value) && value >= 1 && value <= most ? value : undefined;
}

/** The limits as typed, or nothing when one of them is no whole number in its range. */
export function readLimits({ requests, size }: { requests: string; size: string }): RestLimits | undefined {
  const number = wholeUpTo(requests, MOST.requests);
  const kilobytes = wholeUpTo(size, MOST.kilobytes);
  return number === undefined || kilobytes === undefined ? undefined : { requests: number, bytes: kilobytes * KILO };
}
