import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallService } from '../../../../src/core/calls/callService.ts';
import { ProviderError } from '../../../../src/core/models/provider.ts';
import { t, useLanguage } from '../../../../src/core/text/l10n.ts';
import { FakeServer, refusal, tool } from '../calls/fakeServer.ts';
import { brackets, outside } from '../../support/brackets.ts';
import { askOf, House, paramsOf, settle } from './fakes.ts';

let house: House;

beforeEach(() => {
  useLanguage(brackets);
  house = new House();
});
afterEach(() => useLanguage());

const written = (kind: string) => house.ledger.records.find((record) => record.kind === kind);

describe('what the person reads and what is kept, in another language', () => {
  it('a failure is theirs on the desk and English in the ledger', async () => {
    void house.pipeline.run([askOf()]).catch(() => undefined);
    await settle();
    house.approve();
    await settle();
    const words = () => t('{0} is overloaded.', 'Example');
    house.models.sent[0]?.reject(new ProviderError('overloaded', words, { remedies: ['retry'] }));
    await settle();
    expect(house.desk.status(house.review().id)?.failure?.message).toBe('⟦Example is overloaded.⟧');
    expect(written('failure')).toMatchObject({ message: 'Example is overloaded.' });
  });

  it('so is the failure of a list, of a preparation, and of the choice of a model', async () => {
    const words = () => t('There is no model {0} any more.', 'x');
    house.models.prepareError = new ProviderError('unknownModel', words, { remedies: [] });
    void house.pipeline.run([askOf()]).catch(() => undefined);
    await settle();
    expect(house.desk.status(house.review().id)?.model.problems).toEqual(['⟦There is no model x any more.⟧']);
    house.models.match = () => Promise.reject(new Error('gone'));
    house.models.changed.fire();
    await settle();
    expect(house.desk.status(house.review().id)?.failure?.message).toBe('⟦No model could be chosen: gone⟧');
  });

  it('a pause is theirs', async () => {
    void house.pipeline.run([askOf()]).catch(() => undefined);
    await settle();
    house.approve();
    house.desk.paused = true;
    await settle();
    expect(outside(house.desk.status(house.review().id)?.failure?.message ?? 'none')).toBe('');
  });

  it.each([
    ['its server was stopped', (target: FakeServer) => target.closing.fire({ expected: true, reason: '' })],
    [
      'its server has gone',
      (target: FakeServer) => target.closing.fire({ expected: false, reason: '⟦It crashed.⟧', english: 'It crashed.' }),
    ],
    ['the person cancelled the call', (_: FakeServer, cancel: () => void) => cancel()],
  ] as const)(
    'why a request is over is theirs when %s; the server and the ledger are told in English',
    async (_, end) => {
      const { pipeline, ledger, clock, newId } = house;
      const calls = new CallService({
        pipeline,
        ledger,
        clock,
        newId,
        validateOutput: () => Promise.resolve(undefined),
      });
      const target = new FakeServer('legacy');
      const call = calls.start(target, tool());
      await settle();
      const signal = new AbortController().signal;
      const refused = refusal(calls.handlePush(target, { params: paramsOf('x'), signal }));
      await settle();
      end(target, () => call.cancel());
      const { message } = await refused;
      await settle();
      expect(outside(house.review().ending?.message ?? 'none')).toBe('');
      expect(message).not.toContain('⟦');
      expect(written('refusal')).toMatchObject({ message });
      expect(outside((await call.finished).error ?? 'none')).toBe('');
    },
  );
});
