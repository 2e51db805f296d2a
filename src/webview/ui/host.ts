import './jitless.ts';
import type * as z from 'zod/mini';

/** The one place that knows VS Code's side of a webview, so that a test page can stand in for it. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** What a webview says to the extension when its own script fails. */
interface Problem {
  type: 'problem';
  message: string;
}

/** The connection of a webview to the extension. */
export interface Host<In, Out> {
  post(message: Out): void;
  /** Calls back with every message of the extension that fits the schema. */
  listen(listener: (message: In) => void): void;
  /** What `save` kept, also after the webview was hidden or reloaded; `undefined` at first. */
  saved(): unknown;
  save(state: unknown): void;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Connects to the extension and reports script errors and policy violations to it from now on. */
export function connectHost<In, Out extends { type: string }>(schema: z.ZodMiniType<In>): Host<In, Out | Problem> {
  const api = acquireVsCodeApi();
  const post = (message: Out | Problem): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's API, not a window's.
    api.postMessage(message);
  };
  const problem = (message: string): void => post({ type: 'problem', message });
  window.addEventListener('error', (event) => problem(describe(event.error ?? event.message)));
  window.addEventListener('unhandledrejection', (event) => problem(`Unhandled: ${describe(event.reason)}`));
  document.addEventListener('securitypolicyviolation', (event) =>
    problem(`Content security policy: ${event.violatedDirective} blocked ${event.blockedURI || 'inline'}`),
  );
  return {
    post,
    listen(listener) {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        // VS Code passes the extension's messages on from the frame around this one, which has this origin, and hides that
        // frame: `window.parent` is this window, so it cannot be compared with the message's source.
        if (!event.isTrusted || event.origin !== window.origin) {
          return;
        }
        const parsed = schema.safeParse(event.data);
        if (parsed.success) {
          listener(parsed.data);
        } else {
          const first = parsed.error.issues[0];
          problem(`Message not understood: ${first?.path.join('.') ?? ''} ${first?.message ?? ''}`);
        }
      });
    },
    saved: () => api.getState(),
    save: (state) => api.setState(state),
  };
}
