import { crc32, deflateSync } from 'node:zlib';
import { requestPlaces } from '../../../src/core/findings/places.ts';
import type {
  DeskState,
  FindingsView,
  FindingView,
  FoundView,
  ReviewContent,
  ReviewStatus,
  ReviewSummary,
  ToDesk,
} from '../../../src/shared/desk.ts';
import { findHidden } from '../../../src/core/text/hidden.ts';

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function picture(width: number, height: number): string {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows.set(
        [40 + Math.floor((150 * x) / width), 90 + Math.floor((120 * y) / height), 190],
        y * (1 + width * 3) + 1 + x * 3,
      );
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}

/** A picture. */
export const png = picture(240, 120);

/** A tenth of a second of silence. */
export const wav = Buffer.concat([
  Buffer.from('RIFF'),
  Buffer.from([0x44, 0x03, 0, 0]),
  Buffer.from('WAVEfmt '),
  Buffer.from([16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0]),
  Buffer.from('data'),
  Buffer.from([0x20, 0x03, 0, 0]),
  Buffer.alloc(800, 0x80),
]).toString('base64');

const article = `Lisbon, 14 March. The harbour authority will rebuild the eastern quay between May and November. Ships of more
than 12,000 tonnes are led to the western basin in that time; ferries keep their timetable.

The works cost 18.4 million euros, of which the city bears a third. The authority expects delays of up to two hours on
days with strong southerly wind, and asks shipping companies to announce arrivals 48 hours ahead.`;

export function text(value: string): { type: 'text'; text: string; hidden: ReturnType<typeof findHidden>[number][] } {
  return { type: 'text', text: value, hidden: [...findHidden(value)] };
}

export function content(change: Partial<ReviewContent> = {}): ReviewContent {
  return {
    id: 'r1',
    revision: 1,
    systemPrompt: { text: 'You summarise documents for people in a hurry. Answer in three sentences.', hidden: [] },
    messages: [{ id: 'm0', role: 'user', blocks: [text(`Summarise this document:\n\n${article}`)] }],
    tools: [],
    parameters: { maxTokens: 400, temperature: 0.2 },
    preferences: {
      hints: ['claude-sonnet', 'gpt-5'],
      costPriority: 0.3,
      speedPriority: 0.8,
      intelligencePriority: 0.5,
    },
    edited: false,
    ...change,
  };
}

const outgoing: NonNullable<ReviewStatus['outgoing']> = {
  hash: '9f2b64c1d0a77e35b8c2f41e6a90d3b7c5e8f1a2b3c4d5e6f708192a3b4c5d6e',
  model: 'openai/gpt-5-mini',
  destination: {
    kind: 'http',
    host: 'api.openai.com',
    url: 'https://api.openai.com/v1/chat/completions',
    loopback: false,
    providerLabel: 'OpenAI',
  },
  bytes: 1043,
  tokens: { total: 214, system: 18, messages: 196, tools: 0, source: 'Estimated on this machine (tokenx)' },
  cost: { min: 0.000054, max: 0.00085, source: 'Prices of 12 November 2026' },
  notes: [],
};

/** Where the figures of the sample's models come from. */
export const sources = [
  'Prices of OpenAI in @pydantic/genai-prices: $0.25 in and $2 out per million tokens, for the estimated tokens.',
  'No price is known; counted as 0.5.',
  'Our tier, by the name: smaller models answer sooner.',
  'Our tier, by the name; no benchmark.',
  'Measured on this machine: 84 tokens a second, the first text after 0.4 s (medians of 7 answers); 2.4 of 3 on the scale of our tiers.',
];

type Candidate = ReviewStatus['model']['candidates'][number];

/** A model of the table; the scores are those of cost, speed and intelligence. */
export function candidate(
  ref: string,
  [cost, speed, intelligence]: readonly (number | undefined)[],
  more: Partial<Candidate> = {},
): Candidate {
  const [endpoint = '', ...id] = ref.split('/');
  const score = (value: number | undefined, source: number) => (value === undefined ? { source } : { value, source });
  return {
    ref,
    name: id.join('/'),
    providerLabel: { openai: 'OpenAI', ollama: 'Ollama on this machine' }[endpoint] ?? endpoint,
    cost: score(cost, cost === undefined ? 1 : 0),
    speed: score(speed, 2),
    intelligence: score(intelligence, 3),
    running: true,
    tie: 0,
    ...more,
  };
}

const byHint = { hint: { index: 1, how: 'name' as const } };
export const candidates: ReviewStatus['model']['candidates'] = [
  candidate('openai/gpt-5-mini', [1, 1, 0], {
    ...byHint,
    speed: { value: 1, source: 4 },
    price: { min: 0.000054, max: 0.00085, source: 0 },
    contextTokens: 400_000,
    image: true,
    tools: true,
  }),
  candidate('openai/gpt-5', [0, 0, 1], {
    ...byHint,
    tie: 1,
    price: { min: 0.00027, max: 0.0043, source: 0 },
    contextTokens: 400_000,
    image: true,
    tools: true,
  }),
  candidate('ollama/qwen3:8b', [undefined, 0.67, 0.33], { running: false, tie: 2, contextTokens: 40_960 }),
  candidate('ollama/llava', [undefined, undefined, undefined], {
    running: false,
    tie: 3,
    excluded: 'The prompt and the answer may need about 614 tokens, and it holds 512.',
    contextTokens: 512,
    tools: false,
  }),
];

/** The table as the extension sends it. */
export function modelOf(change: Partial<ReviewStatus['model']> = {}): ReviewStatus['model'] {
  return {
    chosen: 'openai/gpt-5-mini',
    byPerson: false,
    why: 'Hint 2, “gpt-5”, matches gpt-5-mini. Of 2 such models it fits the priorities best (cost 0.3, speed 0.8, intelligence 0.5).',
    candidates,
    sources,
    needs: { contextTokens: 614, image: false, audio: false, tools: false },
    problems: [],
    ...change,
  };
}

/** Where a request comes from: nothing was asked before. */
export function provenance(
  change: Partial<NonNullable<ReviewStatus['provenance']>> = {},
): NonNullable<ReviewStatus['provenance']> {
  return {
    definition: {
      hash: '4be1c07f9a3d52e86cf0b1a7d3948e25f6a07b1c8d9e0f2a3b4c5d6e7f8091a2',
      writtenIn: '.vscode/mcp.json of the folder /home/ana/harbour',
      transport: 'stdio',
      protocol: '2025-11-25',
      sampling: 'withTools',
    },
    unprompted: false,
    earlier: [],
    more: 0,
    ...change,
  };
}

export function status(change: Partial<ReviewStatus> = {}): ReviewStatus {
  const now = Date.now();
  return {
    id: 'r1',
    phase: 'pending',
    server: { name: 'demo-legacy', reach: 'stdio: node servers/legacy.mjs --verbose', era: 'legacy' },
    cause: {
      certainty: 'certain',
      calls: [
        {
          id: 'c1',
          title: 'Tool summarize_document',
          arguments: JSON.stringify({ path: 'reports/harbour.md', sentences: 3 }, undefined, 2),
          startedAt: now - 14_000,
          origin: 'button',
        },
      ],
    },
    receivedAt: now - 12_000,
    provenance: provenance(),
    clock: { deadline: { at: now + 48_000, lasts: 60_000, certainty: 'typical' }, keepAlive: false },
    outgoing,
    model: modelOf(),
    ...change,
  };
}

/** Takes a part of the status away: `undefined` is no value for an optional part. */
export function without(from: ReviewStatus, ...keys: (keyof ReviewStatus)[]): ReviewStatus {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.some((each) => each === key))) as ReviewStatus;
}

export function summary(change: Partial<ReviewSummary> = {}): ReviewSummary {
  return {
    id: 'r1',
    server: 'demo-legacy',
    cause: 'Tool summarize_document',
    label: 'Summarise this document:',
    phase: 'pending',
    failed: false,
    receivedAt: Date.now() - 12_000,
    ...change,
  };
}

export function state(change: Partial<DeskState> = {}): DeskState {
  return { reviews: [summary()], selected: 'r1', paused: false, guardMs: 500, now: Date.now(), ...change };
}

/** One side of what inspection saw. */
export function found(list: FindingView[] = [], change: Partial<FoundView> = {}): FoundView {
  const open = { high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity, dismissed } of list) if (dismissed === undefined) open[severity]++;
  return { running: false, list, more: 0, open, ...change };
}

/** A finding about some words of a text. */
export function finding(key: string, whole: string, words: string, change: Partial<FindingView> = {}): FindingView {
  const start = whole.indexOf(words);
  const { kind = 'secret.github', severity = 'high' } = change;
  const end = start + words.length;
  const id = `${key}:${start}:${end}:${kind}`;
  const reason = 'This looks like a token of GitHub.';
  return { id, key, kind, severity, start, end, reason, redact: 'placeholder', ...change };
}

/** What inspection saw: hidden characters, unless it is said otherwise. */
export function findings(shown: ReviewContent, change: Partial<FindingsView> = {}): FindingsView {
  const hidden = requestPlaces(shown).flatMap(({ key, text: whole }) =>
    findHidden(whole).map(({ start, end, name }) =>
      finding(key, '', '', {
        kind: 'hidden',
        start,
        end,
        reason: `Hidden: ${name}.`,
        redact: 'remove',
        id: `${key}${start}`,
      }),
    ),
  );
  return { id: shown.id, version: 1, request: found(hidden), answer: found(), ...change };
}

export function snapshot(
  half: {
    state?: Partial<DeskState>;
    content?: Partial<ReviewContent>;
    status?: Partial<ReviewStatus>;
    findings?: Partial<FindingsView>;
  } = {},
): ToDesk {
  const phase = half.status?.phase ?? 'pending';
  return {
    type: 'snapshot',
    state: state({ reviews: [summary({ phase, failed: half.status?.failure !== undefined })], ...half.state }),
    content: content(half.content),
    status: status(half.status),
    findings: findings(content(half.content), half.findings),
  };
}

export const answer: NonNullable<ReviewStatus['answer']> = {
  text: 'The eastern quay in Lisbon is rebuilt from May to November. Large ships use the western basin, ferries are not affected. The works cost 18.4 million euros, and delays of up to two hours are possible in strong southerly wind.',
  blocks: [],
  model: 'gpt-5-mini-2026-08-07',
  stopReason: 'endTurn',
  usage: { inputTokens: 221, outputTokens: 58 },
  durationMs: 2340,
  stopped: false,
  byHand: false,
  complete: true,
  notes: [],
};
