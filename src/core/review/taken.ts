/** Whether something that a person did was taken, and if not, the sentence that says why. */
export type Taken = { readonly taken: true } | { readonly taken: false; readonly message: string };

/** It was taken. */
export const TAKEN: Taken = { taken: true };

/** It was not taken; `message` is one sentence for the person. */
export function notTaken(message: string): Taken {
  return { taken: false, message };
}
