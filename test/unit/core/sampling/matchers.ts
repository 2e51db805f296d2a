import { expect } from 'vitest';

/** Vitest's matchers are typed `any`; these are the same without it. */

export const containing = (text: string): unknown => expect.stringContaining(text);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const anyText: unknown = expect.any(String);
export const having = (part: object): unknown => expect.objectContaining(part);
