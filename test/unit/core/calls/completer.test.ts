import { describe, expect, it } from 'vitest';
import { Completer } from '../../../../src/core/calls/completer.ts';
import type { CompletionAsk, Suggestions } from '../../../../src/core/servers/session.ts';
import { FakeClock, settle } from '../sampling/fakes.ts';

interface Asked {
  readonly ask: CompletionAsk;
  readonly signal: AbortSignal;
  readonly answer: (found: Suggestions) => void;
  readonly fail: (error: Error) => void;
}

function setup() {
  const clock = new FakeClock();
  const asked: Asked[] = [];
  const failures: unknown[] = [];
  const session = {
    complete: (ask: CompletionAsk, signal: AbortSignal) =>
      new Promise<Suggestions>((answer, fail) => void asked.push({ ask, signal, answer, fail })),
  };
  const completer = new Completer(clock, (error) => failures.push(error));
  const found: Suggestions[] = [];
  const type = (value: string): void =>
    completer.ask(session, { of: { kind: 'prompt', name: 'p' }, argument: 'a', value, context: {} }, (one) =>
      found.push(one),
    );
  return { clock, asked, failures, completer, found, type };
}

const one = (value: string): Suggestions => ({ values: [value], hasMore: false });

describe('suggestions while one types', () => {
  it('are asked for once, after a pause', async () => {
    const { clock, asked, found, type } = setup();
    for (const value of ['o', 'os', 'osl']) {
      type(value);
      clock.advance(100);
    }
    expect(asked).toHaveLength(0);
    clock.advance(100);
    expect(asked.map(({ ask }) => ask.value)).toEqual(['osl']);
    asked[0]?.answer(one('oslo'));
    await settle();
    expect(found).toEqual([one('oslo')]);
  });

  it('that are outdated are cancelled, and their answer is dropped', async () => {
    const { clock, asked, found, type } = setup();
    type('o');
    clock.advance(200);
    type('os');
    expect(asked[0]?.signal.aborted).toBe(true);
    clock.advance(200);
    asked[0]?.answer(one('old'));
    asked[1]?.answer(one('new'));
    await settle();
    expect(found).toEqual([one('new')]);
  });

  it('are none when the server fails, and a failure of what was cancelled is no news', async () => {
    const { clock, asked, failures, found, completer, type } = setup();
    type('o');
    clock.advance(200);
    asked[0]?.fail(new Error('no'));
    await settle();
    type('os');
    clock.advance(200);
    completer.dispose();
    asked[1]?.fail(new Error('cancelled'));
    await settle();
    expect(found).toEqual([]);
    expect(failures).toEqual([new Error('no')]);
  });

  it('are not asked for after the form is closed', () => {
    const { clock, asked, completer, type } = setup();
    type('o');
    completer.dispose();
    clock.advance(1_000);
    expect(asked).toHaveLength(0);
  });
});
