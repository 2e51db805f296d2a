import { html, nothing, type TemplateResult } from 'lit';
import { plural, t } from '../../../core/text/l10n.ts';
import type { DeskState, ParkedView } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { clock, timeOfDay } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import { ticking } from '../../ui/ticking.ts';
import type { DeskUi } from '../ui.ts';

/** When it was called and how long it waits, what waits in it, and how long the server keeps it. */
function factWords(
  ui: DeskUi,
  { startedAt, parkedAt, asks, edited, expiresAt }: NonNullable<ParkedView['call']>,
): string {
  const waits = plural(asks, '{0} request waits in it', '{0} requests wait in it');
  const facts = [
    t('Called at {0}, waiting for {1}.', timeOfDay(startedAt), clock(Math.max(0, ui.now() - parkedAt))),
    edited ? t('{0}, with your edits.', waits) : t('{0}.', waits),
    ...(expiresAt === undefined || expiresAt <= ui.now()
      ? []
      : [t('The server keeps it for another {0}.', clock(expiresAt - ui.now()))]),
  ];
  return facts.join(' ');
}

function parkedCall(ui: DeskUi, parked: ParkedView): TemplateResult {
  const { id, standing, why, startable, call } = parked;
  const name = call === undefined ? t('A call that cannot be taken up again') : call.title;
  const ready = standing === 'ready';
  return html`<li class="parked-call">
    <div class="parked-words">
      <p>
        ${standing === 'never' ? icon('warning', 'warning') : icon('pause')}
        <strong>${name}</strong> ${call === undefined ? nothing : html`<span class="quiet">${call.server}</span>`}
      </p>
      ${call === undefined ? nothing : html`<p class="quiet">${ticking(() => factWords(ui, call))}</p>`}
      ${why === undefined ? nothing : html`<p id="why-${id}">${why}</p>`}
      ${
        call === undefined
          ? nothing
          : html`<details>
              <summary>${icon('chevron')}<span>${t('Arguments')}</span></summary>
              <text-view .content=${{ text: call.arguments }}></text-view>
            </details>`
      }
    </div>
    <div class="buttons">
      ${
        startable === true && call !== undefined
          ? button({
              label: t('Start server'),
              about: t('{0}, for {1}', call.server, name),
              icon: 'resume',
              kind: 'primary',
              describedBy: `why-${id}`,
              onClick: () => ui.post({ type: 'startParked', id }),
            })
          : nothing
      }
      ${
        standing === 'never'
          ? nothing
          : button({
              label: t('Resume'),
              about: name,
              icon: 'resume',
              kind: ready ? 'primary' : 'secondary',
              inert: !ready,
              ...(why === undefined ? {} : { describedBy: `why-${id}` }),
              onClick: () => ready && ui.post({ type: 'resumeParked', id }),
            })
      }
      ${button({
        label: t('Discard'),
        about: name,
        icon: 'trash',
        onClick: () => ui.post({ type: 'discardParked', id }),
      })}
    </div>
  </li>`;
}

/** The calls that waited for a person when the window was closed or the connection lost. Nothing is sent by resuming one. */
export function parked(ui: DeskUi, state: DeskState): TemplateResult | typeof nothing {
  const calls = state.parked ?? [];
  if (calls.length === 0) return nothing;
  return html`<section class="parked" aria-labelledby="parked">
    <details ?open=${state.reviews.length === 0}>
      <summary>
        ${icon('chevron')}
        <h2 id="parked">${t('Parked')}</h2>
        <span class="quiet"
          >${plural(
            calls.length,
            '{0} call waited for you when this window was closed or its connection was lost. Resuming it sends nothing: its requests come back to this desk.',
            '{0} calls waited for you when this window was closed or their connection was lost. Resuming one sends nothing: its requests come back to this desk.',
          )}</span
        >
      </summary>
      <ul>
        ${calls.map((call) => parkedCall(ui, call))}
      </ul>
    </details>
  </section>`;
}
