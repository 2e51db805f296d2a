import * as vscode from 'vscode';
import { argumentsOf, type Call } from '../../core/calls/call.ts';
import { Completer } from '../../core/calls/completer.ts';
import type { CallService } from '../../core/calls/callService.ts';
import type { CallOrigin } from '../../core/calls/origin.ts';
import { messageOf } from '../../core/errors.ts';
import type { JsonObject } from '../../core/mcp.ts';
import type { OwnRequests } from '../../core/prompts/ownRequests.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { displayText } from '../../core/text/display.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { Log } from '../../core/util/system.ts';
import { systemClock } from '../../node/clock.ts';
import { CHECK_MS, inTime } from '../../node/inTime.ts';
import type { FromTool, ToolPanelState } from '../../shared/tool.ts';
import type { Icons } from '../icons/icons.ts';
import { panels } from '../manifest.ts';
import type { Resources } from '../resources/resources.ts';
import type { Offered } from '../tree/nodes.ts';
import { annotationWords, descriptionOf, iconsOf, idOf, titleOf } from '../tree/offered.ts';
import { pageHtml, panelIcon, send, webviewOptions } from '../webviews/page.ts';
import { completionOf, inputSchemaOf, requestOf } from './callForm.ts';
import { callState, resultBlocks } from './callView.ts';
import { type ContentOpener, rawResource, resultText } from './contentOpener.ts';
import { t } from '../../core/text/l10n.ts';

/** Changes within this time travel as one message. Milliseconds. */
const SETTLE = 40;

export interface CallPanelOptions {
  readonly manager: ServerManager;
  readonly calls: CallService;
  readonly opener: ContentOpener;
  readonly extension: vscode.Uri;
  readonly icons: Pick<Icons, 'path'>;
  readonly openReview: (review: string) => void;
  readonly resources: Resources;
  readonly own: OwnRequests;
  readonly now: () => number;
  readonly log: Log;
}

/** What is done with a panel that opens. Nothing of it asks a model: a prompt that is sent comes to the desk. */
export interface OpenThen {
  /** Starts the call, which needs no arguments. */
  readonly run?: boolean;
  /** Leads the messages that the next call gives to the desk. */
  readonly send?: boolean;
  /** Shows a call that goes on already. */
  readonly follow?: Call;
}

type Problem = ToolPanelState['errors'][number];

/** The patterns of a schema are a server's. */
const within = inTime(CHECK_MS);

/** The window of one tool, prompt, resource or template: its form, the call's course, its result. It is reused for the next call. */
export class CallPanel implements vscode.Disposable {
  readonly #options: CallPanelOptions;
  readonly #server: string;
  readonly #panel: vscode.WebviewPanel;
  readonly #store = new DisposableStore();
  readonly #completer: Completer;
  #offered: Offered;
  #ready = false;
  #call: Call | undefined;
  #followCall: DisposableStore | undefined;
  #sendNext = false;
  #lastArguments: string | undefined;
  #errors: readonly Problem[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sent = '';

  readonly onDidDispose: vscode.Event<void>;

  constructor(server: string, offered: Offered, options: CallPanelOptions) {
    this.#server = server;
    this.#offered = offered;
    this.#options = options;
    this.#completer = this.#store.add(
      new Completer(systemClock, (error) => options.log.debug(`No suggestions: ${messageOf(error)}`)),
    );
    const title = displayText(titleOf(offered), 60);
    const panel = vscode.window.createWebviewPanel(
      panels.call,
      title,
      vscode.ViewColumn.Active,
      webviewOptions(options.extension),
    );
    this.#panel = panel;
    panel.iconPath = options.icons.path(server, iconsOf(offered)) ?? panelIcon(options.extension);
    this.onDidDispose = panel.onDidDispose;
    this.#store.add(panel.webview.onDidReceiveMessage((message: unknown) => void this.#receive(message)));
    this.#store.add(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = false;
      }),
    );
    this.#store.add(options.manager.onDidChange(() => this.#serverChanged()));
    this.#store.add(panel.onDidDispose(() => this.dispose()));
    panel.webview.html = pageHtml(panel.webview, options.extension, { title: 'Countersign', bundle: 'tool' });
  }

  get call(): Call | undefined {
    return this.#call;
  }

  /** Whether the person is looking at it. */
  get active(): boolean {
    return this.#panel.active;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  next({ run = false, send = false, follow }: OpenThen): void {
    this.#sendNext = send;
    if (follow) {
      this.#lastArguments = JSON.stringify(argumentsOf(follow.snapshot.request));
      this.#follow(follow);
    }
    if (run) void this.#run('{}', 'command').catch((error: unknown) => this.#tell(error));
  }

  /** Closing the window does not end the call: *Cancel* does. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#followCall?.dispose();
    this.#store.dispose();
  }

  async #receive(message: unknown): Promise<void> {
    const { fromToolSchema } = await import('../../shared/tool.ts');
    const parsed = fromToolSchema.safeParse(message);
    if (!parsed.success) {
      this.#options.log.warn('A call panel sent a message that is none; it was ignored.');
      return;
    }
    void this.#act(parsed.data).catch((error: unknown) => this.#tell(error));
  }

  #tell(error: unknown): void {
    this.#options.log.error(`Call panel: ${messageOf(error)}`);
    void vscode.window.showErrorMessage(displayText(messageOf(error), 400));
  }

  async #act(message: FromTool): Promise<void> {
    const { opener, openReview, resources, log } = this.#options;
    const name = idOf(this.#offered);
    const result = this.#call?.snapshot.result;
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        this.#sent = '';
        return this.#send();
      case 'run':
        return this.#run(message.arguments, 'button');
      case 'complete':
        return this.#complete(message);
      case 'cancel':
        return this.#call?.cancel();
      case 'openReview':
        return openReview(message.review);
      case 'copyResult':
        return result && vscode.env.clipboard.writeText(resultText(result));
      case 'sendPrompt':
        return this.#toDesk();
      case 'openResult':
        if (result && this.#offered.kind === 'prompt') return opener.prompt(name, result);
        return result && opener.result(name, result);
      case 'openBlock':
        return result && this.#openBlock(message.index, result);
      case 'openResource':
        return resources.show({ server: this.#server, uri: message.uri });
      case 'problem':
        return log.error(`Call panel, in the page: ${message.message}`);
    }
  }

  async #run(text: string, how: CallOrigin): Promise<void> {
    if (this.#busy()) return;
    this.#lastArguments = text;
    const checked = await this.#check(text);
    this.#errors = checked.errors;
    const target = this.#options.manager.get(this.#server)?.target;
    if (checked.errors.length > 0 || !checked.values || !target) return this.#send();
    // Two presses at once are one call.
    if (this.#busy()) return;
    const title = displayText(titleOf(this.#offered), 100);
    const origin = this.#sendNext ? 'sendPrompt' : how;
    this.#follow(this.#options.calls.start(target, requestOf(this.#offered, checked.values), { title, origin }));
  }

  /** The messages of the prompt as a request of the person's own: on the desk, where alone it can be approved. */
  async #toDesk(): Promise<void> {
    const call = this.#call;
    if (this.#offered.kind !== 'prompt' || call?.snapshot.status !== 'done') return;
    const { own, openReview } = this.#options;
    openReview(await own.send(call.asking, call.snapshot, titleOf(this.#offered)));
  }

  /** An embedded resource is a file like any other of its server; everything else is content of the call. */
  async #openBlock(index: number, result: JsonObject): Promise<void> {
    const { opener, resources } = this.#options;
    const block = resultBlocks(result)[index];
    if (block?.type === 'resource')
      await resources.showEmbedded(this.#server, block.uri, rawResource(result, index) ?? block);
    else await opener.block(idOf(this.#offered), index, result);
  }

  #complete({ argument, value, context }: Extract<FromTool, { type: 'complete' }>): void {
    const of = completionOf(this.#offered);
    const session = this.#options.manager.get(this.#server)?.target?.session;
    if (!of || session?.content?.completes !== true) return;
    this.#completer.ask(session, { of, argument, value, context }, (found) =>
      send(this.#panel, { type: 'suggestions', argument, value, ...found, values: [...found.values] }),
    );
  }

  #busy(): boolean {
    return this.#call?.snapshot.status === 'running';
  }

  /** The schema has the last word before anything is sent. */
  async #check(text: string): Promise<{ readonly values?: JsonObject; readonly errors: readonly Problem[] }> {
    const fail = (message: string) => ({ errors: [{ path: '', message }] });
    let values: unknown;
    try {
      values = JSON.parse(text);
    } catch (error) {
      return fail(t('The arguments are no JSON: {0}', messageOf(error)));
    }
    if (typeof values !== 'object' || values === null || Array.isArray(values))
      return fail(t('The arguments must be a JSON object.'));
    const { compileSchema } = await import('../../core/forms/validate.ts');
    const compiled = compileSchema(inputSchemaOf(this.#offered), within);
    if (compiled.error !== undefined) {
      // A schema that cannot be compiled checks nothing; the server will say what it does not like.
      this.#options.log.warn(`${idOf(this.#offered)}: ${compiled.error}`);
      return { values: values as JsonObject, errors: [] };
    }
    try {
      return { values: values as JsonObject, errors: compiled.validate(values) };
    } catch (error) {
      return fail(t('The arguments could not be checked against the tool’s schema: {0}.', messageOf(error)));
    }
  }

  #follow(call: Call): void {
    this.#followCall?.dispose();
    this.#followCall = new DisposableStore();
    this.#call = call;
    this.#followCall.add(call.onDidChange(() => this.#soon()));
    this.#send();
    void this.#finish(call).catch((error: unknown) => this.#tell(error));
  }

  /** What comes of a call is opened, or goes to the desk. */
  async #finish(call: Call): Promise<void> {
    const { status, result } = await call.finished;
    if (status !== 'done' || !result || this.#call !== call) return;
    const { request } = call.snapshot;
    if (request.method === 'resources/read')
      await this.#options.resources.showResult({ server: this.#server, uri: request.uri }, result);
    const send = this.#sendNext;
    this.#sendNext = false;
    if (send) await this.#toDesk();
  }

  /** The server stopped, or lists the tool in another form: the form follows. */
  #serverChanged(): void {
    const catalog = this.#options.manager.get(this.#server)?.catalog.catalog;
    const id = idOf(this.#offered);
    const offered = this.#offered;
    if (catalog && offered.kind === 'tool') {
      const tool = catalog.tools.find(({ name }) => name === id);
      if (tool) this.#offered = { kind: 'tool', tool };
    } else if (catalog && offered.kind === 'prompt') {
      const prompt = catalog.prompts.find(({ name }) => name === id);
      if (prompt) this.#offered = { kind: 'prompt', prompt };
    }
    this.#soon();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.#send(), SETTLE);
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#ready) return;
    const state = this.#state();
    const said = JSON.stringify(state);
    if (said === this.#sent) return;
    this.#sent = said;
    send(this.#panel, { type: 'state', state: { ...state, now: this.#options.now() } });
  }

  #state(): ToolPanelState {
    const offered = this.#offered;
    const target = this.#options.manager.get(this.#server)?.target;
    return {
      kind: offered.kind,
      server: this.#server,
      name: idOf(offered),
      title: titleOf(offered),
      description: descriptionOf(offered) ?? '',
      annotations: offered.kind === 'tool' ? [...annotationWords(offered.tool)] : [],
      inputSchema: JSON.stringify(inputSchemaOf(offered)),
      ...(this.#lastArguments !== undefined && { lastArguments: this.#lastArguments }),
      ready: target !== undefined,
      completes: completionOf(offered) !== undefined && target?.session.content?.completes === true,
      ...(this.#call && { call: callState(this.#call.snapshot) }),
      errors: [...this.#errors],
    };
  }
}
