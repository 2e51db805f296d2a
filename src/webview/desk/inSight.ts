import type { DeskView } from './store.ts';
import { bringTo } from '../ui/scroll.ts';

/** What a change of the shown review puts on the page, as a selector. */
function newPart({ status: before }: DeskView, { status: next }: DeskView): string | undefined {
  if (before === undefined || next === undefined || before.id !== next.id) return undefined;
  if (next.failure !== undefined && before.failure?.message !== next.failure.message) return '.banner.error';
  if (before.compare?.plan === undefined && next.compare?.plan !== undefined) return '.compare-plan';
  if (before.phase === next.phase) return undefined;
  if (next.phase === 'running' || next.phase === 'answered') return '#answer, #compared';
  return next.phase === 'closed' ? '.closed' : undefined;
}

/** How much of a part has to be seen for it to be noticed, in pixels. */
const NOTICED = 30;

/** Scrolls the list to the request that is shown, when another one is. Where the person scrolled to since, it stays. */
export function bringEntryIntoSight(root: HTMLElement, { state: before }: DeskView, { state: next }: DeskView): void {
  if (before?.selected === next?.selected) return;
  const list = root.querySelector('.list');
  const entry = list?.querySelector('.entry[aria-current="true"]');
  if (!list || !entry) return;
  const seen = list.getBoundingClientRect();
  const { top, bottom } = entry.getBoundingClientRect();
  // The heading of the list stays above its entries.
  const head = list.querySelector('summary')?.getBoundingClientRect().height ?? 0;
  if (top < seen.top + head || bottom > seen.bottom) bringTo(entry, 'center');
}

/**
 * Scrolls to what has just come: an answer, a failure, an ending, or the models of a comparison. It stands above the request, and whoever has read the request to
 * its end would not see it, and could return an answer unread. What is in sight already stays where it is.
 */
export function bringIntoSight(root: HTMLElement, before: DeskView, next: DeskView): void {
  const selector = newPart(before, next);
  const scroller = root.querySelector('.scroller');
  const part = selector === undefined ? null : (scroller?.querySelector(selector) ?? null);
  if (scroller === null || part === null) return;
  const seen = scroller.getBoundingClientRect();
  const { top } = part.getBoundingClientRect();
  if (top < seen.top || top > seen.bottom - NOTICED) bringTo(part, 'start');
  // It was asked for by a button that is gone.
  if (selector === '.compare-plan') part.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
}
