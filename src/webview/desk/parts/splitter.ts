import { html, type TemplateResult } from 'lit';
import { t } from '../../../core/text/l10n.ts';
import type { DeskUi } from '../ui.ts';

/** Widths of the list in pixels: at first, at least, at most, and of one press of a key. */
const usual = 264;
const least = 160;
const most = 640;
const step = 16;

function within(width: number): number {
  return Math.round(Math.min(most, Math.max(least, width)));
}

function widthOf(ui: DeskUi): number {
  return within(ui.listWidth ?? usual);
}

/** Tells the style sheet the width of the list. The page’s policy allows no `style` in a tag. */
export function applyListWidth(width: number): void {
  document.documentElement.style.setProperty('--list-width', `${within(width)}px`);
}

function follow(ui: DeskUi, event: PointerEvent): void {
  const edge = event.currentTarget as HTMLElement;
  if (event.button !== 0) {
    return;
  }
  event.preventDefault();
  edge.setPointerCapture(event.pointerId);
  const from = event.clientX - widthOf(ui);
  const move = (moved: PointerEvent): void => ui.resizeList(within(moved.clientX - from), false);
  edge.addEventListener('pointermove', move);
  edge.addEventListener(
    'lostpointercapture',
    () => {
      edge.removeEventListener('pointermove', move);
      ui.resizeList(widthOf(ui), true);
    },
    { once: true },
  );
}

function press(ui: DeskUi, event: KeyboardEvent): void {
  const width = widthOf(ui);
  const to = { ArrowLeft: width - step, ArrowRight: width + step, Home: least, End: most, Enter: usual }[event.key];
  if (to !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    ui.resizeList(within(to), true);
  }
}

/** The edge between the list and the detail: dragged, or moved with the arrow keys; Enter or a double click brings back the usual width. */
export function listEdge(ui: DeskUi): TemplateResult {
  return html`<div
    class="edge"
    role="separator"
    tabindex="0"
    aria-orientation="vertical"
    aria-label=${t('Width of the list')}
    aria-valuenow=${widthOf(ui)}
    aria-valuemin=${least}
    aria-valuemax=${most}
    @pointerdown=${(event: PointerEvent) => follow(ui, event)}
    @dblclick=${() => ui.resizeList(usual, true)}
    @keydown=${(event: KeyboardEvent) => press(ui, event)}
  ></div>`;
}
