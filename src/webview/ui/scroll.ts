/**
 * Scrolls a part of the page to the top, or to the middle, of what scrolls around it in this page. `scrollIntoView` would go on outside
 * of it, and move the whole webview by some pixels within VS Code.
 * @see https://drafts.csswg.org/cssom-view/#dom-element-scrollintoview
 */
export function bringTo(part: Element | null | undefined, block: 'start' | 'center'): void {
  if (!part) return;
  for (let box = part.parentElement; box; box = box.parentElement) {
    const whole = box === document.scrollingElement;
    if (!whole && !/auto|scroll/.test(getComputedStyle(box).overflowY)) continue;
    const { top, height } = part.getBoundingClientRect();
    const room = box.clientHeight - height;
    const wanted = block === 'center' ? Math.max(0, room / 2) : 0;
    box.scrollTop += top - (whole ? 0 : box.getBoundingClientRect().top) - wanted;
  }
}
