import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import { applyEdits, placedMessages } from '../../../../src/core/review/applyEdits.ts';
import { type Edit, type Edits, isEdited, NO_EDITS } from '../../../../src/core/review/edits.ts';
import { withEdit, withEdits } from '../../../../src/core/review/withEdit.ts';
import { checkParams } from '../../../../src/core/sampling/intake.ts';
import { containing } from '../sampling/matchers.ts';

const params = {
  messages: [
    { role: 'user', content: { type: 'text', text: 'one', annotations: { priority: 1 } }, extra: 1 },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'two' },
        { type: 'image', data: 'aGk=', mimeType: 'image/png' },
        { type: 'tool_use', id: 't', name: 'search', input: { query: 'cats' }, kept: 2 },
      ],
    },
    {
      role: 'user',
      content: {
        type: 'tool_result',
        toolUseId: 't',
        content: [
          { type: 'text', text: 'three' },
          { type: 'resource_link', uri: 'file:///a', name: 'a' },
        ],
      },
    },
    { role: 'user', content: { type: 'text', text: 'four' } },
  ],
  systemPrompt: 'system',
  maxTokens: 100,
  temperature: 0.5,
  stopSequences: ['END'],
  tools: [
    { name: 'search', description: 'Searches', inputSchema: { type: 'object' }, kept: 3 },
    { name: 'other', inputSchema: { type: 'object' } },
  ],
  toolChoice: { mode: 'required' },
  unknown: { kept: true },
} as unknown as CreateMessageRequestParams;

function edited(...edits: Edit[]): Edits {
  return edits.reduce<Edits>((all, edit) => {
    const next = withEdit(params, all, edit);
    return typeof next === 'string' ? all : next;
  }, NO_EDITS);
}

const id = fc.constantFrom('m0', 'm1', 'm2', 'm3', 'm4', 'a1', 'a2', '__proto__');
const ids = fc.oneof(fc.constant(['m1', 'm2']), fc.array(id, { minLength: 1, maxLength: 3 }));
const text = fc.constantFrom('', 'system', 'one', 'two', 'three', 'new', '\u202ehidden\r\n');
const tool = fc.nat(2);
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ part: fc.constant('system' as const), text }),
  fc.record({ part: fc.constant('maxTokens' as const), value: fc.constantFrom(1, 50, 100, 101, 0, 2.5, Number.NaN) }),
  fc.record({ part: fc.constant('temperature' as const), value: fc.constantFrom(null, 0, 0.5, 1, -1, Infinity) }),
  fc.record({
    part: fc.constant('stopSequences' as const),
    value: fc.array(fc.constantFrom('END', 'STOP', ''), { maxLength: 3 }),
  }),
  fc.record(
    { part: fc.constant('text' as const), message: id, block: fc.nat(2), inner: fc.nat(2), text },
    { requiredKeys: ['part', 'message', 'block', 'text'] },
  ),
  fc.record({
    part: fc.constant('toolInput' as const),
    message: id,
    block: fc.nat(2),
    json: fc.constantFrom('{"query":"cats"}', '{"query":"dogs"}', '[]', '{'),
  }),
  fc.record({ part: fc.constant('toolDescription' as const), tool, text }),
  fc.record({ part: fc.constantFrom('dropTool' as const, 'keepTool' as const), tool }),
  fc.record({
    part: fc.constant('toolChoice' as const),
    mode: fc.constantFrom('auto' as const, 'required' as const, 'none' as const, null),
  }),
  fc.record(
    {
      part: fc.constant('addMessage' as const),
      id,
      role: fc.constantFrom('user' as const, 'assistant' as const),
      after: id,
      text,
    },
    { requiredKeys: ['part', 'id', 'role'] },
  ),
  fc.record({ part: fc.constantFrom('removeMessages' as const, 'restoreMessages' as const), messages: ids }),
);
const anyEdits = fc.array(anyEdit, { maxLength: 12 });

/** Every value in the request that is not an edited place, as the very same object. */
function untouched(edits: Edits, result: CreateMessageRequestParams): void {
  expect((result as Record<string, unknown>)['unknown']).toBe((params as Record<string, unknown>)['unknown']);
  const touched = new Set(
    [...Object.keys(edits.texts ?? {}), ...Object.keys(edits.toolInputs ?? {})].map((key) => key.split('.')[0]),
  );
  for (const { id: at, asked, message } of placedMessages(params, edits)) {
    if (asked !== undefined && !touched.has(at)) expect(message).toBe(params.messages[asked]);
  }
  for (const [key, value] of Object.entries(params)) {
    const place = { systemPrompt: 'system' }[key] ?? key;
    const same = { messages: ['texts', 'toolInputs', 'removed', 'added'], tools: ['droppedTools', 'toolDescriptions'] }[
      key
    ];
    if ([place, ...(same ?? [])].every((name) => !(name in edits)))
      expect((result as Record<string, unknown>)[key]).toBe(value);
  }
  result.tools?.forEach((one) => {
    const index = params.tools?.findIndex(({ name }) => name === one.name) ?? -1;
    if (edits.toolDescriptions?.[index] === undefined) expect(one).toBe(params.tools?.[index]);
  });
}

describe('edits of a request', () => {
  it('change only what was edited, and what is edited keeps the rules of the specification', () => {
    fc.assert(
      fc.property(anyEdits, (list) => {
        const edits = edited(...list);
        const result = applyEdits(params, edits);
        expect(isEdited(edits)).toBe(result !== params);
        untouched(edits, result);
        expect(checkParams(result)).toBe(result);
        expect(result.maxTokens).toBeLessThanOrEqual(params.maxTokens);
        expect(result.toolChoice?.mode === 'required' && (result.tools ?? []).length === 0).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('are plain JSON', () => {
    fc.assert(
      fc.property(anyEdits, (list) => {
        const edits = edited(...list);
        const read = JSON.parse(JSON.stringify(edits)) as Edits;
        expect(read).toEqual(edits);
        expect(applyEdits(params, read)).toEqual(applyEdits(params, edits));
      }),
    );
  });

  it('that are taken back one by one leave the very request of the server', () => {
    fc.assert(
      fc.property(anyEdits, (list) => {
        const edits = edited(...list);
        const back: Edit[] = [
          { part: 'system', text: 'system' },
          { part: 'maxTokens', value: 100 },
          { part: 'temperature', value: 0.5 },
          { part: 'stopSequences', value: ['END'] },
          { part: 'keepTool', tool: 0 },
          { part: 'keepTool', tool: 1 },
          { part: 'toolChoice', mode: 'required' },
          { part: 'toolDescription', tool: 0, text: 'Searches' },
          { part: 'toolDescription', tool: 1, text: '' },
          { part: 'toolInput', message: 'm1', block: 2, json: '{"query":"cats"}' },
          { part: 'text', message: 'm0', block: 0, text: 'one' },
          { part: 'text', message: 'm1', block: 0, text: 'two' },
          { part: 'text', message: 'm2', block: 0, inner: 0, text: 'three' },
          { part: 'text', message: 'm3', block: 0, text: 'four' },
          { part: 'restoreMessages', messages: edits.removed ?? [] },
          { part: 'removeMessages', messages: edits.added?.map((message) => message.id) ?? [] },
        ];
        // What was added goes first: it may stand where the results of a tool come back.
        const none = withEdits(params, edits, [...back.slice(0, -2), ...back.slice(-2).reverse()]);
        // Where all that is left is the person's own, the server's come back first.
        const other = typeof none === 'string' ? withEdits(params, edits, back) : none;
        expect(other).toEqual(NO_EDITS);
        expect(applyEdits(params, other as Edits)).toBe(params);
      }),
      { numRuns: 1000 },
    );
  });

  it('keep untouched messages and the shape of the content', () => {
    const result = applyEdits(params, edited({ part: 'text', message: 'm1', block: 0, text: 'new' }));
    expect(result.messages[0]).toBe(params.messages[0]);
    expect(result.messages[1]?.content).toMatchObject([{ type: 'text', text: 'new' }, { type: 'image' }, { kept: 2 }]);
    const single = applyEdits(params, edited({ part: 'text', message: 'm0', block: 0, text: 'new' }));
    expect(single.messages[0]).toEqual({
      role: 'user',
      content: { type: 'text', text: 'new', annotations: { priority: 1 } },
      extra: 1,
    });
    const result2 = applyEdits(params, edited({ part: 'text', message: 'm2', block: 0, inner: 0, text: 'new' }));
    expect(result2.messages[2]?.content).toMatchObject({ toolUseId: 't', content: [{ text: 'new' }, { name: 'a' }] });
  });

  it('take an empty system prompt, no stop sequence and no temperature as none', () => {
    const result = applyEdits(
      params,
      edited(
        { part: 'system', text: '' },
        { part: 'stopSequences', value: [] },
        { part: 'temperature', value: null },
        { part: 'toolChoice', mode: null },
        { part: 'dropTool', tool: 0 },
        { part: 'dropTool', tool: 1 },
      ),
    );
    expect(Object.keys(result).sort()).toEqual(['maxTokens', 'messages', 'unknown']);
  });

  it('put a message below another, the last one nearest, and one without text nowhere yet', () => {
    const edits = edited(
      { part: 'addMessage', id: 'a1', role: 'user', after: 'm0', text: 'first' },
      { part: 'addMessage', id: 'a2', role: 'assistant', after: 'm0', text: 'second' },
      { part: 'addMessage', id: 'a3', role: 'user', text: 'top' },
      { part: 'addMessage', id: 'a4', role: 'user', after: 'm3' },
      { part: 'removeMessages', messages: ['m1', 'm2'] },
    );
    expect(placedMessages(params, edits).map((placed) => [placed.id, placed.unsent])).toEqual([
      ['a3', undefined],
      ['m0', undefined],
      ['a2', undefined],
      ['a1', undefined],
      ['m1', 'removed'],
      ['m2', 'removed'],
      ['m3', undefined],
      ['a4', 'blank'],
    ]);
    expect(applyEdits(params, edits).messages).toHaveLength(5);
    const written = withEdit(params, edits, { part: 'text', message: 'a4', block: 0, text: 'now' }) as Edits;
    expect(applyEdits(params, written).messages.at(-1)).toEqual({
      role: 'user',
      content: { type: 'text', text: 'now' },
    });
    const gone = withEdit(params, edits, { part: 'removeMessages', messages: ['m0', 'a1'] }) as Edits;
    expect(applyEdits(params, gone).messages).toHaveLength(3);
  });

  it.each([
    [{ part: 'maxTokens', value: 101 }, 'at most 100'],
    [{ part: 'maxTokens', value: 0 }, 'at least 1'],
    [{ part: 'maxTokens', value: 1.5 }, 'whole number'],
    [{ part: 'temperature', value: -1 }, 'at least 0'],
    [{ part: 'stopSequences', value: ['END', 'END'] }, 'there already'],
    [{ part: 'stopSequences', value: ['END', ''] }, 'cannot be empty'],
    [{ part: 'text', message: 'm1', block: 1, text: 'x' }, 'no text'],
    [{ part: 'text', message: 'm7', block: 0, text: 'x' }, 'no text'],
    [{ part: 'text', message: 'm0', block: 0, inner: 0, text: 'x' }, 'no text'],
    [{ part: 'text', message: 'm2', block: 0, text: 'x' }, 'no text'],
    [{ part: 'text', message: '__proto__', block: 0, text: 'x' }, 'no text'],
    [{ part: 'toolInput', message: 'm1', block: 2, json: '[1]' }, 'JSON object'],
    [{ part: 'toolInput', message: 'm0', block: 0, json: '{}' }, 'no use of a tool'],
    [{ part: 'dropTool', tool: 2 }, 'no such tool'],
    [{ part: 'addMessage', id: 'm0', role: 'user' }, 'there already'],
    [{ part: 'addMessage', id: 'a1', role: 'user', after: 'a9' }, 'no such message'],
    [{ part: 'addMessage', id: 'a1', role: 'user', after: 'm1' }, 'between the use of a tool and its result'],
    [{ part: 'removeMessages', messages: ['m1'] }, 'belong together'],
    [{ part: 'removeMessages', messages: ['m2'] }, 'belong together'],
    [{ part: 'removeMessages', messages: ['m9'] }, 'no such message'],
    [{ part: 'removeMessages', messages: ['m0', 'm1', 'm2', 'm3'] }, 'has to stay'],
    [{ part: 'restoreMessages', messages: ['m0'] }, 'no such message'],
  ] as const)('%j is refused', (edit, says) => {
    expect(withEdit(params, NO_EDITS, edit)).toEqual(containing(says));
  });

  it('do not take the last tool from a choice that requires one, nor the tool that a choice names', () => {
    const one = edited({ part: 'dropTool', tool: 1 });
    expect(withEdit(params, one, { part: 'dropTool', tool: 0 })).toEqual(containing('“required”'));
    const free = edited(
      { part: 'toolChoice', mode: 'auto' },
      { part: 'dropTool', tool: 0 },
      { part: 'dropTool', tool: 1 },
    );
    expect(applyEdits(params, free).tools).toBeUndefined();
    expect(withEdit(params, free, { part: 'toolChoice', mode: 'required' })).toEqual(containing('“required”'));
    const named = { ...params, toolChoice: { mode: 'auto', name: 'search' } } as CreateMessageRequestParams;
    expect(withEdit(named, NO_EDITS, { part: 'dropTool', tool: 0 })).toEqual(containing('names this tool'));
    expect(withEdit(named, NO_EDITS, { part: 'dropTool', tool: 1 })).toEqual({ droppedTools: [1] });
  });

  it('let stop sequences stay that the server itself sent twice or empty', () => {
    const twice = { ...params, stopSequences: ['a', 'a', '', 'b'] };
    const without = withEdit(twice, NO_EDITS, { part: 'stopSequences', value: ['a', 'a', ''] });
    expect(without).toEqual({ stopSequences: ['a', 'a', ''] });
    expect(withEdit(twice, NO_EDITS, { part: 'stopSequences', value: ['a', 'a', 'b', 'b'] })).toContain(
      'there already',
    );
  });

  it('made together are made all or not at all', () => {
    const list: Edit[] = [
      { part: 'system', text: 'x' },
      { part: 'maxTokens', value: 1000 },
    ];
    expect(withEdits(params, NO_EDITS, list)).toContain('at most 100');
    expect(withEdits(params, NO_EDITS, list.slice(0, 1))).toEqual({ system: 'x' });
  });
});
