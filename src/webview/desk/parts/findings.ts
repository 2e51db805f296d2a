import { html, type TemplateResult } from 'lit';
import type { ReviewContent } from '../../../shared/desk.ts';
import { icon } from '../../ui/icons.ts';
import type { DeskUi } from '../ui.ts';
import { findingsOf, type FindingLine } from '../words.ts';

function line(ui: DeskUi, finding: FindingLine): TemplateResult {
  return html`<li>
    ${icon('warning', 'warning')}
    <span><strong>${finding.part}</strong>: ${finding.text}</span>
    <button type="button" class="link" @click=${() => ui.revealHidden(finding.key)}>
      Show<span class="visually-hidden"> the first one in ${finding.part}</span>
    </button>
  </li>`;
}

/** What inspection saw. It says what it looks for, so that silence is no promise. */
export function findings(ui: DeskUi, content: ReviewContent): TemplateResult {
  const found = findingsOf(content);
  return html`<section class="card" aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    ${
      found.length === 0
        ? html`<p class="quiet">No hidden characters found. This version looks for nothing else.</p>`
        : html`<ul class="findings">
              ${found.map((finding) => line(ui, finding))}
            </ul>
            <p class="quiet">Hidden characters are marked where they stand. This version looks for nothing else.</p>`
    }
  </section>`;
}
