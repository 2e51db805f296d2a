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
  /** The answer's limit, of which a model that answers shorter is asked less. */
  readonly answerTokens: number;
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
      if (block.type !== 'tool_result') continue;
      for (const inner of block.content ?? []) {
        see(inner.type);
        // A picture that is embedded as a resource is sent as one.
        if (inner.type === 'resource' && 'blob' in inner.resource && inner.resource.mimeType?.startsWith('image/'))
          see('image');
      }
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
    answerTokens: Math.max(0, params.maxTokens),
  };
}

/** The longest answer that a model is asked for. */
export function answerTokens({ maxOutputTokens }: ModelInfo, asked: number): number {
  return Math.min(asked, maxOutputTokens ?? asked);
}

/** What a request needs of one model: prompt and answer together. */
export function tokensNeeded(model: ModelInfo, needs: Requirements): number {
  return needs.contextTokens - needs.answerTokens + answerTokens(model, needs.answerTokens);
}

/** Why a model cannot serve the request, in a sentence; `undefined` when it can, or when nothing is known against it. */
export function whyUnable(model: ModelInfo, needs: Requirements): string | undefined {
  if (needs.image && model.input?.image === false) return t('It takes no images.');
  if (needs.audio && model.input?.audio === false) return t('It takes no audio.');
  if (needs.tools && model.tools === false) return t('It cannot use tools.');
  const needed = tokensNeeded(model, needs);
  if (model.contextTokens !== undefined && needed > model.contextTokens) {
    return t(
      'The prompt and the answer may need about {0} tokens, and it holds {1}.',
      numberText(Math.round(needed)),
      numberText(model.contextTokens),
    );
  }
  return undefined;
}
