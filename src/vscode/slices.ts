/** What is made at a stretch: thousands take longer than the extension host may be blocked. */
const SLICE = 500;

/** What `make` makes of each, with rests for everybody else. */
export async function inSlices<T, R>(all: readonly T[], make: (one: T) => R): Promise<R[]> {
  const made: R[] = [];
  for (const [index, one] of all.entries()) {
    if (index % SLICE === SLICE - 1) await new Promise((resolve) => setImmediate(resolve));
    made.push(make(one));
  }
  return made;
}
