import type { FormModel } from '../../core/forms/fields.ts';
import { formModel } from '../../core/forms/formModel.ts';
import { argumentsToValues, valuesToArguments, type FieldError, type FormValues } from '../../core/forms/values.ts';
import type { JsonObject } from '../../core/mcp.ts';
import { prettyJson } from '../../core/util/json.ts';
import type { FromTool, ToolPanelState, ToTool } from '../../shared/tool.ts';
import { Announcer } from '../ui/announce.ts';
import type { Host } from '../ui/host.ts';
import { Screen } from '../ui/screen.ts';
import { formErrors, idOf, labelAt, parseArguments, startValues } from './arguments.ts';
import { page } from './parts/page.ts';
import { otherTexts, Suggest } from './suggest.ts';
import { callSentence } from './words.ts';
import { t } from '../../core/text/l10n.ts';
import { bringTo } from '../ui/scroll.ts';

/** What a person has filled in. Kept across reloads of the webview for as long as the schema is the same. */
interface Filled {
  schema: string;
  mode: 'form' | 'json';
  values: FormValues;
  json: string;
}

/** What the controls of a form see and may do, here and on the desk. */
export interface FormUi {
  readonly filled: { readonly values: FormValues };
  readonly errors: readonly FieldError[];
  /** Present where the server suggests values. */
  readonly suggest: Suggest | undefined;
  change(path: string, value: FormValues[string]): void;
  redraw(then: () => void): void;
}

/** What the parts of the panel see and may do. */
export interface PanelUi extends FormUi {
  readonly state: ToolPanelState | undefined;
  readonly model: FormModel;
  readonly filled: Filled;
  /** Grows when the form is filled anew, so that its inputs are made anew. */
  readonly generation: number;
  readonly notice: string | undefined;
  readonly mac: boolean;
  now(): number;
  post(message: FromTool): void;
  changeJson(text: string): void;
  switchMode(): void;
  startOver(): void;
  run(): void;
  goTo(path: string): void;
}

const nothing: FormModel = { fields: [], whole: false };

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The call panel: draws the form and the call, and sends arguments once they can be read. */
export class Panel implements PanelUi {
  state: ToolPanelState | undefined;
  model: FormModel = nothing;
  filled: Filled = { schema: '', mode: 'form', values: {}, json: '{}' };
  generation = 0;
  notice: string | undefined;
  readonly mac = navigator.platform.startsWith('Mac');
  private readonly host: Host<ToTool, FromTool>;
  private readonly root: HTMLElement;
  private readonly announcer: Announcer;
  private readonly screen: Screen;
  private readonly suggestions: Suggest;
  private own: readonly FieldError[] = [];
  /** Paths that were changed since the extension named errors at them. */
  private changed = new Set<string>();
  private skew = 0;

  constructor(host: Host<ToTool, FromTool>, root: HTMLElement) {
    this.host = host;
    this.root = root;
    this.announcer = new Announcer(document.body);
    this.suggestions = new Suggest({
      post: (message) => this.post(message),
      others: (field) => otherTexts(this.model.fields, this.filled.values, field),
      changed: () => this.screen.schedule(),
      say: (text) => this.announcer.say(text),
    });
    this.screen = new Screen(
      root,
      () => page(this),
      () => undefined,
      () => '#call, h1',
    );
  }

  /** Draws, listens, and asks for the state. */
  start(): void {
    this.host.listen((message) =>
      message.type === 'state' ? this.take(message.state) : this.suggestions.take(message),
    );
    document.addEventListener('keydown', (event) => {
      if (
        event.key === 'Enter' &&
        event.ctrlKey !== event.metaKey &&
        !event.repeat &&
        !event.shiftKey &&
        !event.altKey
      ) {
        event.preventDefault();
        this.run();
      }
    });
    this.screen.draw();
    this.post({ type: 'ready' });
  }

  get errors(): readonly FieldError[] {
    const named = this.state?.errors ?? [];
    return [...this.own, ...named].filter(({ path }) => !this.changed.has(path));
  }

  get suggest(): Suggest | undefined {
    return this.state?.completes === true ? this.suggestions : undefined;
  }

  now(): number {
    return Date.now() + this.skew;
  }

  post(message: FromTool): void {
    this.host.post(message);
  }

  change(path: string, value: FormValues[string]): void {
    this.changed.add(path);
    this.keep({ values: { ...this.filled.values, [path]: value } });
  }

  changeJson(text: string): void {
    this.notice = undefined;
    for (const { path } of this.errors) {
      this.changed.add(path);
    }
    this.keep({ json: text });
  }

  /** Between the form and its JSON. The form takes JSON only when all of it has a place there. */
  switchMode(): void {
    this.notice = undefined;
    this.own = [];
    if (this.filled.mode === 'form') {
      const { arguments: args } = valuesToArguments(this.model, this.filled.values);
      this.keep({ mode: 'json', json: prettyJson(args) });
    } else {
      this.toForm();
    }
    this.generation += 1;
    this.redraw(() => this.root.querySelector<HTMLElement>('#mode')?.focus());
  }

  private toForm(): void {
    const read = parseArguments(this.filled.json);
    if ('problem' in read) {
      this.notice = read.problem;
      return;
    }
    const { values, fits } = argumentsToValues(this.model, read.arguments);
    if (fits) {
      this.keep({ mode: 'form', values });
    } else {
      this.notice = t('Some of this JSON has no place in the form.');
    }
  }

  /** Fills in the defaults of the schema again. */
  startOver(): void {
    this.own = [];
    this.notice = undefined;
    this.generation += 1;
    const { values } = startValues(this.model, undefined);
    this.keep({ values, json: prettyJson(valuesToArguments(this.model, values).arguments) });
  }

  run(): void {
    const { state } = this;
    if (state === undefined || !state.ready || state.call?.status === 'running') {
      return;
    }
    const args = this.filled.mode === 'json' && !this.model.whole ? this.fromJson() : this.fromForm();
    if (args === undefined) {
      this.redraw(() => this.root.querySelector<HTMLElement>('#problems')?.focus());
      return;
    }
    this.changed.clear();
    this.notice = undefined;
    this.suggestions.close();
    this.post({ type: 'run', arguments: JSON.stringify(args) });
    this.screen.schedule();
  }

  private fromJson(): JsonObject | undefined {
    const read = parseArguments(this.filled.json);
    this.own = [];
    this.notice = 'problem' in read ? read.problem : undefined;
    return 'problem' in read ? undefined : read.arguments;
  }

  private fromForm(): JsonObject | undefined {
    this.changed.clear();
    this.own = formErrors(this.model, this.filled.values);
    return this.own.length > 0 ? undefined : valuesToArguments(this.model, this.filled.values).arguments;
  }

  goTo(path: string): void {
    const place = labelAt(this.model.fields, path);
    const element = this.root.querySelector<HTMLElement>(
      this.filled.mode === 'json' ? '#json' : `#${CSS.escape(idOf(place?.path ?? path))}`,
    );
    bringTo(element, 'center');
    element?.focus();
  }

  redraw(then: () => void): void {
    this.screen.after(then);
  }

  private keep(part: Partial<Filled>): void {
    this.filled = { ...this.filled, ...part };
    this.host.save(this.filled);
    this.screen.schedule();
  }

  private take(state: ToolPanelState): void {
    const before = this.state;
    this.state = state;
    if (state.now !== undefined) {
      this.skew = state.now - Date.now();
    }
    if (before === undefined || before.inputSchema !== state.inputSchema || before.name !== state.name) {
      this.fill(state);
    }
    if (before !== undefined && JSON.stringify(before.errors) !== JSON.stringify(state.errors)) {
      this.own = [];
      this.changed.clear();
      if (state.errors.length > 0) {
        this.redraw(() => this.root.querySelector<HTMLElement>('#problems')?.focus());
      }
    }
    this.announce(before, state);
    this.screen.schedule();
  }

  private fill(state: ToolPanelState): void {
    this.model = formModel(parse(state.inputSchema));
    this.generation += 1;
    const saved = this.host.saved() as Filled | undefined;
    if (saved?.schema === state.inputSchema) {
      this.filled = saved;
      return;
    }
    const last = parse(state.lastArguments) as JsonObject | undefined;
    const { values, fits } = startValues(this.model, last);
    const json = prettyJson(last ?? valuesToArguments(this.model, values).arguments);
    this.filled = { schema: state.inputSchema, mode: fits ? 'form' : 'json', values, json };
  }

  private announce(before: ToolPanelState | undefined, { call }: ToolPanelState): void {
    const old = before?.call;
    if (before === undefined || call === undefined) {
      return;
    }
    if (old?.id !== call.id || old.status !== call.status || old.waitingForReview !== call.waitingForReview) {
      this.announcer.say(callSentence(call));
    }
    if (old?.id !== call.id) {
      this.redraw(() => this.root.querySelector('#call-section')?.scrollIntoView({ block: 'nearest' }));
    }
  }
}
