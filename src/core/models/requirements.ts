import type { CreateMessageRequestParams } from '../mcp.ts';
import { numberText, t } from '../text/l10n.ts';
import { blocksOf } from '../sampling/blocks.ts';
import type { ModelInfo } from './provider.ts';

/** What a request needs of a model. */
export interface Requirements {
  readonly image: boolean;
  readonly audio: boolean;
  readonly tools: boolean;
  /** Estimated input and the answer's limit together. */
  readonly contextTokens: number;
}

function mediaOf(params: CreateMessageRequestParams): { image: boolean; audio: boolean } {
  const found = { image: false, audio: false };
  const see = (type: string) => {
    if (type === 'image') found.image = true;
    if (type === 'audio') found.audio = true;
  };
  for (const message of params.messages) {
    for (const block of blocksOf(message)) {
      see(block.type);
      if (block.type === 'tool_result') for (const inner of block.content ?? []) see(inner.type);
    }
  }
  return found;
}

/** `inputTokens` is an estimate. */
export function requirementsOf(params: CreateMessageRequestParams, inputTokens: number): Requirements {
  return {
    ...mediaOf(params),
    tools: params.tools !== undefined && params.tools.length > 0,
    contextTokens: inputTokens + Math.max(0, params.maxTokens),
  };
}

/** Why a model cannot serve the request, in a sentence; `undefined` when it can, or when nothing is known against it. */
export function whyUnable(model: ModelInfo, needs: Requirements): string | undefined {
  if (needs.image && model.input?.image === false) return t('It takes no images.');
  if (needs.audio && model.input?.audio === false) return t('It takes no audio.');
  if (needs.tools && model.tools === false) return t('It cannot use tools.');
  if (model.contextTokens !== undefined && needs.contextTokens > model.contextTokens) {
    return t(
      'The prompt and the answer may need about {0} tokens, and it holds {1}.',
      numberText(Math.round(needs.contextTokens)),
      numberText(model.contextTokens),
    );
  }
  return undefined;
}
