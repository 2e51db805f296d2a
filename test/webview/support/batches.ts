import type { BatchRow, BatchView, DeskState, ToDesk } from '../../../src/shared/desk.ts';
import { content, state, status, summary } from './reviews.ts';

const regions = ['North', 'South', 'East', 'West'];
const months = ['January', 'February', 'March', 'April', 'May', 'June'];

/** What a request of the demo's *analyze_sales* says of its region. */
export function figures(region: string): string {
  const rows = months.map(
    (month, at) => `${month},${120 + region.length * 7 + at * 11},${(2310.5 + at * 140).toFixed(2)}`,
  );
  return `${region}.\n\n<rows>\nmonth,units,revenue\n${rows.join('\n')}`;
}

export function row(at: number, change: Partial<BatchRow> = {}): BatchRow {
  return {
    id: `r${at + 1}`,
    phase: 'pending',
    mark: `hash-${at + 1}`,
    edited: false,
    bytes: 612 + at * 9,
    tokens: 168 + at * 3,
    cost: { min: 0.00004, max: 0.00018 },
    findings: { high: 0, medium: 0, low: 0 },
    ...change,
  };
}

export const comment =
  'May was the best month and January the weakest. Units and revenue rose steadily over the half year.';

export function answeredRow(at: number, change: Partial<BatchRow> = {}): BatchRow {
  return row(at, {
    phase: 'answered',
    mark: `answer-${at + 1}`,
    answer: {
      text: `${regions[at % 4] ?? ''}: ${comment}`,
      others: 0,
      model: 'gpt-5-mini-2026-08-07',
      stopReason: 'endTurn',
      outputTokens: 31,
      complete: true,
      byHand: false,
    },
    ...change,
  });
}

const { outgoing } = status();

export function batch(change: Partial<BatchView> = {}): BatchView {
  const { server, cause, receivedAt } = status();
  const rows = change.rows ?? regions.map((_, at) => row(at));
  return {
    id: 'batch-1',
    seal: JSON.stringify(rows.map(({ id, phase, mark }) => [id, phase, mark])),
    revision: 1,
    server: { ...server, name: 'demo-modern', era: 'modern', reach: 'http://127.0.0.1:8931/mcp' },
    cause: {
      ...cause,
      calls: cause.calls.map((call) => ({
        ...call,
        title: 'Tool Analyze sales',
        arguments: '{\n  "path": "sales.csv"\n}',
      })),
    },
    receivedAt,
    round: true,
    ...(outgoing === undefined ? {} : { outgoing: { model: outgoing.model, destination: outgoing.destination } }),
    sources: ['Estimated on this machine (tokenx)', 'Prices of 12 November 2026'],
    notes: [],
    outliers: [],
    inspecting: false,
    content: {
      revision: 1,
      systemPrompt: 'You comment on sales figures in two sentences. Name the best and the weakest month and the trend.',
      messages: [{ role: 'user', blocks: [{ kind: 'varies', before: 'Comment on the region ', after: '\n</rows>' }] }],
      tools: [],
      parameters: { maxTokens: 160, temperature: 0.2 },
      preferences: { hints: [], costPriority: 0.7, speedPriority: 0.6 },
      values: rows.map((_, at) => [figures(regions[at % 4] ?? '')]),
    },
    ...change,
    rows,
  };
}

/** The rows of a batch in the list, and the batch. */
export function batchState(view: BatchView, change: Partial<DeskState> = {}): DeskState {
  const reviews = [...view.rows, ...view.outliers].map(({ id, phase }, at) =>
    summary({
      id,
      phase,
      server: view.server.name,
      cause: 'Tool Analyze sales',
      label: `Comment on the region ${regions[at % 4] ?? ''}.`,
    }),
  );
  return state({
    reviews,
    selected: view.id,
    batches: [{ id: view.id, rows: view.rows.map(({ id }) => id) }],
    ...change,
  });
}

export function batchSnapshot(view: BatchView = batch(), change: Partial<DeskState> = {}): ToDesk {
  return { type: 'snapshot', state: batchState(view, change), batch: view };
}

const rest = {
  id: 'rest-of-r9',
  server: 'demo-modern',
  cause: 'Tool Analyze sales',
  requests: { left: 14, of: 20 },
  bytes: { left: 180_000, of: 262_144 },
  tokens: 2310,
};

const outlier = {
  id: 'r5',
  label: 'Comment on the region Overseas.',
  phase: 'pending',
  why: 'It is much longer than the others.',
} as const;

/** Every state in which a batch can stand, and what stands above the desk. */
export const batchStates: Record<string, ToDesk[]> = {
  batch: [
    batchSnapshot(batch({ outliers: [outlier] }), {
      reviews: [...batchState(batch({ outliers: [outlier] })).reviews, summary({ id: 'r8' })],
    }),
  ],
  'batch-findings': [
    batchSnapshot(
      batch({ rows: [row(0), row(1, { findings: { high: 0, medium: 2, low: 1 } }), row(2), row(3, { edited: true })] }),
    ),
  ],
  'batch-under-way': [
    batchSnapshot(
      batch({
        rows: [
          row(0, {
            phase: 'running',
            mark: '',
            answer: { text: '', others: 0, model: 'gpt-5-mini', complete: false, byHand: false },
          }),
          answeredRow(1),
          row(2, { failure: 'The endpoint is overloaded (503).' }),
          row(3, { phase: 'decided', mark: '' }),
        ],
      }),
    ),
  ],
  'batch-answered': [batchSnapshot(batch({ rows: regions.map((_, at) => answeredRow(at)) }))],
  'batch-over': [
    batchSnapshot(
      batch({
        rows: regions.map((_, at) =>
          answeredRow(at, {
            phase: 'closed',
            mark: '',
            closed: { how: 'returned', message: 'The answer was returned to the server.' },
          }),
        ),
      }),
    ),
  ],
  'batch-20': [batchSnapshot(batch({ rows: Array.from({ length: 20 }, (_, at) => row(at)) }))],
  'batch-no-model': [batchSnapshot(withoutWay(batch({ rows: regions.map((_, at) => row(at, { mark: '' })) })))],
  'rest-and-flood': [
    batchSnapshot(batch(), {
      rests: [
        rest,
        {
          ...rest,
          id: 'rest-of-r7',
          ended: 'The number of requests that you set is used up.',
          requests: { left: 0, of: 20 },
        },
      ],
      flooding: [{ server: 'demo', refused: 950, waiting: 20, of: 'server' }],
    }),
  ],
  'spot-check': [
    {
      type: 'snapshot',
      state: batchState(batch(), { selected: 'r1' }),
      ...halves({ mayBegin: true, batch: { id: 'batch-1', size: 4 } }),
    },
  ],
  'stands-apart': [
    {
      type: 'snapshot',
      state: batchState(batch(), { selected: 'r1', rests: [rest] }),
      ...halves({
        mayBegin: true,
        batch: { id: 'batch-1', size: 4 },
        apart: 'It has 2 findings of high severity.',
        waits: 'It has findings.',
      }),
    },
  ],
};

function withoutWay(from: BatchView): BatchView {
  const { outgoing: _, ...view } = from;
  return view;
}

function halves(
  beside: NonNullable<ReturnType<typeof status>['beside']>,
): Pick<Extract<ToDesk, { type: 'snapshot' }>, 'content' | 'status'> {
  return { content: content(), status: status({ beside }) };
}
