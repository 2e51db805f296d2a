import type { Edit, FromDesk } from '../../shared/desk.ts';
import type { AnswerDesk } from './answerDesk.ts';
import type { AskDesk } from './ask.ts';
import type { Editing } from './editing.ts';
import type { BatchDesk } from './batch.ts';
import type { GuardState } from './guard.ts';
import type { FormKind, Local } from './local.ts';
import type { RestLimits } from './restLimits.ts';
import type { DeskView } from './store.ts';

/** What the parts of the desk see and may do. */
export interface DeskUi {
  readonly view: DeskView;
  /** The shown elicitation and its form. */
  readonly ask: AskDesk;
  /** What can be done with an answer before it is returned. */
  readonly answers: AnswerDesk;
  /** What is changed of the shown request. */
  readonly editing: Editing;
  /** The shown batch and its marks. */
  readonly batch: BatchDesk;
  readonly local: Local;
  readonly guard: GuardState;
  /** True while an edit is not yet part of what would be sent. */
  readonly saving: boolean;
  readonly mac: boolean;
  /** The width of the list in pixels; absent until the person chose one. */
  readonly listWidth: number | undefined;
  /** The extension's time. */
  now(): number;
  post(message: FromDesk): void;
  update(change: Partial<Local>): void;
  open(form: FormKind, change?: Partial<Local>): void;
  closeForm(): void;
  toggleEdit(key: string): void;
  edit(key: string, edit: Edit, changed: boolean, now?: boolean): void;
  reset(): void;
  selectModel(model: string): void;
  focusModel(): void;
  selectNext(): void;
  /** `done`: the person is through with it, so it is remembered. */
  resizeList(width: number, done: boolean): void;
  approve(event?: Event, rest?: RestLimits): void;
  regenerate(event: Event): void;
  release(event?: Event): void;
  decide(event: Event | undefined, message: FromDesk): void;
}
