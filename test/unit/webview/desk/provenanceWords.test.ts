import { describe, expect, it } from 'vitest';
import { earlierWords, whyNow } from '../../../../src/webview/desk/provenanceWords.ts';
import { timeOfDay } from '../../../../src/webview/ui/format.ts';

const at = new Date(2026, 2, 4, 12, 3, 4).getTime();
const call = { id: 'c', title: 'Tool sum', arguments: '{}', startedAt: at };

describe('why a request is here now', () => {
  it('says what the person did and when', () => {
    expect(timeOfDay(at)).toBe('12:03:04');
    expect(whyNow({ ...call, origin: 'button' })).toBe('You pressed Run tool at 12:03:04.');
    expect(whyNow({ ...call, method: 'prompts/get', origin: 'button' })).toBe('You pressed Get prompt at 12:03:04.');
    expect(whyNow({ ...call, origin: 'sendPrompt' })).toBe('You sent this prompt to a model at 12:03:04.');
    expect(whyNow({ ...call, origin: 'editor' })).toContain('VS Code restored it');
    expect(whyNow(call)).toBe('The call was started at 12:03:04.');
    expect(whyNow({ ...call, origin: 'button', resumedAt: at + 60_000 })).toBe(
      'You pressed Run tool at 12:03:04. It was parked, and you resumed it at 12:04:04.',
    );
  });

  it('tells what became of earlier requests', () => {
    const one = { id: 'r', label: 'x', at };
    expect(earlierWords({ ...one, verdict: 'approve', how: 'returned', model: 'gpt' })).toBe(
      'approved, answered by gpt, returned',
    );
    expect(earlierWords({ ...one, verdict: 'answerByHand', how: 'returned', model: 'human' })).toBe(
      'answered by hand, returned',
    );
    expect(earlierWords({ ...one, how: 'denied' })).toBe('denied');
    expect(earlierWords(one)).toBe('not over yet');
    expect(earlierWords({ ...one, verdict: 'approve', how: 'failed' })).toBe('approved, failed');
  });
});
