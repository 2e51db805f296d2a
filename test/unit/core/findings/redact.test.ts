import { describe, expect, it } from 'vitest';
import { requestPlaces } from '../../../../src/core/findings/places.ts';
import type { Finding, Inspector } from '../../../../src/core/inspection/finding.ts';
import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import { findHidden } from '../../../../src/core/text/hidden.ts';
import { askOf, completionOf, House, paramsOf, settle } from '../sampling/fakes.ts';

const SECRET = 'ghp_"quoted"\\0123456789';
const OTHER = 'mail@example.org';

/** Finds the two secrets, also as they stand in JSON, and hidden characters. */
const inspector: Inspector = {
  inspect(text) {
    const found: Finding[] = findHidden(text).map(({ start, end }) => ({
      kind: 'hidden.tag',
      severity: 'high',
      start,
      end,
      reason: 'Hidden.',
    }));
    for (const [words, kind] of [
      [SECRET, 'secret.github'],
      [JSON.stringify(SECRET).slice(1, -1), 'secret.github'],
      [OTHER, 'personal.email'],
    ] as const) {
      for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1)) {
        found.push({ kind, severity: 'high', start: at, end: at + words.length, reason: 'A secret.' });
      }
    }
    return Promise.resolve(found);
  },
};

async function ask(params: CreateMessageRequestParams): Promise<{ house: House; run: Promise<unknown> }> {
  const house = new House(inspector);
  const run = house.pipeline.run([askOf({ params })]);
  run.catch(() => undefined);
  await settle();
  return { house, run };
}

const act = (house: House, what: Parameters<House['desk']['actOnFindings']>[1]) =>
  house.desk.actOnFindings(house.review().id, what);
const secrets = { act: 'redact', side: 'request', which: { kind: 'secret' } } as const;

const everywhere: CreateMessageRequestParams = {
  systemPrompt: `Key ${SECRET}`,
  maxTokens: 9,
  stopSequences: ['END', SECRET],
  messages: [
    { role: 'user', content: [{ type: 'text', text: `${SECRET} and ${SECRET}, ${OTHER}` }] },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'u', name: 'find', input: { key: [SECRET], n: 1 } }] },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          toolUseId: 'u',
          content: [
            { type: 'text', text: `found ${SECRET}` },
            { type: 'resource_link', uri: `file:///${SECRET}`, name: 'x' },
          ],
          structuredContent: { deep: { key: SECRET } },
        },
      ],
    },
  ],
  tools: [
    {
      name: 'find',
      description: `uses ${SECRET}`,
      inputSchema: { type: 'object', properties: { a: { default: SECRET } } },
    },
  ],
};

describe('redaction', () => {
  it('puts the same placeholder wherever the same secret stands, in what is shown and in what is sent', async () => {
    const { house } = await ask(everywhere);
    const before = house.review().outgoing?.hash;
    expect(act(house, secrets)).toEqual({ taken: true });
    await settle();
    const sent = JSON.stringify(house.review().outgoing?.body);
    expect(sent).not.toContain(JSON.stringify(SECRET).slice(1, -1));
    const placeholders = sent.match(/\[REDACTED_\w+_SECRET_\w+\]/g) ?? [];
    expect([placeholders.length, new Set(placeholders).size]).toEqual([10, 1]);
    expect(sent).toContain(OTHER);
    expect(house.review().outgoing?.hash).not.toBe(before);
    const shown = requestPlaces(house.desk.content(house.review().id) ?? expect.fail());
    expect(JSON.stringify(shown)).not.toContain('0123456789');
    expect(
      house
        .review()
        .findings.open('request')
        .map(({ kind }) => kind),
    ).toEqual(['personal.email']);
    house.desk.revise(house.review().id, 'undo');
    expect(house.review().outgoing?.hash).toBe(before);
    expect(house.review().params).toEqual(everywhere);
    await settle();
    act(house, { act: 'redact', side: 'request', which: { severity: 'high' } });
    const again = JSON.stringify(house.review().outgoing?.body);
    expect(again).toContain(placeholders[0]);
    expect(again).toMatch(/\[REDACTED_\w+_EMAIL_\w+\]/);
  });

  it('makes placeholders that another review does not know', async () => {
    const { house } = await ask(paramsOf(SECRET));
    act(house, secrets);
    const made = house.review().placeholders.all[0]?.placeholder ?? '';
    const other = await ask(paramsOf(SECRET));
    // Another window counts its ids from another beginning.
    other.house.newId();
    other.house.newId();
    act(other.house, secrets);
    expect(other.house.review().placeholders.all[0]?.placeholder).not.toBe(made);
  });

  it('takes hidden characters out where they were found, and nowhere else', async () => {
    const flag = '\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}';
    const params = paramsOf(`a\u200bb ${flag}\u200b c`, {
      tools: [{ name: 't', inputSchema: { type: 'object', title: 'x\u{e0041}y', enum: [flag] } }],
    });
    const { house } = await ask(params);
    act(house, { act: 'redact', side: 'request', which: { kind: 'hidden' } });
    await settle();
    expect(house.review().params.messages[0]?.content).toEqual({ type: 'text', text: `ab ${flag} c` });
    expect(house.review().params.tools?.[0]?.inputSchema).toEqual({ type: 'object', title: 'xy', enum: [flag] });
    expect(house.review().findings.open('request')).toEqual([]);
  });

  it('is put back into the answer on request, for the server alone', async () => {
    const { house, run } = await ask(paramsOf(`Use ${SECRET}`));
    act(house, secrets);
    await settle();
    const placeholder = house.review().placeholders.all[0]?.placeholder ?? 'none';
    house.approve();
    await settle();
    expect(act(house, { act: 'putBack' })).toMatchObject({ taken: false });
    house.models.sent[0]?.resolve(completionOf(`It is ${placeholder}, not [REDACTED_OTHER1_SECRET_ABCDEF]`));
    await settle();
    const { id } = house.review();
    expect(house.desk.status(id)).toMatchObject({
      redactedInAnswer: 1,
      answer: { text: expect.stringContaining(placeholder) as string },
    });
    expect(act(house, { act: 'putBack' })).toEqual({ taken: true });
    await settle();
    expect(house.desk.status(id)?.answer).toMatchObject({
      text: `It is ${SECRET}, not [REDACTED_OTHER1_SECRET_ABCDEF]`,
      edited: true,
    });
    expect(house.desk.status(id)?.redactedInAnswer).toBe(0);
    expect(house.review().findings.open('answer')).toEqual([]);
    expect(house.desk.release(id)).toEqual({ taken: true });
    expect(JSON.stringify(await run)).toContain('0123456789');
    const { result, action } = house.ledger.records.find(({ kind }) => kind === 'release') as {
      result: unknown;
      action: string;
    };
    expect([JSON.stringify(result), action]).toEqual([expect.stringContaining(placeholder), 'returnEdited']);
    expect(JSON.stringify(result)).not.toContain('0123456789');
  });

  it('works on the answer too, text and arguments', async () => {
    const { house } = await ask(paramsOf('Hello', { tools: [{ name: 'find', inputSchema: { type: 'object' } }] }));
    house.approve();
    await settle();
    house.models.sent[0]?.resolve(
      completionOf('', {
        content: [
          { type: 'text', text: `Say ${SECRET}\u200b` },
          { type: 'tool_use', id: 'u', name: 'find', input: { key: SECRET } },
        ],
      }),
    );
    await settle();
    expect(house.review().findings.open('answer')).toHaveLength(3);
    expect(act(house, { act: 'redact', side: 'answer', which: { severity: 'high' } })).toEqual({ taken: true });
    await settle();
    expect(JSON.stringify(house.review().answer?.completion.content)).not.toMatch(/0123456789|\u200b/);
    expect(house.review().findings.open('answer')).toEqual([]);
  });
});

describe('dismissal', () => {
  it('needs a reason, and is in the record of the verdict without what was found', async () => {
    const { house } = await ask(paramsOf(`Use ${OTHER}`));
    const which = { kind: 'personal' };
    expect(act(house, { act: 'dismiss', side: 'request', which, reason: ' ' })).toMatchObject({ taken: false });
    expect(act(house, { act: 'dismiss', side: 'request', which, reason: `${OTHER} is public` })).toEqual({
      taken: true,
    });
    expect(act(house, { act: 'dismiss', side: 'request', which, reason: 'Again' })).toMatchObject({ taken: false });
    house.approve();
    await settle();
    const verdict = house.ledger.records.find(({ kind }) => kind === 'verdict');
    expect(verdict).toMatchObject({ dismissed: [{ kind: 'personal.email', severity: 'high', reason: '… is public' }] });
    expect(act(house, { act: 'undismiss', side: 'request', ids: [] })).toMatchObject({ taken: false });
  });
});

describe('the guard of the desk', () => {
  it('takes no approval before the inspection has ended, and does not start anew where nothing was found', async () => {
    let end: (found: readonly Finding[]) => void = () => undefined;
    const house = new House({
      inspect: () =>
        new Promise((resolve) => {
          end = resolve;
        }),
    });
    void house.pipeline.run([askOf()]).catch(() => undefined);
    await settle();
    const review = house.review();
    expect(house.approve()).toMatchObject({ taken: false, message: expect.stringContaining('inspected') as string });
    end([]);
    await settle();
    const sight = { visible: true, focused: true };
    expect(house.desk.approve(review.id, review.outgoing?.hash ?? '', sight)).toEqual({ taken: true });
  });

  it('starts anew with a finding', async () => {
    let end: (found: readonly Finding[]) => void = () => undefined;
    const house = new House({
      inspect: () =>
        new Promise((resolve) => {
          end = resolve;
        }),
    });
    void house.pipeline.run([askOf()]).catch(() => undefined);
    await settle();
    const review = house.review();
    house.approve();
    end([{ kind: 'secret.x', severity: 'low', start: 0, end: 1, reason: 'x' }]);
    await settle();
    const sight = { visible: true, focused: true };
    const again = (): unknown => house.desk.approve(review.id, review.outgoing?.hash ?? '', sight);
    expect(again()).toMatchObject({ taken: false, message: expect.stringContaining('just changed') as string });
    house.clock.advance(500);
    expect(again()).toEqual({ taken: true });
  });
});
