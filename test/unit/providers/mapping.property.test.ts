import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CreateMessageRequestParams } from '../../../src/core/mcp.ts';
import { makeOutgoing } from '../../../src/core/models/outgoing.ts';
import type { ModelInfo, PreparedRequest } from '../../../src/core/models/provider.ts';
import { prepareChatCompletion } from '../../../src/providers/openaiRequest.ts';
import { prepareForVsCode } from '../../../src/providers/vscodeLmRequest.ts';
import { anyParams, placesOf } from './arbitraries.ts';
import { sha256 } from './support.ts';

const model: ModelInfo = {
  ref: 'e/m',
  endpoint: 'e',
  id: 'm',
  name: 'm',
  providerLabel: 'E',
  maxOutputTokens: 5000,
  destination: { kind: 'http', host: 'models.example', loopback: false },
};
const mappings: readonly [string, (params: CreateMessageRequestParams) => PreparedRequest][] = [
  [
    'chat completions',
    (params) =>
      prepareChatCompletion(params, model, { baseUrl: 'https://models.example/v1', label: 'E', accepted: {} }),
  ],
  [
    'VS Code’s models',
    (params) =>
      prepareForVsCode(params, { ...model, destination: { kind: 'vscode.lm', host: 'copilot', loopback: false } }),
  ],
];

describe.each(mappings)('the mapping for %s', (name, prepare) => {
  it('loses nothing without a note at its place or above it', () => {
    fc.assert(
      fc.property(anyParams, (params) => {
        const { body, notes } = prepare(params);
        const text = JSON.stringify(body);
        for (const { mark, path } of placesOf(params)) {
          if (text.includes(mark)) continue;
          const covered = notes.some(
            ({ field, effect }) =>
              effect !== 'clamped' && (path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`)),
          );
          expect(covered, `${mark} at ${path} is gone, and no note says so`).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('keeps the texts in their order where no note tells of another', () => {
    fc.assert(
      fc.property(anyParams, (params) => {
        const { body, notes } = prepare(params);
        if (notes.some(({ field, effect }) => field.startsWith('messages') && effect === 'changed')) return;
        const text = JSON.stringify(body.messages);
        const positions = placesOf({ ...params, tools: [] })
          .filter(({ path }) => path.endsWith('.text'))
          .map(({ mark }) => text.indexOf(mark))
          .filter((at) => at >= 0);
        expect(positions).toEqual([...positions].sort((a, b) => a - b));
      }),
    );
  });

  it('honours each parameter, or notes what became of it', () => {
    fc.assert(
      fc.property(anyParams, (params) => {
        const { body, notes } = prepare(params);
        const noted = (field: string) =>
          notes.some((note) => note.field === field || note.field.startsWith(`${field}[`));
        const values = (
          name === 'chat completions' ? body : (body.options as { modelOptions: object }).modelOptions
        ) as Record<string, unknown>;
        expect(values.max_tokens === params.maxTokens || noted('maxTokens')).toBe(true);
        expect(values.temperature === params.temperature || noted('temperature')).toBe(true);
        const stop = params.stopSequences ?? [];
        expect(JSON.stringify(values.stop ?? []) === JSON.stringify(stop) || noted('stopSequences')).toBe(true);
        if (params.includeContext !== undefined && params.includeContext !== 'none')
          expect(noted('includeContext')).toBe(true);
        if (Object.keys(params.metadata ?? {}).length > 0) expect(noted('metadata')).toBe(true);
        if (params.toolChoice && !JSON.stringify(body).includes(`"${params.toolChoice.mode ?? ''}"`)) {
          expect(noted('toolChoice') || noted('tools')).toBe(true);
        }
      }),
    );
  });

  it('is the same every time, can be signed, and leaves the request as it was', () => {
    fc.assert(
      fc.property(anyParams, (params) => {
        const before = JSON.stringify(params);
        const first = makeOutgoing(prepare(params), model, { sha256 });
        expect(makeOutgoing(prepare(params), model, { sha256 })).toEqual(first);
        expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
        expect(JSON.stringify(params)).toBe(before);
      }),
    );
  });
});
