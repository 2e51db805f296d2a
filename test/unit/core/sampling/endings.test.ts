import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { isMcpError, McpError } from '../../../../src/core/errors.ts';
import { ProviderError } from '../../../../src/core/models/provider.ts';
import { askOf, completionOf, House, paramsOf, server, settle } from './fakes.ts';
import { containing } from './matchers.ts';

async function refusal(run: Promise<unknown>): Promise<McpError> {
  const error: unknown = await run.then(
    () => new Error('It was answered'),
    (thrown: unknown) => thrown,
  );
  if (!isMcpError(error)) throw error;
  return error;
}

describe('a review that ends at the moment in which it comes to the desk', () => {
  it('is an ending like any other: the server hears it', async () => {
    const house = new House();
    house.desk.onDidAdd((reviews) => reviews.forEach(({ id }) => house.desk.deny(id, 'at once')));
    expect(await refusal(house.pipeline.run([askOf({ key: 'a' }), askOf({ key: 'b' })]))).toMatchObject({
      code: -1,
      message: 'User rejected sampling request: at once',
    });
    expect(house.ledger.kinds).toEqual(['request', 'request', 'verdict', 'verdict']);
    expect(house.clock.timers).toBe(0);
  });
});

describe('a ledger that cannot be written', () => {
  const cases = [
    { kind: 'request', sends: 0 },
    { kind: 'verdict', sends: 0 },
    { kind: 'outgoing', sends: 0 },
    { kind: 'completion', sends: 1 },
    { kind: 'release', sends: 1 },
  ];
  it.each(cases)('at the $kind entry ends the request with $sends calls and a clear error', async ({ kind, sends }) => {
    const house = new House();
    house.models.reply = () => completionOf('x');
    house.ledger.failing = (record) => record.kind === kind;
    const refused = refusal(house.pipeline.run([askOf()]));
    await settle();
    if (house.desk.reviews.length > 0) house.approve();
    await settle();
    if (house.desk.reviews.length > 0) house.desk.release(house.review().id);
    expect((await refused).kind).toBe('noLedger');
    expect(house.errors.join()).toContain('disk full');
    expect(house.models.sent).toHaveLength(sends);
    for (const { ending } of house.desk.reviews) {
      expect(ending).toMatchObject({ how: 'failed', message: containing('ledger cannot be written') });
    }
  });

  it.each(['request', 'verdict', 'completion'])(
    'at the %s entry tells the server nothing of this machine',
    async (kind) => {
      const house = new House();
      house.models.reply = () => completionOf('x');
      house.ledger.failing = (record) => record.kind === kind;
      house.ledger.failure = new Error("EACCES: permission denied, open '/home/ada/.config/Code/ledger/x.jsonl'");
      const refused = refusal(house.pipeline.run([askOf()]));
      await settle();
      if (house.desk.reviews.length > 0) house.approve();
      const { message } = await refused;
      expect(message).toContain('ledger');
      expect(message).not.toMatch(/EACCES|ada|jsonl/);
      expect(house.errors.join()).toContain('EACCES');
    },
  );

  it('at one ask of a round ends them all before anything is called', async () => {
    const house = new House();
    house.ledger.failing = (record) => record.kind === 'verdict' && record.verdict === 'answerByHand';
    const run = house.pipeline.run([askOf({ key: 'a' }), askOf({ key: 'b' })]);
    await settle();
    house.approve(house.review(0));
    house.desk.answerByHand(house.review(1).id, 'Hi');
    expect((await refusal(run)).kind).toBe('noLedger');
    expect(house.models.sent).toHaveLength(0);
  });

  it('keeps neither a denial nor a refusal from reaching the server', async () => {
    const house = new House();
    const run = house.pipeline.run([askOf()]);
    await settle();
    house.ledger.failing = () => true;
    house.desk.deny(house.review().id);
    expect((await refusal(run)).code).toBe(-1);
    house.desk.paused = true;
    expect((await refusal(house.pipeline.run([askOf()]))).kind).toBe('paused');
    expect(house.errors.length).toBeGreaterThan(0);
  });

  it('at the failure entry ends it too', async () => {
    const house = new House();
    house.ledger.failing = (record) => record.kind === 'failure';
    const run = house.pipeline.run([askOf()]);
    await settle();
    house.approve();
    await settle();
    house.models.sent[0]?.reject(new ProviderError('timeout', 'Too slow.', { remedies: ['retry'] }));
    expect((await refusal(run)).kind).toBe('noLedger');
  });
});

describe('Pause All Sampling', () => {
  it('refuses what comes, at once, and writes it down', async () => {
    const house = new House();
    house.desk.paused = true;
    expect(await refusal(house.pipeline.run([askOf()]))).toMatchObject({ kind: 'paused', code: -1 });
    expect(house.desk.reviews).toHaveLength(0);
    expect(house.ledger.records).toMatchObject([{ kind: 'refusal', reason: 'paused' }]);
  });

  it('takes no approval of what waits, but a denial or an answer by hand', async () => {
    const house = new House();
    const run = house.pipeline.run([askOf()]);
    await settle();
    house.desk.paused = true;
    expect(house.approve()).toMatchObject({ taken: false, message: containing('paused') });
    house.desk.answerByHand(house.review().id, 'Me');
    await settle();
    house.desk.release(house.review().id);
    expect(await run).toMatchObject([{ model: 'human' }]);
    expect(house.models.sent).toHaveLength(0);
  });

  it('keeps what was approved but not sent on the desk', async () => {
    const house = new House();
    const run = house.pipeline.run([askOf({ key: 'a' }), askOf({ key: 'b' })]);
    await settle();
    house.approve(house.review(0));
    house.desk.paused = true;
    house.desk.answerByHand(house.review(1).id, 'Me');
    await settle();
    expect(house.models.sent).toHaveLength(0);
    expect(house.review(0)).toMatchObject({
      phase: 'pending',
      failure: { message: 'Sampling was paused, so nothing was sent.' },
    });
    expect(house.ledger.records.filter(({ kind }) => kind === 'failure')).toMatchObject([{ code: 'paused' }]);
    house.desk.denyAll();
    expect((await refusal(run)).message).toContain('the user has paused all sampling');
  });

  it('counts until the very moment of sending', async () => {
    const house = new House();
    const run = house.pipeline.run([askOf()]);
    await settle();
    house.ledger.failing = (record) => {
      if (record.kind === 'outgoing') house.desk.paused = true;
      return false;
    };
    house.approve();
    await settle();
    expect(house.models.sent).toHaveLength(0);
    expect(house.ledger.records.at(-1)).toMatchObject({ kind: 'failure', code: 'paused' });
    house.desk.denyAll();
    await refusal(run);
  });
});

describe('an ask whose server is gone', () => {
  it.each([
    ['a sentence', 'The call was cancelled.', 'The call was cancelled.'],
    ['an error', new McpError('connection', 'The server ended.'), 'The server ended.'],
    ['nothing', undefined, 'The server cancelled the request.'],
  ])('closes its review with %s', async (_, reason, message) => {
    const house = new House();
    const abort = new AbortController();
    const run = house.pipeline.run([askOf({ signal: abort.signal })]);
    await settle();
    abort.abort(reason);
    expect(await refusal(run)).toMatchObject({ kind: 'cancelled', message });
    expect(house.desk.status(house.review().id)).toMatchObject({
      phase: 'closed',
      closed: { how: 'cancelled', message },
    });
    expect(house.ledger.records.at(-1)).toMatchObject({ kind: 'refusal', reason: 'cancelled', message });
  });

  it('aborts the stream of the model, and its late answer goes nowhere', async () => {
    const house = new House();
    const abort = new AbortController();
    const run = house.pipeline.run([askOf({ signal: abort.signal })]);
    await settle();
    house.approve();
    await settle();
    const [sent] = house.models.sent;
    abort.abort('Stopped.');
    expect(sent?.signal.aborted).toBe(true);
    sent?.text('late');
    sent?.resolve(completionOf('late'));
    await refusal(run);
    await settle();
    expect(house.ledger.kinds).toEqual(['request', 'verdict', 'outgoing', 'refusal']);
    expect(house.desk.status(house.review().id)?.answer?.text).toBe('');
  });

  it('never comes to the desk when it was over before', async () => {
    const house = new House();
    expect(await refusal(house.pipeline.run([askOf({ signal: AbortSignal.abort('Gone.') })]))).toMatchObject({
      message: 'Gone.',
    });
    const abort = new AbortController();
    const run = house.pipeline.run([askOf({ signal: abort.signal })]);
    abort.abort('Gone as well.');
    expect((await refusal(run)).message).toBe('Gone as well.');
    expect(house.desk.reviews).toHaveLength(0);
  });
});

describe('while a person thinks', () => {
  it('tells a server with a progress token every ten seconds, until the end', async () => {
    const house = new House();
    const keepAlive = vi.fn();
    const run = house.pipeline.run([askOf({ keepAlive })]);
    await settle();
    house.clock.advance(25_000);
    expect(keepAlive.mock.calls).toEqual([
      ['The user is reviewing the request.'],
      ['The user is reviewing the request.'],
    ]);
    house.approve();
    await settle();
    house.clock.advance(10_000);
    expect(keepAlive).toHaveBeenLastCalledWith('A model is answering.');
    house.models.sent[0]?.resolve(completionOf('x'));
    await settle();
    house.clock.advance(10_000);
    expect(keepAlive).toHaveBeenLastCalledWith('The user is reviewing the answer.');
    house.desk.release(house.review().id);
    await run;
    const calls = keepAlive.mock.calls.length;
    house.clock.advance(60_000);
    expect(keepAlive).toHaveBeenCalledTimes(calls);
    expect(house.clock.timers).toBe(0);
  });

  it('matches again when the models change, and stops when it is over', async () => {
    const house = new House();
    const run = house.pipeline.run([askOf()]);
    await settle();
    const before = house.models.matches;
    house.models.changed.fire();
    house.models.changed.fire();
    house.models.changed.fire();
    await settle();
    // One on its way, one for all that came meanwhile.
    expect(house.models.matches).toBe(before + 2);
    house.desk.denyAll();
    await refusal(run);
    expect(house.models.changed.listenerCount).toBe(0);
  });

  it('says so when matching breaks', async () => {
    const house = new House();
    vi.spyOn(house.models, 'match').mockRejectedValue(new Error('no table'));
    const run = house.pipeline.run([askOf()]);
    await settle();
    expect(house.desk.status(house.review().id)?.failure?.message).toContain('no table');
    house.desk.denyAll();
    await refusal(run);
  });
});

describe('what is refused before the desk', () => {
  it('an error of ours tells the server nothing of its inside', async () => {
    const house = new House();
    vi.spyOn(house.desk, 'reserve').mockImplementation(() => {
      throw new TypeError('undefined is not a function at /home/x');
    });
    expect(await refusal(house.pipeline.run([askOf()]))).toMatchObject({
      kind: 'failed',
      message: 'The request could not be handled.',
    });
  });

  it('what was never declared', async () => {
    const house = new House();
    const off = askOf({ server: { ...server, sampling: false } });
    expect(await refusal(house.pipeline.run([off]))).toMatchObject({ kind: 'notDeclared', code: -32601 });
  });
});

describe('whatever a person and a server do, in any order', () => {
  type Act =
    | 'approve'
    | 'deny'
    | 'abort'
    | 'byHand'
    | 'stop'
    | 'release'
    | 'reject'
    | 'pause'
    | 'reply'
    | 'fail'
    | 'regenerate'
    | 'edit';
  const acts: Act[] = [
    'approve',
    'deny',
    'abort',
    'byHand',
    'stop',
    'release',
    'reject',
    'pause',
    'reply',
    'fail',
    'regenerate',
    'edit',
  ];

  it('there are at most as many calls as approvals, every call is in the ledger before, and the run settles once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...acts), fc.nat({ max: 1 })), { maxLength: 14 }),
        async (script) => {
          const house = new House();
          const abort = new AbortController();
          const settled = vi.fn();
          const run = house.pipeline.run([
            askOf({ key: 'a', signal: abort.signal }),
            askOf({ key: 'b', params: paramsOf('Other') }),
          ]);
          run.then(settled, settled);
          await settle();
          const reviews = [...house.desk.reviews];
          let approvals = 0;
          for (const [act, index] of script) {
            const review = reviews[index]!;
            if (act === 'approve' || act === 'regenerate') approvals += house[act](review).taken ? 1 : 0;
            else if (act === 'deny') review.deny();
            else if (act === 'abort') abort.abort('Over.');
            else if (act === 'byHand') review.answerByHand('Me');
            else if (act === 'stop') review.stop();
            else if (act === 'release') review.release('edited');
            else if (act === 'reject') review.rejectAnswer();
            else if (act === 'edit') review.edit({ part: 'text', message: 'm0', block: 0, text: `${approvals}` });
            else if (act === 'pause') house.desk.paused = !house.desk.paused;
            else if (act === 'reply') house.models.sent.at(-1)?.resolve(completionOf('x'));
            else house.models.sent.at(-1)?.reject(new Error('broken'));
            await settle();
          }
          const outgoing = house.ledger.records.filter((record) => record.kind === 'outgoing');
          expect(house.models.sent.length).toBeLessThanOrEqual(approvals);
          expect(
            house.models.sent.every(({ outgoing: { hash } }) =>
              outgoing.some((record) => 'hash' in record && record.hash === hash),
            ),
          ).toBe(true);
          house.desk.closeAll('The end.');
          await settle();
          expect(settled).toHaveBeenCalledTimes(1);
          expect(reviews.every((review) => review.closed)).toBe(true);
          expect(house.clock.timers).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('no path without an approval calls a model', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('deny', 'close', 'pause', 'ledger', 'edit', 'forge', 'stop', 'byHand'), {
          maxLength: 8,
        }),
        async (script) => {
          const house = new House();
          const run = house.pipeline.run([askOf()]).catch(() => undefined);
          await settle();
          for (const act of script) {
            const review = house.review();
            if (act === 'deny') review.deny();
            else if (act === 'close') review.close('cancelled', 'Over.');
            else if (act === 'pause') house.desk.paused = true;
            else if (act === 'ledger') house.ledger.failing = () => true;
            else if (act === 'edit') review.edit({ part: 'system', text: 'x' });
            else if (act === 'forge') {
              // The right hash, from a desk that never said that it painted it.
              const hash = review.outgoing?.hash ?? '';
              house.desk.approve(review.id, hash, { visible: true, focused: true });
              house.desk.regenerate(review.id, hash, { visible: true, focused: true });
            } else if (act === 'stop') review.stop();
            else review.answerByHand('Me');
            await settle();
          }
          house.desk.closeAll('The end.');
          await run;
          expect(house.models.sent).toHaveLength(0);
        },
      ),
      { numRuns: 40 },
    );
  });
});
