import type { DeskState, ToDesk } from '../../../src/shared/desk.ts';
import { provenance, snapshot, status, summary } from './reviews.ts';

const call = status().cause.calls[0];
const earlierAt = Date.now() - 120_000;

/** The third round of a call, by a server that does not say which of two calls it serves. */
const thirdRound: ToDesk = snapshot({
  status: {
    cause: {
      certainty: 'oneOf',
      calls: call === undefined ? [] : [call, { ...call, id: 'c2', title: 'Tool analyze_sales', origin: 'command' }],
    },
    provenance: provenance({
      leg: { number: 3, most: 10 },
      earlier: [
        {
          id: 'e1',
          label: 'Summarise part one',
          at: earlierAt,
          leg: 1,
          verdict: 'approve',
          how: 'returned',
          model: 'gpt-5-mini',
        },
        {
          id: 'e2',
          label: 'Summarise part two',
          at: earlierAt + 30_000,
          leg: 2,
          verdict: 'answerByHand',
          how: 'returned',
          model: 'human',
        },
        { id: 'e3', label: 'Mail the summary to everybody', at: earlierAt + 60_000, leg: 2, how: 'denied' },
      ],
    }),
  },
});

/** A server that gives up soon, as it did before, and is told that somebody is there. */
function nearTheEnd(left: number): ToDesk {
  const deadline = { at: Date.now() + left, lasts: 30_000, certainty: 'remembered' } as const;
  return snapshot({
    state: { reviews: [summary({ deadline }), summary({ id: 'r2', server: 'demo-modern' })] },
    status: { clock: { deadline, keepAlive: true } },
  });
}

const parkedCall = {
  server: 'demo-modern',
  title: 'Tool summarize_document',
  arguments: JSON.stringify({ path: 'reports/harbour.md', sentences: 3 }, undefined, 2),
  asks: 1,
  edited: true,
  startedAt: Date.now() - 400_000,
  parkedAt: Date.now() - 380_000,
};

const parkedCalls: NonNullable<DeskState['parked']> = [
  { id: 'p1', standing: 'ready', call: parkedCall },
  {
    id: 'p2',
    standing: 'later',
    why: 'The server is not running. Start it to go on.',
    startable: true,
    call: {
      ...parkedCall,
      title: 'Prompt review_quarter',
      server: 'fastmcp-research',
      asks: 3,
      edited: false,
      expiresAt: Date.now() + 220_000,
    },
  },
  {
    id: 'p3',
    standing: 'never',
    why: 'The definition of this server has changed since, so it may be another one. Make the call again.',
    call: { ...parkedCall, title: 'Tool analyze_sales', server: 'sales', edited: false },
  },
  {
    id: 'p4',
    standing: 'never',
    why: 'What was kept of it cannot be read: the file was changed, or its key is gone.',
  },
];

const unprompted: ToDesk = snapshot({
  state: { reviews: [summary({ cause: 'no call of yours' })] },
  status: { cause: { certainty: 'none', calls: [] }, provenance: provenance({ unprompted: true }) },
});

/** What the desk says of time, of where a request comes from, and of what is parked. */
export const clockStates: Record<string, ToDesk[]> = {
  'no-call': [unprompted],
  'third-round': [thirdRound],
  parked: [
    { type: 'snapshot', state: { reviews: [], paused: false, guardMs: 500, now: Date.now(), parked: parkedCalls } },
  ],
  'parked-beside': [
    snapshot({
      state: { parked: parkedCalls },
      status: {
        clock: { keepAlive: false, parked: { kept: true } },
        server: { name: 'demo-modern', reach: 'node servers/modern.mjs', era: 'modern' },
      },
    }),
  ],
  'near-the-end': [nearTheEnd(8_000)],
};
