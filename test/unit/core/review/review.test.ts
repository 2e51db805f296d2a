import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { McpError } from '../../../../src/core/errors.ts';
import { Review } from '../../../../src/core/review/review.ts';
import type { Step } from '../../../../src/core/review/steps.ts';
import { inspect } from '../../../../src/core/sampling/inspection.ts';
import { askOf, completionOf, FakeModels, matchOf, paramsOf } from '../sampling/fakes.ts';
import { containing } from '../sampling/matchers.ts';

function make(): { review: Review; models: FakeModels } {
  const models = new FakeModels();
  const ask = askOf({ params: paramsOf('Hello', { systemPrompt: 'Be brief' }) });
  const review = new Review({ id: 'r', ask, receivedAt: 1, inspection: inspect(ask.params), preparation: models });
  review.setMatch(models.found, []);
  return { review, models };
}
const hashOf = (review: Review) => review.outgoing?.hash ?? 'none';
const system = (text: string) => ({ part: 'system', text }) as const;

/** A review with an answer at hand. */
async function answered(): Promise<{ review: Review; models: FakeModels }> {
  const made = make();
  made.review.approve({ hash: hashOf(made.review) });
  const step = await made.review.next();
  if (step.kind === 'approve') made.review.run(step.outgoing, 1);
  made.review.answered(completionOf('The answer'), false);
  return made;
}

describe('what would be sent', () => {
  it('follows every edit and the model, each with its own hash', () => {
    const { review } = make();
    const hashes = new Set([hashOf(review)]);
    review.edit(system('Other'));
    hashes.add(hashOf(review));
    review.selectModel('local/big');
    hashes.add(hashOf(review));
    expect(hashes.size).toBe(3);
    review.revise('reset');
    review.selectModel('local/small');
    expect(hashes.has(hashOf(review))).toBe(true);
    expect(review.params).toBe(review.ask.params);
  });

  it('keeps the model that is on screen while it is there, and takes the best when it is gone', () => {
    const { review } = make();
    review.selectModel('local/big');
    review.setMatch(matchOf('other', 'big'), []);
    expect(review.draft).toMatchObject({ model: 'local/big', modelByPerson: true });
    review.setMatch(matchOf('other'), []);
    expect(review.draft).toMatchObject({ model: 'local/other', modelByPerson: false });
    expect(review.selectModel('local/big')).toMatchObject({ taken: false });
  });

  it('is nothing while no model is there, or while the model cannot take it', () => {
    const { review, models } = make();
    review.setMatch(matchOf(), []);
    expect(review.outgoing).toBeUndefined();
    expect(review.approve({ hash: 'none' })).toMatchObject({
      taken: false,
      message: containing('No model'),
    });
    models.prepareError = new Error('It takes no images.');
    review.setMatch(matchOf('small'), []);
    expect(review.outgoing).toBeUndefined();
    expect(review.draft.problem).toBe('It takes no images.');
  });

  it('does not change under a verdict: the approved request stays on screen until it is answered', async () => {
    const { review } = make();
    const hash = hashOf(review);
    review.approve({ hash });
    review.setMatch(matchOf('other'), []);
    expect(hashOf(review)).toBe(hash);
    const step = await review.next();
    expect(step).toMatchObject({ kind: 'approve', outgoing: { hash } });
    if (step.kind === 'approve') review.run(step.outgoing, 1);
    expect(review.edit(system('x'))).toMatchObject({ taken: false });
    review.answered(completionOf('x'), false);
    expect(review.outgoing?.model.ref).toBe('local/other');
  });
});

describe('the phases', () => {
  it('take an approval once, and only of the hash on screen', () => {
    const { review } = make();
    expect(review.approve({ hash: 'other' })).toMatchObject({ taken: false });
    expect(review.approve({ hash: hashOf(review) })).toEqual({ taken: true });
    expect(review.approve({ hash: hashOf(review) })).toMatchObject({
      taken: false,
      message: containing('decided already'),
    });
    expect(review.answerByHand('x')).toMatchObject({ taken: false });
    expect(review.release()).toMatchObject({ taken: false });
    expect(review.stop()).toMatchObject({ taken: false });
  });

  it('run only what was approved', async () => {
    const { review } = make();
    const outgoing = review.outgoing!;
    expect(review.run(outgoing, 1)).toBe(false);
    review.answerByHand('x');
    expect(review.run(outgoing, 1)).toBe(false);
    const done = await answered();
    done.review.release();
    expect(done.review.run(outgoing, 1)).toBe(false);
  });

  it('stream: each piece says where it begins', async () => {
    const { review } = make();
    const pieces: unknown[] = [];
    review.onDidAppend((piece) => pieces.push(piece));
    review.append('too early');
    review.approve({ hash: hashOf(review) });
    const step = await review.next();
    if (step.kind === 'approve') review.run(step.outgoing, 1);
    for (const text of ['He', '', 'llo']) review.append(text);
    expect(pieces).toEqual([
      { offset: 0, text: 'He' },
      { offset: 2, text: 'llo' },
    ]);
    expect(review.approve({ hash: hashOf(review) })).toMatchObject({
      message: containing('A model is answering'),
    });
  });

  it('want some text from a hand', () => {
    const { review } = make();
    expect(review.answerByHand(' \n')).toMatchObject({ taken: false });
    expect(review.phase).toBe('pending');
  });

  it('let the request be edited with an answer at hand: Regenerate needs the new hash, the answer can still go', async () => {
    const { review } = await answered();
    const before = hashOf(review);
    review.edit(system('Better'));
    expect(review.regenerate({ hash: before })).toMatchObject({ taken: false });
    expect(review.approve({ hash: hashOf(review) })).toMatchObject({
      taken: false,
      message: containing('an answer already'),
    });
    expect(review.release()).toEqual({ taken: true });
    const returned = await review.next();
    expect(returned).toMatchObject({ kind: 'return', answer: { completion: { content: [{ text: 'The answer' }] } } });
    expect(returned.kind === 'return' && returned.answer.edited).toBeUndefined();
    const other = await answered();
    other.review.edit(system('Better'));
    expect(other.review.regenerate({ hash: hashOf(other.review) })).toEqual({ taken: true });
  });

  it('reports of the pipeline that come late change nothing', async () => {
    const { review } = make();
    review.answered(completionOf('x'), false);
    review.fail({ message: 'x', remedies: [] });
    expect(review.phase).toBe('pending');
    review.close('cancelled', 'Over.');
    review.setMatch(matchOf('small'), []);
    review.append('x');
    expect(review.returned()).toBe(false);
    expect(review.ending?.message).toBe('Over.');
  });
});

describe('the end', () => {
  it('says what the server gets, with the reason or without', () => {
    const denied = make().review;
    denied.deny('  too much  ');
    expect(denied.ending).toMatchObject({
      how: 'denied',
      reason: 'too much',
      byPerson: true,
      error: { code: -1, message: 'User rejected sampling request: too much' },
    });
    const plain = make().review;
    plain.deny(' ');
    expect(plain.ending?.error?.message).toBe('User rejected sampling request');
    expect(plain.deny()).toMatchObject({ taken: false, message: containing('closed') });
  });

  it('Deny with an answer at hand rejects the answer', async () => {
    const { review } = await answered();
    review.deny();
    expect(review.ending).toMatchObject({ how: 'rejected', error: { code: -1 } });
    const early = make().review;
    expect(early.rejectAnswer()).toMatchObject({ taken: false, message: containing('no answer yet') });
  });

  it('aborts what runs, unless the answer was returned', async () => {
    const closed = make().review;
    closed.close('failed', 'x', new McpError('noLedger', 'No ledger'));
    expect(closed.signal.aborted).toBe(true);
    const { review } = await answered();
    review.release();
    expect(review.returned()).toBe(true);
    expect(review.signal.aborted).toBe(false);
  });

  it('comes exactly once, whatever comes in which order', async () => {
    const act = fc.constantFrom(
      'approve',
      'deny',
      'close',
      'abort',
      'returned',
      'reject',
      'byHand',
      'run',
      'answered',
      'fail',
      'release',
      'regenerate',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (script) => {
        const { review } = make();
        const ended = vi.fn();
        review.onDidClose(ended);
        let first: unknown;
        const steps: Step[] = [];
        const pull = async (): Promise<void> => {
          const step = await review.next();
          steps.push(step);
          if (step.kind !== 'closed') await pull();
        };
        const pulling = pull();
        const acts: Record<string, () => unknown> = {
          approve: () => review.approve({ hash: hashOf(review) }),
          regenerate: () => review.regenerate({ hash: hashOf(review) }),
          deny: () => review.deny('no'),
          close: () => review.close('cancelled', 'Server gone.'),
          abort: () => review.close('failed', 'Call over.'),
          returned: () => review.released && review.returned(),
          reject: () => review.rejectAnswer(),
          byHand: () => review.answerByHand('me'),
          run: () => review.run(review.outgoing!, 1),
          answered: () => review.answered(completionOf('x'), false),
          fail: () => review.fail({ message: 'x', remedies: [] }),
          release: () => review.release(),
        };
        for (const name of script) {
          acts[name]?.();
          await Promise.resolve();
          if (review.closed) first ??= review.ending;
        }
        review.close('cancelled', 'The end.');
        await pulling;
        expect(ended).toHaveBeenCalledTimes(1);
        expect(review.ending).toBe(first ?? review.ending);
        expect(steps.filter((step) => step.kind === 'closed')).toHaveLength(1);
        expect(await review.next()).toMatchObject({ kind: 'closed' });
        expect(review.phase).toBe('closed');
      }),
    );
  });
});
