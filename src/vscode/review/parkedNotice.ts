import * as vscode from 'vscode';
import type { ReviewDesk } from '../../core/review/desk.ts';
import { plural, t } from '../../core/text/l10n.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { CallPanels } from '../calls/callPanels.ts';
import { setContextKey } from '../contextKeys.ts';
import type { Offered } from '../tree/nodes.ts';
import type { Call } from '../../core/calls/call.ts';
import type { CallRequest } from '../../core/servers/session.ts';
import type { ParkedCalls } from './parked.ts';

export interface ParkedNoticeOptions {
  readonly parked: ParkedCalls;
  readonly desk: ReviewDesk;
  readonly panels: Pick<CallPanels, 'open'>;
  readonly panel: { readonly visible: boolean; show(options: { readonly focus: boolean }): void };
}

/** Says once that there are parked calls, and shows a resumed one: its first request on the desk, and its result as that of any call. */
export class ParkedNotice implements vscode.Disposable {
  readonly #options: ParkedNoticeOptions;
  readonly #store = new DisposableStore();
  #said = false;

  constructor(options: ParkedNoticeOptions) {
    this.#options = options;
    this.#store.add(
      options.parked.onDidChange(() => {
        setContextKey('countersign.parkedCalls', options.parked.view.length);
        void this.#say();
      }),
    );
    this.#store.add(options.parked.onDidResume((call) => this.#show(call)));
    this.#store.add(options.parked.onDidMiss(() => this.#missed()));
  }

  dispose(): void {
    this.#store.dispose();
  }

  #missed(): void {
    void vscode.window.showInformationMessage(t('Another window has taken up this call, or discarded it.'));
  }

  async #say(): Promise<void> {
    const { parked, panel } = this.#options;
    const count = parked.view.length;
    if (this.#said || count === 0) return;
    this.#said = true;
    if (panel.visible) return;
    const text = plural(
      count,
      '{0} call is parked: it waited for you when this window was closed or its connection was lost.',
      '{0} calls are parked: they waited for you when this window was closed or their connection was lost.',
    );
    const open = t('Open Review Desk');
    if ((await vscode.window.showInformationMessage(text, open)) === open) panel.show({ focus: true });
  }

  /** Its window opens with its result: before that it would only hide the desk. What the person ended needs none. */
  async #showResult(call: Call): Promise<void> {
    const { status } = await call.finished;
    if (status === 'cancelled') return;
    this.#options.panels.open(call.snapshot.server, offeredOf(call.snapshot.request), { follow: call });
  }

  #show(call: Call): void {
    const { desk } = this.#options;
    void this.#showResult(call);
    const following = call.onDidChange(({ reviews: [first], status }) => {
      if (first === undefined && status === 'running') return;
      following.dispose();
      if (first !== undefined) desk.select(first.review);
    });
  }
}

/** What was called, as the tree has it. */
function offeredOf(request: CallRequest): Offered {
  switch (request.method) {
    case 'tools/call':
      return { kind: 'tool', tool: request.tool };
    case 'prompts/get':
      return { kind: 'prompt', prompt: { name: request.name } };
    case 'resources/read':
      return { kind: 'resource', resource: { uri: request.uri, name: request.uri } };
  }
}
