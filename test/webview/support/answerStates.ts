import type {
  AnswerView,
  ColumnView,
  CompareView,
  PlannedView,
  ToDesk,
  ToolUseView,
} from '../../../src/shared/desk.ts';
import { answer, snapshot } from './reviews.ts';

/** Uses of tools in every state that one can have. */
export const uses: ToolUseView[] = [
  {
    use: 0,
    id: 'call_1',
    name: 'search_archive',
    input: '{\n  "query": "eastern quay",\n  "limit": 5\n}',
    dropped: false,
    problems: [],
  },
  {
    use: 1,
    id: 'call_2',
    name: 'read_document',
    input: '{\n  "path": 7\n}',
    dropped: false,
    problems: [{ message: 'Must be string.', path: '/path', line: 2, column: 11 }],
  },
  {
    use: 2,
    id: 'call_3',
    name: 'read_document',
    input: '{\n  "path": "harbour.md"\n}',
    original: '{\n  "path": "/etc/passwd"\n}',
    dropped: false,
    problems: [],
  },
  { use: 3, id: 'call_4', name: 'delete_document', input: '{\n  "path": "harbour.md"\n}', dropped: true },
];

export const toolAnswer: AnswerView = {
  ...answer,
  text: 'I look it up.',
  stopReason: 'toolUse',
  edited: true,
  toolUses: uses,
};

const fence = '```';
const json: AnswerView = {
  ...answer,
  text: `Here is the invoice:\n${fence}json\n{"number": 17, "total": "12"}\n${fence}`,
  json: {
    why: 'The server’s system prompt asks for JSON: “Respond only with JSON”',
    schema: true,
    problems: [
      { message: 'There is text around the JSON: a server that reads the answer as it is will fail.' },
      { message: 'Must be number.', path: '/total' },
    ],
    alone: '{"number": 17, "total": "12"}',
  },
};

function answered(given: AnswerView): ToDesk[] {
  return [snapshot({ status: { phase: 'answered', answer: given } })];
}

/** Every state in which an answer can stand. */
export const answerStates: Record<string, ToDesk[]> = {
  'answered-tools': answered(toolAnswer),
  'answered-json-wrong': answered(json),
  'answered-json-right': answered({
    ...answer,
    text: '{"number": 17, "total": 12}',
    json: { why: 'The request’s metadata asks for JSON (response_format).', schema: true, problems: [] },
  }),
  'answered-edited': answered({ ...answer, edited: true, cost: { min: 0.0012, max: 0.0012, source: 'Prices' } }),
  'answered-no-tool': answered({
    ...answer,
    text: '',
    problems: [
      'The server requires the use of a tool (toolChoice: required), and this answer uses none.',
      'The answer is empty.',
    ],
  }),
};

const openai = {
  kind: 'http' as const,
  host: 'api.openai.com',
  url: 'https://api.openai.com/v1/chat/completions',
  loopback: false,
  providerLabel: 'OpenAI',
};
const ollama = {
  kind: 'http' as const,
  host: '127.0.0.1:11434',
  url: 'http://127.0.0.1:11434/v1/chat/completions',
  loopback: true,
  providerLabel: 'Ollama on this machine',
};

/** Three models that the request would go to. */
export const planned: PlannedView[] = [
  {
    ref: 'openai/gpt-5-mini',
    name: 'gpt-5-mini',
    providerLabel: 'OpenAI',
    hash: '9f2b64c1d0a77e35b8c2f41e6a90d3b7c5e8f1a2b3c4d5e6f708192a3b4c5d6e',
    destination: openai,
    bytes: 1043,
    cost: { min: 0.000054, max: 0.00085, source: 'Prices of OpenAI' },
    notes: [],
  },
  {
    ref: 'openai/gpt-5',
    name: 'gpt-5',
    providerLabel: 'OpenAI',
    hash: '1c3b64c1d0a77e35b8c2f41e6a90d3b7c5e8f1a2b3c4d5e6f708192a3b4c5d6e',
    destination: openai,
    bytes: 1038,
    cost: { min: 0.00027, max: 0.0043, source: 'Prices of OpenAI' },
    notes: [{ field: 'temperature', effect: 'ignored', note: 'This model takes no temperature.' }],
  },
  {
    ref: 'ollama/qwen3:8b',
    name: 'qwen3:8b',
    providerLabel: 'Ollama on this machine',
    hash: '77ab64c1d0a77e35b8c2f41e6a90d3b7c5e8f1a2b3c4d5e6f708192a3b4c5d6e',
    destination: ollama,
    bytes: 1041,
    notes: [],
  },
];

/** A comparison that is put together; `models` of them are chosen. */
export function plan(models = planned, change: Partial<NonNullable<CompareView['plan']>> = {}): CompareView {
  const hash = models.map((one) => one.hash ?? '').join('+');
  const total = { min: 0.000324, max: 0.00515, without: 1 };
  return { plan: { models, most: 4, hash, total, ...change }, columns: [] };
}

function column(index: number, change: Partial<ColumnView> = {}): ColumnView {
  const { ref, name, providerLabel } = planned[index] ?? { ref: '', name: '', providerLabel: '' };
  return { ref, name, providerLabel, state: 'done', taken: false, answer: { ...answer, model: name }, ...change };
}

const soFar: AnswerView = {
  ...answer,
  text: answer.text.slice(0, 80),
  complete: false,
  startedAt: Date.now() - 4_000,
};
const { stopReason: _stop, usage: _usage, durationMs: _ms, ...running } = soFar;

/** Answers side by side: one streams, one waits, one has failed. */
export const comparing: CompareView = {
  columns: [
    column(0, { state: 'running', answer: running }),
    { ref: 'openai/gpt-5', name: 'gpt-5', providerLabel: 'OpenAI', state: 'waiting', taken: false },
    {
      ref: 'ollama/qwen3:8b',
      name: 'qwen3:8b',
      providerLabel: 'Ollama on this machine',
      state: 'failed',
      taken: false,
      failure: { message: 'Nothing listens at 127.0.0.1:11434.', partial: 'The quay' },
    },
  ],
};

/** All have answered; `taken` is the number of the one that would be returned. */
export function compared(taken?: number): CompareView {
  const cost = { min: 0.00017, max: 0.00017, source: 'Prices of OpenAI' };
  return {
    columns: [
      column(0, { taken: taken === 0, answer: { ...answer, model: 'gpt-5-mini', cost } }),
      column(1, { taken: taken === 1, answer: { ...toolAnswer, model: 'gpt-5' } }),
      column(2, { taken: taken === 2, answer: { ...json, model: 'qwen3:8b' } }),
      column(0, { earlier: true, name: 'gpt-4.1', answer: { ...answer, stopped: true, model: 'gpt-4.1' } }),
    ],
  };
}

/** Every state of a comparison. */
export const compareStates: Record<string, ToDesk[]> = {
  'compare-plan': [snapshot({ status: { compare: plan() } })],
  'compare-plan-one': [
    snapshot({
      status: {
        compare: {
          plan: { models: planned.slice(0, 1), most: 4, problem: 'Choose at least two models.' },
          columns: [],
        },
      },
    }),
  ],
  'compare-running': [snapshot({ status: { phase: 'running', compare: comparing } })],
  'compare-done': [snapshot({ status: { phase: 'answered', compare: compared() } })],
  'compare-taken': [snapshot({ status: { phase: 'answered', compare: compared(0), answer } })],
};
