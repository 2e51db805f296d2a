import type { Json, Root } from '../mcp.ts';
import { displayText } from '../text/display.ts';

/** Which roots a server is told. */
export interface RootsSource {
  /** Those that the person lets this server know, now. */
  rootsOf(server: string): readonly Root[];
}

/** A workspace folder. */
export interface Folder {
  /** A `file:` URI. */
  readonly uri: string;
  readonly name: string;
}

/** What a person chose for a server: these folders of those that are open; absent: all, also those opened later. */
export type RootsChoice = readonly string[] | undefined;

/**
 * The folders that a server is told: `file:` ones alone, as the specification has it, and of these what was chosen.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/client/roots
 */
export function chosenRoots(folders: readonly Folder[], choice: RootsChoice): readonly Root[] {
  return folders
    .filter(({ uri }) => uri.startsWith('file:///') && (choice === undefined || choice.includes(uri)))
    .map(({ uri, name }) => ({ uri, name }));
}

/** Reads what was kept of choices; anything else but lists of texts counts as no root at all. */
export function keptChoice(kept: unknown, server: string): RootsChoice {
  if (kept === undefined) return undefined;
  if (typeof kept !== 'object' || kept === null) return [];
  const choice: unknown = Object.hasOwn(kept, server) ? (kept as Record<string, unknown>)[server] : undefined;
  if (choice === undefined) return undefined;
  return Array.isArray(choice) ? choice.filter((uri) => typeof uri === 'string') : [];
}

/** The choices with another one for a server. */
export function withChoice(kept: unknown, server: string, choice: RootsChoice): Record<string, Json> {
  const before = typeof kept === 'object' && kept !== null ? Object.entries(kept as Record<string, Json>) : [];
  const others = before.filter(([name]) => name !== server);
  return Object.fromEntries(choice === undefined ? others : [...others, [server, [...choice]]]);
}

/** A sentence for the server's log. */
export function rootsSentence(roots: readonly Root[]): string {
  if (roots.length === 0) return 'It asked for the roots and was told none.';
  return `It asked for the roots and was told ${roots.map(({ uri }) => displayText(uri, 300)).join(', ')}.`;
}
