import { describe, expect, it } from 'vitest';
import { newsOf } from '../../../../src/webview/desk/news.ts';
import { emptyDesk, type DeskView } from '../../../../src/webview/desk/store.ts';
import { content, finding, findings, found, state, status, summary } from '../../../webview/support/reviews.ts';

const one: DeskView = { ...emptyDesk, state: state(), status: status() };

function withReviews(...ids: string[]): DeskView {
  return { ...one, state: state({ reviews: ids.map((id) => summary({ id })) }) };
}

describe('what is said aloud', () => {
  it('is nothing at first, and nothing for what stays', () => {
    expect(newsOf(emptyDesk, one)).toBeUndefined();
    expect(newsOf(one, { ...one, status: status({ receivedAt: 1 }) })).toBeUndefined();
  });

  it('is who asks, or how many do', () => {
    expect(newsOf(one, withReviews('r1', 'r2'))).toBe('New request from demo-legacy: Tool summarize_document');
    expect(newsOf(one, withReviews('r1', 'r2', 'r3'))).toBe('2 new requests');
    expect(newsOf(withReviews('r1', 'r2'), withReviews('r1'))).toBeUndefined();
  });

  it('is the next phase of the shown review, and a failure', () => {
    expect(newsOf(one, { ...one, status: status({ phase: 'running' }) })).toBe('The model is answering');
    const failed = { ...one, status: status({ failure: { message: 'No key.', remedies: [] } }) };
    expect(newsOf(one, failed)).toBe('That failed: No key.');
    expect(newsOf(one, { ...one, status: status({ id: 'r2', phase: 'running' }) })).toBeUndefined();
  });

  it('is what an inspection saw when it has ended', () => {
    const running = { ...one, findings: findings(content(), { request: found([], { running: true }) }) };
    const ended = { ...one, findings: findings(content(), { request: found([finding('m0b0', 'abc', 'b')]) }) };
    expect(newsOf(running, ended)).toBe('Findings: 1 high');
    expect(newsOf(ended, running)).toBeUndefined();
    expect(newsOf(running, { ...one, findings: findings(content()) })).toBeUndefined();
    expect(newsOf(one, ended)).toBeUndefined();
  });
});
