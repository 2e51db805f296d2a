import { describe, expect, it } from 'vitest';
import {
  emptyDesk,
  nextReview,
  reduce,
  shownReview,
  withAnswerText,
  type DeskView,
} from '../../../../src/webview/desk/store.ts';
import { comparing } from '../../../webview/support/answerStates.ts';
import { content, snapshot, state, status, summary } from '../../../webview/support/reviews.ts';

function after(view: DeskView, ...messages: Parameters<typeof reduce>[1][]): DeskView {
  return messages.reduce<DeskView>((last, message) => {
    const next = reduce(last, message, 1000);
    if (next === 'resync') {
      throw new Error('A piece is missing.');
    }
    return next;
  }, view);
}

const shown = after(emptyDesk, snapshot({ state: { now: 5000 } }));

describe('what the desk knows', () => {
  it('is a review once both halves are here', () => {
    expect(shownReview(emptyDesk)).toBeUndefined();
    expect(shownReview(shown)?.content.id).toBe('r1');
    expect(shownReview(after(emptyDesk, { type: 'state', state: state() }))).toBeUndefined();
  });

  it('drops the halves of a review that is not selected any more', () => {
    const next = after(shown, { type: 'state', state: state({ selected: 'r2' }) });
    expect(shownReview(next)).toBeUndefined();
    const late = after(next, { type: 'status', status: status() }, { type: 'content', content: content({ id: 'r2' }) });
    expect(late.status).toBeUndefined();
    expect(shownReview(after(late, { type: 'status', status: status({ id: 'r2' }) }))?.content.id).toBe('r2');
  });

  it('learns the extension’s clock from the state alone', () => {
    expect(shown.skew).toBe(4000);
    expect(after(shown, { type: 'status', status: status() }).skew).toBe(4000);
  });

  it('has another version after every message about the review, and the same after those about the list', () => {
    expect(after(shown, { type: 'status', status: status() }).version).toBe(shown.version + 1);
    expect(after(shown, { type: 'content', content: content() }).version).toBe(shown.version + 1);
    expect(after(shown, { type: 'state', state: state({ reviews: [] }) }).version).toBe(shown.version);
    expect(after(shown, { type: 'notTaken', id: 'r1', message: 'no' })).toBe(shown);
  });
});

describe('a streaming answer', () => {
  const running = after(shown, { type: 'status', status: status({ phase: 'running' }) });

  it('grows piece by piece, and takes a piece that came twice once', () => {
    const next = after(
      running,
      { type: 'answerText', id: 'r1', offset: 0, text: 'Hello ' },
      { type: 'answerText', id: 'r1', offset: 6, text: 'world' },
      { type: 'answerText', id: 'r1', offset: 6, text: 'world' },
    );
    expect(next.status?.answer?.text).toBe('Hello world');
    expect(next.version).toBe(running.version);
  });

  it('asks for everything when a piece is missing, and ignores pieces of another review', () => {
    expect(reduce(running, { type: 'answerText', id: 'r1', offset: 3, text: 'x' }, 0)).toBe('resync');
    expect(reduce(running, { type: 'answerText', id: 'r2', offset: 3, text: 'x' }, 0)).toBe(running);
    expect(withAnswerText(status(), 1, 'x')).toBeUndefined();
  });
});

describe('the next review', () => {
  const reviews = [
    summary({ id: 'a', phase: 'closed' }),
    summary({ id: 'b', phase: 'answered' }),
    summary({ id: 'c', phase: 'running' }),
    summary({ id: 'd', phase: 'pending' }),
  ];

  it('is the next pending one, around the list, else one that waits for its release', () => {
    expect(nextReview(reviews, 'a')?.id).toBe('d');
    expect(nextReview(reviews, 'd')?.id).toBe('b');
    expect(nextReview(reviews, undefined)?.id).toBe('d');
    expect(nextReview([summary({ id: 'a' })], 'a')).toBeUndefined();
    expect(nextReview([], 'a')).toBeUndefined();
  });
});

describe('answers side by side', () => {
  const view = after(shown, { type: 'status', status: status({ phase: 'running', compare: comparing }) });
  const text = comparing.columns[0]?.answer?.text ?? '';
  const piece = { type: 'answerText', id: 'r1', text: '!' } as const;

  it('grow each in its own column, from nothing too', () => {
    const next = after(view, { ...piece, column: 0, offset: text.length }, { ...piece, column: 1, offset: 0 });
    expect(next.status?.compare?.columns.map(({ answer }) => answer?.text)).toEqual([`${text}!`, '!', undefined]);
    expect(next.version).toBe(view.version);
  });

  it('ask for everything anew when a piece or a column is missing', () => {
    expect(reduce(view, { ...piece, column: 0, offset: text.length + 1 }, 0)).toBe('resync');
    expect(reduce(view, { ...piece, column: 9, offset: 0 }, 0)).toBe('resync');
  });
});
