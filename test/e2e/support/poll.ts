/** How long a helper waits for something to appear in the workbench, in milliseconds. */
export const patience = 30_000;

/** Tries again until a value comes (not `undefined`), and throws with a description when time (ms) is up. */
export async function until<T>(
  what: string,
  attempt: () => Promise<T | undefined>,
  timeoutMs: number = patience,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await attempt();
    if (value !== undefined) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`Not seen within ${timeoutMs} ms: ${what}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
