import type { BlockView, ReviewContent } from '../../shared/desk.ts';
import type { CreateMessageRequestParams, SamplingMessage } from '../mcp.ts';
import { blocksOf } from '../sampling/blocks.ts';
import { blockKey } from '../sampling/inspection.ts';
import { findHidden } from '../text/hidden.ts';
import { prettyJson } from '../util/json.ts';
import { type PlacedMessage, placedMessages } from './applyEdits.ts';
import { blockView, editedBlockView } from './blockView.ts';
import { askedId } from './edits.ts';
import type { Review } from './review.ts';

type MessageView = ReviewContent['messages'][number];
type Removed = NonNullable<ReviewContent['removed']>;

/** The heavy half: everything that the server asks, whole, as edited so far. */
export function contentView(review: Review): ReviewContent {
  const asked = review.ask.params;
  const { draft } = review;
  const system = draft.edits.system ?? asked.systemPrompt;
  return {
    id: review.id,
    revision: draft.revision,
    ...(system === undefined ? {} : { systemPrompt: systemView(review, system) }),
    ...messagesView(review),
    ...toolsView(review),
    parameters: parametersView(review),
    preferences: preferencesView(review),
    edited: draft.edited,
  };
}

function systemView(review: Review, text: string): NonNullable<ReviewContent['systemPrompt']> {
  if (review.draft.edits.system === undefined) return { text, hidden: [...review.inspection.system] };
  return { text, original: review.ask.params.systemPrompt ?? '', hidden: findHidden(text) };
}

function messagesView(review: Review): Pick<ReviewContent, 'messages' | 'removed'> {
  const asked = review.ask.params;
  const messages: MessageView[] = [];
  const removed: Removed = [];
  for (const placed of placedMessages(asked, review.draft.edits)) {
    if (placed.unsent === 'removed') putRemoved(removed, placed, messages.length, pairOf(asked, placed.asked));
    else messages.push(messageView(review, placed));
  }
  return { messages, ...(removed.length === 0 ? {} : { removed }) };
}

/** Messages that belong together go back together. */
function putRemoved(removed: Removed, { id, message }: PlacedMessage, before: number, pair: string | undefined): void {
  const last = removed.at(-1);
  if (pair !== undefined && last?.ids.at(-1) === pair) {
    last.ids.push(id);
    last.roles.push(message.role);
  } else {
    removed.push({ ids: [id], roles: [message.role], before });
  }
}

function messageView(review: Review, { id, asked, message, unsent }: PlacedMessage): MessageView {
  const pair = pairOf(review.ask.params, asked);
  return {
    id,
    role: message.role,
    blocks: blocksOf(message).map((block, b) => requestBlock(review, block, asked, b)),
    ...(asked === undefined ? { added: true } : {}),
    ...(unsent === 'blank' ? { blank: true } : {}),
    ...(pair === undefined ? {} : { pair }),
  };
}

/** The message with the results of the tools that one uses stands right below it. */
function pairOf({ messages }: CreateMessageRequestParams, asked: number | undefined): string | undefined {
  const message = asked === undefined ? undefined : messages[asked];
  if (asked === undefined || message === undefined) return undefined;
  if (holds(message, 'tool_use')) return askedId(asked + 1);
  return holds(message, 'tool_result') ? askedId(asked - 1) : undefined;
}

function holds(message: SamplingMessage, type: 'tool_use' | 'tool_result'): boolean {
  return blocksOf(message).some((block) => block.type === type);
}

function requestBlock(
  review: Review,
  block: ReturnType<typeof blocksOf>[number],
  index: number | undefined,
  b: number,
): BlockView {
  const message = index === undefined ? undefined : review.ask.params.messages[index];
  const asked = message && blocksOf(message)[b];
  if (index === undefined || asked === undefined) return blockView(block);
  if (block !== asked) return editedBlockView(block, asked);
  return blockView(block, block.type === 'text' ? (review.inspection.texts.get(blockKey(index, b)) ?? []) : undefined);
}

function toolsView(review: Review): Pick<ReviewContent, 'tools' | 'droppedTools'> {
  const { edits } = review.draft;
  const dropped = new Set(edits.droppedTools);
  const all = (review.ask.params.tools ?? []).map((asked, tool) => {
    const edited = edits.toolDescriptions?.[tool];
    const description = edited ?? asked.description;
    return {
      tool,
      name: asked.name,
      ...(asked.title === undefined ? {} : { title: asked.title }),
      ...(description === undefined ? {} : { description }),
      ...(edited === undefined ? {} : { descriptionOriginal: asked.description ?? '' }),
      inputSchema: prettyJson(edits.toolSchemas?.[tool] ?? asked.inputSchema),
    };
  });
  const gone = all.filter(({ tool }) => dropped.has(tool)).map(({ tool, name }) => ({ tool, name }));
  return {
    tools: all.filter(({ tool }) => !dropped.has(tool)),
    ...(gone.length === 0 ? {} : { droppedTools: gone }),
  };
}

function parametersView(review: Review): ReviewContent['parameters'] {
  const asked = review.ask.params;
  const { params, edits } = review.draft;
  return {
    maxTokens: params.maxTokens,
    ...(edits.maxTokens === undefined ? {} : { maxTokensOriginal: asked.maxTokens }),
    ...(params.temperature === undefined ? {} : { temperature: params.temperature }),
    ...(edits.temperature === undefined ? {} : { temperatureOriginal: asked.temperature ?? null }),
    ...(params.stopSequences === undefined ? {} : { stopSequences: [...params.stopSequences] }),
    ...(edits.stopSequences === undefined ? {} : { stopSequencesOriginal: [...(asked.stopSequences ?? [])] }),
    ...(params.includeContext === undefined ? {} : { includeContext: params.includeContext }),
    ...(params.metadata === undefined ? {} : { metadata: prettyJson(params.metadata) }),
    ...(params.toolChoice === undefined ? {} : { toolChoice: params.toolChoice.mode ?? 'auto' }),
    ...(edits.toolChoice === undefined ? {} : { toolChoiceOriginal: choiceOf(asked) }),
  };
}

function choiceOf({ toolChoice }: CreateMessageRequestParams): string | null {
  return toolChoice === undefined ? null : (toolChoice.mode ?? 'auto');
}

function preferencesView(review: Review): ReviewContent['preferences'] {
  const asked = review.params.modelPreferences ?? {};
  return {
    hints: (asked.hints ?? []).map((hint) => hint.name ?? ''),
    ...(asked.costPriority === undefined ? {} : { costPriority: asked.costPriority }),
    ...(asked.speedPriority === undefined ? {} : { speedPriority: asked.speedPriority }),
    ...(asked.intelligencePriority === undefined ? {} : { intelligencePriority: asked.intelligencePriority }),
  };
}
