import { describe, expect, it } from 'vitest';
import {
  ageWords,
  approvalWords,
  causeWords,
  destinationWords,
  phaseSentence,
  phaseWords,
  roundWords,
  stopReasonWords,
  tokenWords,
} from '../../../../src/webview/desk/words.ts';
import { answer, status, summary, without } from '../../../webview/support/reviews.ts';

describe('who asks and why', () => {
  it('never claims to know more than the server said', () => {
    const { cause } = status();
    expect(causeWords(cause)).toBe('Because of your call');
    expect(causeWords({ ...cause, certainty: 'oneOf' })).toContain('the server does not say which');
    expect(causeWords({ certainty: 'none', calls: [] })).toBe('No call of yours led to this.');
    expect(causeWords({ certainty: 'certain', calls: [] })).toBe('No call of yours led to this.');
  });

  it('tells time by what has passed', () => {
    expect([ageWords(1000, 1500), ageWords(1000, 13_500)]).toEqual(['Asked just now', 'Asked 12 s ago']);
  });

  it('says when a round goes back', () => {
    expect(roundWords({ key: 'k', index: 2, size: 3, decided: 1 })).toBe(
      '2 of 3 in this round. The round is sent back when each has a verdict; 1 has one so far.',
    );
  });
});

describe('where it would go', () => {
  const outgoing = status().outgoing ?? expect.fail();

  it('promises nothing about loopback and about VS Code’s models', () => {
    const { destination } = outgoing;
    expect(destinationWords(destination)).toEqual({ place: 'api.openai.com' });
    expect(destinationWords({ ...destination, loopback: true }).note).toContain('may forward it');
    expect(destinationWords({ ...destination, kind: 'vscode.lm' }).note).toContain('up to the extension');
  });

  it('is said beside the button, or why there is nothing to send', () => {
    expect(approvalWords(status(), false)).toBe(
      'Sends 1.0 KB (≈ 214 tokens) to openai/gpt-5-mini, OpenAI at api.openai.com.',
    );
    expect(approvalWords(without(status(), 'outgoing'), false)).toContain('No model can take this request');
    expect(approvalWords(status(), true)).toContain('Sampling is paused');
  });

  it('counts tokens by part, without parts of nothing', () => {
    expect(tokenWords(outgoing.tokens)).toMatchObject({
      total: '≈ 214 tokens',
      parts: 'system prompt 18, messages 196',
    });
  });
});

describe('how it stands', () => {
  it('has a word for every phase', () => {
    const phases = ['pending', 'decided', 'running', 'answered', 'closed'] as const;
    const words = phases.map((phase) => phaseWords(summary({ phase })));
    expect(new Set(words).size).toBe(5);
    expect(phaseWords(summary({ failed: true }))).toBe('Failed, waiting for you');
    const ends = ['returned', 'denied', 'rejected', 'cancelled', 'expired', 'failed'] as const;
    const ended = ends.map((how) => phaseWords(summary({ phase: 'closed', how })));
    expect(new Set(ended).size).toBe(6);
    expect(ended).toContain('Has expired');
    // What an elicitation was answered with is said on its page.
    expect(phaseWords(summary({ kind: 'form', phase: 'closed', how: 'returned' }))).toBe('Closed');
    expect(phaseSentence('closed', { closed: { how: 'denied', message: 'You denied it.' } })).toBe('You denied it.');
    expect(phaseSentence('answered', { answer: { ...answer, stopped: true } })).toContain('Stopped');
    expect(phaseSentence('pending', { failure: { message: 'No key.', remedies: [] } })).toBe('That failed: No key.');
  });

  it('warns of an answer that was cut, and leaves unknown reasons as they are', () => {
    expect(stopReasonWords('maxTokens')).toEqual({ text: 'cut by length (maxTokens)', warning: true });
    expect(stopReasonWords('other')).toEqual({ text: 'other', warning: false });
  });
});
