import type { CreateMessageRequestParams } from '../mcp.ts';
import { offersTools } from '../sampling/blocks.ts';
import { numberText, t } from '../text/l10n.ts';
import { stopNotes } from './afterwards.ts';
import { noteCommon, Notes } from './notes.ts';
import type { FidelityNote } from './provider.ts';
import { estimateTokens } from './tokens.ts';

/** What an answer by hand does not heed of a request: the person is the model then, and reads the prompt on the desk. */
export function notesByHand(params: CreateMessageRequestParams): readonly FidelityNote[] {
  const notes = new Notes();
  noteCommon(params, notes);
  const allowed = numberText(params.maxTokens);
  notes.add('maxTokens', 'ignored', t('Nobody counts while you write; the server allows {0} tokens.', allowed));
  if (params.temperature !== undefined) notes.add('temperature', 'ignored', t('A person has none.'));
  if ((params.stopSequences ?? []).length > 0) {
    notes.add('stopSequences', 'ignored', t('Your text is not cut at a stop sequence.'));
  }
  if (params.modelPreferences !== undefined) notes.add('modelPreferences', 'ignored', t('No model is asked.'));
  if ((params.tools ?? []).length > 0)
    notes.add('tools', 'ignored', t('An answer by hand is a text and uses no tool.'));
  if (params.toolChoice !== undefined && offersTools(params)) {
    notes.add('toolChoice', 'ignored', t('An answer by hand is a text and uses no tool.'));
  }
  // Which parts of a tool a model gets is no question here.
  return notes.list.filter(({ field }) => !field.startsWith('tools['));
}

/** What was written, held against the request. */
export function notesOnText(text: string, params: CreateMessageRequestParams): readonly FidelityNote[] {
  const { total } = estimateTokens({ messages: [{ role: 'user', content: { type: 'text', text } }], maxTokens: 1 });
  const long =
    total > params.maxTokens
      ? t('Your answer has about {0} tokens; {1} were allowed.', numberText(total), numberText(params.maxTokens))
      : undefined;
  const stops = stopNotes(text, params);
  const kept = notesByHand(params).filter(
    ({ field }) => field !== 'maxTokens' && (field !== 'stopSequences' || stops.length === 0),
  );
  return [
    ...kept,
    ...(long === undefined ? [] : [{ field: 'maxTokens', effect: 'ignored' as const, note: long }]),
    ...stops,
  ];
}
