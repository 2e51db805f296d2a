import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../../core/text/l10n.ts';
import type { AnswerView } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { clock, cost, duration, number } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import { ticking } from '../../ui/ticking.ts';
import type { DeskUi } from '../ui.ts';
import type { ShownReview } from '../store.ts';
import { stopReasonWords } from '../words.ts';
import { jsonCheck, repairButton } from './jsonCheck.ts';
import { notes } from './notes.ts';
import { otherBlock } from './prompt.ts';
import { toolUses } from './toolUses.ts';

/** Tokens a second with one digit, where there was time enough to say so. */
export function speedWords(tokens: number, ms: number): string | undefined {
  if (ms < 500 || tokens < 1) return undefined;
  const speed = (tokens * 1000) / ms;
  return t('{0} tokens/s', speed < 10 ? number(Math.round(speed * 10) / 10) : number(Math.round(speed)));
}

/** What has come so far: estimated tokens, the time, and how fast. */
export function progressWords(ui: DeskUi, text: string, startedAt: number | undefined, column?: number): string {
  const tokens = ui.answers.tokens(text, column);
  const ms = startedAt === undefined ? undefined : ui.now() - startedAt;
  const parts = [
    t('≈ {0} tokens so far (estimated)', number(tokens)),
    ...(ms === undefined ? [] : [clock(ms), speedWords(tokens, ms)]),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** Tokens, by the provider's count where it gave one. */
function tokenFacts(
  ui: DeskUi,
  { usage, text, byHand }: AnswerView,
  column: number | undefined,
): { out: number; words: string } | undefined {
  const out = usage?.outputTokens;
  if (out === undefined) {
    if (byHand || text === '') return undefined;
    const estimated = ui.answers.tokens(text, column);
    return { out: estimated, words: t('≈ {0} tokens out (estimated: the provider counted none)', number(estimated)) };
  }
  return {
    out,
    words:
      usage?.inputTokens === undefined
        ? t('{0} tokens out (the provider’s count)', number(out))
        : t('{0} tokens in, {1} out (the provider’s count)', number(usage.inputTokens), number(out)),
  };
}

/** Who answered, how it ended, how much, how long and how fast. */
export function facts(ui: DeskUi, answer: AnswerView, column?: number): TemplateResult {
  const stop = answer.stopReason === undefined ? undefined : stopReasonWords(answer.stopReason);
  const tokens = tokenFacts(ui, answer, column);
  const speed = tokens && answer.durationMs !== undefined ? speedWords(tokens.out, answer.durationMs) : undefined;
  return html`<p class="facts">
    <span>${icon(answer.byHand ? 'account' : 'machine')} ${answer.byHand ? t('Answered by hand') : answer.model}</span>
    ${stop === undefined || stop.warning ? nothing : html`<span>${stop.text}</span>`}
    ${tokens === undefined ? nothing : html`<span>${tokens.words}</span>`}
    ${answer.durationMs === undefined ? nothing : html`<span>${duration(answer.durationMs)}</span>`}
    ${speed === undefined ? nothing : html`<span>${speed}</span>`}
    ${answer.cost === undefined ? nothing : html`<span title=${answer.cost.source}>${cost(answer.cost.min, answer.cost.max)}</span>`}
  </p>`;
}

function warnings(ui: DeskUi, answer: AnswerView, changeable: boolean): TemplateResult | typeof nothing {
  const lines = [
    ...(answer.stopped ? [t('You stopped this answer: it is incomplete.')] : []),
    ...(answer.stopReason === 'maxTokens' ? [t('Cut by length: the model reached max tokens (maxTokens).')] : []),
    ...(answer.problems ?? []),
    ...((answer.toolUses ?? []).some(({ problems }) => (problems ?? []).length > 0)
      ? [t('A use of a tool does not fit what the server offered: see below.')]
      : []),
  ];
  return lines.length === 0
    ? nothing
    : html`<div class="banner warning">${icon('warning', 'warning')}<p>${lines.join(' ')}</p>
        ${repairable(answer) && changeable ? html`<div class="buttons">${repairButton(ui)}</div>` : nothing}
      </div>`;
}

/** Something is wrong that the model could be told, and the check of the JSON does not offer it already. */
function repairable({ problems, toolUses: uses, json }: AnswerView): boolean {
  const wrongUse = (uses ?? []).some(({ problems: wrong }) => (wrong ?? []).length > 0);
  return (json === undefined || json.problems.length === 0) && ((problems ?? []).length > 0 || wrongUse);
}

function editedBanner(ui: DeskUi, answer: AnswerView, changeable: boolean): TemplateResult | typeof nothing {
  if (answer.edited !== true) {
    return nothing;
  }
  return html`<div class="banner info">
    ${icon('edit')}
    <p>
      <strong>${t('You changed this answer.')}</strong>
      ${
        changeable
          ? t('What is returned is what you see, not what the model said.')
          : t('It is not what the model said, and the ledger says so.')
      }
    </p>
    <div class="buttons">
      ${button({ label: t('Show changes of the answer'), icon: 'diff', onClick: () => ui.answers.showChanges() })}
      ${changeable ? button({ label: t('Reset answer'), icon: 'discard', onClick: () => ui.answers.reset() }) : nothing}
    </div>
  </div>`;
}

/** An answer that is there, with everything that is known about it. */
function whole(ui: DeskUi, answer: AnswerView, changeable: boolean): TemplateResult {
  const uses = answer.toolUses ?? [];
  return html`${warnings(ui, answer, changeable)} ${editedBanner(ui, answer, changeable)} ${jsonCheck(ui, answer, changeable)}
    ${
      answer.text === '' && answer.blocks.length + uses.length > 0
        ? nothing
        : html`<text-view id="answer-text" data-open="true" .content=${{ text: answer.text }}></text-view>`
    }
    ${toolUses(ui, uses, changeable)}
    ${answer.blocks.map((block, b) =>
      block.type === 'text'
        ? html`<text-view .content=${block}></text-view>`
        : otherBlock(block, t('the answer'), `a${b}`),
    )}
    ${answer.notes.length === 0 ? nothing : notes(answer.notes)} ${facts(ui, answer)}`;
}

function streaming(ui: DeskUi, given: AnswerView | undefined): TemplateResult {
  const text = given?.text ?? '';
  return html`<section class="part answer" aria-labelledby="answer" aria-busy="true">
    <div class="part-head">
      <h2 id="answer">${t('Answer so far')}</h2>
      <span class="tools quiet">${ticking(() => progressWords(ui, ui.view.status?.answer?.text ?? '', given?.startedAt))}</span>
    </div>
    <stream-view tabindex="0" role="group" aria-labelledby="answer" .text=${text}></stream-view>
    ${text === '' ? html`<p class="quiet">${t('Nothing has arrived yet.')}</p>` : nothing}
  </section>`;
}

/** What the model answers, as it comes and when it is there. */
export function answer(ui: DeskUi, { status }: ShownReview): TemplateResult | typeof nothing {
  const { phase, answer: given } = status;
  if (phase === 'running') {
    // The answers of a comparison stand side by side.
    if (status.compare !== undefined) return nothing;
    return streaming(ui, given);
  }
  if (given === undefined || (phase !== 'answered' && phase !== 'closed')) {
    return nothing;
  }
  const changeable = phase === 'answered';
  const editing = ui.local.form === 'editAnswer' && changeable && status.server.own !== true;
  return html`<section class="part answer" aria-labelledby="answer">
    <div class="part-head">
      <h2 id="answer">${t('Answer')}</h2>
      ${
        given.text === ''
          ? nothing
          : html`<span class="tools">${button({ label: t('Copy answer'), kind: 'link', icon: 'copy', onClick: () => ui.post({ type: 'copy', text: given.text }) })}</span>`
      }
    </div>
    ${editing ? html`<p class="quiet">${t('You are editing it below.')}</p>` : nothing}
    ${whole(ui, given, changeable)}
  </section>`;
}
