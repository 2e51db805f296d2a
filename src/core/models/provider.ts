import { englishOf, type Words } from '../errors.ts';
import type { CreateMessageRequestParams, JsonObject, SamplingMessageContentBlock } from '../mcp.ts';
import type { Event } from '../util/emitter.ts';

/** A model's name across providers: `endpoint/model`, where VS Code's own models have the endpoint `vscode`. */
export type ModelRef = string;

/** Something that can be told about a model. Absent means *not known*, never *no*. */
export interface ModelInfo {
  readonly ref: ModelRef;
  /** The endpoint's id, or `vscode`. */
  readonly endpoint: string;
  /** What the provider calls it. */
  readonly id: string;
  readonly name: string;
  readonly family?: string;
  /** Who serves it, for a person: the endpoint's label, or the vendor of a VS Code model. */
  readonly providerLabel: string;
  readonly destination: Destination;
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  readonly input?: { readonly image?: boolean; readonly audio?: boolean };
  readonly tools?: boolean;
}

/** Where a request goes. */
export interface Destination {
  readonly kind: 'http' | 'vscode.lm';
  /** Host and port of an HTTP endpoint, the vendor of a VS Code model. */
  readonly host: string;
  /** The full URL of an HTTP request. */
  readonly url?: string;
  /** True for 127.0.0.0/8, ::1 and localhost. What listens there may forward: the desk says so. */
  readonly loopback: boolean;
}

/** A field that the model or provider will ignore, clamp or change. */
export interface FidelityNote {
  /** As in the specification: `temperature`, `stopSequences`, `messages[2].content[0]` … */
  readonly field: string;
  readonly effect: 'ignored' | 'clamped' | 'changed';
  /** One sentence for a person. */
  readonly note: string;
}

/** What a provider makes of a sampling request before anything is signed. */
export interface PreparedRequest {
  readonly destination: Destination;
  /** The HTTP body, or the arguments that `vscode.lm` is given. JSON, and complete: nothing is added after signing. */
  readonly body: JsonObject;
  readonly notes: readonly FidelityNote[];
}

/** Exactly what will be sent. The verdict is bound to `hash`, and what is sent has that hash. */
export interface OutgoingRequest extends PreparedRequest {
  readonly model: ModelInfo;
  /** SHA-256 (hex) over the RFC 8785 form of `{ destination, body }`. */
  readonly hash: string;
  /** UTF-8 bytes of the body as JSON. */
  readonly bytes: number;
  /** The request that it was made of: what the answer is held against. Never sent itself. */
  readonly asked?: CreateMessageRequestParams;
}

/** Why an answer ended, in the words of the specification (client/sampling). */
export type StopReason = 'endTurn' | 'stopSequence' | 'maxTokens' | 'toolUse';

/** Tokens as the provider counted them. */
export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** What the model answered. `content` has one block unless tools were offered. */
export interface Completion {
  readonly content: readonly SamplingMessageContentBlock[];
  /** The model that answered, as the provider names it. */
  readonly model: string;
  readonly stopReason?: StopReason;
  /** Why it ended in the provider's own word, where that is not one of the specification. */
  readonly finishReason?: string;
  readonly usage?: Usage;
  /** From the first byte sent to the end of the answer, in milliseconds. */
  readonly durationMs: number;
  /** True when the person stopped it: `content` is what had come. */
  readonly stopped: boolean;
  /** What of the answer is not passed on, such as the model's reasoning. */
  readonly notes?: readonly FidelityNote[];
}

/** What kind of failure it is; the ledger keeps it. */
export type ProviderErrorCode =
  | 'noKey'
  | 'wrongKey'
  | 'keyNotAllowedHere' // a key for plain http beyond loopback
  | 'unknownModel'
  | 'rateLimit'
  | 'overloaded'
  | 'quota'
  | 'timeout'
  | 'connection'
  | 'redirect'
  | 'contentFilter'
  | 'empty'
  | 'brokenStream'
  | 'parameter' // the endpoint does not accept a parameter name that we chose
  | 'badRequest'
  | 'consent' // VS Code's own permission for a language model was refused
  | 'changed' // what was about to be sent is not what was signed
  | 'unknown';

/** What may help after a failure; the desk makes a button of each. */
export type Remedy = 'setApiKey' | 'otherModel' | 'retry' | 'answerByHand' | 'openSettings' | 'detectLocalModels';

/** Why a model did not answer, in English for the ledger and logs, and `shown` for the person; recognised by `isProviderError` (bundles have a copy of the class each). */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code: ProviderErrorCode;
  readonly remedies: readonly Remedy[];
  /** Text that had already streamed in when it broke. */
  readonly partial: string | undefined;
  /** The message as the person reads it. */
  readonly shown: string;
  constructor(
    code: ProviderErrorCode,
    words: Words,
    options: { readonly remedies: readonly Remedy[]; readonly partial?: string | undefined },
  ) {
    super(englishOf(words));
    this.shown = typeof words === 'string' ? words : words();
    this.code = code;
    this.remedies = options.remedies;
    this.partial = options.partial;
  }
}

/** Also true for a `ProviderError` of another bundle. */
export function isProviderError(value: unknown): value is ProviderError {
  return value instanceof Error && value.name === 'ProviderError' && 'remedies' in value;
}

/** What goes with a request that is sent. */
export interface SendOptions {
  /** An abort rejects: nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** An abort resolves with `stopped: true` and what had come. */
  readonly stop: AbortSignal;
  /** Gets each piece of text as it arrives. */
  readonly onText: (text: string) => void;
  /** Called right before anything leaves; when it throws, nothing does. Looking up a key can take as long as a person unlocks it. */
  readonly beforeSending?: () => void;
}

/** A place where models are. One instance an endpoint, and one for VS Code's own. */
export interface ModelProvider {
  /** The endpoint's id, or `vscode`. */
  readonly id: string;
  readonly label: string;
  /** Fires when its list of models has changed by itself, as VS Code's does. */
  readonly onDidChange?: Event<void>;
  /** Rejects with `ProviderError`. */
  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]>;
  /** Pure and immediate. What cannot be expressed is a fidelity note, never a silent loss. */
  prepare(params: CreateMessageRequestParams, model: ModelInfo): PreparedRequest;
  /** One call, no retries, no redirects. What is sent is checked against `outgoing.hash` first. Rejects with `ProviderError`. */
  send(outgoing: OutgoingRequest, options: SendOptions): Promise<Completion>;
}

/** A price for this very request, an estimate with its source, or nothing at all. US dollars. */
export interface CostEstimate {
  readonly min: number;
  readonly max: number;
  readonly source: string;
}
