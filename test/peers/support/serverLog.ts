import type { Json } from '../../../src/core/mcp.ts';
import type { ServerLog } from '../../../src/core/servers/serverLog.ts';
import type { ServerLogMessage } from '../../../src/core/servers/session.ts';
import { Emitter } from '../../../src/core/util/emitter.ts';
import { until } from './time.ts';

/** A JSON-RPC message with the direction it went in. */
export interface Traffic {
  readonly direction: 'sent' | 'received';
  readonly message: {
    readonly id?: string | number;
    readonly method?: string;
    readonly params?: { readonly [key: string]: Json | undefined };
    readonly result?: { readonly [key: string]: Json | undefined };
    readonly error?: { readonly code: number; readonly message: string };
  };
}

/** A server's log that keeps everything, the wire included, and tells when something comes. */
export class RecordingLog implements ServerLog {
  readonly tracing = true;
  readonly stderrLines: string[] = [];
  readonly strays: string[] = [];
  readonly messages: ServerLogMessage[] = [];
  readonly events: string[] = [];
  readonly wire: Traffic[] = [];
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;

  stderr(line: string): void {
    this.stderrLines.push(line);
    this.#changed.fire();
  }

  stray(line: string): void {
    this.strays.push(line);
    this.#changed.fire();
  }

  protocol(message: ServerLogMessage): void {
    this.messages.push(message);
    this.#changed.fire();
  }

  event(level: 'info' | 'warn' | 'error', message: string): void {
    this.events.push(`${level}: ${message}`);
    this.#changed.fire();
  }

  traffic(direction: 'sent' | 'received', message: Json): void {
    this.wire.push({ direction, message: message as Traffic['message'] });
    this.#changed.fire();
  }

  /** Resolves when `look` finds something in what was logged. */
  until<T>(look: (log: RecordingLog) => T | undefined): Promise<T> {
    return until(() => look(this), this.#changed.event);
  }

  received(method: string): readonly Traffic['message'][] {
    return this.wire.filter((one) => one.direction === 'received' && one.message.method === method).map(messageIn);
  }

  sent(method: string): readonly Traffic['message'][] {
    return this.wire.filter((one) => one.direction === 'sent' && one.message.method === method).map(messageIn);
  }

  /** What this side answered to a request of the server. */
  answerTo(id: string | number | undefined): Traffic['message'] | undefined {
    const isAnswer = ({ direction, message }: Traffic): boolean =>
      direction === 'sent' && message.id === id && message.method === undefined;
    return this.wire.find(isAnswer)?.message;
  }
}

function messageIn({ message }: Traffic): Traffic['message'] {
  return message;
}
