import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import { applyEdits } from '../../../../src/core/review/applyEdits.ts';
import { type Edits, NO_EDITS } from '../../../../src/core/review/edits.ts';
import { asTextBox, editOf, mergeSaved, mergeTyped, textAt } from '../../../../src/core/review/textPlaces.ts';
import { withEdit } from '../../../../src/core/review/withEdit.ts';
import type { TextPlace } from '../../../../src/shared/desk.ts';
import { toolUse } from '../sampling/fakes.ts';

const params = {
  systemPrompt: 'system',
  maxTokens: 1,
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    },
    { role: 'assistant', content: toolUse('t1') },
    {
      role: 'user',
      content: [{ type: 'tool_result', toolUseId: 't1', content: [{ type: 'text', text: 'result' }] }],
    },
  ],
  tools: [{ name: 'search', inputSchema: { type: 'object' } }],
} as CreateMessageRequestParams;

/** A text as an editor that normalises line ends to `eol` has it. */
const inEditor = (text: string, eol = '\n') => text.toWellFormed().replace(/\r\n?|\n/g, eol);

const pieces = fc.constantFrom('a', 'b', '\n', '\r\n', '\r', '\ud800', '\udc00', '😀', '\ufeff', '\u202e', '\ufffd');
const anyText = fc.array(pieces, { maxLength: 30 }).map((list) => list.join(''));

describe('what an editor saved', () => {
  it('is what a person sees there, and leaves all else as it was', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom('\n', '\r\n'), (before, typed, eol) => {
        const merged = mergeSaved(before, inEditor(typed, eol));
        const mark = (text: string) => inEditor(text).replace(/^\ufeff+/, '');
        expect(mark(merged)).toBe(mark(typed));
        expect(/^\ufeff*/.exec(merged)?.[0]).toBe(/^\ufeff*/.exec(before)?.[0]);
      }),
      { numRuns: 3000 },
    );
  });

  it('is no edit when nothing was typed', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('\n', '\r\n'), (before, eol) => {
        expect(mergeSaved(before, inEditor(before, eol))).toBe(before);
        expect(mergeSaved(before, inEditor(before, eol).replace(/^\ufeff/, ''))).toBe(before);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps line ends of two kinds and broken characters around the place that was typed at', () => {
    expect(mergeSaved('a\r\nb\nc\ud800\r\nd', 'a\nB\nc\ufffd\nd')).toBe('a\r\nB\nc\ud800\r\nd');
  });
});

describe('what is typed into a text box of a page', () => {
  it('is what stands there, and leaves the line ends around it as they were', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, other) => {
        const typed = asTextBox(other);
        expect(asTextBox(mergeTyped(before, typed))).toBe(typed);
        expect(mergeTyped(before, asTextBox(before))).toBe(before);
      }),
      { numRuns: 3000 },
    );
    expect(mergeTyped('a\r\nb\r\nc\rd\n', 'a\nB\nc\nd\n')).toBe('a\r\nB\r\nc\rd\n');
    // Nobody keeps a person from taking a mark out that they do not see.
    expect(mergeTyped('\ufeffa\r\nb', 'x')).toBe('x');
  });
});

describe('a text of a request', () => {
  const places: [TextPlace, string, string][] = [
    [{ part: 'system' }, 'System prompt', 'system'],
    [{ part: 'text', message: 'm0', block: 1 }, 'Message 1, block 2', 'b'],
    [{ part: 'toolInput', message: 'm1', block: 0 }, 'Message 2, input of a tool', '{\n  "query": "cats"\n}'],
    [{ part: 'text', message: 'm2', block: 0, inner: 0 }, 'Message 3', 'result'],
    [{ part: 'toolDescription', tool: 0 }, 'Description of tool search', ''],
  ];

  it.each(places)('%j has a name, and what is written there is found there', (place, name, text) => {
    expect(textAt(params, NO_EDITS, place)).toEqual({ name, text });
    const written = place.part === 'toolInput' ? '{\n  "query": "dogs"\n}' : 'written';
    const edits = withEdit(params, NO_EDITS, editOf(place, written)) as Edits;
    expect(textAt(params, edits, place)?.text).toBe(written);
    expect(applyEdits(params, edits)).not.toEqual(params);
  });

  it('is none where there is no text, and in a message that was taken out', () => {
    for (const place of [
      { part: 'text', message: 'm9', block: 0 },
      { part: 'text', message: 'm1', block: 0 },
      { part: 'text', message: 'm2', block: 0 },
      { part: 'toolInput', message: 'm0', block: 0 },
      { part: 'toolDescription', tool: 1 },
    ] as const)
      expect(textAt(params, NO_EDITS, place)).toBeUndefined();
    const gone = withEdit(params, NO_EDITS, { part: 'removeMessages', messages: ['m0'] }) as Edits;
    expect(textAt(params, gone, { part: 'text', message: 'm0', block: 0 })).toBeUndefined();
    expect(textAt(params, gone, { part: 'text', message: 'm2', block: 0, inner: 0 })?.name).toBe('Message 2');
  });
});
