import { t } from '../../core/text/l10n.ts';
import type { FromDesk } from '../../shared/desk.ts';
import type { GuardState } from './guard.ts';
import type { Local } from './local.ts';
import type { RestLimits } from './restLimits.ts';
import { shownReview, type DeskView } from './store.ts';

export interface DecisionsOptions {
  view(): DeskView;
  local(): Local;
  guard(): GuardState;
  saving(): boolean;
  say(text: string): void;
  post(message: FromDesk): void;
  update(change: Partial<Local>): void;
  /** The press while a comparison is put together. */
  compare(event: Event | undefined): void;
}

/** What a person decides, each once and by a press that the browser vouches for. */
export class Decisions {
  private readonly options: DecisionsOptions;

  constructor(options: DecisionsOptions) {
    this.options = options;
  }

  /** With `rest`, the rest of the call too. */
  approve(event?: Event, rest?: RestLimits): void {
    const { content, status } = shownReview(this.options.view()) ?? {};
    if (status?.compare?.plan !== undefined) this.options.compare(event);
    else if (content !== undefined && status?.phase === 'pending' && status.outgoing !== undefined)
      this.guarded(event, {
        type: 'approve',
        id: content.id,
        hash: status.outgoing.hash,
        ...(rest === undefined ? {} : { rest }),
      });
  }

  regenerate(event: Event): void {
    const { content, status } = shownReview(this.options.view()) ?? {};
    if (content !== undefined && status?.outgoing !== undefined)
      this.guarded(event, { type: 'regenerate', id: content.id, hash: status.outgoing.hash });
  }

  release(event?: Event): void {
    const { content, status } = shownReview(this.options.view()) ?? {};
    if (content === undefined || status === undefined) return;
    if (status.compare?.plan !== undefined) this.options.compare(event);
    else if (status.phase !== 'answered') return;
    else if (status.answer === undefined) this.options.say(t('Take one of the answers first.'));
    else if (this.options.local().inputs.size > 0)
      this.options.say(t('Apply or cancel your edit of the arguments first'));
    else this.guarded(event, { type: 'release', id: content.id });
  }

  decide(event: Event | undefined, message: FromDesk): void {
    if ((event === undefined || event.isTrusted) && !this.options.local().sent) {
      this.options.update({ sent: true, notice: undefined });
      this.options.post(message);
    }
  }

  /** A decision about what is on screen: only when that has stood there long enough, in a window that has the focus. */
  guarded(event: Event | undefined, message: FromDesk): void {
    if (this.options.saving()) {
      this.options.say(t('Your edit is not part of the request yet. Try again in a moment.'));
    } else if (this.options.guard().armed && document.hasFocus()) {
      this.decide(event, message);
    } else {
      this.options.say(t('What is shown has just changed. Try again in a moment.'));
    }
  }
}
