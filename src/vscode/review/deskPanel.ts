import * as vscode from 'vscode';
import { messageOf } from '../../core/errors.ts';
import type { Remedy } from '../../core/models/provider.ts';
import type { Sight } from '../../core/review/approvalGuard.ts';
import type { ReviewDesk } from '../../core/review/desk.ts';
import type { ReviewPart } from '../../core/review/deskItem.ts';
import type { Taken } from '../../core/review/taken.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { Log } from '../../core/util/system.ts';
import type { FromDesk, TextPlace, ToDesk } from '../../shared/desk.ts';
import { panels } from '../manifest.ts';
import { type Piece, Streams } from './streams.ts';
import { pageHtml, panelIcon, send, webviewOptions } from '../webviews/page.ts';
import type { DeskPlace } from './deskPlace.ts';
import type { ParkedCalls } from './parked.ts';
import { deskAct } from './deskActs.ts';
import { BatchPosts } from './batchPosts.ts';
import { t } from '../../core/text/l10n.ts';

/** Pieces of a streaming answer within this time travel as one message. Milliseconds. */
const STREAM_PAUSE = 25;

/** What the desk's buttons need beside the desk itself. */
export interface DeskActions {
  showDiff(review: string): Promise<void>;
  showAnswerDiff(review: string): Promise<void>;
  /** Opens one text of the request in an editor tab. */
  editInEditor(review: string, text: TextPlace): Promise<void>;
  /** `endpoint` is that of the failed try, where it is known. */
  remedy(remedy: Remedy, endpoint: string | undefined): Promise<void>;
  resumeSampling(): void;
  /** Starts a server for the person: it may ask, and says what became of it. */
  startServer(name: string): Promise<void>;
}

export interface DeskPanelOptions {
  readonly desk: ReviewDesk;
  readonly extension: vscode.Uri;
  readonly actions: DeskActions;
  /** Where the person has the desk. */
  readonly place: DeskPlace;
  /** Calls that waited for a person when the window was closed. */
  readonly parked: Pick<ParkedCalls, 'view' | 'onDidChange' | 'resume' | 'discard' | 'serverOf'>;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * The window of the review desk. It shows what `ReviewDesk` holds and hands over what the person does; it decides nothing itself,
 * except to say truthfully whether the person can see it. Closed, hidden or reloaded, it loses nothing.
 */
export class DeskPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #options: DeskPanelOptions;
  readonly #subscriptions = new DisposableStore();
  #panel: vscode.WebviewPanel | undefined;
  /** True from the webview's `ready` until it goes out of sight: what is posted in between arrives. */
  #ready = false;
  #selected: string | undefined;
  readonly #streams = new Streams();
  #streaming: ReturnType<typeof setTimeout> | undefined;
  #focusNext = false;
  readonly #batches: BatchPosts;

  constructor(options: DeskPanelOptions) {
    this.#options = options;
    const { desk } = options;
    this.#subscriptions.add(desk.onDidChange(() => this.#stateChanged()));
    this.#subscriptions.add(options.parked.onDidChange(() => this.#stateChanged()));
    this.#subscriptions.add(desk.onDidChangeReview(({ id, part }) => this.#reviewChanged(id, part)));
    this.#batches = new BatchPosts(desk, (batch) => this.#post({ type: 'batch', batch }));
    this.#subscriptions.add(this.#batches);
    this.#subscriptions.add(desk.batches.onDidChange((id) => this.#batches.changed(id)));
    this.#subscriptions.add(desk.onDidAppendAnswer((piece) => this.#append(piece)));
    this.#subscriptions.add(vscode.window.registerWebviewPanelSerializer(panels.desk, this));
  }

  /** Whether the person can see it. */
  get visible(): boolean {
    return this.#panel?.visible === true && vscode.window.state.focused;
  }

  /** Opens it or brings it to the front; `focus` puts the keyboard into it. */
  show({ focus }: { readonly focus: boolean }): void {
    if (focus) this.#focusNext = true;
    if (this.#panel) {
      this.#panel.reveal(undefined, !focus);
    } else {
      const where = { viewColumn: this.#options.place.column ?? vscode.ViewColumn.Active, preserveFocus: !focus };
      this.#adopt(
        vscode.window.createWebviewPanel(panels.desk, t('Review Desk'), where, webviewOptions(this.#options.extension)),
      );
    }
    this.#focusWhenReady();
  }

  /** After a window was reloaded: the panel is there again, what waited in it was ended with the old window. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Thenable<void> {
    if (this.#panel) panel.dispose();
    else this.#adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    clearTimeout(this.#streaming);
    this.#subscriptions.dispose();
    this.#panel?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const { extension, log } = this.#options;
    this.#panel = panel;
    this.#ready = false;
    panel.iconPath = panelIcon(extension);
    panel.webview.options = webviewOptions(extension);
    const store = new DisposableStore();
    store.add(panel.webview.onDidReceiveMessage((message: unknown) => void this.#receive(message)));
    store.add(
      panel.onDidChangeViewState(() => {
        // A hidden webview is taken down; it says `ready` when it is there again.
        if (!panel.visible) this.#outOfSight();
        else if (panel.viewColumn !== undefined) this.#options.place.column = panel.viewColumn;
      }),
    );
    panel.onDidDispose(() => {
      store.dispose();
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#outOfSight();
    });
    panel.webview.html = pageHtml(panel.webview, extension, { title: t('Review Desk'), bundle: 'desk' });
    log.debug('The review desk was opened.');
  }

  #outOfSight(): void {
    this.#ready = false;
    this.#streams.take();
    this.#options.desk.forgetRendered();
  }

  #sight(): Sight {
    const panel = this.#panel;
    return {
      visible: panel?.visible === true,
      focused: panel?.active === true && vscode.window.state.focused,
    };
  }

  async #receive(message: unknown): Promise<void> {
    const { fromDeskSchema } = await import('../../shared/desk.ts');
    const parsed = fromDeskSchema.safeParse(message);
    if (!parsed.success) {
      this.#options.log.warn('The review desk sent a message that is none; it was ignored.');
      return;
    }
    try {
      this.#act(parsed.data);
    } catch (error) {
      this.#options.log.error(`Review desk: ${messageOf(error)}`);
    }
  }

  #act(message: FromDesk): void {
    const { desk, actions, log } = this.#options;
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        desk.forgetRendered();
        this.#layout();
        this.#snapshot();
        return this.#focusWhenReady();
      case 'rendered':
        // The hash of an older revision can be on screen while an edit is on its way.
        if (desk.revisionOf(message.id) === message.revision && desk.rendered(message.id, message.hash))
          this.#post({ type: 'seen', id: message.id, hash: message.hash });
        return;
      case 'select':
        desk.select(message.id);
        return;
      case 'diff':
        return this.#later(actions.showDiff(message.id));
      case 'answerDiff':
        return this.#later(actions.showAnswerDiff(message.id));
      case 'editInEditor':
        return this.#later(actions.editInEditor(message.id, message.text));
      case 'remedy':
        return this.#later(actions.remedy(message.remedy, desk.get(message.id)?.failure?.endpoint));
      case 'fill':
        return fill(desk, message);
      case 'resumeSampling':
        return actions.resumeSampling();
      case 'listWidth':
        this.#options.place.listWidth = message.width;
        return;
      case 'resumeParked':
        return this.#later(this.#options.parked.resume(message.id));
      case 'discardParked':
        return this.#later(this.#options.parked.discard(message.id));
      case 'startParked':
        return this.#startFor(message.id);
      case 'floodSeen':
        return desk.flood.putAway(message.server);
      case 'copy':
        return this.#later(vscode.env.clipboard.writeText(message.text));
      case 'problem':
        return log.error(`Review desk, in the page: ${message.message}`);
      default:
        return this.#answer(message.id, deskAct(desk, message, this.#sight()));
    }
  }

  #startFor(parked: string): void {
    const server = this.#options.parked.serverOf(parked);
    if (server !== undefined) this.#later(this.#options.actions.startServer(server));
  }

  #answer(id: string, taken: Taken): void {
    if (!taken.taken) this.#post({ type: 'notTaken', id, message: taken.message });
  }

  #later(work: PromiseLike<unknown>): void {
    void Promise.resolve(work).catch((error: unknown) => this.#options.log.error(`Review desk: ${messageOf(error)}`));
  }

  #state(): Extract<ToDesk, { type: 'state' }>['state'] {
    const { desk, now, parked } = this.#options;
    return { ...desk.state, now: now(), ...(parked.view.length === 0 ? {} : { parked: [...parked.view] }) };
  }

  #layout(): void {
    const { listWidth } = this.#options.place;
    if (listWidth !== undefined) this.#post({ type: 'layout', listWidth });
  }

  #snapshot(): void {
    const { desk } = this.#options;
    const id = desk.selectedId;
    this.#selected = id;
    const content = id === undefined ? undefined : desk.content(id);
    const status = id === undefined ? undefined : desk.status(id);
    const findings = id === undefined ? undefined : desk.findings(id);
    const elicitation = id === undefined ? undefined : desk.elicitationView(id);
    const batch = this.#batches.whole(id);
    const parts = { ...(content && { content }), ...(status && { status }), ...(findings && { findings }) };
    const others = { ...(elicitation && { elicitation }), ...(batch && { batch }) };
    this.#post({ type: 'snapshot', state: this.#state(), ...parts, ...others });
  }

  #stateChanged(): void {
    if (this.#options.desk.selectedId !== this.#selected) this.#snapshot();
    else this.#post({ type: 'state', state: this.#state() });
  }

  #reviewChanged(id: string, part: ReviewPart): void {
    const { desk } = this.#options;
    if (id !== this.#selected) return;
    const content = part === 'content' ? desk.content(id) : undefined;
    const status = part === 'status' ? desk.status(id) : undefined;
    if (content) this.#post({ type: 'content', content });
    if (status) this.#post({ type: 'status', status });
    const findings = part === 'findings' || part === 'inspected' ? desk.findings(id) : undefined;
    if (findings) this.#post({ type: 'findings', findings });
    const elicitation = desk.elicitationView(id);
    if (elicitation) this.#post({ type: 'elicitation', elicitation });
  }

  #append(piece: Piece): void {
    if (piece.id !== this.#selected || !this.#ready) return;
    this.#streams.add(piece);
    this.#streaming ??= setTimeout(() => this.#flush(), STREAM_PAUSE);
  }

  #flush(): void {
    clearTimeout(this.#streaming);
    this.#streaming = undefined;
    const pieces = this.#streams.take();
    if (this.#ready) for (const piece of pieces) send(this.#panel, { type: 'answerText', ...piece });
  }

  #post(message: ToDesk): void {
    if (!this.#ready) return;
    // Text that came before a message is shown before it.
    this.#flush();
    send(this.#panel, message);
  }

  #focusWhenReady(): void {
    if (!this.#ready || !this.#focusNext) return;
    this.#post({ type: 'focus' });
    this.#focusNext = false;
  }
}

type Of<T extends FromDesk['type']> = Extract<FromDesk, { type: T }>;

/** What is typed stays with the request, in memory alone. */
function fill(desk: ReviewDesk, { id, values }: Of<'fill'>): void {
  const item = desk.elicitation(id);
  if (item?.phase === 'pending') item.filled = values;
}
