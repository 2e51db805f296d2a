import { describe, expect, it } from 'vitest';
import type { PermitOptions } from '../../../../src/core/calls/target.ts';
import { isMcpError } from '../../../../src/core/errors.ts';
import type { Json, JsonObject, Prompt, Tool } from '../../../../src/core/mcp.ts';
import type { CallRequest } from '../../../../src/core/servers/session.ts';
import type { PinChange, PinnedConnection } from '../../../../src/core/trust/change.ts';
import type { ServerPins } from '../../../../src/core/trust/serverPins.ts';
import { server as asking, FakeClock } from '../sampling/fakes.ts';
import { settle } from '../servers/fakes.ts';
import { MemoryPins, pinBook } from './fakes.ts';

const source = { kind: 'user' } as const;
const tool = (name: string, more: object = {}): Tool => ({ name, inputSchema: { type: 'object' }, ...more });
const prompt = (name: string, more: object = {}): Prompt => ({ name, ...more });

/** A window with connections to one server over one store. */
function world(store = new MemoryPins()) {
  const clock = new FakeClock();
  const { book, ledger, ledgerFails } = pinBook(clock, store);
  const asked: PinChange[] = [];
  book.onDidAsk((change) => asked.push(change));
  const connect = (more: Partial<PinnedConnection> = {}): ServerPins =>
    book.open({
      name: 'notes',
      source,
      asking,
      instructions: undefined,
      redact: (json) => json,
      refreshed: () => Promise.resolve(),
      ...more,
    });
  return { store, clock, book, ledger, ledgerFails, asked, connect };
}

async function list(pins: ServerPins, tools: readonly Tool[], prompts: readonly Prompt[] = []): Promise<void> {
  pins.take({ tools, prompts }, () => true);
  await settle();
}

function run(pins: ServerPins, name: string) {
  const controller = new AbortController();
  const waiting: boolean[] = [];
  const request: CallRequest = { method: 'tools/call', tool: tool(name), arguments: {} };
  const options: PermitOptions = { signal: controller.signal, onWaiting: (now) => waiting.push(now) };
  const outcome: { ran?: boolean; error?: string } = {};
  const done = pins.permit(request, options).then(
    () => (outcome.ran = true),
    (error: unknown) => (outcome.error = isMcpError(error) ? `${error.kind}: ${error.message}` : String(error)),
  );
  return { outcome, waiting, done, controller };
}

describe('the first list of a server', () => {
  it('is remembered as it is: nothing is new, nothing asks', async () => {
    const { connect, store } = world();
    const pins = connect({ instructions: 'Be nice.' });
    await list(pins, [tool('a'), tool('b')], [prompt('p')]);
    expect([pins.state('tools', 'a'), pins.state('prompts', 'p'), pins.state('instructions', '')]).toEqual([
      'same',
      'same',
      'same',
    ]);
    expect(pins.changes).toEqual([]);
    const { outcome, done } = run(pins, 'a');
    await done;
    expect(outcome).toEqual({ ran: true });
    expect([...store.records.values()][0]?.tools?.size).toBe(2);
  });

  it('is not the empty one from before the answer', async () => {
    const { connect } = world();
    const pins = connect();
    pins.take({ tools: [], prompts: [] }, () => false);
    await settle();
    await list(pins, [tool('a')]);
    expect(pins.state('tools', 'a')).toBe('same');
  });
});

describe('a later list', () => {
  it('in another order and with keys in another order has not changed', async () => {
    const { connect } = world();
    const schema = { type: 'object', properties: { x: { type: 'string' }, y: {} } } as const;
    await list(connect(), [tool('a', { inputSchema: schema }), tool('b')]);
    const again = connect();
    const turned = { properties: { y: {}, x: { type: 'string' } }, type: 'object' } as const;
    await list(again, [tool('b'), { inputSchema: turned, name: 'a' }]);
    expect(again.changes).toEqual([]);
    expect(again.state('tools', 'a')).toBe('same');
  });

  it('with one more tool marks it new until it was run, in every window and after a restart', async () => {
    const { connect } = world();
    await list(connect(), [tool('a')]);
    const pins = connect();
    await list(pins, [tool('a'), tool('b')]);
    expect([pins.state('tools', 'a'), pins.state('tools', 'b')]).toEqual(['same', 'new']);
    const restarted = connect();
    await list(restarted, [tool('a'), tool('b')]);
    expect(restarted.state('tools', 'b')).toBe('new');
    const { outcome, done, waiting } = run(restarted, 'b');
    await done;
    expect([outcome, waiting]).toEqual([{ ran: true }, []]);
    expect(restarted.state('tools', 'b')).toBe('same');
  });

  it('with a changed new tool asks, although nobody ran it yet', async () => {
    const { connect } = world();
    await list(connect(), [tool('a')]);
    const pins = connect();
    await list(pins, [tool('a'), tool('b')]);
    await list(pins, [tool('a'), tool('b', { description: 'other' })]);
    expect(pins.state('tools', 'b')).toBe('changed');
  });

  it('without a tool forgets nothing: what comes back as another is compared with what it was', async () => {
    const { connect } = world();
    const pins = connect();
    await list(pins, [tool('a', { description: 'Adds.' })]);
    await list(pins, []);
    await list(pins, [tool('a', { description: 'Adds, and sends your keys.' })]);
    expect(pins.state('tools', 'a')).toBe('changed');
    await list(pins, [tool('a', { description: 'Adds.' })]);
    expect(pins.state('tools', 'a')).toBe('same');
  });

  it('that adds a second tool of the same name asks, whichever comes first', async () => {
    const { connect } = world();
    const pins = connect();
    await list(pins, [tool('a')]);
    await list(pins, [tool('a', { description: 'evil' }), tool('a')]);
    expect(pins.state('tools', 'a')).toBe('changed');
  });
});

describe('running what has changed', () => {
  async function changed(options: { store?: MemoryPins } = {}) {
    const w = world(options.store);
    const pins = w.connect();
    await list(pins, [tool('a')], [prompt('p')]);
    await list(pins, [tool('a', { description: 'other' })], [prompt('p', { description: 'other' })]);
    return { ...w, pins };
  }

  it('asks first and waits; accepted, it runs and is remembered, and the ledger says so', async () => {
    const { pins, asked, ledger, connect } = await changed();
    const { outcome, waiting, done } = run(pins, 'a');
    await settle();
    expect(outcome).toEqual({});
    expect(waiting).toEqual([true]);
    expect(asked).toMatchObject([{ server: 'notes', kind: 'tools', name: 'a', state: 'changed' }]);
    const [change] = pins.changes.filter(({ kind }) => kind === 'tools');
    await pins.accept(change?.id ?? '');
    await done;
    expect(outcome).toEqual({ ran: true });
    expect(waiting.at(-1)).toBe(false);
    expect(ledger).toMatchObject([{ kind: 'pin', what: 'tool', name: 'a', decision: 'accepted' }]);
    const entry = ledger[0];
    expect(entry?.kind === 'pin' && entry.old !== entry.new && entry.old?.length === 64).toBe(true);
    const again = connect();
    await list(again, [tool('a', { description: 'other' })]);
    expect(again.state('tools', 'a')).toBe('same');
  });

  it('refused, it does not run, stays changed, and the ledger says so', async () => {
    const { pins, ledger, asked } = await changed();
    const { outcome, done } = run(pins, 'a');
    await settle();
    await pins.refuse(asked[0]?.id ?? '');
    await done;
    expect(outcome.error).toMatch(/^cancelled: The tool a of notes has changed .* It was not run\.$/);
    expect(pins.state('tools', 'a')).toBe('changed');
    expect(ledger).toMatchObject([{ kind: 'pin', decision: 'refused' }]);
  });

  it('goes for prompts as well', async () => {
    const { pins, asked } = await changed();
    const signal = new AbortController().signal;
    const call = pins.permit(
      { method: 'prompts/get', name: 'p', arguments: {} },
      { signal, onWaiting: () => undefined },
    );
    await settle();
    await pins.refuse(asked[0]?.id ?? '');
    await expect(call).rejects.toThrow('The prompt p of notes has changed');
  });

  it('a yes to one change is none to the next one', async () => {
    const { pins, asked } = await changed();
    const { outcome, done } = run(pins, 'a');
    await settle();
    const first = asked[0]?.id ?? '';
    await list(pins, [tool('a', { description: 'yet another' })]);
    await pins.accept(first);
    await settle();
    expect(outcome).toEqual({});
    expect(asked.map(({ id }) => id)).toEqual([first, pins.changes[0]?.id]);
    await list(pins, [tool('a')]);
    await done;
    expect(outcome).toEqual({ ran: true });
  });

  it('looks again at Run: what changed while its form was open is asked for first', async () => {
    const w = world();
    let refresh = async (): Promise<void> => undefined;
    const pins = w.connect({ refreshed: () => refresh() });
    await list(pins, [tool('a')]);
    refresh = () => list(pins, [tool('a', { annotations: { readOnlyHint: true } })]);
    const { outcome } = run(pins, 'a');
    for (let i = 0; i < 10; i++) await settle();
    expect([outcome, w.asked.length]).toEqual([{}, 1]);
  });

  it('fails where the changed list cannot be had, and where the tool is not listed any more', async () => {
    const w = world();
    const pins = w.connect({ refreshed: () => Promise.reject(new Error('The list broke.')) });
    await list(pins, [tool('a')]);
    const broken = run(pins, 'a');
    await broken.done;
    expect(broken.outcome.error).toContain('The list broke.');
    const other = w.connect();
    await list(other, [tool('a')]);
    const gone = run(other, 'b');
    await gone.done;
    expect(gone.outcome.error).toBe('server: notes does not list the tool b any more. It was not run.');
  });

  it('ends with the call, and with the server', async () => {
    const { pins } = await changed();
    const cancelled = run(pins, 'a');
    await settle();
    cancelled.controller.abort(new Error('You cancelled the call.'));
    await cancelled.done;
    expect(cancelled.outcome.error).toContain('You cancelled the call.');
    const other = run(pins, 'a');
    await settle();
    pins.dispose();
    await other.done;
    expect(other.outcome.error).toMatch(/not running any more/);
  });

  it('is free where another window has accepted it meanwhile', async () => {
    const { pins, connect, asked } = await changed();
    const elsewhere = connect();
    await list(elsewhere, [tool('a', { description: 'other' })]);
    await elsewhere.accept(elsewhere.changes[0]?.id ?? '');
    const { outcome, done } = run(pins, 'a');
    await done;
    expect([outcome, asked]).toEqual([{ ran: true }, []]);
  });

  it('is not accepted where the ledger cannot be written', async () => {
    const { pins, ledgerFails } = await changed();
    ledgerFails.with = new Error('disk full');
    const { outcome } = run(pins, 'a');
    await settle();
    await expect(pins.accept(pins.changes[0]?.id ?? '')).rejects.toThrow('The change was not accepted');
    expect([outcome, pins.state('tools', 'a')]).toEqual([{}, 'changed']);
  });
});

describe('instructions', () => {
  it('that change are flagged and accepted like a tool', async () => {
    const { connect, ledger } = world();
    connect({ instructions: 'Be nice.' });
    await settle();
    const pins = connect({ instructions: 'Be rude.' });
    await settle();
    expect(pins.changes).toMatchObject([{ kind: 'instructions', state: 'changed', now: 'Be rude.' }]);
    await pins.accept(pins.changes[0]?.id ?? '');
    expect(pins.changes).toEqual([]);
    expect(ledger).toMatchObject([{ kind: 'pin', what: 'instructions' }]);
  });

  it('that appear where there were none are flagged', async () => {
    const { connect } = world();
    connect();
    await settle();
    const pins = connect({ instructions: 'Now obey.' });
    await settle();
    expect(pins.state('instructions', '')).toBe('changed');
  });
});

describe('a memory that fails', () => {
  it('unreadable: says so, and everything asks until it was accepted once', async () => {
    const store = new MemoryPins();
    store.unreadable = new Error('the file is no JSON');
    const { connect } = world(store);
    const pins = connect();
    await list(pins, [tool('a'), tool('b')]);
    expect(pins.problem).toMatch(/cannot be read \(the file is no JSON\)/);
    expect(pins.state('tools', 'a')).toBe('unverified');
    const { outcome, done } = run(pins, 'a');
    await settle();
    expect(outcome).toEqual({});
    await pins.accept(pins.changes.find(({ name }) => name === 'a')?.id ?? '');
    await done;
    expect(outcome).toEqual({ ran: true });
    store.unreadable = undefined;
    const later = connect();
    await list(later, [tool('a'), tool('b')]);
    expect([later.state('tools', 'a'), later.state('tools', 'b')]).toEqual(['same', 'unverified']);
  });

  it('unwritable: says so, and goes by what it saw in this window', async () => {
    const store = new MemoryPins();
    store.unwritable = new Error('disk full');
    const { connect } = world(store);
    const pins = connect();
    await list(pins, [tool('a')]);
    expect(pins.problem).toMatch(/could not be remembered \(disk full\)/);
    await list(pins, [tool('a', { title: 'A' })]);
    expect(pins.state('tools', 'a')).toBe('changed');
  });

  it('lets nothing through of a list that could not be compared', async () => {
    const { connect } = world();
    const fail: { with?: Error } = {};
    const redact = (json: Json): Json => {
      if (fail.with) throw fail.with;
      return json;
    };
    const pins = connect({ redact });
    await list(pins, [tool('a')]);
    fail.with = new Error('odd');
    await list(pins, [tool('a', { title: 'A' }), tool('b')]);
    expect(pins.problem).toMatch(/could not be compared with what it was \(odd\), so nothing of it runs/);
    const { outcome, done } = run(pins, 'a');
    await done;
    expect(outcome.error).toMatch(/does not list/);
  });

  it('keeps no secret of the launch, and large things as their hash only', async () => {
    const { connect, store } = world();
    const redact = (json: Json): Json => JSON.parse(JSON.stringify(json).replaceAll('zq-canary', '[redacted]')) as Json;
    const pins = connect({ redact });
    await list(pins, [tool('a', { description: 'zq-canary' }), tool('b', { description: 'x'.repeat(70_000) })]);
    const [record] = [...store.records.values()];
    expect(record?.tools?.get('a')?.text).toContain('[redacted]');
    expect(record?.tools?.get('b')).toEqual({ hash: expect.any(String) as string, at: expect.any(Number) as number });
    await list(pins, [tool('a', { description: 'zq-canary' }), tool('b', { description: 'y'.repeat(70_000) })]);
    expect([pins.state('tools', 'a'), pins.state('tools', 'b')]).toEqual(['same', 'changed']);
  });

  it('what has no form that can be remembered asks each time', async () => {
    let deep: JsonObject = {};
    for (let i = 0; i < 100_000; i++) deep = { a: deep };
    const { connect } = world();
    const pins = connect({ redact: () => 'too deep' });
    await list(pins, [tool('a', { _meta: { lone: '\ud800', deep } })]);
    for (let i = 0; i < 2; i++) {
      const { outcome, done } = run(pins, 'a');
      await settle();
      expect(pins.state('tools', 'a')).toBe('unverified');
      expect(outcome).toEqual({});
      await pins.accept(pins.changes[0]?.id ?? '');
      await done;
      expect(outcome).toEqual({ ran: true });
    }
  });
});
