import { describe, expect, it } from 'vitest';
import { Elicitation } from '../../../../src/core/elicitation/elicitation.ts';
import { readQuestion } from '../../../../src/core/elicitation/question.ts';
import { elicitationView } from '../../../../src/core/elicitation/view.ts';
import type { FieldError } from '../../../../src/core/forms/values.ts';
import type { JsonObject } from '../../../../src/core/mcp.ts';
import { toDeskSchema } from '../../../../src/shared/desk.ts';
import { server, settle } from '../sampling/fakes.ts';

const form: JsonObject = {
  message: 'Who?',
  requestedSchema: { type: 'object', properties: { a: { type: 'string' } } },
};
const page: JsonObject = { mode: 'url', message: 'Go', url: 'https://example.com/', elicitationId: 'e' };

function made(params: JsonObject, afterOpening: 'answer' | 'retry' = 'answer', errors: readonly FieldError[] = []) {
  const signal = new AbortController().signal;
  const ask = { kind: 'elicitation', server, cause: { certainty: 'none' }, params, afterOpening, signal } as const;
  const check = () => Promise.resolve(errors);
  return new Elicitation({ id: 'e1', ask, question: readQuestion(params), receivedAt: 5, check });
}

describe('an elicitation', () => {
  it('is settled once, whoever is first', async () => {
    const item = made(form);
    expect(item.submit({ a: 'x' })).toEqual({ taken: true });
    expect(item.submit({ a: 'y' })).toMatchObject({ taken: false });
    expect(item.cancel()).toEqual({ taken: true });
    await settle();
    expect(item.answer).toEqual({ action: 'cancel' });
    expect(item.decline()).toMatchObject({ message: 'This request has been decided already.' });
    expect(await item.next()).toEqual({ kind: 'answer', answer: { action: 'cancel' } });
    expect(item.returned()).toBe(true);
    expect(item.close('cancelled', 'late')).toBe(false);
    expect(item.submit({})).toMatchObject({ taken: false });
    expect(await item.next()).toMatchObject({ kind: 'closed', ending: { how: 'returned' } });
  });

  it('forgets what was typed when it is decided or over', () => {
    for (const end of [(item: Elicitation) => item.decline(), (item: Elicitation) => item.close('cancelled', 'over')]) {
      const item = made(form);
      item.filled = { '/a': 'secret' };
      expect(elicitationView(item, 0).form?.filled).toEqual({ '/a': 'secret' });
      end(item);
      expect(item.filled).toBeUndefined();
    }
  });

  it('takes only the acts of its kind', () => {
    expect(made(form).open()).toMatchObject({ taken: false });
    expect(made(form).retry()).toMatchObject({ taken: false });
    expect(made(form).refuse()).toMatchObject({ taken: false });
    expect(made(page).submit({})).toMatchObject({ taken: false });
  });

  it('of a page that was opened waits for the person where only a retry tells how it went', async () => {
    const item = made(page, 'retry');
    item.open();
    expect(item.open()).toMatchObject({ message: 'That is under way already.' });
    expect(await item.next()).toEqual({ kind: 'open', href: 'https://example.com/' });
    expect(item.complete()).toBe(false);
    item.pageOpened();
    expect(item.phase).toBe('answered');
    expect([item.complete(), item.complete()]).toEqual([true, false]);
    item.retry();
    expect(await item.next()).toEqual({ kind: 'answer', answer: { action: 'accept' } });
  });

  it('of a page that was opened can have it opened again, also where that fails', async () => {
    const item = made(page, 'retry');
    item.open();
    await item.next();
    item.pageOpened();
    expect(item.open()).toEqual({ taken: true });
    expect(item.open()).toMatchObject({ message: 'That is under way already.' });
    expect(await item.next()).toEqual({ kind: 'open', href: 'https://example.com/' });
    item.pageOpened('The page was not opened. You can try again.');
    expect(item).toMatchObject({
      phase: 'answered',
      opened: true,
      notice: 'The page was not opened. You can try again.',
    });
    item.open();
    await item.next();
    item.pageOpened();
    expect(item).toMatchObject({ phase: 'answered', notice: undefined });
    item.retry();
    expect(await item.next()).toEqual({ kind: 'answer', answer: { action: 'accept' } });
    expect(item.open()).toMatchObject({ taken: false });
  });

  it('that ended while its page was being opened stays ended', async () => {
    const item = made(page);
    item.open();
    item.close('cancelled', 'The server cancelled its request.');
    item.pageOpened();
    expect(item).toMatchObject({ phase: 'closed', opened: false });
    expect(await item.next()).toMatchObject({ kind: 'closed' });
  });

  it('is shown in messages that the desk understands, in every state', async () => {
    const errors = [{ path: '/a', message: 'No.' }];
    const items = [made(form), made(form, 'answer', errors), made(page, 'retry'), made({ ...page, url: 'x:y' })];
    items[1]?.submit({});
    items[2]?.open();
    items[2]?.pageOpened();
    await settle();
    for (const item of items) {
      const message = { type: 'elicitation', elicitation: elicitationView(item, 0) };
      expect(toDeskSchema.safeParse(message).success).toBe(true);
      item.close('failed', 'over');
      expect(elicitationView(item, 0)).toMatchObject({ phase: 'closed', closed: { how: 'failed' } });
    }
  });
});
