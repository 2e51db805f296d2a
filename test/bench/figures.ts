/** Figures for a person who reads the output of `npm run bench`. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** All of several measurements and their median, as one line. */
export function tell(what: string, values: readonly number[], unit = 'ms'): void {
  const list = values.map((value) => value.toFixed(1)).join(', ');
  console.log(`${what}: median ${median(values).toFixed(1)} ${unit} of ${list}`);
}
