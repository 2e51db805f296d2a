import { describe, expect, it } from 'vitest';
import type { CallSnapshot } from '../../../../src/core/calls/call.ts';
import type { JsonObject } from '../../../../src/core/mcp.ts';
import { samplingMessages } from '../../../../src/core/prompts/messages.ts';
import { OwnRequests } from '../../../../src/core/prompts/ownRequests.ts';
import { statusView } from '../../../../src/core/review/views.ts';
import { ledgerText } from '../../../../src/vscode/ledger/ledgerText.ts';
import type { LedgerEntry } from '../../../../src/core/ledger/entry.ts';
import { completionOf, House, server, settle } from '../sampling/fakes.ts';

const user = (content: unknown) => ({ role: 'user', content });
const messagesOf = (...contents: unknown[]) => samplingMessages({ messages: contents.map(user) } as JsonObject);

describe('the messages of a prompt, as those of a request', () => {
  it('keep their roles, their text, their images and their audio', () => {
    const image = { type: 'image', data: 'AAAA', mimeType: 'image/png' };
    const result = {
      messages: [
        user({ type: 'text', text: 'Look.' }),
        user(image),
        { role: 'assistant', content: { type: 'text', text: 'Seen.' } },
      ],
    };
    expect(samplingMessages(result as JsonObject)).toEqual(result.messages);
  });

  it('name a resource, and have its text or its picture', () => {
    const [texts, picture] = messagesOf(
      { type: 'resource', resource: { uri: 'a:1', mimeType: 'text/plain', text: 'words' } },
      { type: 'resource', resource: { uri: 'a:2', mimeType: 'image/png', blob: 'AAAA' } },
    );
    expect(texts?.content).toEqual({ type: 'text', text: 'Resource a:1 (text/plain):\n\nwords' });
    expect(picture?.content).toEqual([
      { type: 'text', text: 'Resource a:2 (image/png):' },
      { type: 'image', data: 'AAAA', mimeType: 'image/png' },
    ]);
  });

  it('say what is left out, and show what nobody knows', () => {
    const [bytes, link, odd] = messagesOf(
      { type: 'resource', resource: { uri: 'a:3', mimeType: 'application/zip', blob: 'AAAA' } },
      { type: 'resource_link', uri: 'a:4', name: 'four', description: 'The fourth' },
      { type: 'hologram', beam: 1 },
    );
    expect(bytes?.content).toMatchObject({ text: expect.stringContaining('bytes are left out') as string });
    expect(link?.content).toMatchObject({ text: 'Link to the resource a:4\nfour\nThe fourth' });
    expect(odd?.content).toMatchObject({ text: expect.stringContaining('hologram') as string });
  });

  it('are needed', () => {
    expect(() => samplingMessages({})).toThrow('no messages');
    expect(() => samplingMessages({ messages: [] })).toThrow('no messages');
  });
});

const prompt: CallSnapshot = {
  id: 'call-1',
  server: 'notes',
  request: { method: 'prompts/get', name: 'about', arguments: { word: 'tide' } },
  status: 'done',
  startedAt: 5,
  logs: [],
  reviews: [],
  waitingForReview: false,
  result: { messages: [user({ type: 'text', text: 'What is a tide?' })] } as JsonObject,
};

describe('a request of one’s own', () => {
  function setup() {
    const house = new House();
    const failures: string[] = [];
    const own = new OwnRequests({ pipeline: house.pipeline, onFailure: (message) => failures.push(message) });
    return { house, failures, send: (snapshot = prompt) => own.send(server, snapshot, 'About a word') };
  }

  it('comes to the desk as asked by the person, and calls no model before it is approved there', async () => {
    const { house, send } = setup();
    const id = await send();
    await settle();
    const review = house.review();
    expect(review.id).toBe(id);
    const status = statusView(review, 0);
    expect(status.server).toMatchObject({ name: 'You', own: true, reach: 'with a prompt of notes' });
    expect(status.cause.calls[0]).toMatchObject({ id: 'call-1', title: 'Prompt About a word' });
    expect(house.models.sent).toHaveLength(0);
    house.approve();
    await settle();
    expect(house.models.sent).toHaveLength(1);
    expect(JSON.stringify(house.models.sent[0]?.outgoing.body)).toContain('What is a tide?');
  });

  it('gives its answer to nobody, and the ledger says so', async () => {
    const { house, failures, send } = setup();
    house.models.reply = () => completionOf('Water that comes and goes.');
    await send();
    await settle();
    house.approve();
    await settle();
    house.review().release();
    await settle();
    expect(house.review().ending?.message).toContain('no server got it');
    expect(house.ledger.records.every(({ server: who }) => who.own === true)).toBe(true);
    expect(house.ledger.kinds).toEqual(['request', 'verdict', 'outgoing', 'completion', 'release']);
    const entries = house.ledger.records.map(
      (record, seq): LedgerEntry => ({ v: 1, time: 0, window: 'w', seq, ...record }),
    );
    const text = ledgerText(entries, [], '/folder');
    expect(text).toContain('You: you asked for a completion');
    expect(text).toContain('You: you kept the answer; no server got it');
    expect(failures).toEqual([]);
  });

  it('ends with no call when it is denied', async () => {
    const { house, failures, send } = setup();
    await send();
    await settle();
    house.desk.deny(house.review().id);
    await settle();
    expect(house.models.sent).toHaveLength(0);
    expect(house.review().ending?.how).toBe('denied');
    expect(failures).toEqual([]);
  });

  it('is refused while sampling is paused, and when the ledger cannot be written', async () => {
    const { house, send } = setup();
    house.desk.paused = true;
    await expect(send()).rejects.toThrow('paused');
    house.desk.paused = false;
    house.ledger.failing = () => true;
    await expect(send()).rejects.toThrow('ledger');
    expect(house.desk.items).toHaveLength(0);
    expect(house.models.sent).toHaveLength(0);
  });

  it('without messages is none', async () => {
    const { send } = setup();
    await expect(send({ ...prompt, result: {} })).rejects.toThrow('no messages');
  });
});
