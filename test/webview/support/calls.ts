import type { CallState, ToolPanelState, ToTool } from '../../../src/shared/tool.ts';
import { png, wav } from './reviews.ts';

/** A schema with every kind of field that the form knows. */
export const everything = {
  type: 'object',
  required: ['path', 'count', 'mode', 'confirm', 'owner'],
  properties: {
    path: { type: 'string', title: 'Path', description: 'The file to read, from the workspace’s root.', minLength: 1 },
    count: { type: 'integer', description: 'How many rows to take.', minimum: 1, maximum: 500, default: 20 },
    ratio: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    mode: { type: 'string', enum: ['fast', 'thorough', 'exact'], default: 'fast' },
    confirm: { type: 'boolean', description: 'Overwrites what is there.' },
    verbose: { type: 'boolean' },
    quiet: { type: 'boolean', default: true },
    since: { type: 'string', format: 'date' },
    at: { type: 'string', format: 'date-time' },
    mail: { type: 'string', format: 'email' },
    page: { type: 'string', format: 'uri' },
    columns: { type: 'array', items: { type: 'string', enum: ['region', 'quarter', 'revenue'] }, uniqueItems: true },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 3, default: ['a', 'b'] },
    limits: { type: 'array', items: { type: 'number' } },
    owner: {
      type: 'object',
      title: 'Owner',
      description: 'Who is asked about the figures.',
      required: ['name'],
      properties: { name: { type: 'string' }, address: { type: 'object', properties: { city: { type: 'string' } } } },
    },
    filter: { anyOf: [{ type: 'string' }, { type: 'object' }], description: 'An expression, or an object.' },
  },
};

export function panel(change: Partial<ToolPanelState> = {}): ToTool {
  return {
    type: 'state',
    state: {
      kind: 'tool',
      server: 'demo-legacy',
      name: 'analyze_sales',
      title: 'Analyze sales',
      description: 'Reads a table of sales, asks the model for what stands out in each region, and sums it up.',
      annotations: ['read-only', 'open world'],
      inputSchema: JSON.stringify({
        type: 'object',
        required: ['path'],
        properties: {
          path: { type: 'string', description: 'A CSV file of the workspace.' },
          regions: { type: 'array', items: { type: 'string', enum: ['North', 'South', 'West'] } },
        },
      }),
      ready: true,
      errors: [],
      now: Date.now(),
      ...change,
    },
  };
}

export function call(change: Partial<CallState> = {}): CallState {
  const now = Date.now();
  return {
    id: 'c1',
    status: 'running',
    startedAt: now - 12_000,
    waitingForReview: false,
    logs: [
      { time: now - 11_000, level: 'info', text: 'Reading sales.csv' },
      { time: now - 9000, level: 'warning', text: 'Row 17 has no region; it counts as “other”.' },
    ],
    rounds: [],
    ...change,
  };
}

const rounds: CallState['rounds'] = [
  { review: 'r1', label: 'What stands out in the region North?', state: 'returned', model: 'gpt-5-mini' },
  { review: 'r2', label: 'What stands out in the region South?', state: 'waiting for you' },
];

const ended = { startedAt: Date.now() - 15_000, endedAt: Date.now() - 2800 };

/** Every state of the call panel that a person can meet, by name. */
export const toolStates: Record<string, ToTool[]> = {
  loading: [],
  form: [panel()],
  everything: [panel({ inputSchema: JSON.stringify(everything) })],
  errors: [
    panel({ inputSchema: JSON.stringify(everything) }),
    panel({
      inputSchema: JSON.stringify(everything),
      errors: [
        { path: '/path', message: 'A value is needed.' },
        { path: '/owner/name', message: 'A value is needed.' },
        { path: '/tags/1', message: 'Must match the pattern [a-z]{2}.' },
        { path: '/filter/op', message: 'Must be a string.' },
      ],
    }),
  ],
  none: [
    panel({
      kind: 'prompt',
      name: 'weekly_report',
      title: 'Weekly report',
      inputSchema: '{"type":"object"}',
      annotations: [],
      description: '',
    }),
  ],
  whole: [panel({ inputSchema: '{"type":"object","additionalProperties":{"type":"string"}}' })],
  stopped: [panel({ ready: false, kind: 'resourceTemplate', name: 'report://{quarter}', title: 'Quarterly report' })],
  json: [panel({ lastArguments: JSON.stringify({ path: 'sales.csv', extra: { a: 1 } }) })],
  running: [panel({ call: call({ progress: { progress: 3, total: 10, message: 'Reading sales.csv' } }) })],
  'running-unknown': [panel({ call: call({ logs: [] }) })],
  waiting: [panel({ call: call({ waitingForReview: true, rounds }) })],
  done: [
    panel({
      call: call({
        ...ended,
        status: 'done',
        rounds,
        result: {
          isError: false,
          blocks: [
            { type: 'text', text: 'North grew by 12 %, South fell behind its plan.' },
            { type: 'image', data: png, mimeType: 'image/png', bytes: 900 },
            { type: 'audio', data: wav, mimeType: 'audio/wav', bytes: 844 },
            {
              type: 'resourceLink',
              uri: 'report://2026/q3',
              name: 'Report of the third quarter',
              mimeType: 'text/markdown',
              description: 'All figures behind this.',
            },
            {
              type: 'resource',
              uri: 'file:///sales.csv',
              mimeType: 'text/csv',
              text: 'region,revenue\nNorth,120\nSouth,80',
            },
            { type: 'resource', uri: 'file:///sales.bin', bytes: 4096 },
            { type: 'other', json: '{\n  "type": "video"\n}' },
          ],
          structured: '{\n  "north": 0.12,\n  "south": -0.04\n}',
          warning: 'The structured content does not fit the tool’s output schema. /south: Must be at least 0.',
        },
      }),
    }),
  ],
  'is-error': [
    panel({
      call: call({
        ...ended,
        status: 'done',
        result: { isError: true, blocks: [{ type: 'text', text: 'sales.csv does not exist.' }] },
      }),
    }),
  ],
  failed: [
    panel({
      call: call({ ...ended, status: 'failed', error: 'The server exited before it answered (code 1). See its log.' }),
    }),
  ],
  cancelled: [panel({ call: call({ ...ended, status: 'cancelled', logs: [], error: 'You cancelled the call.' }) })],
};
