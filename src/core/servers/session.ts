import type { ElicitAnswer } from '../elicitation/ask.ts';
import type {
  CreateMessageRequestParams,
  CreateMessageResult,
  CreateMessageResultWithTools,
  Era,
  Implementation,
  Json,
  JsonObject,
  Prompt,
  Resource,
  ResourceTemplate,
  ServerCapabilities,
  Root,
  Tool,
} from '../mcp.ts';
import type { SignInAsk } from '../auth/signIn.ts';
import type { Event } from '../util/emitter.ts';
import type { CommonSettings, Launch } from './definition.ts';
import type { LogChoice } from './logLevel.ts';

/** A call that a person (or a client of ours) starts. The three that may ask something back. */
export type CallRequest =
  | { readonly method: 'tools/call'; readonly tool: Tool; readonly arguments: JsonObject }
  | { readonly method: 'prompts/get'; readonly name: string; readonly arguments: Readonly<Record<string, string>> }
  | { readonly method: 'resources/read'; readonly uri: string };

/** What goes back with a retry of a modern call. */
export interface RoundAnswer {
  readonly inputResponses?: Readonly<Record<string, JsonObject>>;
  /** Byte-exact as it came; absent when none came. */
  readonly requestState?: string;
}

/** One leg of a call: either it is done, or (modern only) the server asks something first. */
export type LegResult =
  | { readonly kind: 'complete'; readonly result: JsonObject }
  | {
      readonly kind: 'inputRequired';
      readonly inputRequests: Readonly<Record<string, { readonly method: string; readonly params?: JsonObject }>>;
      readonly requestState?: string;
      /** How long the server keeps the state of the call, in milliseconds, where it says so. */
      readonly ttlMs?: number;
      /** The call runs as a task of this connection: without it, it cannot be gone on with. */
      readonly task?: true;
    }
  /** Legacy only, error -32042: the call is made again after the person has been to these pages. */
  | { readonly kind: 'urlRequired'; readonly elicitations: readonly JsonObject[] };

/** The server's own progress figures. */
export interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
  /** True for how a task stands, in words: there is no figure. */
  readonly task?: boolean;
}

export interface LegOptions {
  readonly callId: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** A person is asked for something that the leg cannot do without, such as a sign-in, or is done: the call's time rests. */
  readonly onWaiting?: (waiting: boolean) => void;
  readonly answer?: RoundAnswer;
}

/** A request that a legacy server pushes. */
export interface Pushed {
  /** Aborts when the server cancels, exits or is stopped. */
  readonly signal: AbortSignal;
  /** The call whose stream it came on, where the transport can tell (Streamable HTTP); otherwise unknown. */
  readonly callId?: string;
  /** Present when the request carries a progress token: keeps the server from giving up. Never throws. */
  readonly keepAlive?: (message: string) => void;
}

/** The server's `sampling/createMessage` as it came in. */
export interface PushedSampling extends Pushed {
  readonly params: CreateMessageRequestParams;
}

/** The server's `elicitation/create` as it came in: nothing of it has been checked. */
export interface PushedElicitation extends Pushed {
  readonly params: JsonObject;
}

/** A protocol log message, at one of the specification's eight levels. */
export interface ServerLogMessage {
  readonly level: 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | 'alert' | 'emergency';
  readonly logger?: string;
  readonly data: Json;
  /** The call whose stream it came on, where the transport can tell (Streamable HTTP); otherwise unknown. */
  readonly callId?: string;
}

/**
 * A value of a prompt's argument or of a resource template's variable that a person is typing.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/completion
 */
export interface CompletionAsk {
  readonly of:
    | { readonly kind: 'prompt'; readonly name: string }
    | { readonly kind: 'resourceTemplate'; readonly uriTemplate: string };
  /** Name of the argument or variable. */
  readonly argument: string;
  /** What is typed so far. */
  readonly value: string;
  /** The other arguments that have a value already. */
  readonly context: Readonly<Record<string, string>>;
}

/** What a server suggests. */
export interface Suggestions {
  /** At most 100. */
  readonly values: readonly string[];
  /** Whether the server knows more than these. */
  readonly hasMore: boolean;
  /** How many there are in all, where the server says so. */
  readonly total?: number;
}

/** What a session tells its owner. Handlers never throw. */
export interface SessionHooks {
  /** Resolves to the result, or rejects with an `McpError` (see errors.ts) that goes to the server as it is. */
  onSampling(request: PushedSampling): Promise<CreateMessageResult | CreateMessageResultWithTools>;
  /** The same for an elicitation of a legacy server. */
  onElicitation(request: PushedElicitation): Promise<ElicitAnswer>;
  /** What was started at a page that the server had opened is complete, or so it says. */
  onElicitationComplete(elicitationId: string): void;
  /** The same for `roots/list` of a legacy server. */
  onRootsList(request: Pushed): Promise<readonly Root[]>;
  onLogMessage(message: ServerLogMessage): void;
  onStderr(line: string): void;
  /** A line on stdout that is no JSON-RPC. */
  onStrayOutput(line: string): void;
  onListChanged(kind: CatalogKind): void;
  /** A resource that is watched has changed, or one below it; or it may have, while nobody listened. */
  onResourceUpdated?(uri: string): void;
  /** A JSON-RPC message, for the traffic view and the trace log; secrets are redacted by the listener's sink. */
  onTraffic(direction: 'sent' | 'received', message: Json, callId?: string): void;
  /** What hinders the connection without ending it, in a sentence; undefined when it is over. */
  onTrouble?(sentence: string | undefined): void;
  /** A program is about to be started, which counts. False: it was started too often for a second attempt. */
  onSpawn?(): boolean;
  /** Whether a browser may be opened to sign in. Absent: never. */
  onSignIn?(ask: SignInAsk): Promise<boolean>;
  /** Secrets that became known, such as tokens: no log, no record may hold them. */
  onSecrets?(secrets: readonly string[]): void;
}

/** The four lists of a catalog. */
export type CatalogKind = 'tools' | 'resources' | 'resourceTemplates' | 'prompts';

/** What a server offers, in the order in which it lists it. */
export interface Catalog {
  readonly tools: readonly Tool[];
  readonly resources: readonly Resource[];
  readonly resourceTemplates: readonly ResourceTemplate[];
  readonly prompts: readonly Prompt[];
}

/** How a session ended. */
export interface SessionEnd {
  readonly expected: boolean;
  /** For the person. */
  readonly reason: string;
  /** The same for the ledger, where that is another text. */
  readonly english?: string;
  /** Only a sign-in helps: connecting again would not. */
  readonly needsSignIn?: boolean;
}

/** How a list is fetched. */
export interface ListOptions<K extends CatalogKind> {
  readonly signal?: AbortSignal;
  /** Pages after which no more are asked for; 1,000 when absent. */
  readonly maxPages?: number;
  /** The entries of a page, as it comes. */
  onPage?(entries: Catalog[K]): void;
  /** The limit was reached, and the server has more. Where nobody hears it, the list fails. */
  onLimit?(pages: number): void;
}

/** One live connection. Made by a `Connector`, used until `onDidClose` fires once. */
export interface McpSession {
  readonly era: Era;
  readonly protocolVersion: string;
  readonly serverInfo: Implementation | undefined;
  readonly instructions: string | undefined;
  /** What the server says that it can do. */
  readonly capabilities?: ServerCapabilities | undefined;
  /** Process id of a stdio server. */
  readonly pid: number | undefined;
  /** Fires once, with a reason in words when the end was not asked for. */
  readonly onDidClose: Event<SessionEnd>;
  /** All pages of one list; an empty list when the server does not declare the capability. Rejects with `McpError`. */
  list<K extends CatalogKind>(kind: K, options?: ListOptions<K>): Promise<Catalog[K]>;
  /** One leg of a call. Rejects with `McpError`. */
  leg(request: CallRequest, options: LegOptions): Promise<LegResult>;
  /** Whether the server completes arguments, and whether resources can be watched: what it declares. Absent means no. */
  readonly content?: { readonly completes: boolean; readonly watches: boolean };
  /** Suggestions for a value; none where the server does not declare completions. Rejects with `McpError`. */
  complete?(ask: CompletionAsk, signal: AbortSignal): Promise<Suggestions>;
  /** Has the server tell when a resource changes, for as long as the session lasts. Rejects with `McpError`. */
  watch?(uri: string): Promise<void>;
  unwatch?(uri: string): Promise<void>;
  /** The server does not tell of a watched resource any more, while the session goes on. */
  readonly onDidEndWatch?: Event<string>;
  /** Why a tool's schema cannot be used, in words, or undefined when it compiles. Fetches nothing. */
  checkSchema?(schema: JsonObject): string | undefined;
  /** Which log messages the server is asked for from now on. Failure means another log, no more: never rejects. */
  setLogLevel?(choice: LogChoice): void;
  /** Tells a legacy server that the roots have changed; a modern one is told when it asks. */
  rootsChanged(): void;
  /** Ends the connection and, for stdio, the whole process tree, within 4 s. Never rejects. */
  close(): Promise<void>;
}

/** Makes sessions. The real one is `src/node/mcp`; tests bring their own. */
export interface Connector {
  /**
   * Connects, negotiates the era and returns a ready session.
   * Rejects with `McpError` whose message names what is wrong in words (no such command, exited at once, no MCP server there …).
   */
  connect(
    launch: Launch,
    settings: Pick<CommonSettings, 'era' | 'timeout' | 'sampling'>,
    hooks: SessionHooks,
    signal: AbortSignal,
  ): Promise<McpSession>;
}
