import type { ServerPage, ToServer, TrafficRow } from '../../../src/shared/server.ts';

const since = Date.now() - 3_725_000;

/** A page of a server that runs. */
export function page(part: Partial<ServerPage> = {}): ToServer {
  return {
    type: 'page',
    page: {
      name: 'research',
      state: { words: 'Running', tone: 'good' },
      facts: [
        { label: 'Defined in', value: 'your user settings' },
        { label: 'Runs', value: 'npx -y research-server --depth 3 --api-key ${input:key}', code: true },
        { label: 'Calls itself', value: 'Research Server (research-server)' },
        { label: 'Version', value: '2.4.1' },
        { label: 'Website', value: 'https://research.example.com/docs', code: true },
        { label: 'Protocol', value: '2025-11-25, the legacy era' },
        { label: 'Process', value: '48213' },
        { label: 'Ready after', value: '412 ms' },
        { label: 'Started', value: 'twice since this window opened; it was lost once' },
        { label: 'Log level', value: 'debug: everything' },
        { label: 'Messages', value: '1284' },
      ],
      since,
      capabilities: [
        'Tools, and it tells when they change',
        'Resources; a resource can be watched',
        'Tools that run as tasks, which can be cancelled',
      ],
      counts: [
        { label: 'tools', count: 18 },
        { label: 'resources', count: 1_240 },
        { label: 'resource templates', count: 2 },
        { label: 'prompts', count: 0 },
      ],
      instructions: 'Ask for one topic at a time.\u200b\nThe report comes as Markdown.',
      problems: ['2 tools are called search; a call reaches the one that the server picks.'],
      timings: [
        { method: 'initialize', count: 1, failed: 0, last: 120, median: 120, max: 120, at: since },
        { method: 'tools/list', count: 3, failed: 0, last: 14, median: 14, max: 31, at: since + 1_000 },
        { method: 'tools/call', count: 41, failed: 2, last: 5_200, median: 840, max: 62_000, at: since + 90_000 },
      ],
      logs: [
        { time: since, level: 'info', logger: 'http', text: 'listening' },
        { time: since + 2_000, level: 'warning', text: '{"retry":3,"why":"the index is being rebuilt"}' },
      ],
      actions: ['restart', 'stop', 'showLog', 'openTraffic', 'setLogLevel', 'openSettings'],
      ...part,
    },
  };
}

const methods = ['tools/call', 'notifications/progress', 'resources/read', 'sampling/createMessage', 'tools/list'];

/** Rows of every kind. */
export function rows(count: number, from = 1): TrafficRow[] {
  return Array.from({ length: count }, (_, index) => {
    const seq = from + index;
    const kind = (['request', 'notification', 'answer', 'request', 'error'] as const)[seq % 5] ?? 'request';
    return {
      seq,
      time: since + seq * 137,
      direction: seq % 3 === 0 ? 'sent' : 'received',
      kind,
      method: methods[seq % 5] ?? 'ping',
      ...(kind !== 'notification' && { id: seq }),
      size: 40 + ((seq * 7_919) % 90_000),
      ...((kind === 'answer' || kind === 'error') && { duration: (seq * 31) % 4_000 }),
      failed: kind === 'error',
      ...(seq % 4 !== 0 && { call: `c${1 + (seq % 3)}` }),
      cut: false,
    };
  });
}

export const calls = { c1: 'search (call 1)', c2: 'simulate-research-query (call 2)', c3: 'file:///notes.md (call 3)' };

/** The traffic as it is at first. */
export function traffic(count: number): ToServer {
  return { type: 'traffic', server: 'research', rows: rows(count), calls };
}

/** States that are looked at for access and in pictures. */
export const serverStates: Record<string, ToServer[]> = {
  running: [page()],
  failed: [
    page({
      state: { words: 'Failed', tone: 'error' },
      reason: 'The program ended with code 1 before it answered. Its last words: Cannot find module ./index.js',
      capabilities: [],
      counts: [],
      problems: [],
      timings: [],
      logs: [],
      actions: ['start', 'showLog', 'openTraffic', 'setLogLevel', 'openSettings'],
    }),
  ],
  quiet: [{ type: 'traffic', server: 'research', rows: [], calls: {} }],
  traffic: [traffic(60)],
};
