import { describe, expect, it, vi } from 'vitest';
import { isMcpError } from '../../../../src/core/errors.ts';
import { ProviderError } from '../../../../src/core/models/provider.ts';
import { ledgerEntrySchema } from '../../../../src/core/ledger/entry.ts';
import { askOf, completionOf, House, matchOf, paramsOf, server, settle, toolUse } from './fakes.ts';
import { containing } from './matchers.ts';

/** What a rejected run says, or a failure of the test when it is not rejected. */
async function refusal(run: Promise<unknown>): Promise<{ kind: string; code: number; message: string }> {
  try {
    await run;
  } catch (error) {
    if (isMcpError(error)) return { kind: error.kind, code: error.code, message: error.message };
    throw error;
  }
  throw new Error('It was not refused');
}

describe('a legacy push, from the desk to the server', () => {
  it('is approved, answered, released, and in the ledger at every step', async () => {
    const house = new House();
    const run = house.pipeline.run([askOf({ params: paramsOf('Sum up', { systemPrompt: 'Be brief' }) })]);
    await settle();
    expect(house.review().phase).toBe('pending');
    expect(house.ledger.kinds).toEqual(['request']);
    expect(house.approve()).toEqual({ taken: true });
    await settle();
    const [sent] = house.models.sent;
    expect(house.ledger.kinds).toEqual(['request', 'verdict', 'outgoing']);
    expect(house.review().phase).toBe('running');
    sent?.text('Al');
    sent?.text('l good');
    sent?.resolve(completionOf('All good'));
    await settle();
    expect(house.review().phase).toBe('answered');
    house.desk.release(house.review().id);
    expect(await run).toEqual([
      { role: 'assistant', model: 'small-1', stopReason: 'endTurn', content: { type: 'text', text: 'All good' } },
    ]);
    expect(house.ledger.kinds).toEqual(['request', 'verdict', 'outgoing', 'completion', 'release']);
    expect(house.review().ending?.how).toBe('returned');
    const stamp = { v: 1, time: 1, window: 'w', seq: 0 };
    for (const record of house.ledger.records)
      expect(ledgerEntrySchema.safeParse({ ...record, ...stamp }).success).toBe(true);
  });

  it('sends exactly what was approved: the verdict, the outgoing entry and the call have one hash', async () => {
    const house = new House();
    const run = house.pipeline.run([askOf()]);
    await settle();
    house.desk.edit(house.review().id, { part: 'text', message: 'm0', block: 0, text: 'Hello, edited' });
    // What was edited is inspected before it is approved.
    await settle();
    const hash = house.review().outgoing?.hash;
    house.approve();
    await settle();
    expect(house.models.sent.map(({ outgoing }) => outgoing.hash)).toEqual([hash]);
    expect(JSON.stringify(house.models.sent[0]?.outgoing.body)).toContain('Hello, edited');
    expect(
      house.ledger.records.filter((record) => 'hash' in record).map((record) => 'hash' in record && record.hash),
    ).toEqual([hash, hash]);
    expect(house.ledger.records.find((record) => record.kind === 'verdict')).toMatchObject({ edited: true });
    house.desk.denyAll();
    await refusal(run);
  });

  it('returns an edited answer and keeps uses of tools', async () => {
    const house = new House();
    const run = house.pipeline.run([
      askOf({ params: paramsOf('Go', { tools: [{ name: 'search', inputSchema: { type: 'object' } }] }) }),
    ]);
    await settle();
    house.models.reply = () =>
      completionOf('', { content: [{ type: 'text', text: 'Let me see' }, toolUse('1')], stopReason: 'toolUse' });
    house.approve();
    await settle();
    house.desk.release(house.review().id, 'Looking');
    expect(await run).toEqual([
      {
        role: 'assistant',
        model: 'small-1',
        stopReason: 'toolUse',
        content: [{ type: 'text', text: 'Looking' }, toolUse('1')],
      },
    ]);
    expect(house.ledger.records.at(-1)).toMatchObject({ kind: 'release', action: 'returnEdited' });
  });

  it('takes an answer by hand without any model', async () => {
    const house = new House();
    house.models.found = matchOf();
    const run = house.pipeline.run([askOf()]);
    await settle();
    house.desk.answerByHand(house.review().id, 'By me');
    await settle();
    house.desk.release(house.review().id);
    expect(await run).toEqual([
      { role: 'assistant', model: 'human', stopReason: 'endTurn', content: { type: 'text', text: 'By me' } },
    ]);
    expect(house.models.sent).toHaveLength(0);
    expect(house.ledger.kinds).toEqual(['request', 'verdict', 'completion', 'release']);
  });

  it('stops a running answer: what had come waits for the release', async () => {
    const house = new House();
    const run = house.pipeline.run([askOf()]);
    await settle();
    house.approve();
    await settle();
    const [sent] = house.models.sent;
    sent?.text('Half');
    house.desk.stop(house.review().id);
    expect(sent?.stop.aborted).toBe(true);
    expect(sent?.signal.aborted).toBe(false);
    sent?.resolve(completionOf('Half', { stopped: true }));
    await settle();
    expect(house.desk.status(house.review().id)?.answer).toMatchObject({ text: 'Half', stopped: true, complete: true });
    house.desk.release(house.review().id);
    expect(await run).toMatchObject([{ content: { text: 'Half' } }]);
  });

  it('regenerates as another approval, and only what is released reaches the server', async () => {
    const house = new House();
    const answers = ['first', 'second'];
    house.models.reply = () => completionOf(answers.shift() ?? 'none');
    const run = house.pipeline.run([askOf()]);
    await settle();
    house.approve();
    await settle();
    expect(house.regenerate()).toEqual({ taken: true });
    await settle();
    expect(house.models.sent).toHaveLength(2);
    house.desk.release(house.review().id);
    expect(await run).toMatchObject([{ content: { text: 'second' } }]);
    expect(house.ledger.kinds).toEqual([
      'request',
      'verdict',
      'outgoing',
      'completion',
      'verdict',
      'outgoing',
      'completion',
      'release',
    ]);
  });
});

describe('failures of a model', () => {
  it('go back to the desk in words with their remedies; one approval was one call', async () => {
    const house = new House();
    const run = house.pipeline.run([askOf()]);
    await settle();
    house.approve();
    await settle();
    const error = new ProviderError('wrongKey', 'The key sk-abcdefghijklmnopqrstuvwx was refused.', {
      remedies: ['setApiKey'],
      partial: 'Al',
    });
    house.models.sent[0]?.reject(error);
    await settle();
    expect(house.review().phase).toBe('pending');
    const failure = house.desk.status(house.review().id)?.failure;
    expect(failure).toMatchObject({ remedies: ['setApiKey'], endpoint: 'local', partial: 'Al' });
    expect(failure?.message).not.toContain('abcdefgh');
    expect(house.models.sent).toHaveLength(1);
    house.models.reply = () => completionOf('Now');
    house.approve();
    await settle();
    house.desk.release(house.review().id);
    expect(await run).toMatchObject([{ content: { text: 'Now' } }]);
    expect(house.ledger.kinds).toContain('failure');
  });

  it('become an error for the server only when the person gives up', async () => {
    const house = new House();
    const run = house.pipeline.run([askOf()]);
    await settle();
    house.approve();
    await settle();
    house.models.sent[0]?.reject(
      new ProviderError('rateLimit', 'Too many requests of ada@corp.example.', { remedies: ['retry'] }),
    );
    await settle();
    house.desk.deny(house.review().id);
    expect(await refusal(run)).toEqual({
      kind: 'failed',
      code: -32603,
      message: 'No answer: the model’s provider limits the rate of requests.',
    });
    expect(house.ledger.records.at(-1)).toMatchObject({ kind: 'verdict', verdict: 'deny' });
  });

  it('of an unknown kind offer what always helps, and an answer by hand works after them', async () => {
    const house = new House();
    const run = house.pipeline.run([askOf()]);
    await settle();
    house.approve();
    await settle();
    house.models.sent[0]?.reject(new TypeError('fetch failed'));
    await settle();
    expect(house.desk.status(house.review().id)?.failure?.remedies).toContain('answerByHand');
    expect(house.errors).toHaveLength(1);
    house.desk.answerByHand(house.review().id, 'Mine');
    await settle();
    house.desk.release(house.review().id);
    expect(await run).toMatchObject([{ model: 'human' }]);
  });

  it('of a regeneration keep the answer that was there', async () => {
    const house = new House();
    const run = house.pipeline.run([askOf()]);
    await settle();
    house.approve();
    await settle();
    house.models.sent[0]?.resolve(completionOf('Good'));
    await settle();
    house.regenerate();
    await settle();
    house.models.sent[1]?.text('Bro');
    house.models.sent[1]?.reject(new ProviderError('brokenStream', 'It broke.', { remedies: ['retry'] }));
    await settle();
    expect(house.desk.status(house.review().id)).toMatchObject({
      phase: 'answered',
      answer: { text: 'Good' },
      failure: { message: 'It broke.' },
    });
    house.desk.release(house.review().id);
    expect(await run).toMatchObject([{ content: { text: 'Good' } }]);
  });
});

describe('a round', () => {
  const round = (house: House) => house.pipeline.run([askOf({ key: 'a' }), askOf({ key: 'b' }), askOf({ key: 'c' })]);

  it('calls no model before every ask has its verdict, then all at once', async () => {
    const house = new House();
    const run = round(house);
    await settle();
    house.approve(house.review(0));
    house.approve(house.review(2));
    await settle();
    expect(house.models.sent).toHaveLength(0);
    expect(house.desk.status(house.review(1).id)?.round).toEqual({ key: 'b', index: 2, size: 3, decided: 2 });
    house.desk.answerByHand(house.review(1).id, 'By hand');
    await settle();
    expect(house.models.sent).toHaveLength(2);
    house.models.sent[1]?.resolve(completionOf('third'));
    house.models.sent[0]?.resolve(completionOf('first'));
    await settle();
    let done = false;
    void run.then(() => {
      done = true;
    });
    for (const index of [2, 0]) house.desk.release(house.review(index).id);
    await settle();
    expect(done).toBe(false);
    expect(house.review(0).phase).toBe('decided');
    house.desk.release(house.review(1).id);
    const results = await run;
    expect(results.map((result) => 'content' in result && result.content)).toMatchObject([
      { text: 'first' },
      { text: 'By hand' },
      { text: 'third' },
    ]);
    expect(house.desk.reviews.every((review) => review.ending?.how === 'returned')).toBe(true);
  });

  it('ends with no call when one ask is denied, even after others were approved', async () => {
    const house = new House();
    const run = round(house);
    await settle();
    house.approve(house.review(0));
    house.desk.deny(house.review(1).id, 'not today');
    expect(await refusal(run)).toEqual({
      kind: 'rejected',
      code: -1,
      message: 'User rejected sampling request: not today',
    });
    await settle();
    expect(house.models.sent).toHaveLength(0);
    expect(house.desk.reviews.map((review) => review.ending?.how)).toEqual(['denied', 'denied', 'denied']);
    expect(house.ledger.records.slice(-3)).toMatchObject([
      { kind: 'verdict', verdict: 'deny', reason: 'not today' },
      { kind: 'refusal', reason: 'rejected' },
      { kind: 'refusal', reason: 'rejected' },
    ]);
  });

  it('ends when the person takes a verdict back while the others are undecided', async () => {
    const house = new House();
    const run = round(house);
    await settle();
    house.approve(house.review(0));
    await settle();
    house.desk.deny(house.review(0).id);
    expect((await refusal(run)).kind).toBe('rejected');
    expect(house.models.sent).toHaveLength(0);
  });

  it('ends when one answer is rejected: nothing that was released reaches the server', async () => {
    const house = new House();
    house.models.reply = () => completionOf('x');
    const run = round(house);
    await settle();
    for (const index of [0, 1, 2]) house.approve(house.review(index));
    await settle();
    house.desk.release(house.review(0).id);
    await settle();
    house.desk.rejectAnswer(house.review(1).id, 'nonsense');
    expect(await refusal(run)).toMatchObject({ kind: 'rejected', code: -1 });
    expect(house.desk.reviews.map((review) => review.ending?.how)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(house.ledger.records.at(-3)).toMatchObject({ kind: 'release', action: 'reject', reason: 'nonsense' });
  });

  it('takes no broken ask: one of them refuses all', async () => {
    const house = new House();
    const broken = askOf({ key: 'b', params: { messages: [] } as never });
    expect(await refusal(house.pipeline.run([askOf({ key: 'a' }), broken]))).toMatchObject({ code: -32602 });
    expect(house.desk.reviews).toHaveLength(0);
    expect(house.ledger.kinds).toEqual(['refusal', 'refusal']);
  });

  it('of no asks has no results', async () => {
    expect(await new House().pipeline.run([])).toEqual([]);
  });
});

describe('many at once', () => {
  it('answers four from one call and twenty from five servers in any order', async () => {
    const house = new House();
    house.models.reply = (outgoing) => completionOf(`to ${JSON.stringify(outgoing.body['messages'])}`);
    const runs = Array.from({ length: 24 }, (_, index) => {
      const name = index < 4 ? 'one' : `server${index % 5}`;
      return house.pipeline.run([askOf({ server: { ...server, name }, params: paramsOf(`ask ${index}`) })]);
    });
    await settle();
    const order = house.desk.reviews.map((_, index) => (index * 7) % 24);
    for (const index of order) expect(house.approve(house.review(index))).toEqual({ taken: true });
    await settle();
    for (const index of [...order].reverse()) house.desk.release(house.review(index).id);
    const results = await Promise.all(runs);
    results.forEach(([result], index) => expect(JSON.stringify(result)).toContain(`ask ${index}\\`));
    expect(house.models.sent).toHaveLength(24);
    expect(house.clock.timers).toBe(0);
  });

  it('refuses the 21st of a server and the 51st of all at once, and says so', async () => {
    const house = new House();
    const push = (name: string) => house.pipeline.run([askOf({ server: { ...server, name } })]);
    const runs = Array.from({ length: 20 }, () => push('a'));
    expect(await refusal(push('a'))).toMatchObject({ kind: 'tooMany', message: containing('at most 20') });
    runs.push(...Array.from({ length: 20 }, () => push('b')), ...Array.from({ length: 10 }, () => push('c')));
    expect(await refusal(push('c'))).toMatchObject({ kind: 'tooMany', message: containing('at most 50') });
    await settle();
    expect(house.desk.reviews).toHaveLength(50);
    house.desk.denyAll();
    await Promise.allSettled(runs);
    expect(house.desk.reviews.every((review) => review.closed)).toBe(true);
    const again = push('a');
    await settle();
    expect(house.desk.pendingCount).toBe(1);
    house.desk.denyAll();
    await refusal(again);
  });

  it('never waits for models that do not answer: the review is there at once', async () => {
    const house = new House();
    vi.spyOn(house.models, 'match').mockReturnValue(new Promise(() => undefined));
    const run = house.pipeline.run([askOf()]);
    await settle();
    expect(house.desk.status(house.review().id)).toMatchObject({
      phase: 'pending',
      model: { why: 'Looking for models…' },
    });
    house.desk.denyAll();
    await refusal(run);
  });
});
