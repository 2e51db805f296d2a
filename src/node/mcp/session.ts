import { AsyncLocalStorage } from 'node:async_hooks';
import {
  Client,
  type JSONRPCMessage,
  SdkError,
  SdkErrorCode,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { McpError, type Words } from '../../core/errors.ts';
import type { Era, Implementation, Json, JsonObject, ServerCapabilities } from '../../core/mcp.ts';
import type { CommonSettings } from '../../core/servers/definition.ts';
import { defaultLogChoice, type LogChoice } from '../../core/servers/logLevel.ts';
import type {
  CallRequest,
  Catalog,
  CatalogKind,
  CompletionAsk,
  LegOptions,
  LegResult,
  ListOptions,
  McpSession,
  Pushed,
  ServerLogMessage,
  SessionEnd,
  SessionHooks,
  Suggestions,
} from '../../core/servers/session.ts';
import { t } from '../../core/text/l10n.ts';
import { type Clock, delay, LONGEST_TIMEOUT } from '../../core/util/clock.ts';
import { Emitter } from '../../core/util/emitter.ts';
import { Asking } from './asking.ts';
import { answerAsks, capabilitiesFor, urlRequired } from './asks.ts';
import { changeFilter, keepListening } from './changes.ts';
import { complete } from './completion.ts';
import { Handshake } from './handshake.ts';
import { plainLeg } from './legs.ts';
import { listPages } from './pages.ts';
import { keepAliveOf, type PushContext, pushSignal } from './pushes.ts';
import { verdictOn } from './losses.ts';
import { Requests } from './requests.ts';
import { SchemaCheck } from './schemaCheck.ts';
import type { StdioTransport } from './stdioTransport.ts';
import { Tap } from './tap.ts';
import { TaskCalls, tasksExtension } from './tasks.ts';
import type { HealthTimings } from './health.ts';
import { Troubles } from './troubles.ts';
import { Vitals } from './vitals.ts';
import { Watching } from './watching.ts';
import { exitText, toMcpError } from './words.ts';
import { WireLists } from './wireLists.ts';

/** Milliseconds for the last answers to a server, and for the farewell to one on HTTP. */
const FAREWELL = 1_000;

export interface SessionOptions {
  readonly client: { readonly name: string; readonly version: string };
  readonly transport: Transport;
  /** The same transport, when it is stdio. */
  readonly stdio?: StdioTransport;
  /** The URL without its query, when it is HTTP; for messages. */
  readonly where?: string;
  readonly settings: Pick<CommonSettings, 'era' | 'timeout' | 'sampling'>;
  readonly hooks: SessionHooks;
  readonly clock: Clock;
  /** Milliseconds for the probe of the modern era; absent to connect as legacy without one. */
  readonly probe?: number;
  readonly health?: Partial<HealthTimings> | undefined;
  /** Runs when the session is over. */
  onOver?(): Promise<void>;
}

/** The call that the current asynchronous context sent, so that a request on that call's own response stream can be told from others. */
const sending = new AsyncLocalStorage<string>();

/** One connection through the SDK's client. `open` it before use; the connector does. */
export class ClientSession implements McpSession {
  readonly #options: SessionOptions;
  readonly #client: Client;
  readonly #tap: Tap;
  readonly #requests: Requests;
  readonly #asking: Asking;
  readonly #wire = new WireLists();
  readonly #watching: Watching;
  readonly #tasks: TaskCalls;
  readonly #troubles: Troubles;
  readonly #vitals: Vitals | undefined;
  readonly #close = new Emitter<SessionEnd>();
  readonly #watchEnd = new Emitter<string>();
  /** Ends what is under way when the session is closed from here. */
  readonly #over = new AbortController();
  #logChoice: LogChoice = defaultLogChoice;
  #schemas: SchemaCheck | undefined;
  #established = false;
  #closing: Promise<void> | undefined;
  #closeReason: McpError | undefined;

  readonly onDidClose = this.#close.event;
  readonly onDidEndWatch = this.#watchEnd.event;
  /** Called for each sign of life while the connection is made. */
  onLife: (() => void) | undefined;
  /** Messages of the handshake that the connector draws conclusions from. */
  readonly handshake = new Handshake();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#troubles = new Troubles(options.hooks);
    this.#client = new Client(options.client, {
      capabilities: { ...capabilitiesFor(options.settings), ...tasksExtension },
      versionNegotiation:
        options.probe === undefined ? { mode: 'legacy' } : { mode: 'auto', probe: { timeoutMs: options.probe } },
      inputRequired: { autoFulfill: false },
    });
    this.#tap = new Tap(options.transport, {
      onMessage: (direction, message) => this.#onMessage(direction, message),
      onTransportError: (error) => this.#onError(error),
      onSendError: (error) => this.#onError(error),
      onGivenUp: (id) => {
        this.#wire.forget(id);
        this.#vitals?.forget(id);
      },
    });
    this.#requests = new Requests(options.clock, options.settings.timeout, this.#over.signal, (error) =>
      this.#wordsFor(error),
    );
    this.#asking = new Asking(this.#requests);
    this.#tasks = new TaskCalls({
      client: this.#client,
      requests: this.#requests,
      tap: this.#tap,
      clock: options.clock,
      timeout: options.settings.timeout,
    });
    this.#watching = new Watching({
      client: this.#client,
      requests: this.#requests,
      clock: options.clock,
      over: this.#over.signal,
      onMissed: (uri) => options.hooks.onResourceUpdated?.(uri),
      onEnded: (uri) => this.#watchEnd.fire(uri),
      onTrouble: (sentence) => this.#troubles.set('watches', sentence),
    });
    if (!options.stdio) {
      this.#vitals = new Vitals({
        ...options,
        client: this.#client,
        troubles: this.#troubles,
        awaited: () => this.#requests.pending,
        onGone: (reason) => this.#lost(reason),
      });
    }
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a client is no EventTarget
    this.#client.onclose = () => this.#onClosed();
    this.#registerHandlers();
  }

  get era(): Era {
    return this.#client.getProtocolEra() ?? 'legacy';
  }

  get protocolVersion(): string {
    return this.#client.getNegotiatedProtocolVersion() ?? '';
  }

  get serverInfo(): Implementation | undefined {
    return this.#client.getServerVersion();
  }

  get instructions(): string | undefined {
    return this.#client.getInstructions();
  }

  get capabilities(): ServerCapabilities | undefined {
    return this.#client.getServerCapabilities();
  }

  /** The modern era has no request for it: each of ours names the level. */
  setLogLevel(choice: LogChoice): void {
    this.#logChoice = choice;
    if (this.era === 'modern' || !this.capabilities?.logging) return;
    // A server that was told nothing sends what it likes, so that *off* asks for the rarest.
    const level = choice === 'off' ? 'emergency' : choice;
    this.#client.setLoggingLevel(level, { timeout: LONGEST_TIMEOUT }).catch(() => undefined);
  }

  get pid(): number | undefined {
    return this.#options.stdio?.pid ?? undefined;
  }

  /** Connects and negotiates. Rejects with what the SDK throws; the connector finds the words. `timeout` is milliseconds. */
  async open(options: { readonly signal: AbortSignal; readonly timeout: number }): Promise<void> {
    await this.#client.connect(this.#tap, options);
    this.#established = true;
    this.#vitals?.start();
    const capabilities = this.#client.getServerCapabilities() ?? {};
    if (this.era === 'legacy') return;
    const filter = changeFilter(capabilities);
    if (!filter) return;
    void keepListening(this.#client, filter, {
      clock: this.#options.clock,
      signal: this.#over.signal,
      onReopened: () => this.missedChanges(),
      onTrouble: (sentence) => this.#troubles.set('changes', sentence),
    });
  }

  /** What hinders a stream of the connection, or that it does no more. */
  readonly onStreamTrouble = (sentence: string | undefined) => this.#troubles.set('stream', sentence);

  /** Changes may have been announced while nobody heard: what can change is asked for again. */
  missedChanges(): void {
    const { tools, resources, prompts } = this.capabilities ?? {};
    if (tools?.listChanged) this.#listChanged('tools');
    if (resources?.listChanged) this.#listChanged('resources');
    if (prompts?.listChanged) this.#listChanged('prompts');
  }

  /** A person is being asked for something that requests wait for, or is done: no time limit runs meanwhile. */
  readonly onAsking = (asking: boolean) => this.#asking.change(asking);

  /** A request was answered with something unreadable. */
  failPending(id: string | number | undefined, message: string): void {
    this.#tap.failPending(id, message);
  }

  list<K extends CatalogKind>(kind: K, options: ListOptions<K> = {}): Promise<Catalog[K]> {
    return listPages({ client: this.#client, requests: this.#requests, wire: this.#wire }, kind, options);
  }

  async leg(request: CallRequest, options: LegOptions): Promise<LegResult> {
    try {
      const plain = () => plainLeg(this.#client, this.#requests, request, { ...options, logChoice: this.#logChoice });
      return await this.#asking.during(options.onWaiting, () =>
        sending.run(options.callId, () => this.#tasks.leg(request, options, plain)),
      );
    } catch (error) {
      const pages = urlRequired(error);
      if (pages === undefined) throw error;
      return pages;
    }
  }

  rootsChanged(): void {
    // A modern server asks in a round of a call and is told then.
    if (this.#established && this.era === 'legacy') this.#client.sendRootsListChanged().catch(() => undefined);
  }

  get content(): NonNullable<McpSession['content']> {
    const { completions, resources } = this.#client.getServerCapabilities() ?? {};
    return { completes: completions !== undefined, watches: resources?.subscribe === true };
  }

  async complete(ask: CompletionAsk, signal: AbortSignal): Promise<Suggestions> {
    if (!this.content.completes) return { values: [], hasMore: false };
    return this.#requests.run(signal, (options) => complete(this.#client, ask, options));
  }

  watch(uri: string): Promise<void> {
    return this.#watching.watch(uri);
  }

  unwatch(uri: string): Promise<void> {
    return this.#watching.unwatch(uri);
  }

  checkSchema(schema: JsonObject): string | undefined {
    this.#schemas ??= new SchemaCheck();
    return this.#schemas.problemOf(schema);
  }

  close(): Promise<void> {
    this.#closing ??= this.#end(() => t('The server was stopped.'), true);
    return this.#closing;
  }

  async #end(words: Words, expected: boolean, needsSignIn = false): Promise<void> {
    this.#closeReason ??= new McpError(needsSignIn ? 'needsSignIn' : 'connection', words);
    const { message: english, shown: reason = english } = this.#closeReason;
    const end: SessionEnd = { expected, reason, ...(english !== reason && { english }) };
    this.#vitals?.dispose();
    const { transport, stdio } = this.#options;
    const wasEstablished = this.#established;
    this.#established = false;
    if (wasEstablished && !expected) this.#close.fire({ ...end, ...(needsSignIn && { needsSignIn }) });
    this.#over.abort(expected ? new McpError('cancelled', () => t('The server was stopped.')) : this.#closeReason);
    // What the server asked ends with that; it is told so before the line is cut.
    if (expected && wasEstablished) await Promise.race([this.#tap.allAnswered(), delay(this.#options.clock, FAREWELL)]);
    if (expected && transport instanceof StreamableHTTPClientTransport && transport.sessionId !== undefined) {
      await Promise.race([transport.terminateSession().catch(() => undefined), delay(this.#options.clock, FAREWELL)]);
    }
    await this.#client.close().catch(() => undefined);
    await (stdio ?? transport).close().catch(() => undefined);
    await this.#options.onOver?.();
    if (wasEstablished && expected) this.#close.fire(end);
    this.#close.dispose();
    this.#watchEnd.dispose();
  }

  #lost(words: Words, needsSignIn = false): void {
    if (this.#established) this.#closing ??= this.#end(words, false, needsSignIn);
  }

  #onClosed(): void {
    const { stdio, where } = this.#options;
    this.#lost(() => (stdio ? exitText(stdio) : t('The connection to {0} was closed.', where ?? t('the server'))));
  }

  #registerHandlers(): void {
    const client = this.#client;
    if (this.#options.settings.sampling !== 'off') {
      client.setRequestHandler('sampling/createMessage', ({ params }, { mcpReq }) =>
        this.#serve(mcpReq, (push) => this.#options.hooks.onSampling({ ...push, params })),
      );
    }
    answerAsks(client, this.#options.hooks, (context, handle) => this.#serve(context, handle));
    client.setNotificationHandler('notifications/message', ({ params }) => {
      const callId = this.#callOfStream();
      const { level, logger, data } = params;
      const message: ServerLogMessage = {
        level,
        data: (data ?? null) as Json,
        ...(logger !== undefined && { logger }),
      };
      this.#options.hooks.onLogMessage({ ...message, ...(callId !== undefined && { callId }) });
    });
    client.setNotificationHandler('notifications/tools/list_changed', () => this.#listChanged('tools'));
    client.setNotificationHandler('notifications/prompts/list_changed', () => this.#listChanged('prompts'));
    client.setNotificationHandler('notifications/resources/list_changed', () => this.#listChanged('resources'));
    client.setNotificationHandler('notifications/resources/updated', ({ params }) =>
      this.#options.hooks.onResourceUpdated?.(params.uri),
    );
  }

  /** One notification of the protocol covers resources and their templates. */
  #listChanged(kind: 'tools' | 'prompts' | 'resources'): void {
    this.#options.hooks.onListChanged(kind);
    if (kind === 'resources') this.#options.hooks.onListChanged('resourceTemplates');
  }

  /** A request of the server is under way here: it keeps the calls alive, and ends with the session. */
  async #serve<T>(context: PushContext, handle: (push: Pushed) => Promise<T>): Promise<T> {
    const callId = this.#callOfStream();
    const keepAlive = keepAliveOf(context);
    const push = pushSignal(context.signal, this.#over.signal);
    this.#requests.pushStarted();
    try {
      return await handle({
        signal: push.signal,
        ...(callId !== undefined && { callId }),
        ...(keepAlive && { keepAlive }),
      });
    } finally {
      this.#requests.pushEnded();
      push.dispose();
    }
  }

  /** Only Streamable HTTP has a stream for each call. */
  #callOfStream(): string | undefined {
    return this.#options.transport instanceof StreamableHTTPClientTransport ? sending.getStore() : undefined;
  }

  #wordsFor(error: unknown): McpError {
    const closed = error instanceof SdkError && error.code === SdkErrorCode.ConnectionClosed;
    if (closed && this.#closeReason) return this.#closeReason;
    return toMcpError(error, this.#options.where);
  }

  #onMessage(direction: 'sent' | 'received', message: JSONRPCMessage): void {
    this.#options.hooks.onTraffic(direction, message as Json, sending.getStore());
    this.#wire.passed(direction, message);
    this.#vitals?.passed(direction, message);
    if (!this.#established) {
      if (direction === 'received') this.onLife?.();
      this.handshake.passed(direction, message);
    }
    if (direction === 'sent' || !('method' in message)) return;
    // A request or a log message shows that the server is at work. Answers to other calls do not.
    if ('id' in message || message.method === 'notifications/message') this.#requests.heard();
  }

  #onError(error: unknown): void {
    const { transport, where } = this.#options;
    const verdict = verdictOn(error, transport.sessionId !== undefined, where);
    if (verdict.kind === 'lost') this.#lost(verdict.reason, verdict.needsSignIn);
    if (verdict.kind === 'suspicious') this.#vitals?.suspect();
  }
}
