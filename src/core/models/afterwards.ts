import type { CreateMessageRequestParams } from '../mcp.ts';
import { textOf } from '../sampling/blocks.ts';
import { displayText } from '../text/display.ts';
import { numberText, t } from '../text/l10n.ts';
import type { Completion, FidelityNote, OutgoingRequest } from './provider.ts';
import { estimateTokens } from './tokens.ts';

/** Words of a provider inside a sentence of ours. */
const short = (text: string) => displayText(text, 80);

/** A provider that counts less than this part of what we estimate may have cut the prompt; estimates are not that wrong. */
const cutBelow = 0.5;
/** Estimates of small prompts say little. */
const worthComparing = 500;

const note = (field: string, effect: FidelityNote['effect'], text: string): FidelityNote => ({
  field,
  effect,
  note: text,
});

/** The words for an end that mean the same everywhere, and are no news. */
const usual: Readonly<Record<string, string>> = {
  stop: 'endTurn',
  length: 'maxTokens',
  tool_calls: 'toolUse',
};

function modelNotes(model: string, { model: asked }: OutgoingRequest): FidelityNote[] {
  if (model === asked.id || model === asked.name || model === '') return [];
  const text = t('You sent it to {0}; the provider says that {1} answered.', short(asked.id), short(model));
  return [note('model', 'changed', text)];
}

function endNotes(
  { stopReason, finishReason, stopped }: Completion,
  asked: CreateMessageRequestParams,
): FidelityNote[] {
  if (stopped) return [];
  if (finishReason === undefined) {
    return stopReason === undefined ? [note('stopReason', 'ignored', t('The provider did not say why it ended.'))] : [];
  }
  if (stopReason === undefined) {
    const text = t(
      'The provider says “{0}”, for which the specification has no word; none is given.',
      short(finishReason),
    );
    return [note('stopReason', 'ignored', text)];
  }
  if (stopReason === 'endTurn' && (asked.stopSequences ?? []).length > 0) {
    const text = t(
      'The provider says “{0}” for its own end and for a stop sequence; endTurn is given.',
      short(finishReason),
    );
    return [note('stopReason', 'changed', text)];
  }
  if (usual[finishReason] === stopReason) return [];
  return [note('stopReason', 'changed', t('The provider says “{0}”; {1} is given.', short(finishReason), stopReason))];
}

function usageNotes({ usage }: Completion, asked: CreateMessageRequestParams): FidelityNote[] {
  const notes: FidelityNote[] = [];
  const { inputTokens, outputTokens } = usage ?? {};
  if (outputTokens !== undefined && outputTokens > asked.maxTokens) {
    const counted = numberText(outputTokens);
    const text = t('The provider counts {0} tokens of answer; {1} were allowed.', counted, numberText(asked.maxTokens));
    notes.push(note('maxTokens', 'ignored', text));
  }
  if (inputTokens !== undefined) {
    const { total, uncountedMedia } = estimateTokens(asked);
    if (uncountedMedia === 0 && total > worthComparing && inputTokens < total * cutBelow) {
      const text = t(
        'The provider counts {0} tokens of prompt where about {1} were sent: it may have cut the prompt.',
        numberText(inputTokens),
        numberText(total),
      );
      notes.push(note('messages', 'clamped', text));
    }
  }
  return notes;
}

/** What the text itself shows; also of an answer that a person wrote. */
export function stopNotes(text: string, { stopSequences = [] }: CreateMessageRequestParams): FidelityNote[] {
  const found = stopSequences.find((sequence) => sequence !== '' && text.includes(sequence));
  if (found === undefined) return [];
  return [note('stopSequences', 'ignored', t('The answer goes on after the stop sequence “{0}”.', short(found)))];
}

function toolNotes({ content, stopped }: Completion, { toolChoice }: CreateMessageRequestParams): FidelityNote[] {
  const uses = content.some(({ type }) => type === 'tool_use');
  if (stopped) return [];
  if (toolChoice?.mode === 'required' && !uses) {
    return [note('toolChoice', 'ignored', t('The use of a tool was required; the model used none.'))];
  }
  if (toolChoice?.mode === 'none' && uses) {
    return [note('toolChoice', 'ignored', t('No tool was to be used; the model uses one.'))];
  }
  return [];
}

/** What of the request was not kept, as far as the answer shows it, added to what the provider has noted itself. */
export function withNotesAfter(outgoing: OutgoingRequest, completion: Completion): Completion {
  const { asked } = outgoing;
  const notes = [...(completion.notes ?? []), ...modelNotes(completion.model, outgoing)];
  if (asked) {
    notes.push(
      ...endNotes(completion, asked),
      ...usageNotes(completion, asked),
      ...stopNotes(textOf(completion.content), asked),
      ...toolNotes(completion, asked),
    );
  }
  return notes.length === 0 ? completion : { ...completion, notes };
}
