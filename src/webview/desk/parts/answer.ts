import { html, nothing, type TemplateResult } from 'lit';
import type { BlockView, ReviewStatus } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { duration, number } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import type { DeskUi } from '../ui.ts';
import type { ShownReview } from '../store.ts';
import { stopReasonWords } from '../words.ts';
import { notes } from './notes.ts';
import { otherBlock } from './prompt.ts';

type Answer = NonNullable<ReviewStatus['answer']>;
type ToolUse = Extract<BlockView, { type: 'toolUse' }>;

function usageWords(usage: Answer['usage']): string | undefined {
  const parts = [
    usage?.inputTokens === undefined ? undefined : `${number(usage.inputTokens)} tokens in`,
    usage?.outputTokens === undefined ? undefined : `${number(usage.outputTokens)} out`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : `${parts.join(', ')} (the provider’s count)`;
}

/** Who answered, how it ended, how much and how long. */
function facts(answer: Answer): TemplateResult {
  const stop = answer.stopReason === undefined ? undefined : stopReasonWords(answer.stopReason);
  const usage = usageWords(answer.usage);
  return html`<p class="facts">
    <span>${icon(answer.byHand ? 'account' : 'machine')} ${answer.byHand ? 'Answered by hand' : answer.model}</span>
    ${stop === undefined || stop.warning ? nothing : html`<span>${stop.text}</span>`}
    ${usage === undefined ? nothing : html`<span>${usage}</span>`}
    ${answer.durationMs === undefined ? nothing : html`<span>${duration(answer.durationMs)}</span>`}
  </p>`;
}

function warnings(answer: Answer): TemplateResult | typeof nothing {
  const lines: string[] = [];
  if (answer.stopped) {
    lines.push('You stopped this answer: it is incomplete.');
  }
  if (answer.stopReason === 'maxTokens') {
    lines.push('Cut by length: the model reached max tokens (maxTokens).');
  }
  return lines.length === 0
    ? nothing
    : html`<div class="banner warning">${icon('warning', 'warning')}<p>${lines.join(' ')}</p></div>`;
}

function toolTable(uses: readonly ToolUse[]): TemplateResult | typeof nothing {
  if (uses.length === 0) {
    return nothing;
  }
  return html`<table class="tool-uses">
    <caption>
      The model wants to use ${uses.length === 1 ? 'a tool' : `${uses.length} tools`}
    </caption>
    <thead>
      <tr>
        <th scope="col">Tool</th>
        <th scope="col">Input</th>
      </tr>
    </thead>
    <tbody>
      ${uses.map(
        (use) => html`<tr>
          <th scope="row">${use.name}<br /><code class="quiet">${use.id}</code></th>
          <td><text-view .content=${{ text: use.input }}></text-view></td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function isToolUse(block: BlockView): block is ToolUse {
  return block.type === 'toolUse';
}

function whole(answer: Answer): TemplateResult {
  return html`${warnings(answer)}
    ${
      answer.text === '' && answer.blocks.length > 0
        ? nothing
        : html`<text-view id="answer-text" data-open="true" .content=${{ text: answer.text }}></text-view>`
    }
    ${toolTable(answer.blocks.filter(isToolUse))}
    ${answer.blocks.map((block, b) =>
      block.type === 'toolUse'
        ? nothing
        : block.type === 'text'
          ? html`<text-view .content=${block}></text-view>`
          : otherBlock(block, 'the answer', `a${b}`),
    )}
    ${answer.notes.length === 0 ? nothing : notes(answer.notes)} ${facts(answer)}`;
}

/** What the model answers, as it comes and when it is there. */
export function answer(ui: DeskUi, { status }: ShownReview): TemplateResult | typeof nothing {
  const { phase, answer: given } = status;
  if (phase === 'running') {
    return html`<section class="part answer" aria-labelledby="answer" aria-busy="true">
      <div class="part-head"><h2 id="answer">Answer so far</h2></div>
      <stream-view tabindex="0" role="group" aria-labelledby="answer" .text=${given?.text ?? ''}></stream-view>
      ${given === undefined || given.text === '' ? html`<p class="quiet">Nothing has arrived yet.</p>` : nothing}
      ${toolTable((given?.blocks ?? []).filter(isToolUse))}
    </section>`;
  }
  if (given === undefined || (phase !== 'answered' && phase !== 'closed')) {
    return nothing;
  }
  return html`<section class="part answer" aria-labelledby="answer">
    <div class="part-head">
      <h2 id="answer">Answer</h2>
      ${
        given.text === ''
          ? nothing
          : html`<span class="tools">${button({ label: 'Copy answer', kind: 'link', icon: 'copy', onClick: () => ui.post({ type: 'copy', text: given.text }) })}</span>`
      }
    </div>
    ${ui.local.form === 'editAnswer' && phase === 'answered' && status.server.own !== true ? html`<p class="quiet">You are editing it below.</p>` : nothing}
    ${whole(given)}
  </section>`;
}
