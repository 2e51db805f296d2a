import type { FormModel } from '../../core/forms/fields.ts';
import { formModel } from '../../core/forms/formModel.ts';
import { type FieldError, type FormValues, valuesToArguments } from '../../core/forms/values.ts';
import type { JsonObject } from '../../core/mcp.ts';
import type { ElicitationView, FromDesk } from '../../shared/desk.ts';
import { formErrors, idOf, labelAt, startValues } from '../tool/arguments.ts';
import type { FormUi } from '../tool/panel.ts';
import type { DeskKey } from './keys.ts';
import { bringTo } from '../ui/scroll.ts';

export interface AskOptions {
  readonly root: HTMLElement;
  post(message: FromDesk): void;
  /** A decision that what is shown has to have stood still for. */
  guarded(event: Event | undefined, message: FromDesk): void;
  decide(event: Event | undefined, message: FromDesk): void;
  redraw(then: () => void): void;
}

const nothing: FormModel = { fields: [], whole: false };

/**
 * The elicitation that the desk shows, and what is typed into its form. Every change goes to the extension at once, which keeps it in
 * memory: a page that is hidden or reloaded gets it back, and it never lies on a disk.
 */
export class AskDesk implements FormUi {
  readonly suggest = undefined;
  model: FormModel = nothing;
  filled: { values: FormValues } = { values: {} };
  private readonly options: AskOptions;
  private view: ElicitationView | undefined;
  private own: readonly FieldError[] = [];
  /** Paths that were changed since an error was named at them. */
  private changed = new Set<string>();

  constructor(options: AskOptions) {
    this.options = options;
  }

  get errors(): readonly FieldError[] {
    return [...this.own, ...(this.view?.errors ?? [])].filter(({ path }) => !this.changed.has(path));
  }

  /** Takes what the extension says; a form is made once for each request. */
  take(view: ElicitationView | undefined): void {
    const before = this.view;
    this.view = view;
    if (view?.form !== undefined && before?.id !== view.id) this.fill(view.form);
    if (JSON.stringify(before?.errors) === JSON.stringify(view?.errors)) return;
    this.own = [];
    this.changed.clear();
    if (view !== undefined && view.errors.length > 0) this.showProblems();
  }

  change(path: string, value: FormValues[string]): void {
    this.changed.add(path);
    this.filled = { values: { ...this.filled.values, [path]: value } };
    if (this.view !== undefined)
      this.options.post({ type: 'fill', id: this.view.id, values: copyOf(this.filled.values) });
    this.options.redraw(() => undefined);
  }

  redraw(then: () => void): void {
    this.options.redraw(then);
  }

  /** Puts the keyboard into the field that an error is about. */
  goTo(path: string): void {
    const place = labelAt(this.model.fields, path);
    const element = this.options.root.querySelector<HTMLElement>(`#${CSS.escape(idOf(place?.path ?? path))}`);
    bringTo(element, 'center');
    element?.focus();
  }

  submit(event: Event | undefined): void {
    const { view } = this;
    if (view?.hash === undefined || view.form === undefined) return;
    this.changed.clear();
    const values = withoutBlanks(this.model, this.filled.values);
    this.own = formErrors(this.model, values);
    if (this.own.length > 0) {
      this.showProblems();
      return;
    }
    const content: JsonObject = valuesToArguments(this.model, values).arguments;
    this.options.guarded(event, { type: 'submit', id: view.id, hash: view.hash, content: JSON.stringify(content) });
  }

  openPage(event: Event | undefined): void {
    const { view } = this;
    if (view?.hash !== undefined) this.options.guarded(event, { type: 'openPage', id: view.id, hash: view.hash });
  }

  answer(event: Event | undefined, act: 'retry' | 'decline' | 'cancel' | 'refuse'): void {
    if (this.view !== undefined) this.options.decide(event, { type: 'answerAsk', id: this.view.id, act });
  }

  /** A key of the desk. */
  press(key: DeskKey, event: Event): void {
    const { view } = this;
    if (view === undefined) return;
    if (key === 'deny') this.answer(event, 'decline');
    else if (key === 'cancel') this.answer(event, 'cancel');
    else if (key === 'approve' && view.problem === undefined) {
      if (view.phase === 'answered') this.answer(event, 'retry');
      else if (view.mode === 'form') this.submit(event);
      else this.openPage(event);
    }
  }

  private fill({ schema, filled }: NonNullable<ElicitationView['form']>): void {
    this.model = formModel(JSON.parse(schema));
    const start = startValues(this.model, undefined).values;
    this.filled = { values: filled === undefined ? start : { ...start, ...filled } };
    this.own = [];
    this.changed.clear();
  }

  private showProblems(): void {
    this.options.redraw(() => this.options.root.querySelector<HTMLElement>('#problems')?.focus());
  }
}

/** A text that is needed and left empty is not given: a form says so, where an argument may be an empty text. */
function withoutBlanks(model: FormModel, values: FormValues): FormValues {
  const blank = model.fields
    .filter(({ kind, path }) => kind === 'string' && values[path] === '')
    .map(({ path }) => path);
  return Object.fromEntries(Object.entries(values).filter(([path]) => !blank.includes(path)));
}

function copyOf(values: FormValues): Extract<FromDesk, { type: 'fill' }>['values'] {
  return Object.fromEntries(
    Object.entries(values).map(([path, value]) => [path, typeof value === 'object' ? [...value] : value]),
  );
}
