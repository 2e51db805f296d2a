import type { Redaction } from '../findings/redactions.ts';
import type { CreateMessageRequestParams, JsonObject } from '../mcp.ts';

/** How the model may use the tools that are offered, as the specification has it. */
export type ToolChoiceMode = 'auto' | 'required' | 'none';

/** A message of a person's own. Without text it stands on the desk and is not sent. */
export interface AddedMessage {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** The message that it stands below, whether that is sent or not; the first place when absent. */
  readonly after?: string;
}

/**
 * One change that a person makes to a request before it is sent. A message is named by its id: `m0` is the first that the server sent,
 * `a1` the first that was added; so a change of one place never moves another. Tools are named by their place in the server's list.
 */
export type Edit =
  | { readonly part: 'system'; readonly text: string }
  /** `inner` is the place within the content of a tool's result. */
  | ({ readonly part: 'text'; readonly text: string } & BlockPlace & { readonly inner?: number | undefined })
  /** The input of a tool's use, as JSON. */
  | ({ readonly part: 'toolInput'; readonly json: string } & BlockPlace)
  | { readonly part: 'toolDescription'; readonly tool: number; readonly text: string }
  | { readonly part: 'dropTool' | 'keepTool'; readonly tool: number }
  /** `null` sends no tool choice. */
  | { readonly part: 'toolChoice'; readonly mode: ToolChoiceMode | null }
  | { readonly part: 'maxTokens'; readonly value: number }
  /** `null` sends no temperature. */
  | { readonly part: 'temperature'; readonly value: number | null }
  /** None at all sends no stop sequences. */
  | { readonly part: 'stopSequences'; readonly value: readonly string[] }
  | {
      readonly part: 'addMessage';
      readonly id: string;
      readonly role: 'user' | 'assistant';
      readonly after?: string | undefined;
      readonly text?: string | undefined;
    }
  | { readonly part: 'removeMessages' | 'restoreMessages'; readonly messages: readonly string[] }
  /** What redaction alone changes, and which values stand behind its placeholders; texts go by the edits of their own. */
  | ({ readonly part: 'redact'; readonly redactions: readonly Redaction[] } & Replaced);

/** Parts of a request that no text box shows, with secrets replaced in them. */
export interface Replaced {
  /** Of results of tools, what is no text: by `textKey` with `inner`. */
  readonly resultParts?: Readonly<Record<string, JsonObject>>;
  /** Structured content of results of tools, by `textKey`. */
  readonly structured?: Readonly<Record<string, JsonObject>>;
  /** By the tool's place in the server's list. */
  readonly toolSchemas?: Readonly<Record<string, JsonObject>>;
}

/** A block of a message. */
export interface BlockPlace {
  readonly message: string;
  readonly block: number;
}

/** All changes to one request, as plain JSON. What equals the server's own value is not in here. */
export interface Edits extends Replaced {
  readonly system?: string;
  readonly maxTokens?: number;
  readonly temperature?: number | null;
  readonly stopSequences?: readonly string[];
  readonly toolChoice?: ToolChoiceMode | null;
  /** By `textKey`; texts of messages that were added stand in `added`. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Inputs of uses of tools, by `textKey`. */
  readonly toolInputs?: Readonly<Record<string, JsonObject>>;
  /** By the tool's place in the server's list. */
  readonly toolDescriptions?: Readonly<Record<string, string>>;
  /** Places in the server's list, ascending. */
  readonly droppedTools?: readonly number[];
  /** Ids of the server's messages, in the order of their removal. */
  readonly removed?: readonly string[];
  /** In the order in which they were added. */
  readonly added?: readonly AddedMessage[];
  /** The values behind the placeholders that redaction put into this request. */
  readonly redactions?: readonly Redaction[];
}

/** A request as the server sent it. */
export const NO_EDITS: Edits = {};

/** The key of a text in `Edits.texts`, such as `m0.1`; with `inner` that of a text within a tool's result, such as `m2.0.1`. */
export function textKey(message: string, block: number, inner?: number): string {
  return inner === undefined ? `${message}.${block}` : `${message}.${block}.${inner}`;
}

/** The id of a message that the server sent, by its place. */
export function askedId(index: number): string {
  return `m${index}`;
}

/** Where the message with this id stands in what the server sent; undefined for any other. */
export function askedIndex(params: CreateMessageRequestParams, id: string): number | undefined {
  const index = Number(id.slice(1));
  return index < params.messages.length && id === askedId(index) ? index : undefined;
}

/** True where a message of the person's own has nothing to send. */
export function isBlank({ text }: Pick<AddedMessage, 'text'>): boolean {
  return text.trim() === '';
}

/** True when anything that is sent differs from what the server asked. */
export function isEdited(edits: Edits): boolean {
  const { added, redactions: _, ...others } = edits;
  return Object.keys(others).length > 0 || (added?.some((message) => !isBlank(message)) ?? false);
}
