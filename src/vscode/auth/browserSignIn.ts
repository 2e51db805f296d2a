import * as vscode from 'vscode';
import { answerOf } from '../../core/auth/answer.ts';
import type { AnswerPage, AnswerPageOptions, SignInAsk } from '../../core/auth/signIn.ts';
import { whereWords } from '../../core/auth/where.ts';
import { McpError } from '../../core/errors.ts';
import { displayText } from '../../core/text/display.ts';
import { openPage } from '../review/openPage.ts';
import { t } from '../../core/text/l10n.ts';

/** Path of the URI that the browser comes back to. */
const PATH = '/signed-in';

/** What a sign-in is for, and the authorization server that asks. */
interface Whose {
  readonly name: string;
  readonly issuer: string;
}

type Answer = (query: URLSearchParams) => void;

/**
 * Signing in through the person's own browser. The answer comes back through VS Code's URI handler, which also works when the extension
 * runs on another machine; where the browser cannot reach that, or the authorization server takes web addresses only, through a page of
 * this machine.
 */
export class BrowserSignIn implements vscode.UriHandler, vscode.Disposable {
  readonly #waiting = new Map<string, Answer>();
  readonly #subscription = vscode.window.registerUriHandler(this);

  /** Takes the answer of a sign-in that waits for it; any other URI does nothing. */
  handleUri(uri: vscode.Uri): void {
    if (uri.path === PATH && this.#answered(answerOf(uri.query))) return;
    void vscode.window.showWarningMessage(
      t('A sign-in answer came that this window does not wait for. Use “Sign In” of the server again.'),
    );
  }

  /** Asks in the middle of a call. */
  async ask(server: string, { reason, host, scopes }: SignInAsk): Promise<boolean> {
    const name = displayText(server, 60);
    const at = displayText(host, 100);
    const question =
      reason === 'scope'
        ? t(
            '{0} asks for more permissions ({1}). Sign in at {2} and go on with the call?',
            name,
            displayText(scopes.join(' '), 200),
            at,
          )
        : t('{0} does not accept your sign-in any more. Sign in at {1} and go on with the call?', name, at);
    const yes = t('Sign In');
    return (await vscode.window.showWarningMessage(question, yes, t('Not Now'))) === yes;
  }

  async page(server: string, { issuer, loopback }: AnswerPageOptions): Promise<AnswerPage> {
    const name = displayText(server, 60);
    const redirect = loopback ? undefined : await redirectUri();
    if (redirect !== undefined) return this.#pageOf(redirect, { name, issuer }, () => undefined);
    const { openLoopbackPage } = await import('../../node/auth/loopback.ts');
    const listener = await openLoopbackPage((query) => this.#answered(query));
    try {
      // A machine that is not the browser's gets a tunnel to its port.
      const outside = await vscode.env.asExternalUri(vscode.Uri.parse(listener.url, true));
      return this.#pageOf(outside.toString(true), { name, issuer }, () => listener.close());
    } catch (error) {
      listener.close();
      throw error;
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#waiting.clear();
  }

  #pageOf(url: string, whose: Whose, close: () => void): AnswerPage {
    return {
      url,
      visit: (authorization, state, signal) => this.#visit(whose, authorization, state, signal),
      dispose: close,
    };
  }

  #answered(query: URLSearchParams): boolean {
    const state = query.get('state') ?? '';
    const answer = this.#waiting.get(state);
    this.#waiting.delete(state);
    answer?.(query);
    return answer !== undefined;
  }

  /** Waits under a notification from which the person can give up: a browser that was closed says nothing. */
  async #visit(
    { name, issuer }: Whose,
    authorization: URL,
    state: string,
    signal: AbortSignal,
  ): Promise<URLSearchParams> {
    const host = displayText(authorization.host, 100);
    const title = t('Signing in to {0} at {1}. Go on in your browser.', name, whereWords(authorization.host, issuer));
    const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title };
    try {
      return await vscode.window.withProgress(options, async (_progress, cancelled) => {
        const answer = this.#answerFor(state, host, signal, cancelled);
        if (!(await openPage(authorization.href))) {
          throw new McpError('needsSignIn', t('The browser was not opened. “Sign In” tries again.'));
        }
        return answer;
      });
    } finally {
      this.#waiting.delete(state);
    }
  }

  #answerFor(
    state: string,
    host: string,
    signal: AbortSignal,
    cancelled: vscode.CancellationToken,
  ): Promise<URLSearchParams> {
    const answer = new Promise<URLSearchParams>((resolve, reject) => {
      const gaveUp = () =>
        reject(new McpError('needsSignIn', t('The sign-in at {0} was not finished. “Sign In” tries again.', host)));
      this.#waiting.set(state, resolve);
      cancelled.onCancellationRequested(gaveUp);
      signal.addEventListener('abort', gaveUp, { once: true });
      if (signal.aborted) gaveUp();
    });
    // It may be settled while the browser is being opened.
    answer.catch(() => undefined);
    return answer;
  }
}

/**
 * The redirect URI that VS Code hands on to this extension; undefined where there is none for a browser. The desktop's is without the
 * number of the window, so that it is the same every time: authorization servers compare it with what was registered.
 */
async function redirectUri(): Promise<string | undefined> {
  const own = vscode.Uri.from({ scheme: vscode.env.uriScheme, authority: 'countersign.countersign', path: PATH });
  const outside = await vscode.env.asExternalUri(own);
  if (vscode.env.uiKind === vscode.UIKind.Web) return undefined;
  return outside.scheme === own.scheme ? own.toString(true) : outside.toString(true);
}
