import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/mcp.ts';
import type { McpSession } from '../../../../src/core/servers/session.ts';
import type { ServerPins } from '../../../../src/core/trust/serverPins.ts';
import { WireLists } from '../../../../src/node/mcp/wireLists.ts';
import { server as asking, FakeClock } from '../../core/sampling/fakes.ts';
import { settle } from '../../core/servers/fakes.ts';
import { pinBook } from '../../core/trust/fakes.ts';
import { connect, fixture, Listener } from './support.ts';

/** A tool with every field of the specification, and some that no host knows. */
const whole: JsonObject = {
  name: 'clean',
  title: 'Clean',
  description: 'Cleans a file.',
  inputSchema: {
    type: 'object',
    properties: { path: { type: 'string', description: 'A file.', 'x-deep': { a: [1, { b: true }] } } },
    required: ['path'],
    additionalProperties: false,
  },
  outputSchema: { type: 'object', properties: { lines: { type: 'integer', minimum: 0 } } },
  annotations: { title: 'Clean', readOnlyHint: true, 'x-hint': 'unknown' },
  icons: [{ src: 'https://example.com/i.png', mimeType: 'image/png', sizes: ['16x16'], 'x-icon': 1 }],
  execution: { taskSupport: 'optional' },
  _meta: { 'example.com/level': { deep: [null, 'x'] } },
  'x-vendor': { anything: ['goes', { here: 1.5 }] },
};
const other: JsonObject = { name: 'other', inputSchema: { type: 'object' } };

type Change = readonly [what: string, tool: JsonObject];

/** One change of each leaf, key and list of a tool; those that break the protocol's types are no list any more, and left out. */
function changes(): readonly Change[] {
  const found: Change[] = [];
  const keep = new Set(['name', 'type', 'taskSupport']);
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    const edit = (what: string, to: unknown): void => {
      found.push([`${what} ${path.join('.')}`, withAt(whole, path, to) as JsonObject]);
    };
    if (typeof value === 'string' && !keep.has(String(path.at(-1)))) edit('another text at', `${value}!`);
    if (typeof value === 'number') edit('another number at', value + 1);
    if (typeof value === 'boolean') edit('the opposite at', !value);
    if (Array.isArray(value)) {
      edit('one less at', value.slice(1));
      if (value.length > 1) edit('another order at', [...value].reverse());
      value.forEach((part, index) => walk(part, [...path, index]));
    } else if (typeof value === 'object' && value !== null) {
      edit('one more key at', { ...value, 'x-added': 'x' });
      for (const [key, part] of Object.entries(value)) {
        if (path.length > 0 && !keep.has(key) && key !== 'src') {
          const { [key]: _gone, ...rest } = value as JsonObject;
          found.push([`without ${[...path, key].join('.')}`, withAt(whole, path, rest) as JsonObject]);
        }
        walk(part, [...path, key]);
      }
    }
  };
  walk(whole, []);
  for (const key of Object.keys(whole)) {
    if (key === 'name' || key === 'inputSchema') continue;
    const { [key]: _gone, ...rest } = whole;
    found.push([`without ${key}`, rest]);
  }
  return found;
}

function withAt(value: unknown, path: readonly (string | number)[], to: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((part: unknown, index) => (index === key ? withAt(part, rest, to) : part));
  return { ...(value as JsonObject), [key]: withAt((value as JsonObject)[key], rest, to) };
}

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, turned(part)]),
  );
}

describe('a list as it came over the wire', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wire-'));
  const state = path.join(folder, 'state.json');
  const lists = (...tools: readonly unknown[]): void =>
    writeFileSync(state, JSON.stringify({ tools, prompts: [{ name: 'p', 'x-vendor': 1 }] }));
  let session: McpSession;
  let pins: ServerPins;

  const look = async (): Promise<void> => {
    const [tools, prompts] = await Promise.all([session.list('tools'), session.list('prompts')]);
    pins.take({ tools, prompts }, () => true);
    for (let i = 0; i < 5; i++) await settle();
  };

  beforeAll(async () => {
    lists(whole, other);
    session = await connect(fixture('changing', '--state', state), new Listener());
    pins = pinBook(new FakeClock()).book.open({
      name: 'changing',
      source: { kind: 'user' },
      asking,
      instructions: session.instructions,
      redact: (json) => json,
      refreshed: () => Promise.resolve(),
    });
    await look();
  });
  afterAll(async () => {
    await session?.close();
    rmSync(folder, { recursive: true });
  });

  it('has every field, those that nobody knows too', async () => {
    expect(await session.list('tools')).toEqual([whole, other]);
    expect(await session.list('prompts')).toEqual([{ name: 'p', 'x-vendor': 1 }]);
  });

  it('changes of each kind, in every field, are all seen', async () => {
    const all = changes();
    expect(all.length).toBeGreaterThan(60);
    for (const field of ['title', 'description', 'inputSchema', 'outputSchema', 'annotations', 'icons', '_meta'])
      expect(
        all.some(([what]) => what.includes(` ${field}`)),
        field,
      ).toBe(true);
    const missed: string[] = [];
    for (const [what, tool] of all) {
      lists(tool, other);
      await look();
      if (pins.state('tools', 'clean') !== 'changed') missed.push(what);
      if (pins.state('tools', 'other') !== 'same') missed.push(`other, after ${what}`);
    }
    expect(missed).toEqual([]);
  });

  it('another name is a new tool', async () => {
    lists({ ...whole, name: 'clean2' }, other);
    await look();
    expect(pins.state('tools', 'clean2')).toBe('new');
  });

  it('what is the same is never flagged, whatever the order of keys and of tools', async () => {
    for (const same of [
      [whole, other],
      [other, whole],
      [turned(other), turned(whole)],
    ]) {
      lists(...same);
      await look();
      expect(pins.changes).toEqual([]);
      expect(pins.state('tools', 'clean')).toBe('same');
    }
  });
});

describe('WireLists', () => {
  const request = (id: number, method: string) => ({ jsonrpc: '2.0' as const, id, method });
  const answer = (id: number, result: JsonObject) => ({ jsonrpc: '2.0' as const, id, result });

  it('tells lists apart that are asked for at once, and those that nobody asked for', async () => {
    const wire = new WireLists();
    const list = (id: number, name: string) =>
      wire.asSent(async () => {
        wire.passed('sent', request(id, 'tools/list'));
        await Promise.resolve();
        wire.passed('received', answer(id, { tools: [{ name, extra: id }] }));
        return [{ name }];
      });
    wire.passed('received', answer(9, { tools: [{ name: 'a', extra: 9 }] }));
    expect(await Promise.all([list(1, 'a'), list(2, 'a')])).toEqual([
      [{ name: 'a', extra: 1 }],
      [{ name: 'a', extra: 2 }],
    ]);
  });

  it('skips what the SDK left out, and keeps what was not sent as it was parsed', async () => {
    const wire = new WireLists();
    const listed = await wire.asSent(async () => {
      wire.passed('sent', request(1, 'tools/list'));
      wire.passed('received', answer(1, { tools: [{ name: 'left out' }, { name: 'b', extra: 1 }] }));
      return [{ name: 'b' }, { name: 'c' }];
    });
    expect(listed).toEqual([{ name: 'b', extra: 1 }, { name: 'c' }]);
  });
});
