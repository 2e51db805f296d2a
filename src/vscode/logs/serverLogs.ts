import * as vscode from 'vscode';
import type { ServerLog } from '../../core/servers/serverLog.ts';
import type { ServerLogMessage } from '../../core/servers/session.ts';
import type { Json } from '../../core/mcp.ts';
import { displayText } from '../../core/text/display.ts';
import { logLine } from './logText.ts';

/** One log channel a server, `Countersign: <name>`, made when it is first written to or shown. */
export class ServerLogs implements vscode.Disposable {
  readonly #logs = new Map<string, ChannelLog>();

  of(server: string): ServerLog & { show(): void } {
    let log = this.#logs.get(server);
    if (!log) {
      log = new ChannelLog(server);
      this.#logs.set(server, log);
    }
    return log;
  }

  /** Closes the channels of servers that are no longer configured. */
  keepOnly(servers: ReadonlySet<string>): void {
    for (const [name, log] of this.#logs) {
      if (servers.has(name)) continue;
      this.#logs.delete(name);
      log.dispose();
    }
  }

  dispose(): void {
    this.keepOnly(new Set());
  }
}

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** The specification's eight levels (RFC 5424) on the five that VS Code has. */
const levels: Record<ServerLogMessage['level'], Level> = {
  debug: 'debug',
  info: 'info',
  notice: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'error',
  alert: 'error',
  emergency: 'error',
};

class ChannelLog implements ServerLog, vscode.Disposable {
  readonly #name: string;
  #channel: vscode.LogOutputChannel | undefined;
  #disposed = false;

  constructor(server: string) {
    this.#name = `Countersign: ${displayText(server, 60)}`;
  }

  get tracing(): boolean {
    return this.#open()?.logLevel === vscode.LogLevel.Trace;
  }

  stderr(line: string): void {
    this.#write('info', `[stderr] ${line}`);
  }

  stray(line: string): void {
    this.#write('warn', `[stdout, not MCP] ${line}`);
  }

  protocol({ level, logger, data }: ServerLogMessage): void {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    this.#write(levels[level], `[${logger === undefined ? level : `${level}, ${logger}`}] ${text}`);
  }

  event(level: 'info' | 'warn' | 'error', message: string): void {
    this.#write(level, message);
  }

  traffic(direction: 'sent' | 'received', message: Json): void {
    this.#write('trace', `[${direction}] ${JSON.stringify(message)}`);
  }

  show(): void {
    this.#open()?.show(true);
  }

  dispose(): void {
    this.#disposed = true;
    this.#channel?.dispose();
  }

  #write(level: Level, text: string): void {
    this.#open()?.[level](logLine(text));
  }

  #open(): vscode.LogOutputChannel | undefined {
    // A server that is removed says a last word after its channel is gone.
    if (this.#disposed) return undefined;
    this.#channel ??= vscode.window.createOutputChannel(this.#name, { log: true });
    return this.#channel;
  }
}
