import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, ConsoleMessage } from 'playwright-core';

/** An error that a console of the workbench, of a webview or of the extension host showed. */
export interface ConsoleError {
  text: string;
  /** Where it came from; empty for a webview's own script. */
  url: string;
}

/** What VS Code Server says by itself without internet, accounts or its optional parts. Everything else counts. */
const noise = [
  /favicon|vsda|serviceWorker|Service Worker|update\/check|manifest\.json/,
  /bad HTTP response code \(404\) was received when fetching the script/,
  /extensionquery|gallery|open-vsx|marketplace|ENOTFOUND|EAI_AGAIN|ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED/i,
  /authentication provider|AgentHost|telemetry|mobile\.events\.data|vscode-sqlite3/i,
  /An unknown error occurred\. Please consult the log for more details\./,
  /Creation of workbench contribution/,
  // A part that only the `code-server` wrapper serves; without it, secrets live in memory as long as the page does.
  /\/mint-key|getServerKeyPart/,
  // It says so of its own extensions when a folder becomes trusted.
  /Extension `vscode\.[\w-]+` is already registered/,
  // What its own parts still want to do while the window is reloaded.
  /\[lifecycle\] Long running operations during shutdown|IndexedDB database 'vscode-web-db' is closed/,
  // VS Code reads .vscode/mcp.json as well, also while it is malformed.
  /Failed to load installed MCP servers/,
  // A busy machine; the listeners are VS Code's own.
  /Aborted onWillSaveTextDocument-event/,
];

const cspWords = /Content Security Policy/;

/** Listens to every console of a browser context, in all its frames, and keeps a log of it in a file. */
export class ConsoleWatch {
  /** Errors, without VS Code's own noise and without CSP violations. */
  readonly errors: ConsoleError[] = [];
  /** Messages about something that a Content Security Policy blocked. */
  readonly cspViolations: string[] = [];
  readonly #logFile: string;

  constructor(context: BrowserContext, logFile: string) {
    this.#logFile = logFile;
    mkdirSync(path.dirname(logFile), { recursive: true });
    writeFileSync(logFile, '');
    context.on('console', (message) => {
      this.#message(message);
    });
    context.on('weberror', (error) => {
      const { message, stack } = error.error();
      this.#add(`uncaught: ${message}`, stack?.split('\n')[1]?.trim() ?? '');
    });
  }

  /** Forgets what was seen so far, for a test that provokes errors on purpose. */
  clear(): void {
    this.errors.length = 0;
    this.cspViolations.length = 0;
  }

  #message(message: ConsoleMessage): void {
    const { url } = message.location();
    if (message.type() === 'error') {
      this.#add(message.text(), url);
    } else {
      this.#log(message.type(), message.text(), url);
    }
  }

  #add(text: string, url: string): void {
    this.#log('error', text, url);
    if (cspWords.test(text)) {
      this.cspViolations.push(text);
    } else if (!noise.some((pattern) => pattern.test(text) || pattern.test(url))) {
      this.errors.push({ text, url });
    }
  }

  #log(type: string, text: string, url: string): void {
    appendFileSync(this.#logFile, `${new Date().toISOString()} ${type} ${text} (${url})\n`);
  }
}
