import * as vscode from 'vscode';
import type { Call } from '../../core/calls/call.ts';
import type { CallService } from '../../core/calls/callService.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import type { CallRequest } from '../../core/servers/session.ts';
import { displayText } from '../../core/text/display.ts';
import type { ContentOpener } from './contentOpener.ts';

/** A call that is over by then shows no progress. Milliseconds. */
const QUICK = 400;

export interface DirectCallOptions {
  readonly manager: ServerManager;
  readonly calls: CallService;
  readonly opener: ContentOpener;
  readonly showLog: (server: string) => void;
}

/** Reads a resource or gets a prompt that needs no arguments, and opens what comes. Progress and *Cancel* in a notification. */
export class DirectCalls {
  readonly #options: DirectCallOptions;

  constructor(options: DirectCallOptions) {
    this.#options = options;
  }

  async readResource(server: string, uri: string): Promise<void> {
    const result = await this.#run(server, { method: 'resources/read', uri }, uri);
    if (result) await this.#options.opener.resource(uri, result);
  }

  async getPrompt(server: string, name: string): Promise<void> {
    const result = await this.#run(server, { method: 'prompts/get', name, arguments: {} }, name);
    if (result) await this.#options.opener.prompt(name, result);
  }

  async #run(server: string, request: CallRequest, title: string): Promise<Call['snapshot']['result']> {
    const target = this.#options.manager.get(server)?.target;
    if (!target) {
      void vscode.window.showWarningMessage(`The server ${displayText(server, 60)} is not running.`);
      return undefined;
    }
    const call = this.#options.calls.start(target, request);
    const quick = new Promise<undefined>((resolve) => setTimeout(resolve, QUICK));
    const { status, result, error } = (await Promise.race([call.finished, quick])) ?? (await this.#watch(call, title));
    if (status === 'failed') void this.#failed(server, error ?? 'The call failed.');
    return status === 'done' ? result : undefined;
  }

  #watch(call: Call, title: string): Thenable<Call['snapshot']> {
    const where = { location: vscode.ProgressLocation.Notification, title: displayText(title, 80), cancellable: true };
    return vscode.window.withProgress(where, (progress, token) => {
      token.onCancellationRequested(() => call.cancel());
      let done = 0;
      const subscription = call.onDidChange((snapshot) => {
        const { progress: figures, waitingForReview } = snapshot;
        const share = figures?.total ? Math.min(100, (figures.progress / figures.total) * 100) : 0;
        const message = waitingForReview ? 'waits for your review' : displayText(figures?.message ?? '', 100);
        progress.report({ message, increment: Math.max(0, share - done) });
        done = Math.max(done, share);
      });
      return call.finished.finally(() => subscription.dispose());
    });
  }

  async #failed(server: string, error: string): Promise<void> {
    const choice = await vscode.window.showErrorMessage(
      `${displayText(server, 60)}: ${displayText(error, 300)}`,
      'Show Log',
    );
    if (choice !== undefined) this.#options.showLog(server);
  }
}
