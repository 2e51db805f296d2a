import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { calls } from '../fixtures/model/server.ts';
import type { RunningServer } from '../fixtures/servers/launch.mts';
import type { Definition } from './support/definitions.ts';
import { questionOf, TestHost, type TestServer, textIn } from './support/host.ts';
import { pythonPeer } from './support/python.ts';

const peer = pythonPeer('4');
let host: TestHost;
beforeAll(async () => {
  host = await TestHost.open();
});
afterEach(() => host.reset());
afterAll(() => host.close());

function asksByRounds(definition: () => Promise<Definition> | Definition): void {
  let server: TestServer;
  beforeAll(async () => {
    if (peer.available) server = await host.start('fastmcp4', await definition());
  });
  const keysOf = (legs: readonly { readonly params?: object }[]) =>
    legs.map(({ params }) => Object.keys((params as { inputResponses?: object }).inputResponses ?? {}));

  peer.it('speaks the modern era', async () => {
    expect(server.managed.target?.asking).toMatchObject({ era: 'modern', tools: true });
    expect(server.managed.target?.session.protocolVersion).toBe('2026-07-28');
    expect(server.managed.catalog.catalog.tools.map(({ name }) => name)).toContain('ask_caller');
  });

  peer.it('asks once: the answer goes back with a second leg of the same call', async () => {
    const before = server.log.sent('tools/call').length;
    const call = await host.tool(server, 'ask_caller', { question: 'Why?' });
    const review = await host.reviewer.passNext();
    expect(review.ask).toMatchObject({
      key: 'answer',
      server: { era: 'modern' },
      cause: { certainty: 'certain', call: { id: call.id, name: 'ask_caller', arguments: { question: 'Why?' } } },
      params: {
        systemPrompt: 'Be brief.',
        temperature: 0.2,
        maxTokens: 100,
        modelPreferences: { hints: [{ name: 'gpt-4o' }] },
      },
    });
    const snapshot = await call.finished;
    expect(textIn(snapshot)).toBe('You said: The stand-in read: Why?');
    expect(snapshot.reviews).toMatchObject([{ state: 'returned', model: 'stand-in-1' }]);
    const legs = server.log.sent('tools/call').slice(before);
    expect(legs).toHaveLength(2);
    expect(new Set(legs.map(({ id }) => id)).size).toBe(2);
    expect(keysOf(legs)).toEqual([[], ['answer']]);
  });

  peer.it('asks several things in one round: nothing is sent before each has its verdict', async () => {
    const before = server.log.sent('tools/call').length;
    const call = await host.tool(server, 'ask_several');
    const reviews = await host.reviewer.several(3);
    expect(new Set(reviews.map(({ ask }) => ask.key))).toEqual(new Set(['title', 'summary', 'tags']));
    const [first, second, third] = reviews;
    if (!first || !second || !third) throw new Error('three');
    await host.reviewer.approve(third);
    await host.reviewer.approve(first);
    expect(host.model.completions).toHaveLength(0);
    expect(host.desk.status(second.id)?.round).toMatchObject({ size: 3, decided: 2 });
    host.desk.answerByHand(second.id, 'By hand.');
    for (const review of reviews) await host.reviewer.answered(review);
    expect(host.model.completions).toHaveLength(2);
    host.reviewer.release(second);
    host.reviewer.release(third);
    expect(server.log.sent('tools/call').slice(before)).toHaveLength(1);
    host.reviewer.release(first);
    const said = (key: string) => (second.ask.key === key ? 'By hand.' : `The stand-in read: Write the ${key}.`);
    expect(textIn(await call.finished)).toBe(
      `title: ${said('title')}; summary: ${said('summary')}; tags: ${said('tags')}`,
    );
  });

  peer.it('asks twice: its sealed state comes back as it was', async () => {
    const before = server.log.wire.length;
    const call = await host.tool(server, 'ask_twice', { topic: 'a bridge' });
    await host.reviewer.passNext();
    const second = await host.reviewer.passNext();
    expect(questionOf(second.ask)).toBe('Carry out: The stand-in read: Plan: a bridge');
    const snapshot = await call.finished;
    expect(textIn(snapshot)).toBe(
      'plan:The stand-in read: Plan: a bridge -> The stand-in read: Carry out: The stand-in read: Plan: a bridge',
    );
    expect(snapshot.reviews).toHaveLength(2);
    const wire = server.log.wire.slice(before).map(({ message }) => message);
    const issued = wire.flatMap(({ result }) => result?.['requestState'] ?? []);
    const returned = wire.flatMap(({ params }) => params?.['requestState'] ?? []);
    expect(issued).toHaveLength(2);
    expect(returned).toEqual(issued);
  });

  peer.it('gets a tool use where it asked for one', async () => {
    host.model.respondWith(calls({ id: 'x', name: 'final_response', input: { total: 12 } }));
    const call = await host.tool(server, 'ask_with_tools');
    const review = await host.reviewer.passNext();
    expect(review.ask.params).toMatchObject({ tools: [{ name: 'final_response' }], toolChoice: { mode: 'required' } });
    expect(textIn(await call.finished)).toBe("final_response({'total': 12})");
  });

  peer.it('is not called again after a denial: the call ends here and says so', async () => {
    const before = server.log.sent('tools/call').length;
    const call = await host.tool(server, 'ask_several');
    const reviews = await host.reviewer.several(3);
    const [first, second] = reviews;
    if (first) await host.reviewer.approve(first);
    host.desk.deny(second?.id ?? '', 'not today');
    const snapshot = await call.finished;
    expect(snapshot.status).toBe('cancelled');
    expect(snapshot.error).toMatch(/^User rejected sampling request: not today\. The call was ended here/);
    expect(snapshot.reviews.map(({ state }) => state)).toEqual(['denied', 'denied', 'denied']);
    expect(host.model.completions).toHaveLength(0);
    expect(server.log.sent('tools/call').slice(before)).toHaveLength(1);
  });

  peer.it('asks for a form and the roots beside a sampling request, in one round', async () => {
    const before = server.log.sent('tools/call').length;
    host.roots = [{ uri: 'file:///projects/shop', name: 'shop' }];
    const call = await host.tool(server, 'ask_with_elicitation');
    const form = await host.reviewer.nextAsk();
    const review = await host.reviewer.next();
    host.reviewer.submit(form, { colour: 'red' });
    await host.reviewer.pass(review);
    expect(textIn(await call.finished)).toBe(
      "The stand-in read: Write a poem on a colour. ['colour', 'poem', 'roots']",
    );
    const legs = server.log.sent('tools/call').slice(before);
    expect(legs[1]?.params).toMatchObject({
      inputResponses: {
        colour: { action: 'accept', content: { colour: 'red' } },
        roots: { roots: [{ uri: 'file:///projects/shop', name: 'shop' }] },
      },
    });
  });

  peer.it('shows progress and log messages of every run of the tool with the one call', async () => {
    const call = await host.tool(server, 'ask_with_progress');
    const progress: unknown[] = [];
    call.onDidChange((snapshot) => progress.push(snapshot.progress?.message));
    await host.reviewer.passNext();
    const snapshot = await call.finished;
    expect(textIn(snapshot)).toBe('The stand-in read: Was it worth it?');
    expect(progress).toContain('Asking');
    const logged = snapshot.logs.map(({ message }) => JSON.stringify(message.data));
    expect(logged).toEqual([expect.stringContaining('first run'), expect.stringContaining('second run')]);
  });

  peer.it('shows the error that people meet after an upgrade', async () => {
    const snapshot = await host.run(server, 'sample_the_old_way');
    expect(snapshot.result?.['isError']).toBe(true);
    expect(textIn(snapshot)).toContain("'Context' object has no attribute 'sample'");
  });

  peer.it('asks while a resource is read and while a prompt is fetched', async () => {
    const read = host.read(server, 'report://tides');
    const review = await host.reviewer.passNext();
    expect(review.ask.cause).toMatchObject({ call: { method: 'resources/read', name: 'report://tides' } });
    expect(textIn(await read.finished)).toBe('The stand-in read: Report on tides');
    const prompt = host.prompt(server, 'sampled_prompt', { topic: 'moons' });
    await host.reviewer.passNext();
    expect(textIn(await prompt.finished)).toBe('The stand-in read: Write a prompt about moons');
  });
}

describe('Python FastMCP 4 over stdio', () => asksByRounds(() => peer.stdio));

describe('Python FastMCP 4 over Streamable HTTP', () => {
  let running: RunningServer | undefined;
  asksByRounds(async () => {
    running = await peer.serve('http');
    return { type: 'http', url: running.url };
  });
  afterAll(() => running?.stop());
});

describe('Python FastMCP 4 in a host that speaks the legacy era', () => {
  peer.it('is connected, and a tool that asks by rounds says which era it needs', async () => {
    const server = await host.start('legacy', { ...peer.stdio, era: 'legacy' });
    expect(server.managed.target?.asking.era).toBe('legacy');
    const snapshot = await host.run(server, 'ask_caller', { question: 'Why?' });
    expect(snapshot.status === 'failed' || snapshot.result?.['isError'] === true).toBe(true);
    expect(snapshot.error ?? textIn(snapshot)).toContain('2026-07-28');
    await host.stop(server);
  });
});
