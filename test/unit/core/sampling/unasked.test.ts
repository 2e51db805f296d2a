import { describe, expect, it } from 'vitest';
import type { Finding, Severity } from '../../../../src/core/inspection/finding.ts';
import type { Completion } from '../../../../src/core/models/provider.ts';
import type { ReleaseMode } from '../../../../src/core/sampling/unasked.ts';
import { callOf } from '../review/together.ts';
import { askOf, completionOf, House, paramsOf, server, settle, toolUse } from './fakes.ts';

const severities: Record<string, Severity> = { BAD: 'high', ODD: 'medium', MAYBE: 'low' };

/** A finding for each of these words. */
const inspect = (text: string): Promise<readonly Finding[]> =>
  Promise.resolve(
    Object.entries(severities)
      .filter(([word]) => text.includes(word))
      .map(([, severity]) => ({ kind: 'x.y', severity, start: 0, end: 1, reason: 'x' })),
  );

interface Case {
  mode: ReleaseMode;
  completion?: Completion;
  asked?: string;
  own?: true;
  edit?: true;
  uncalled?: true;
}

const called = { cause: callOf('c1') };

/** How an answer was released, or that it waits. */
async function outcome(given: Case): Promise<string> {
  const { mode, completion = completionOf('Fine'), asked = 'Hello', own, edit, uncalled } = given;
  const house = new House({ inspect });
  house.releaseMode = mode;
  const params = paramsOf(asked, completion.content.some(({ type }) => type === 'tool_use') ? { tools: [] } : {});
  const run = house.pipeline.run([
    askOf({ params, ...(uncalled ? {} : called), ...(own ? { server: { ...server, own } } : {}) }),
  ]);
  run.catch(() => undefined);
  await settle();
  if (edit) house.desk.edit(house.review().id, { part: 'system', text: 'Be brief' });
  await settle();
  house.approve();
  await settle();
  house.models.sent[0]?.resolve(completion);
  await settle();
  const release = house.ledger.records.find(({ kind }) => kind === 'release');
  return release?.kind === 'release' ? (release.by ?? 'nobody') : house.review().phase;
}

describe('the release of an answer', () => {
  it.each<[string, Case, string]>([
    ['waits by default', { mode: 'always' }, 'answered'],
    ['needs nobody where nothing was found', { mode: 'whenFlagged' }, 'unflagged'],
    ['needs nobody for low findings', { mode: 'whenFlagged', completion: completionOf('MAYBE') }, 'unflagged'],
    ['heeds the answer alone', { mode: 'whenFlagged', asked: 'BAD' }, 'unflagged'],
    ['waits for medium findings', { mode: 'whenFlagged', completion: completionOf('ODD') }, 'answered'],
    ['waits for high findings', { mode: 'whenFlagged', completion: completionOf('BAD') }, 'answered'],
    [
      'waits when it was stopped',
      { mode: 'whenFlagged', completion: completionOf('x', { stopped: true }) },
      'answered',
    ],
    [
      'waits when it was cut',
      { mode: 'whenFlagged', completion: completionOf('x', { stopReason: 'maxTokens' }) },
      'answered',
    ],
    [
      'waits with uses of tools',
      { mode: 'whenFlagged', completion: completionOf('', { content: [toolUse('a')] }) },
      'answered',
    ],
    [
      'waits with a picture',
      {
        mode: 'whenFlagged',
        completion: completionOf('', { content: [{ type: 'image', data: 'aGk=', mimeType: 'image/png' }] }),
      },
      'answered',
    ],
    ['waits after an edit of the request', { mode: 'whenFlagged', edit: true }, 'answered'],
    ['waits when it is the person’s own', { mode: 'never', own: true }, 'answered'],
    ['waits when no call led to the request', { mode: 'never', uncalled: true }, 'answered'],
    ['waits so with any setting', { mode: 'whenFlagged', uncalled: true }, 'answered'],
    ['needs nobody where nobody wants to see it', { mode: 'never', completion: completionOf('BAD') }, 'never'],
    [
      'waits when the person stopped it',
      { mode: 'never', completion: completionOf('x', { stopped: true }) },
      'answered',
    ],
  ])('%s', async (_, given, expected) => {
    expect(await outcome(given)).toBe(expected);
  });

  it('is by the person where they press the button, and asks again after a regeneration', async () => {
    const house = new House({ inspect });
    house.releaseMode = 'whenFlagged';
    const run = house.pipeline.run([askOf(called)]);
    await settle();
    house.approve();
    await settle();
    house.models.sent[0]?.resolve(completionOf('BAD'));
    await settle();
    house.regenerate();
    await settle();
    house.models.sent[1]?.resolve(completionOf('Fine'));
    await settle();
    expect(house.review().phase).toBe('answered');
    house.desk.release(house.review().id);
    await run;
    expect(house.ledger.records.find(({ kind }) => kind === 'release')).toMatchObject({ by: 'person' });
  });

  it('does not wait for an inspection that the person did not wait for', async () => {
    const house = new House({ inspect: (text) => (text === 'Fine' ? new Promise(() => undefined) : inspect(text)) });
    house.releaseMode = 'whenFlagged';
    void house.pipeline.run([askOf(called)]).catch(() => undefined);
    await settle();
    house.approve();
    await settle();
    house.models.sent[0]?.resolve(completionOf('Fine'));
    await settle();
    expect(house.review().phase).toBe('answered');
    expect(house.desk.release(house.review().id)).toMatchObject({ taken: false });
    house.clock.advance(10_000);
    await settle();
    // Not inspected is a high finding.
    expect(house.review().phase).toBe('answered');
    expect(house.desk.release(house.review().id)).toEqual({ taken: true });
  });
});
