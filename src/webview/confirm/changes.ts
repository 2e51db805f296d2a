import { html, nothing, type TemplateResult } from 'lit';
import type { ChangeView } from '../../shared/confirm.ts';
import { button } from '../ui/button.ts';
import { icon } from '../ui/icons.ts';
import { lineView } from './lines.ts';
import { dateText, plural, t } from '../../core/text/l10n.ts';

/** What a card is drawn with and tells. */
export interface ChangeActions {
  /** Whether a press counts yet, and how long until it does. */
  readonly guard: { readonly armed: boolean; readonly wait?: number | undefined };
  /** Why the last press was not taken. */
  readonly problem: string | undefined;
  onAccept(event: MouseEvent): void;
  onRefuse(): void;
  onCompare(): void;
}

/** A tool, prompt or instructions that a server has changed: what differs, and what a person says to it. */
export function changeCard(change: ChangeView, actions: ChangeActions): TemplateResult {
  const { id, waits } = change;
  const { armed, wait } = actions.guard;
  const about = aboutChange(change);
  return html`<section class="card server" aria-labelledby=${`change-${id}`}>
    <h2 id=${`change-${id}`}>${about}</h2>
    <p class="changed">${icon('warning', 'warning')} <span>${sinceText(change)}</span></p>
    ${change.notes.map((note) => html`<p class="changed">${icon('info', 'info')} <span>${note}</span></p>`)}
    <dl class="facts-list">${change.lines.map((line) => lineView(line))}</dl>
    <div class="buttons">
      ${button({
        label: waits ? t('Accept and run') : t('Accept'),
        about,
        kind: 'primary',
        icon: 'check',
        inert: !armed,
        ...(wait !== undefined && { wait }),
        onClick: (event) => actions.onAccept(event),
      })}
      ${button({ label: waits ? t('Do not run') : t('Not now'), about, onClick: () => actions.onRefuse() })}
      ${button({ label: t('Compare side by side'), about, icon: 'diff', onClick: () => actions.onCompare() })}
    </div>
    <p role="status">${actions.problem === undefined ? nothing : html`${icon('info', 'info')} ${actions.problem}`}</p>
  </section>`;
}

/** Says what the cards below are, and what they may mean. */
export function changesIntro(count: number): TemplateResult {
  return html`<p class="quiet">
    ${plural(count, 'Something that a server lists is not what was remembered.', '{0} things that servers list are not what was remembered.')}
    ${t('A server that turns a harmless tool into another one, long after you looked at it, looks like this; so does an ordinary new version. Accept what you understand.')}
  </p>`;
}

/** What does not fit on the page. */
export function moreView(count: number): TemplateResult {
  return html`<p class="quiet">
    ${plural(count, 'One more comes when these are decided.', '{0} more come when these are decided.')}
    ${t('After an update that you wanted, Reset Trust of the server takes all that it lists.')}
  </p>`;
}

/** Such as *Tool sum of notes*. */
function aboutChange({ what, name, server }: ChangeView): string {
  if (what === 'instructions') return t('Instructions of {0}', server);
  return what === 'tool' ? t('Tool {0} of {1}', name, server) : t('Prompt {0} of {1}', name, server);
}

function sinceText({ since, waits, what }: ChangeView): string {
  const verified = since === undefined ? t('This is not verified.') : t('The server has changed this.');
  const known = since === undefined ? '' : t('What it is compared with was remembered on {0}.', dateText(since));
  const runs = waits ? t('A call waits for your decision.') : t('It does not run before you have accepted it.');
  return [verified, known, what === 'instructions' ? '' : runs].filter(Boolean).join(' ');
}
