import { inputOf } from '../../core/review/answerEdits.ts';
import { TokenMeter } from '../../core/models/tokenMeter.ts';
import type { FromDesk, PlannedView } from '../../shared/desk.ts';
import type { Local } from './local.ts';
import { shownReview, type DeskView } from './store.ts';

/** What the answer's part needs of the desk. */
export interface AnswerDeskOptions {
  readonly root: HTMLElement;
  view(): DeskView;
  local(): Local;
  post(message: FromDesk): void;
  update(change: Partial<Local>): void;
  after(done: () => void): void;
  /** Posts a decision about what is on screen, when it has stood there long enough. */
  guarded(event: Event | undefined, message: FromDesk): void;
}

/** What a person does with an answer before it is returned. */
export class AnswerDesk {
  private readonly options: AnswerDeskOptions;
  private readonly meters = new Map<number, TokenMeter>();

  constructor(options: AnswerDeskOptions) {
    this.options = options;
  }

  /** The tokens of a growing text, estimated. Each of several answers has a meter of its own. */
  tokens(text: string, column = -1): number {
    const meter = this.meters.get(column) ?? new TokenMeter();
    this.meters.set(column, meter);
    return meter.count(text);
  }

  /** Makes the text the answer's, and leaves it on the desk. */
  keepText(text: string): void {
    this.edit({ part: 'text', text });
  }

  /** Shows what the model said beside what would be returned; `text` is what is typed and not kept yet. */
  showChanges(text?: string): void {
    if (text !== undefined) this.keepText(text);
    this.withId((id) => this.options.post({ type: 'answerDiff', id }));
  }

  /** The answer as the model said it. */
  reset(): void {
    this.options.update({ answer: undefined, inputs: new Map() });
    this.withId((id) => this.options.post({ type: 'editAnswer', id }));
  }

  dropTool(use: number, drop: boolean): void {
    this.setInput(use, undefined);
    this.edit({ part: 'dropTool', use, drop });
  }

  /** Opens the editor of a tool's arguments. */
  openInput(use: number, input: string): void {
    this.setInput(use, input);
    this.focus(`#tool-input-${use}`);
  }

  typeInput(use: number, input: string): void {
    this.setInput(use, input);
  }

  closeInput(use: number): void {
    this.setInput(use, undefined);
    this.focus(`#edit-tool-${use}`);
  }

  /** Puts what is typed in the place of the arguments, when it is an object. */
  applyInput(use: number): void {
    const input = this.options.local().inputs.get(use);
    if (input === undefined || typeof inputOf(input) === 'string') return;
    this.edit({ part: 'toolInput', use, input });
    this.closeInput(use);
  }

  /** Ends the request with the answer and what is wrong with it; nothing is sent by this. */
  repair(): void {
    this.withId((id) => this.options.post({ type: 'repair', id }));
  }

  /** Begins to put a comparison together, with the models that a person would look at first. */
  openComparison(): void {
    const { model } = shownReview(this.options.view())?.status ?? {};
    const able = (model?.candidates ?? []).filter(({ excluded }) => excluded === undefined).map(({ ref }) => ref);
    const first = able.includes(model?.chosen ?? '') ? [model?.chosen ?? ''] : [];
    this.choose([...first, ...able.filter((ref) => ref !== model?.chosen)].slice(0, 2));
  }

  /** Takes a model into the comparison or out of it. */
  toggle(ref: string): void {
    const models = this.planned.map((each) => each.ref);
    this.choose(models.includes(ref) ? models.filter((each) => each !== ref) : [...models, ref]);
  }

  closeComparison(): void {
    this.withId((id) => this.options.post({ type: 'compare', id }));
    this.focus('#open-compare');
  }

  /** The one press, with every hash that is shown. */
  approveComparison(event?: Event): void {
    const hashes = this.planned.flatMap(({ hash }) => hash ?? []);
    this.withId((id) => this.options.guarded(event, { type: 'approveComparison', id, hashes }));
  }

  takeAnswer(column: number): void {
    this.options.update({ answer: undefined, inputs: new Map() });
    this.withId((id) => this.options.post({ type: 'takeAnswer', id, column }));
  }

  stop(column: number): void {
    this.withId((id) => this.options.post({ type: 'stop', id, column }));
  }

  private get planned(): readonly PlannedView[] {
    return shownReview(this.options.view())?.status.compare?.plan?.models ?? [];
  }

  private choose(models: string[]): void {
    this.withId((id) => this.options.post({ type: 'compare', id, models }));
  }

  /** Another answer is coming: what was typed about the last one is no part of it. */
  forget(): void {
    this.meters.clear();
    const { answer, inputs } = this.options.local();
    if (answer !== undefined || inputs.size > 0) this.options.update({ answer: undefined, inputs: new Map() });
  }

  private edit(edit: Extract<FromDesk, { type: 'editAnswer' }>['edit']): void {
    this.withId((id) => this.options.post({ type: 'editAnswer', id, ...(edit && { edit }) }));
  }

  private setInput(use: number, input: string | undefined): void {
    const inputs = new Map(this.options.local().inputs);
    if (input === undefined) inputs.delete(use);
    else inputs.set(use, input);
    this.options.update({ inputs });
  }

  private focus(selector: string): void {
    this.options.after(() => this.options.root.querySelector<HTMLElement>(selector)?.focus());
  }

  private withId(act: (id: string) => void): void {
    const id = shownReview(this.options.view())?.content.id;
    if (id !== undefined) act(id);
  }
}
