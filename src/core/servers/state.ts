import type { DisclosureLine, ServerDefinition } from './definition.ts';
import type { McpSession } from './session.ts';

/** What a server is doing. Exactly one at a time; `ManagedServer` moves between them. */
export type ServerState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting'; readonly attempt: number }
  | { readonly kind: 'running'; readonly session: McpSession; readonly since: number }
  /** Waits for a growing pause after a crash. */
  | { readonly kind: 'restarting'; readonly at: number; readonly reason: string }
  /** Its connection was lost and is made again. `since` is when, `at` the time of the attempt that is next or under way. */
  | {
      readonly kind: 'reconnecting';
      readonly reason: string;
      readonly attempt: number;
      readonly since: number;
      readonly at: number;
    }
  /** The launch definition has to be confirmed first. */
  | {
      readonly kind: 'needsConfirmation';
      readonly definition: ServerDefinition;
      readonly disclosure: readonly DisclosureLine[];
    }
  /** Only a sign-in through the browser helps, which nobody has asked for yet. */
  | { readonly kind: 'needsSignIn'; readonly reason: string }
  /** Rests because the folder is not trusted. */
  | { readonly kind: 'untrusted' }
  | { readonly kind: 'failed'; readonly reason: string };
