import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { CallState, ResultBlock } from '../../../shared/tool.ts';
import { button } from '../../ui/button.ts';
import { bytes, clock } from '../../ui/format.ts';
import { icon, type IconName } from '../../ui/icons.ts';
import { audioView, imageView } from '../../ui/media.ts';
import { ticking } from '../../ui/ticking.ts';
import type { PanelUi } from '../panel.ts';
import { endWords, progressWords, timeWords } from '../words.ts';
import { rich } from '../../ui/l10n.ts';
import { plural, t } from '../../../core/text/l10n.ts';
import { roleWords } from '../../ui/roles.ts';

const statusIcons: Record<CallState['status'], [IconName, 'good' | 'warning' | 'error' | undefined]> = {
  running: ['loading', undefined],
  done: ['pass', 'good'],
  failed: ['error', 'error'],
  cancelled: ['deny', 'warning'],
};

function statusLine(ui: PanelUi, call: CallState): TemplateResult {
  const [name, tone] = call.result?.isError === true ? (['error', 'error'] as const) : statusIcons[call.status];
  return html`<p class="status">
    ${icon(name, tone)}
    <span>${
      call.status === 'running'
        ? html`${t('Running for')} ${ticking(() => clock(ui.now() - call.startedAt))}`
        : endWords(call)
    }</span>
  </p>`;
}

function progress(call: CallState): TemplateResult | typeof nothing {
  if (call.status !== 'running') {
    return nothing;
  }
  const known = call.progress;
  return html`<div class="progress">
    <vscode-progress-bar
      aria-label=${t('Progress of the call')}
      .value=${known?.total === undefined ? undefined : known.progress}
      .max=${known?.total ?? 100}
      ?indeterminate=${known?.total === undefined}
    ></vscode-progress-bar>
    ${known === undefined ? nothing : html`<p>${progressWords(known)}</p>`}
  </div>`;
}

function waiting(ui: PanelUi, call: CallState): TemplateResult | typeof nothing {
  // What was asked last may be decided already, while something before it waits.
  const { review } =
    call.rounds.find(({ state }) => state === 'waiting' || state === 'answered') ?? call.rounds.at(-1) ?? {};
  if (!call.waitingForReview || call.status !== 'running') {
    return nothing;
  }
  // Before anything was asked, it is the call itself that waits: what it runs has changed.
  if (review === undefined) {
    return html`<div class="banner info">
      ${icon('eye', 'info')}
      <p>
        <strong>${t('Waiting for your decision.')}</strong>
        ${rich(
          'This has changed since it was last accepted, and nothing was sent yet. The command {0} shows what differs.',
          html`<em>${t('Review Changed Tools')}</em>`,
        )}
      </p>
    </div>`;
  }
  return html`<div class="banner info">
    ${icon('eye', 'info')}
    <p><strong>${t('Waiting for your review.')}</strong> ${t('The server asks for something before it goes on.')}</p>
    ${button({ label: t('Open review'), icon: 'arrow-right', onClick: () => ui.post({ type: 'openReview', review }) })}
  </div>`;
}

/** Where a request of the call stands, in words. */
const roundWords = new Map([
  ['waiting', t('waiting')],
  ['decided', t('decided')],
  ['running', t('running')],
  ['answered', t('answered')],
  ['returned', t('returned')],
  ['denied', t('denied')],
  ['rejected', t('answer rejected')],
  ['cancelled', t('cancelled')],
  ['expired', t('expired')],
  ['failed', t('failed')],
  ['declined', t('declined')],
  ['submitted', t('submitted')],
  ['opened', t('opened')],
]);

function rounds(ui: PanelUi, call: CallState): TemplateResult | typeof nothing {
  if (call.rounds.length === 0) {
    return nothing;
  }
  return html`<section class="card" aria-labelledby="rounds">
    <h3 id="rounds">${t('What the server asked')}</h3>
    <ul class="rounds">
      ${call.rounds.map(
        (round) => html`<li>
          <span class="round-label">${round.label}</span>
          <span class="quiet">${roundWords.get(round.state) ?? round.state}${round.model === undefined ? nothing : `, ${round.model}`}</span>
          <button type="button" class="link" @click=${() => ui.post({ type: 'openReview', review: round.review })}>
            ${rich('Open{0}', html`<span class="visually-hidden"> ${t('the review of {0}', round.label)}</span>`)}
          </button>
        </li>`,
      )}
    </ul>
  </section>`;
}

function logs({ logs: lines, status }: CallState): TemplateResult | typeof nothing {
  if (lines.length === 0) {
    return nothing;
  }
  return html`<details ?open=${status === 'running' || lines.length <= 10}>
    <summary>${icon('chevron')}<h3>${t('Log')}</h3><span class="quiet">${plural(lines.length, '{0} message', '{0} messages')}</span></summary>
    <ol class="log" tabindex="0" aria-label=${t('Log messages')}>
      ${lines.map(
        (line) => html`<li>
          <time datetime=${new Date(line.time).toISOString()}>${timeWords(line.time)}</time>
          <span class="level">${line.level}</span> <span class="log-text">${line.text}</span>
        </li>`,
      )}
    </ol>
  </details>`;
}

/** How the call goes, and what it asked on the way. */
export function callSection(ui: PanelUi, call: CallState): TemplateResult {
  return html`<section class="call" aria-labelledby="call">
    <div class="part-head"><h2 id="call" tabindex="-1">${t('Call')}</h2></div>
    ${statusLine(ui, call)} ${progress(call)} ${waiting(ui, call)}
    ${call.error === undefined ? nothing : html`<div class="banner ${call.status === 'cancelled' ? 'warning' : 'error'}"><p>${call.error}</p></div>`}
    ${rounds(ui, call)} ${logs(call)}
  </section>`;
}

function linkBlock(ui: PanelUi, block: Extract<ResultBlock, { type: 'resourceLink' }>): TemplateResult {
  return html`<div class="resource">
    <p>${icon('link')} <strong>${block.name}</strong> ${block.mimeType === undefined ? nothing : html`<span class="quiet">${block.mimeType}</span>`}</p>
    ${block.description === undefined ? nothing : html`<p>${block.description}</p>`}
    <p><code class="quiet">${block.uri}</code></p>
    ${button({ label: t('Read resource'), about: block.name, icon: 'file', onClick: () => ui.post({ type: 'openResource', uri: block.uri }) })}
  </div>`;
}

function resourceBlock(ui: PanelUi, block: Extract<ResultBlock, { type: 'resource' }>, index: number): TemplateResult {
  return html`<div class="resource">
    <p>
      ${icon('file')} <code>${block.uri}</code>
      <span class="quiet">${[block.mimeType, block.bytes === undefined ? undefined : bytes(block.bytes)].filter(Boolean).join(', ')}</span>
    </p>
    ${block.text === undefined ? html`<p class="quiet">${t('Binary content, not shown here.')}</p>` : html`<text-view .content=${{ text: block.text }}></text-view>`}
    ${button({ label: t('Open in editor'), about: block.uri, icon: 'file', onClick: () => ui.post({ type: 'openBlock', index }) })}
  </div>`;
}

function blockView(ui: PanelUi, block: ResultBlock, index: number): TemplateResult {
  switch (block.type) {
    case 'text':
      return html`<text-view .content=${{ text: block.text }}></text-view>`;
    case 'image':
      return imageView(block, t('Image {0} of the result', index + 1));
    case 'audio':
      return audioView(block, t('Audio {0} of the result', index + 1));
    case 'resourceLink':
      return linkBlock(ui, block);
    case 'resource':
      return resourceBlock(ui, block, index);
    case 'other':
      return html`<p class="quiet">${t('A kind of content that this version does not know:')}</p>
        <text-view .content=${{ text: block.json }}></text-view>`;
  }
}

/** The way of a prompt to a model leads over the desk. */
function toModel(ui: PanelUi): TemplateResult {
  return html`<div class="to-model">
    ${button({
      label: t('Send to model…'),
      icon: 'send',
      describedBy: 'to-model',
      onClick: () => ui.post({ type: 'sendPrompt' }),
    })}
    <p class="hint" id="to-model">${t('It goes to the review desk first. The answer comes to you, not to the server.')}</p>
  </div>`;
}

/** What came back. */
export function resultSection(ui: PanelUi, { result }: CallState): TemplateResult | typeof nothing {
  if (result === undefined) {
    return nothing;
  }
  return html`<section class="result" aria-labelledby="result">
    <div class="part-head">
      <h2 id="result">${t('Result')}</h2>
      <span class="tools">
        ${button({ label: t('Copy result'), kind: 'link', icon: 'copy', onClick: () => ui.post({ type: 'copyResult' }) })}
        ${button({ label: t('Open in editor'), kind: 'link', icon: 'file', about: ifWhole(result.blocks), onClick: () => ui.post({ type: 'openResult' }) })}
      </span>
    </div>
    ${result.isError ? html`<div class="banner error">${icon('error', 'error')}<p><strong>${t('The server says that this is an error.')}</strong></p></div>` : nothing}
    ${result.warning === undefined ? nothing : html`<div class="banner warning">${icon('warning', 'warning')}<p>${result.warning}</p></div>`}
    ${result.blocks.length === 0 && result.structured === undefined ? html`<p class="quiet">${t('The result is empty.')}</p>` : nothing}
    ${result.blocks.map(
      (block, index) => html`<div class="block">
        ${block.role === undefined ? nothing : html`<h3 class="role">${roleWords(block.role)}</h3>`} ${blockView(ui, block, index)}
      </div>`,
    )}
    ${ui.state?.kind === 'prompt' && result.blocks.length > 0 ? toModel(ui) : nothing}
    ${
      result.structured === undefined
        ? nothing
        : html`<h3>${t('Structured content')}</h3>
            <text-view .content=${{ text: result.structured }}></text-view>`
    }
  </section>`;
}

/** Tells the button for the whole result from those of its parts, where there are such. */
function ifWhole(blocks: readonly ResultBlock[]): string {
  return blocks.some(({ type }) => type === 'resource') ? t('(the whole result)') : '';
}
