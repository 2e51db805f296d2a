import { describe, expect, it } from 'vitest';
import { capabilityWords } from '../../../../src/core/servers/capabilityWords.ts';
import { logChoiceOf, passes } from '../../../../src/core/servers/logLevel.ts';
import { ServerFacts } from '../../../../src/core/servers/serverFacts.ts';
import { Traffic } from '../../../../src/core/servers/traffic.ts';
import { hasText, jsonLine, readable } from '../../../../src/core/servers/trafficLines.ts';
import { createRedactor } from '../../../../src/core/text/redact.ts';

describe('the log level of a server', () => {
  it('shows its own level and graver ones, and nothing when it is off', () => {
    expect(passes('warning', 'warning')).toBe(true);
    expect(passes('notice', 'warning')).toBe(false);
    expect(passes('emergency', 'off')).toBe(false);
  });

  it('is everything where nothing sensible is kept', () => {
    expect(logChoiceOf('loud')).toBe('debug');
    expect(logChoiceOf(undefined)).toBe('debug');
    expect(logChoiceOf('off')).toBe('off');
  });
});

describe('the facts of a server', () => {
  it('count starts and losses, time the connection, and keep the last log messages that are wanted', () => {
    let now = 1_000;
    const facts = new ServerFacts(() => now);
    facts.launching();
    now += 120;
    facts.connected();
    facts.lost();
    facts.launching();
    expect([facts.starts, facts.losses, facts.connectMs]).toEqual([2, 1, undefined]);
    expect(facts.logged({ level: 'debug', data: 'no' }, 'info')).toBe(false);
    for (let index = 0; index < 60; index++) facts.logged({ level: 'info', data: { index } }, 'info');
    expect(facts.logs).toHaveLength(50);
    expect(facts.logs.at(-1)).toEqual({ time: 1_120, level: 'info', text: '{"index":59}' });
  });
});

describe('capabilities in words', () => {
  it('name what is declared, and what nobody knows by its name', () => {
    const words = capabilityWords({
      tools: { listChanged: true },
      resources: { subscribe: true },
      logging: {},
      tasks: { cancel: {}, requests: { tools: { call: {} } } },
      extensions: { 'com.example/more': {} },
    });
    expect(words).toEqual([
      'Tools, and it tells when they change',
      'Resources; a resource can be watched',
      'Log messages at a level of your choice',
      'Tools that run as tasks, which can be cancelled',
      'Extension com.example/more',
    ]);
    expect(capabilityWords(undefined)).toEqual([]);
  });
});

describe('a message of the traffic as a line', () => {
  it('is JSON with what is known of it, whole or as its beginning', () => {
    const traffic = new Traffic(() => 0);
    traffic.add(
      'sent',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'find' } },
      createRedactor(),
      'c',
    );
    traffic.add('received', { jsonrpc: '2.0', id: 1, result: { text: 'x'.repeat(400_000) } }, createRedactor());
    const [asked, answered] = traffic.entries;
    if (!asked || !answered) throw new Error('nothing was kept');
    expect(JSON.parse(jsonLine(asked))).toEqual({
      seq: 1,
      time: '1970-01-01T00:00:00.000Z',
      direction: 'sent',
      kind: 'request',
      method: 'tools/call',
      id: 1,
      bytes: asked.size,
      call: 'c',
      message: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'find' } },
    });
    expect(JSON.parse(jsonLine(answered))).toMatchObject({ durationMs: 0, messageBeginsWith: answered.text });
    expect(readable(asked)).toContain('\n  "method": "tools/call"');
    expect(traffic.calls.get('c')).toBe('find (call 1)');
    expect([hasText(asked, 'find'), hasText(asked, 'nothing')]).toEqual([true, false]);
  });
});
