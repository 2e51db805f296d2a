import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { FindingView, FoundView } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { plural, t } from '../../../core/text/l10n.ts';
import { number } from '../../ui/format.ts';
import { afterPaint } from '../../ui/screen.ts';
import { icon, type IconName } from '../../ui/icons.ts';
import { placesOf, showFinding, type Side } from '../findings.ts';
import { countWords, groupOf, groupWords, placeWords, severities, severityWords } from '../findingWords.ts';
import { freshLocal, type Which } from '../local.ts';
import type { ShownReview } from '../store.ts';
import type { DeskUi } from '../ui.ts';

type Places = ReturnType<typeof placesOf>;

interface Shown {
  readonly ui: DeskUi;
  readonly id: string;
  readonly side: Side;
  readonly places: Places;
  /** Whether the person may act on them now. */
  readonly open: boolean;
}

const marks: Record<FindingView['severity'], readonly [IconName, 'error' | 'warning' | 'info' | undefined]> = {
  high: ['error', 'error'],
  medium: ['warning', 'warning'],
  low: ['info', 'info'],
  info: ['info', undefined],
};

/** What a quote of the text is cut to. */
const quoted = 80;

/** The words that it is about, so that one need not go there to judge it. Hidden characters have nothing to quote. */
function quote({ finding, places }: { finding: FindingView; places: Places }): string {
  const text = places.get(finding.key)?.text.slice(finding.start, Math.min(finding.end, finding.start + quoted)) ?? '';
  return finding.end - finding.start > quoted ? `${text}…` : text;
}

function act(shown: Shown, what: 'redact' | 'dismiss', which: Which): void {
  const { ui, id, side } = shown;
  if (what === 'redact') ui.post({ type: 'findings', id, act: { act: 'redact', side, which } });
  else {
    ui.update({ dismissing: { side, which }, why: '' });
    afterPaint(() => document.getElementById('dismiss-reason')?.focus());
  }
}

/** Where the focus goes back to. */
function openerId(side: Side, which: Which): string {
  return 'ids' in which ? `dismiss-${which.ids.join()}` : `dismiss-all-${side}`;
}

function actions(shown: Shown, finding: FindingView, where: string): TemplateResult {
  const which = { ids: [finding.id] };
  return html`<span class="actions">
    ${button({ kind: 'link', label: t('Show'), about: where, onClick: () => showFinding(finding, shown.places) })}
    ${
      shown.open && finding.redact !== undefined
        ? button({
            kind: 'link',
            label: finding.redact === 'remove' ? t('Remove') : t('Redact'),
            about: where,
            title:
              finding.redact === 'remove'
                ? t('Take these characters out')
                : t('Put a placeholder in its place, everywhere it stands'),
            onClick: () => act(shown, 'redact', which),
          })
        : nothing
    }
    ${shown.open ? button({ id: openerId(shown.side, which), kind: 'link', label: t('Dismiss…'), about: where, onClick: () => act(shown, 'dismiss', which) }) : nothing}
  </span>`;
}

function line(shown: Shown, finding: FindingView): TemplateResult {
  const [name, tone] = marks[finding.severity];
  const where = placeWords(finding, shown.places);
  const words = finding.redact === 'remove' ? '' : quote({ finding, places: shown.places });
  return html`<li>
    ${icon(name, tone)}
    <div>
      <p><strong>${severityWords[finding.severity]}</strong> <span class="quiet">${where}</span></p>
      <p>${finding.reason}</p>
      ${words.trim() === '' ? nothing : html`<p><code class="quote">${words}</code></p>`}
      ${dismissing(shown)?.has(finding.id) ? dismissForm(shown) : actions(shown, finding, where)}
    </div>
  </li>`;
}

/** The ids of the single findings whose reason is being typed. */
function dismissing({ ui, side }: Shown): ReadonlySet<string> | undefined {
  const { dismissing: now } = ui.local;
  return now?.side === side && 'ids' in now.which ? new Set(now.which.ids) : undefined;
}

function dismissForm({ ui, id, side }: Shown): TemplateResult {
  const now = ui.local.dismissing;
  const close = (): void => {
    ui.update({ dismissing: freshLocal.dismissing, why: '' });
    if (now !== undefined) afterPaint(() => document.getElementById(openerId(side, now.which))?.focus());
  };
  const send = (event: Event): void => {
    event.preventDefault();
    const reason = ui.local.why.trim();
    if (now === undefined || reason === '') return;
    ui.post({ type: 'findings', id, act: { act: 'dismiss', side, which: now.which, reason } });
    close();
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  return html`<form class="dismiss" @submit=${send} @keydown=${escape}>
    <label for="dismiss-reason">${t('Why it may stay')}</label>
    <input
      id="dismiss-reason"
      type="text"
      autocomplete="off"
      maxlength="200"
      required
      .value=${live(ui.local.why)}
      @input=${(event: Event) => ui.update({ why: (event.currentTarget as HTMLInputElement).value })}
    />
    <button type="submit" class="button secondary"><span>${t('Dismiss')}</span></button>
    ${button({ kind: 'link', label: t('Cancel'), onClick: close })}
  </form>`;
}

function dismissed(shown: Shown, list: readonly FindingView[]): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  const { ui, id, side } = shown;
  return html`<details class="dismissed">
    <summary>${icon('chevron')}<span>${t('{0} dismissed', number(list.length))}</span></summary>
    <ul class="findings">
      ${list.slice(0, ui.local.listed).map((finding) => {
        const where = placeWords(finding, shown.places);
        return html`<li>
          ${icon('check')}
          <div>
            <p class="quiet">${where}</p>
            <p>${finding.reason}</p>
            <p>${t('You: {0}', finding.dismissed ?? '')}</p>
            <span class="actions">
              ${button({ kind: 'link', label: t('Show'), about: where, onClick: () => showFinding(finding, shown.places) })}
              ${
                shown.open
                  ? button({
                      kind: 'link',
                      label: t('Take back'),
                      about: where,
                      onClick: () =>
                        ui.post({ type: 'findings', id, act: { act: 'undismiss', side, ids: [finding.id] } }),
                    })
                  : nothing
              }
            </span>
          </div>
        </li>`;
      })}
    </ul>
  </details>`;
}

/** What there is several of: severities, and groups of kinds. */
function bundles(
  list: readonly FindingView[],
): readonly { readonly label: string; readonly key: string; readonly which: Which }[] {
  const byGroup = new Map<string, number>();
  for (const { kind } of list) byGroup.set(groupOf(kind), (byGroup.get(groupOf(kind)) ?? 0) + 1);
  const bySeverity = severities.map((severity) => ({
    label: `${severityWords[severity]} (${number(list.filter((finding) => finding.severity === severity).length)})`,
    key: severity,
    which: { severity },
    several: list.filter((finding) => finding.severity === severity).length > 1,
  }));
  const byKind = [...byGroup].map(([kind, times]) => ({
    label: `${groupWords(kind)} (${number(times)})`,
    key: `kind-${kind}`,
    which: { kind },
    several: times > 1,
  }));
  return [...bySeverity, ...byKind].filter(({ several }) => several);
}

function together(shown: Shown, list: readonly FindingView[]): TemplateResult | typeof nothing {
  const all = bundles(list);
  if (!shown.open || all.length === 0) return nothing;
  const { ui, side } = shown;
  const id = `all-of-${side}`;
  const chosen = (): Which => {
    const value = document.querySelector<HTMLSelectElement>(`#${id}`)?.value;
    return all.find(({ key }) => key === value)?.which ?? { ids: [] };
  };
  const now = ui.local.dismissing;
  const typing = now?.side === side && !('ids' in now.which);
  return html`<div class="together">
    <label for=${id}>${t('All of')}</label>
    <select id=${id}>
      ${repeat(
        all,
        // What is chosen stays chosen when a group before it goes away.
        ({ key }) => key,
        ({ key, label }) => html`<option value=${key}>${label}</option>`,
      )}
    </select>
    ${button({ label: t('Redact all'), onClick: () => act(shown, 'redact', chosen()) })}
    ${button({ id: `dismiss-all-${side}`, label: t('Dismiss all…'), onClick: () => act(shown, 'dismiss', chosen()) })}
    ${typing ? dismissForm(shown) : nothing}
  </div>`;
}

function more({ ui }: Shown, list: readonly FindingView[], beyond: number): TemplateResult | typeof nothing {
  const { listed } = ui.local;
  const left = list.length - listed;
  if (left <= 0)
    return beyond === 0
      ? nothing
      : html`<p class="quiet">${plural(beyond, '{0} more finding is not listed.', '{0} more findings are not listed.')}</p>`;
  const step = Math.min(left, 100);
  return html`<p>
    ${button({ kind: 'link', label: t('Show {0} more', number(step)), onClick: () => ui.update({ listed: listed + step }) })}
    <span class="quiet">${t('{0} not listed yet', number(left + beyond))}</span>
  </p>`;
}

const nothingFound = t(
  'Nothing found. Inspection looks for secrets, personal data, hidden and misleading characters, instructions, smuggled tool use, and links that could carry data out. It can miss some.',
);

function body(shown: Shown, { running, list, more: beyond }: FoundView): TemplateResult {
  const open = list.filter(({ dismissed: reason }) => reason === undefined);
  return html`${running ? html`<p class="quiet">${icon('loading')} ${t('Still being inspected…')}</p>` : nothing}
    ${!running && list.length === 0 ? html`<p class="quiet">${nothingFound}</p>` : nothing}
    ${
      open.length === 0
        ? nothing
        : html`${together(shown, open)}
            <ul class="findings">
              ${repeat(
                open.slice(0, shown.ui.local.listed),
                ({ id }) => id,
                (finding) => line(shown, finding),
              )}
            </ul>
            ${more(shown, open, beyond)}`
    }
    ${dismissed(
      shown,
      list.filter(({ dismissed: reason }) => reason !== undefined),
    )}`;
}

const unknown: FoundView = { running: true, list: [], more: 0, open: { high: 0, medium: 0, low: 0, info: 0 } };

function shownOf(ui: DeskUi, { status }: ShownReview, side: Side): Shown {
  const open = status.phase === 'pending' || status.phase === 'answered';
  return { ui, id: status.id, side, places: placesOf(side, ui.view), open };
}

function rawSwitch(ui: DeskUi): TemplateResult {
  return html`<label class="switch">
    <input
      type="checkbox"
      role="switch"
      .checked=${live(ui.local.raw)}
      @change=${(event: Event) => ui.update({ raw: (event.currentTarget as HTMLInputElement).checked })}
    />
    ${t('Raw text')}
  </label>`;
}

/** What inspection saw in the request. */
export function findings(ui: DeskUi, review: ShownReview): TemplateResult {
  const found = ui.view.findings?.request ?? unknown;
  const counts = countWords(found.open);
  return html`<section class="card" aria-labelledby="findings">
    <div class="part-head">
      <h2 id="findings" tabindex="-1">${t('Findings')}</h2>
      <span class="tools">${counts === '' ? nothing : html`<span class="quiet">${counts}</span>`}${rawSwitch(ui)}</span>
    </div>
    ${body(shownOf(ui, review, 'request'), found)}
  </section>`;
}

/** The way back for what was redacted: into the answer, on this machine, and only when it is asked for. */
function putBack(ui: DeskUi, { status }: ShownReview, redacted: number): TemplateResult {
  return html`<div class="banner info">
    ${icon('info', 'info')}
    <p>
      ${plural(redacted, '{0} value that you redacted stands in this answer as a placeholder.', '{0} values that you redacted stand in this answer as placeholders.')}
    </p>
    <div class="buttons">
      ${button({
        label: t('Put the redacted values back'),
        title: t('Change the answer on this machine; the server gets it when you return it'),
        onClick: () => ui.post({ type: 'findings', id: status.id, act: { act: 'putBack' } }),
      })}
    </div>
  </div>`;
}

/** What inspection saw in the answer. Below the answer, before it is released. */
export function answerFindings(ui: DeskUi, review: ShownReview): TemplateResult | typeof nothing {
  const found = ui.view.findings?.answer;
  const { phase, answer, redactedInAnswer = 0 } = review.status;
  if (found === undefined || answer === undefined) return nothing;
  if (phase !== 'answered' && (phase !== 'closed' || found.list.length === 0)) return nothing;
  const counts = countWords(found.open);
  return html`<section class="card" aria-labelledby="answer-findings">
    <div class="part-head">
      <h2 id="answer-findings" tabindex="-1">${t('Findings in the answer')}</h2>
      ${counts === '' ? nothing : html`<span class="tools quiet">${counts}</span>`}
    </div>
    ${phase === 'answered' && redactedInAnswer > 0 ? putBack(ui, review, redactedInAnswer) : nothing}
    ${body(shownOf(ui, review, 'answer'), found)}
  </section>`;
}
