import * as vscode from 'vscode';
import type { Call } from '../../core/calls/call.ts';
import type { CallService } from '../../core/calls/callService.ts';
import type { CallOrigin } from '../../core/calls/origin.ts';
import { isMcpError, McpError, messageOf } from '../../core/errors.ts';
import type { JsonObject } from '../../core/mcp.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import type { CallRequest } from '../../core/servers/session.ts';
import { displayText } from '../../core/text/display.ts';
import { t } from '../../core/text/l10n.ts';

/** A call that is over by then shows no progress. Milliseconds. */
const QUICK = 400;

export interface DirectCallOptions {
  readonly manager: ServerManager;
  readonly calls: CallService;
  readonly showLog: (server: string) => void;
}

/** Calls that need no form, with progress and *Cancel* in a notification where they take their time. */
export class DirectCalls {
  readonly #options: DirectCallOptions;

  constructor(options: DirectCallOptions) {
    this.#options = options;
  }

  /** The result of `resources/read`. Rejects with `McpError`. */
  read(server: string, uri: string, origin: CallOrigin): Promise<JsonObject> {
    return this.#run(server, { method: 'resources/read', uri }, uri, origin);
  }

  showLog(server: string): void {
    this.#options.showLog(server);
  }

  /** Says what went wrong; nothing about what the person ended. */
  async tell(server: string, error: unknown): Promise<void> {
    const kind = isMcpError(error) ? error.kind : undefined;
    const what = displayText(messageOf(error), 300);
    if (kind === 'cancelled' || kind === 'rejected') return;
    if (kind === 'notRunning') {
      void vscode.window.showWarningMessage(what);
      return;
    }
    const choice = await vscode.window.showErrorMessage(`${displayText(server, 60)}: ${what}`, t('Show Log'));
    if (choice !== undefined) this.#options.showLog(server);
  }

  async #run(server: string, request: CallRequest, title: string, origin: CallOrigin): Promise<JsonObject> {
    const target = this.#options.manager.get(server)?.target;
    if (!target)
      throw new McpError(
        'notRunning',
        t('The server {0} is not running. Start it and try again.', displayText(server, 60)),
      );
    const call = this.#options.calls.start(target, request, { origin });
    const quick = new Promise<undefined>((resolve) => setTimeout(resolve, QUICK));
    const ended = (await Promise.race([call.finished, quick])) ?? (await this.#watch(call, title));
    if (ended.status === 'done' && ended.result) return ended.result;
    const { kind = 'server', code } = ended.failure ?? {};
    throw new McpError(kind, ended.error ?? t('The call failed.'), code);
  }

  #watch(call: Call, title: string): Thenable<Call['snapshot']> {
    const where = { location: vscode.ProgressLocation.Notification, title: displayText(title, 80), cancellable: true };
    return vscode.window.withProgress(where, (progress, token) => {
      token.onCancellationRequested(() => call.cancel());
      let done = 0;
      const subscription = call.onDidChange((snapshot) => {
        const { progress: figures, waitingForReview } = snapshot;
        const share = figures?.total ? Math.min(100, (figures.progress / figures.total) * 100) : 0;
        const message = waitingForReview ? t('waits for your review') : displayText(figures?.message ?? '', 100);
        progress.report({ message, increment: Math.max(0, share - done) });
        done = Math.max(done, share);
      });
      return call.finished.finally(() => subscription.dispose());
    });
  }
}
