import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/core/mcp.ts';
import { LONGEST_MESSAGE, methodTimings, MOST_MESSAGES, Traffic } from '../../../../src/core/servers/traffic.ts';
import { jsonSize } from '../../../../src/core/servers/trafficText.ts';
import { createRedactor } from '../../../../src/core/text/redact.ts';

const SECRET = 'canary-7f3a"\\quoted';
const redactor = createRedactor([SECRET]);

function traffic() {
  const clock = { now: 1_000 };
  const ring = new Traffic(() => clock.now);
  const add = (direction: 'sent' | 'received', message: Json, call?: string) =>
    ring.add(direction, message, redactor, call);
  return { clock, ring, add, last: () => ring.entries.at(-1) };
}

const request = (id: number, method: string, params: Json = {}): Json => ({ jsonrpc: '2.0', id, method, params });
const answer = (id: number, result: Json = {}): Json => ({ jsonrpc: '2.0', id, result });

describe('traffic', () => {
  it('says what each message is, how large, and how long its answer took', () => {
    const { clock, add, ring } = traffic();
    add('sent', request(1, 'tools/list'));
    clock.now += 40;
    add('received', answer(1, { tools: ['ü'] }));
    add('received', { jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
    add('sent', request(2, 'prompts/get'));
    add('received', { jsonrpc: '2.0', id: 2, error: { code: -32602, message: 'no' } });
    expect(
      ring.entries.map(({ seq, direction, kind, method, duration, failed }) => [
        seq,
        direction,
        kind,
        method,
        duration,
        failed,
      ]),
    ).toEqual([
      [1, 'sent', 'request', 'tools/list', undefined, false],
      [2, 'received', 'answer', 'tools/list', 40, false],
      [3, 'received', 'notification', 'notifications/tools/list_changed', undefined, false],
      [4, 'sent', 'request', 'prompts/get', undefined, false],
      [5, 'received', 'error', 'prompts/get', 0, true],
    ]);
    expect(ring.entries[1]?.size).toBe(Buffer.byteLength(JSON.stringify(answer(1, { tools: ['ü'] }))));
  });

  it('keeps a request of the server apart from one of ours with the same id', () => {
    const { add, last } = traffic();
    add('sent', request(1, 'tools/call'), 'c1');
    add('received', request(1, 'sampling/createMessage'));
    expect(last()?.call).toBe('c1');
    add('sent', answer(1));
    expect(last()).toMatchObject({ method: 'sampling/createMessage', call: 'c1' });
    add('received', answer(1, { isError: true }));
    expect(last()).toMatchObject({ method: 'tools/call', call: 'c1', failed: true });
  });

  it('finds the call of progress and of a cancellation, and names none where two are possible', () => {
    const { add, last } = traffic();
    add('sent', request(1, 'tools/call'), 'c1');
    add('sent', request(2, 'tools/call'), 'c2');
    add('received', { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 2, progress: 1 } });
    expect(last()?.call).toBe('c2');
    add('sent', { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    expect(last()?.call).toBe('c1');
    add('received', request(9, 'roots/list'));
    expect(last()?.call).toBeUndefined();
  });

  it('forgets what was asked before a new connection', () => {
    const { add, ring, last } = traffic();
    add('sent', request(1, 'tools/call'), 'c1');
    ring.connecting();
    add('received', answer(1));
    expect(last()).toMatchObject({ method: '', kind: 'answer' });
    expect(last()?.duration).toBeUndefined();
  });

  it('takes secrets out, escaped ones and those in ids and names too', () => {
    const { add, ring } = traffic();
    add('sent', {
      jsonrpc: '2.0',
      id: SECRET,
      method: `x/${SECRET}`,
      params: { [SECRET]: SECRET, authorization: 'whatever it is' },
    });
    const all = JSON.stringify(ring.entries);
    expect(all).not.toContain('canary');
    expect(all).not.toContain('whatever');
  });

  it('keeps the beginning of a large message and its real size, and no part of a secret at the cut', () => {
    for (let shift = 0; shift < 40; shift += 3) {
      const { add, last } = traffic();
      const text = `${'a'.repeat(LONGEST_MESSAGE - 60 + shift)}${SECRET}${'b'.repeat(1_000_000)}`;
      add('received', answer(1, { content: [{ type: 'text', text }], more: SECRET }));
      const entry = last();
      expect(entry?.cut).toBe(true);
      expect(entry?.size).toBeGreaterThan(1_000_000);
      expect(entry?.text.length).toBeLessThanOrEqual(LONGEST_MESSAGE);
      expect(entry?.text.length).toBeGreaterThan(LONGEST_MESSAGE / 2);
      expect(entry?.text).not.toContain('canar');
    }
  });

  it('keeps the last thousand, within a bounded amount of text', () => {
    const { add, ring } = traffic();
    for (let id = 0; id < MOST_MESSAGES + 200; id++) add('received', answer(id, { text: 'x'.repeat(20_000) }));
    expect(ring.entries).toHaveLength(MOST_MESSAGES);
    expect(ring.total).toBe(MOST_MESSAGES + 200);
    expect(ring.entries.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(ring.entries[0]).toMatchObject({
      cut: true,
      size: Buffer.byteLength(JSON.stringify(answer(200, { text: 'x'.repeat(20_000) }))),
    });
    expect(ring.entries.at(-1)?.cut).toBe(false);
  });

  it('bears what is nested beyond the stack', () => {
    const { add, last } = traffic();
    add('received', answer(1, JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`) as Json));
    expect(last()?.cut).toBe(true);
  });

  it('measures as JSON does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.string({ unit: 'binary' }), (value, text) => {
        const both = { value: value as Json, [text]: text };
        expect(jsonSize(both)).toBe(Buffer.byteLength(JSON.stringify(both)));
      }),
    );
    expect(jsonSize('\ud800 \udc00 \u0001\n"\\')).toBe(Buffer.byteLength(JSON.stringify('\ud800 \udc00 \u0001\n"\\')));
  });

  it('sums up how long each method took', () => {
    const { clock, add, ring } = traffic();
    for (const [id, ms] of [30, 10, 20].entries()) {
      add('sent', request(id, 'tools/call'));
      clock.now += ms;
      add('received', answer(id));
    }
    expect(methodTimings(ring.entries)).toEqual([
      { method: 'tools/call', count: 3, failed: 0, last: 20, median: 20, max: 30, at: 1_060 },
    ]);
  });
});
