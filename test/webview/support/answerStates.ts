import type { AnswerView, ToDesk, ToolUseView } from '../../../src/shared/desk.ts';
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
