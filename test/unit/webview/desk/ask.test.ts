import { describe, expect, it } from 'vitest';
import { actWords, askNews, closedTitle, decidedWords } from '../../../../src/webview/desk/askWords.ts';
import { askKey } from '../../../../src/webview/desk/keys.ts';
import { newsOf } from '../../../../src/webview/desk/news.ts';
import { emptyDesk, reduce, shownAsk, shownReview, type DeskView } from '../../../../src/webview/desk/store.ts';
import { ask, askSnapshot, over, pageAsk } from '../../../webview/support/asks.ts';
import { snapshot } from '../../../webview/support/reviews.ts';

function shown(...messages: Parameters<typeof reduce>[1][]): DeskView {
  let view = emptyDesk;
  for (const message of messages) {
    const next = reduce(view, message, 0);
    if (next === 'resync') throw new Error('a piece is missing');
    view = next;
  }
  return view;
}

describe('an elicitation on the desk', () => {
  it('takes the place of a review, and the other way round', () => {
    const view = shown(askSnapshot());
    expect(shownReview(view)).toBeUndefined();
    expect(shownAsk(view)).toEqual({ id: 'r1', phase: 'pending', hash: 'r1', revision: 0 });
    const back = shown(askSnapshot(), snapshot());
    expect(back.elicitation).toBeUndefined();
    expect(shownReview(back)).toBeDefined();
  });

  it('is changed by its own messages alone, each of which starts the guard anew', () => {
    const view = shown(askSnapshot());
    const next = reduce(view, { type: 'elicitation', elicitation: ask({ busy: 'checking' }) }, 0) as DeskView;
    expect(next.elicitation?.busy).toBe('checking');
    expect(next.version).toBe(view.version + 1);
    expect(reduce(view, { type: 'elicitation', elicitation: ask({ id: 'r2' }) }, 0)).toMatchObject({
      elicitation: { id: 'r1' },
      version: view.version,
    });
  });

  it('says aloud what has changed', () => {
    const before = shown(askSnapshot());
    const news = (change: Parameters<typeof ask>[0]) =>
      newsOf(before, shown(askSnapshot(), { type: 'elicitation', elicitation: ask(change) }));
    expect(news({})).toBeUndefined();
    expect(news({ notice: 'Not opened.' })).toBe('Not opened.');
    expect(news({ phase: 'decided', action: 'accept' })).toContain('Your answer is kept');
    expect(news({ phase: 'closed', closed: { how: 'cancelled', message: 'Over.' } })).toBe('Over.');
    expect(askNews(ask({ busy: 'checking' }), ask({ errors: [{ path: '/a', message: 'No.' }] }))).toBe(
      'Not sent: 1 problem to solve first',
    );
    expect(askNews(pageAsk(), pageAsk({ completed: true }))).toContain('complete');
  });

  it('has words for what a press does and how it ended', () => {
    expect(actWords(ask({ problem: 'x' }))).toContain('Nothing can be sent');
    expect(actWords(pageAsk())).toContain('Nothing of it was fetched');
    expect(actWords(pageAsk({ phase: 'answered' }))).toContain('call again');
    const round = { key: 'a', index: 1, size: 3, decided: 1 };
    expect(decidedWords(ask({ action: 'decline', round }))).toBe(
      'You declined. 2 more requests of this round need a verdict first.',
    );
    const returned = { how: 'returned', message: '' } as const;
    expect(closedTitle(over(ask(), { action: 'accept', closed: returned }))).toBe('Submitted.');
    expect(closedTitle(over(pageAsk(), { action: 'accept', closed: returned }))).toBe('Page opened.');
    expect(closedTitle(over(ask(), { action: 'decline', closed: returned }))).toBe('Declined.');
    expect(closedTitle(over(ask(), { closed: { how: 'denied', message: '' } }))).toBe('Refused.');
  });

  it('has keys of its own', () => {
    const press = { code: 'Enter', ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, repeat: false };
    const alt = (code: string) => ({ ...press, code, ctrlKey: false, altKey: true });
    expect(askKey(press, 'pending')).toBe('approve');
    expect(askKey(press, 'answered')).toBe('approve');
    expect(askKey(press, 'closed')).toBeUndefined();
    expect(askKey(alt('KeyD'), 'pending')).toBe('deny');
    expect(askKey(alt('KeyX'), 'pending')).toBe('cancel');
    expect(askKey(alt('KeyA'), 'pending')).toBeUndefined();
    expect(askKey(alt('KeyN'), 'closed')).toBe('next');
  });
});
