import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { answeredId, cancelledId, requestId } from './ids.ts';
import { withoutFirstCursor } from './pages.ts';
import { t } from '../../core/text/l10n.ts';

type SendOptions = Parameters<Transport['send']>[1];

/** What the tap tells about the messages that pass. */
export interface TapListener {
  onMessage(direction: 'sent' | 'received', message: JSONRPCMessage): void;
  /** An error that the transport reports out of band. */
  onTransportError(error: Error): void;
  /** A request could not even be sent. */
  onSendError(error: unknown): void;
  /** Nobody waits for the answer to this request any more. */
  onGivenUp?(id: string | number): void;
}

/** Takes messages out of the line between the SDK and the wire, or changes them. What is `undefined` goes no further. */
export interface TapFilter {
  incoming(message: JSONRPCMessage): JSONRPCMessage | undefined;
  outgoing(message: JSONRPCMessage): JSONRPCMessage | undefined;
  /** Nobody waits for the answer to this request any more. */
  forget?(id: string | number): void;
}

/**
 * Stands between the SDK's client and a transport: shows every message (the SDK's probe for the era would bypass handlers set on the
 * transport), and answers requests whose answer can no longer come. The SDK leaves a call pending when the response stream of its POST
 * ends without an answer (typescript-sdk#2739); here it fails at once.
 */
export class Tap implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport['onmessage'];
  readonly inner: Transport;
  readonly #listener: TapListener;
  /** Set before the first message. */
  filter: TapFilter | undefined;
  #delivered: Promise<void> = Promise.resolve();
  readonly #pending = new Set<string | number>();
  /** Requests of the server that have no answer yet. */
  readonly #asked = new Set<string | number>();
  #onAnswered: (() => void) | undefined;

  constructor(inner: Transport, listener: TapListener) {
    this.inner = inner;
    this.#listener = listener;
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a transport is no EventTarget
    inner.onmessage = (message, extra) => {
      const id = answeredId(message);
      if (id !== undefined) this.#pending.delete(id);
      this.#heard(message);
      this.#listener.onMessage('received', message);
      // The SDK handles a notification one microtask later but an answer at once, and so forgets whose progress it was when both
      // come in one chunk (typescript-sdk#2580). One after the other, nothing is lost.
      this.#delivered = this.#delivered
        .then(() => {
          const passed = this.filter ? this.filter.incoming(message) : message;
          if (passed) this.onmessage?.(passed, extra);
        })
        .catch((error: unknown) => this.onerror?.(error instanceof Error ? error : new Error(String(error))));
    };
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a transport is no EventTarget
    inner.onerror = (error) => {
      this.#listener.onTransportError(error);
      this.onerror?.(error);
    };
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a transport is no EventTarget
    inner.onclose = () => this.onclose?.();
    // The SDK tells a stdio transport by these members, so a wrapper has to show them as well.
    if ('pid' in inner && 'stderr' in inner) {
      Object.defineProperty(this, 'stderr', { value: null });
      Object.defineProperty(this, 'pid', { get: () => inner.pid });
    }
  }

  get sessionId(): string | undefined {
    return this.inner.sessionId;
  }

  get hasPerRequestStream(): boolean {
    return this.inner.hasPerRequestStream === true;
  }

  setProtocolVersion(version: string): void {
    this.inner.setProtocolVersion?.(version);
  }

  setSupportedProtocolVersions(versions: string[]): void {
    this.inner.setSupportedProtocolVersions?.(versions);
  }

  start(): Promise<void> {
    return this.inner.start();
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  async send(asked: JSONRPCMessage, options?: SendOptions): Promise<void> {
    const message = withoutFirstCursor(asked);
    const passed = this.filter ? this.filter.outgoing(message) : message;
    if (passed) await this.put(passed, options);
  }

  /** Sends past the filter. */
  async put(message: JSONRPCMessage, options?: SendOptions): Promise<void> {
    this.#listener.onMessage('sent', message);
    const id = requestId(message);
    if (id !== undefined) this.#pending.add(id);
    this.#giveUp(cancelledId(message));
    options?.requestSignal?.addEventListener('abort', () => this.#giveUp(id), { once: true });
    try {
      await this.inner.send(message, this.#watched(id, options));
    } catch (error) {
      this.#giveUp(id);
      if (options?.requestSignal?.aborted !== true) this.#listener.onSendError(error);
      throw error;
    } finally {
      this.#settled(answeredId(message));
    }
  }

  #giveUp(id: string | number | undefined): void {
    if (id === undefined) return;
    this.#pending.delete(id);
    this.filter?.forget?.(id);
    this.#listener.onGivenUp?.(id);
  }

  /** Resolves when the server has an answer to everything that it asked. */
  allAnswered(): Promise<void> {
    return new Promise((resolve) => {
      this.#onAnswered = resolve;
      if (this.#asked.size === 0) resolve();
    });
  }

  #heard(message: JSONRPCMessage): void {
    const asked = requestId(message);
    if (asked !== undefined) this.#asked.add(asked);
    // What is cancelled gets no answer.
    this.#settled(cancelledId(message));
  }

  #settled(asked: string | number | undefined): void {
    if (asked !== undefined && this.#asked.delete(asked) && this.#asked.size === 0) this.#onAnswered?.();
  }

  /**
   * Answers a pending request with an error, as if the server had: the one of this id, or the only one that is pending.
   * @returns false when it cannot be told which one is meant
   */
  failPending(id: string | number | undefined, message: string): boolean {
    const only = this.#pending.size === 1 ? this.#pending.values().next().value : undefined;
    const target = id !== undefined && this.#pending.has(id) ? id : only;
    if (target === undefined) return false;
    this.#pending.delete(target);
    this.onmessage?.({ jsonrpc: '2.0', id: target, error: { code: BROKEN_ANSWER, message } });
    return true;
  }

  #watched(id: string | number | undefined, options: SendOptions): SendOptions {
    // A subscription tells by itself when its stream ends.
    if (id === undefined || options?.onRequestStreamEnd) return options;
    return {
      ...options,
      onRequestStreamEnd: () => {
        if (this.#pending.has(id)) this.failPending(id, t('The connection broke off before the answer came.'));
      },
    };
  }
}

/** Our own code for an answer that was lost or unreadable; from the range that JSON-RPC leaves to implementations. */
export const BROKEN_ANSWER = -32099;
