import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ToDesk } from '../../src/shared/desk.ts';
import { type ModelServer, startModelServer } from '../fixtures/model/server.ts';
import { requests } from '../fixtures/requests/arbitraries.ts';
import { changes } from '../fixtures/requests/changes.ts';
import { paramsOf } from '../unit/core/sampling/fakes.ts';
import { change, changed, models, Way } from '../unit/support/way.ts';
import { deskBench } from './support/desk.ts';

/** One thing that somebody says or gets, in the order of the page. */
interface Piece {
  readonly role: string;
  readonly text?: string | undefined;
  readonly media?: string | undefined;
  /** A use of a tool: its input; or the result for it. */
  readonly tool?: string | undefined;
  readonly id?: string | undefined;
  readonly input?: unknown;
}

/** What a person can read of a request. */
interface Seen {
  readonly pieces: readonly Piece[];
  readonly maxTokens: number;
  readonly temperature: number | undefined;
  readonly stop: readonly string[];
  readonly tools: readonly { readonly name: string; readonly description: string; readonly schema: unknown }[];
  readonly toolChoice: string | undefined;
  readonly model: string;
  readonly hash: string;
}

type Part = {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: { readonly url: string };
  readonly input_audio?: { readonly data: string };
};
interface Body {
  readonly model: string;
  readonly max_tokens: number;
  readonly temperature?: number;
  readonly stop?: readonly string[];
  readonly tool_choice?: string;
  readonly tools?: readonly {
    readonly function: { readonly name: string; readonly description?: string; readonly parameters: unknown };
  }[];
  readonly messages: readonly {
    readonly role: string;
    readonly content: string | readonly Part[] | null;
    readonly tool_call_id?: string;
    readonly tool_calls?: readonly {
      readonly id: string;
      readonly function: { readonly name: string; readonly arguments: string };
    }[];
  }[];
}

/** The same of the body that the model's server got. */
function sentIn(body: Body): Omit<Seen, 'hash'> {
  const pieces = body.messages.flatMap(({ role, content, tool_call_id: id, tool_calls: calls = [] }): Piece[] => {
    if (role === 'tool') return [{ role: 'user', id, text: typeof content === 'string' ? content : '' }];
    const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);
    return [
      ...parts.map((part): Piece => ({ role, text: part.text, media: part.image_url?.url ?? part.input_audio?.data })),
      ...calls.map((call): Piece => {
        return { role, id: call.id, tool: call.function.name, input: JSON.parse(call.function.arguments) as unknown };
      }),
    ];
  });
  return {
    pieces,
    maxTokens: body.max_tokens,
    temperature: body.temperature,
    stop: body.stop ?? [],
    tools: (body.tools ?? []).map(({ function: { name, description = '', parameters } }) => ({
      name,
      description,
      schema: parameters,
    })),
    toolChoice: body.tool_choice,
    model: body.model,
  };
}

/** Reads the desk as a person does, from the page alone. Runs in the page. */
function readDesk(): Seen {
  const all = (of: ParentNode, selector: string): HTMLElement[] => [...of.querySelectorAll<HTMLElement>(selector)];
  const textOf = (view: Element | null): string =>
    all(view ?? document.createElement('p'), '.text-chunk')
      .map((chunk) => chunk.textContent ?? '')
      .join('');
  const word = (of: ParentNode, selector: string): string => of.querySelector(selector)?.textContent?.trim() ?? '';
  const piece = (role: string, block: HTMLElement): Piece => {
    const tool = block.querySelector('.tool-block');
    if (tool !== null) {
      const text = textOf(tool.querySelector('text-view:last-of-type'));
      const name = tool.querySelector('p strong')?.textContent;
      const id = word(tool, 'p code');
      return name === null || name === undefined
        ? { role, id, text }
        : { role, id, tool: name, input: JSON.parse(text) as unknown };
    }
    const media = block.querySelector<HTMLImageElement | HTMLAudioElement>('img, audio');
    if (media === null) return { role, text: textOf(block.querySelector('text-view')) };
    return { role, media: media instanceof HTMLAudioElement ? media.src.split('base64,')[1] : media.src };
  };
  const number = (selector: string): number | undefined => {
    const typed = document.querySelector<HTMLInputElement>(selector)?.value ?? '';
    return typed === '' ? undefined : Number(typed);
  };
  const system = textOf(document.querySelector('#text-of-system'));
  const sent = all(document, '.messages > li.message').filter(
    (message) => !all(message, 'p.quiet').some((note) => note.textContent?.includes('it is not sent')),
  );
  const choice = document.querySelector<HTMLSelectElement>('#tool-choice')?.value ?? '';
  return {
    pieces: [
      ...(system === '' ? [] : [{ role: 'system', text: system }]),
      ...sent.flatMap((message) => all(message, '.block').map((block) => piece(word(message, '.role'), block))),
    ],
    maxTokens: number('#max-tokens') ?? 0,
    temperature: number('#temperature'),
    // Other lists of the page show as code what a text only mentions.
    stop: all(document, '[aria-labelledby="parameters"] .codes li > code').map(
      (code) => JSON.parse(code.textContent ?? '') as string,
    ),
    tools: all(document, '.tool-list > li:not(.removed)').map((tool) => ({
      name: word(tool, 'summary strong'),
      description: textOf(tool.querySelector('text-view[id$="d"]')),
      schema: JSON.parse(textOf(tool.querySelector('text-view[id$="s"]'))) as unknown,
    })),
    toolChoice: choice === '' ? undefined : choice,
    model: document.querySelector<HTMLSelectElement>('#model')?.value.replace('local/', '') ?? '',
    hash: word(document, '.hash'),
  };
}

const bench = deskBench();

describe('what a person reads on the desk', () => {
  let server: ModelServer;
  beforeAll(async () => {
    server = await startModelServer();
  });
  afterAll(() => server.close());

  it('is what the model’s server gets, in every field (120 requests with edits)', { timeout: 240_000 }, async () => {
    await bench.open();
    const { page } = bench.desk;
    const one = fc.record({ params: requests, list: changes, second: fc.boolean() });
    let revision = 0;
    const mentions = paramsOf('Read ~/notes/plan.md and https://example.org/a.', { stopSequences: ['END'] });
    await fc.assert(
      fc.asyncProperty(one, async ({ params, list, second }) => {
        const way = new Way(server);
        const review = await way.ask(params);
        change(way, review, list);
        const model = models[second ? 1 : 0] ?? '';
        way.desk.selectModel(review.id, `local/${model}`);
        await changed(review, () => !review.findings.of('request').running);
        const content = way.desk.content(review.id);
        const status = way.desk.status(review.id);
        if (content === undefined || status === undefined) throw new Error('The review is not on the desk.');
        // A page keeps what belongs to a review by its id, and each desk of this test counts from one.
        const id = `r${++revision}`;
        const state = way.desk.state;
        const snapshot: ToDesk = {
          type: 'snapshot',
          state: { ...state, reviews: state.reviews.map((each) => ({ ...each, id })), selected: id },
          content: { ...content, id },
          status: { ...status, id },
        };
        await bench.desk.send(snapshot);
        await expect.poll(async () => (await bench.desk.posted<{ id: string }>('rendered')).at(-1)?.id).toBe(id);
        const seen = await page.evaluate(readDesk);

        way.desk.select(review.id);
        way.desk.rendered(review.id, seen.hash);
        way.clock.advance(500);
        const before = server.completions.length;
        expect(way.desk.approve(review.id, seen.hash, { visible: true, focused: true })).toEqual({ taken: true });
        const sent = sentIn((await server.completion(before)).body as unknown as Body);
        // Without tools there is nothing to choose: a note says that the choice is not sent.
        const { hash: _, ...read } = seen.tools.length === 0 ? { ...seen, toolChoice: undefined } : seen;
        expect(read).toEqual(sent);
        way.desk.closeAll('The end.');
      }),
      { numRuns: 120, endOnFailure: true, examples: [[{ params: mentions, list: [], second: false }]] },
    );
  });
});
