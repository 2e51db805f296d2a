import { html, nothing, type TemplateResult } from 'lit';
import { plural, t } from '../../../core/text/l10n.ts';
import type { BlockView, ReviewStatus } from '../../../shared/desk.ts';
import { address } from '../../ui/address.ts';
import { bytes, number, tokens } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import { dataUrl } from '../../ui/media.ts';
import { countWords } from '../findingWords.ts';
import { partWords } from '../leavingWords.ts';
import { mentionsOf } from '../mentions.ts';
import type { DeskUi } from '../ui.ts';
import type { ShownReview } from '../store.ts';
import { costWords, destinationWords } from '../words.ts';
import { remedyButton } from './banners.ts';
import { modelChoice } from './modelChoice.ts';
import { notes } from './notes.ts';

type Outgoing = NonNullable<ReviewStatus['outgoing']>;

function row(name: string, value: unknown): TemplateResult {
  return html`<dt>${name}</dt>
    <dd>${value}</dd>`;
}

function destination({ destination: to, model }: Outgoing): TemplateResult {
  const { place, note } = destinationWords(to);
  return row(
    t('To'),
    html`<strong class="place">${place}</strong>
      ${to.kind === 'http' ? html`<span class="quiet">${to.providerLabel}</span>` : nothing}
      ${to.url === undefined ? nothing : address(to.url)}
      <span class="quiet">${t('Model: {0}', model)}</span>
      ${note === undefined ? nothing : html`<span class="quiet">${note}</span>`}`,
  );
}

/** Bytes and tokens of each part, in a table that adds up. */
function byPart(outgoing: Outgoing): TemplateResult | typeof nothing {
  const { parts = [] } = outgoing;
  if (parts.length === 0) return nothing;
  return html`<div class="table-box" tabindex="0" role="group" aria-label=${t('What leaves, by part')}>
    <table class="leaving">
      <thead>
        <tr>
          <th scope="col">${t('Part')}</th>
          <th scope="col" class="figure">${t('Size')}</th>
          <th scope="col" class="figure">${t('Tokens')}</th>
        </tr>
      </thead>
      <tbody>
        ${parts.map(
          (part) => html`<tr>
            <th scope="row">${partWords(part)}</th>
            <td class="figure">${bytes(part.bytes)}</td>
            <td class="figure">${part.tokens === undefined ? html`<span class="quiet">${t('not counted')}</span>` : number(part.tokens)}</td>
          </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">${t('Together')}</th>
          <td class="figure">${bytes(outgoing.bytes)}</td>
          <td class="figure">${tokens(outgoing.tokens.total)}</td>
        </tr>
      </tfoot>
    </table>
  </div>`;
}

function cost({ cost: range }: Outgoing): TemplateResult {
  return row(
    t('Cost'),
    range === undefined
      ? html`<span class="quiet">${t('Not known: no price of this model is known.')}</span>`
      : html`${costWords(range)} <span class="quiet">${range.source}</span>`,
  );
}

/** How many of a list are shown before it is folded. */
const few = 4;

function list(items: readonly string[]): TemplateResult {
  const line = (item: string): TemplateResult => html`<li><code>${item}</code></li>`;
  const rest = items.slice(few);
  return html`<ul class="codes">
      ${items.slice(0, few).map(line)}
    </ul>
    ${
      rest.length === 0
        ? nothing
        : html`<details>
            <summary>${icon('chevron')}<span>${t('{0} more', number(rest.length))}</span></summary>
            <ul class="codes">
              ${rest.map(line)}
            </ul>
          </details>`
    }`;
}

function mentioned(ui: DeskUi, { content }: ShownReview): TemplateResult | typeof nothing {
  const mentions = mentionsOf(content, () => ui.update({}));
  if (mentions === undefined)
    return row(t('Mentions'), html`<span class="quiet">${t('Still being looked for…')}</span>`);
  const { urls, paths, files, more } = mentions;
  return html`${urls.length === 0 ? nothing : row(t('URLs in it'), list(urls))}
  ${paths.length === 0 ? nothing : row(t('Paths in it'), list(paths))}
  ${files.length === 0 ? nothing : row(t('Files in it'), list(files))}
  ${more === 0 ? nothing : row(t('Not listed'), plural(more, '{0} more URL, path or file', '{0} more URLs, paths and files'))}`;
}

/** The images that a block holds, itself or in the result of a tool. */
function imagesOf(block: BlockView): string[] {
  const media = block.type === 'toolResult' ? (block.media ?? []) : [block];
  return media.flatMap((one) => (one.type === 'image' ? (dataUrl(one, 'image') ?? []) : []));
}

function pictures({ content }: ShownReview): TemplateResult | typeof nothing {
  const images = content.messages.flatMap(({ blocks }, m) =>
    blocks.flatMap((block) => imagesOf(block).map((url) => ({ url, message: m + 1 }))),
  );
  if (images.length === 0) return nothing;
  return row(
    t('Images'),
    html`<ul class="thumbnails">
      ${images
        .slice(0, 24)
        .map(
          ({ url, message }) =>
            html`<li><img src=${url} alt=${t('Small picture of an image in message {0}', message)} /></li>`,
        )}
      ${images.length > 24 ? html`<li class="quiet">${t('{0} more', number(images.length - 24))}</li>` : nothing}
    </ul>`,
  );
}

function found({ view }: DeskUi): TemplateResult | typeof nothing {
  const side = view.findings?.request;
  if (side === undefined) return nothing;
  const counts = countWords(side.open);
  const none = side.list.length === 0 ? t('None') : t('None open');
  const words = counts !== '' ? counts : side.running ? t('Still being inspected…') : none;
  return row(
    t('Findings'),
    side.open.high > 0
      ? html`<strong class="count">${icon('error', 'error')} ${words}</strong>`
      : html`<span>${words}</span>`,
  );
}

function facts(ui: DeskUi, review: ShownReview, outgoing: Outgoing): TemplateResult {
  return html`<dl class="facts-list">
      ${destination(outgoing)} ${cost(outgoing)} ${found(ui)}
    </dl>
    ${byPart(outgoing)}
    <p class="quiet">${outgoing.tokens.source}</p>
    <dl class="facts-list">
      ${pictures(review)} ${mentioned(ui, review)}
      ${outgoing.notes.length === 0 ? nothing : row(t('Not kept as asked'), notes(outgoing.notes))}
      ${row(t('Hash'), html`<code class="hash">${outgoing.hash}</code>`)}
    </dl>`;
}

/** The card that says what would be sent, where, and how much of it: of the very request that an approval would send. */
export function leaves(ui: DeskUi, review: ShownReview): TemplateResult {
  const { outgoing, model, phase, id, failure } = review.status;
  return html`<section class="card leaves" aria-labelledby="leaves">
    <h2 id="leaves">${t('What leaves this machine')}</h2>
    ${modelChoice(ui, review)}
    ${model.problems.map((problem) => html`<p class="problem">${icon('warning', 'warning')} <span>${problem}</span></p>`)}
    ${
      outgoing !== undefined
        ? facts(ui, review, outgoing)
        : html`<p class="problem">${icon('info', 'info')} <span>${t('Nothing yet: no model is chosen.')}</span></p>
            ${
              phase === 'pending' && failure === undefined
                ? html`<div class="buttons">
                    ${remedyButton(ui, id, 'detectLocalModels')} ${remedyButton(ui, id, 'openSettings')}
                  </div>`
                : nothing
            }`
    }
  </section>`;
}
