import type { BlockView, ReviewContent, ReviewStatus } from '../../shared/desk.ts';

/** Which text of a request or of an answer; `message`, `block` and the like count from 0. */
export type Where =
  | { readonly in: 'system' }
  | {
      readonly in: 'message';
      readonly message: number;
      readonly role: 'user' | 'assistant';
      readonly what: BlockText;
    }
  | { readonly in: 'tool'; readonly tool: number; readonly what: 'name' | 'description' | 'schema' }
  | { readonly in: 'stop'; readonly index: number }
  | { readonly in: 'answer'; readonly what: BlockText };

type BlockText = 'text' | 'toolUse' | 'toolUseName' | 'toolResult' | 'toolResultId';

/** One text that a person sees, and that inspection looks at. Offsets of findings count in `text`, which is the one on the desk. */
export interface Place {
  /** The desk shows this text under this key. */
  readonly key: string;
  readonly where: Where;
  readonly text: string;
}

/** The key of a text block, which its view and its editor share. */
export function viewKey(message: string, block: number): string {
  return `${message}b${block}`;
}

/** What names the use of a tool, as one text. */
export function nameAndId({ name, id }: { readonly name: string; readonly id: string }): string {
  return `${name} ${id}`;
}

/** Names and ids hold a request together, so nothing in them can be redacted or taken out. */
export function isName(where: Where): boolean {
  if (where.in === 'tool') return where.what === 'name';
  return 'what' in where && (where.what === 'toolUseName' || where.what === 'toolResultId');
}

/** In JSON a secret may stand in another form than its own. */
export function isJson({ where }: Place): boolean {
  return 'what' in where && (where.what === 'toolUse' || where.what === 'schema');
}

/** The texts of a request as they are shown, in the order of the page. */
export function requestPlaces(content: ReviewContent): readonly Place[] {
  const places: Place[] = [];
  const add = (key: string, where: Where, text: string | undefined): void => {
    if (text !== undefined && text !== '') places.push({ key, where, text });
  };
  add('system', { in: 'system' }, content.systemPrompt?.text);
  content.messages.forEach(({ id, role, blocks }, message) =>
    blocks.forEach((block, b) =>
      addBlock(add, viewKey(id, b), (what) => ({ in: 'message', message, role, what }), block),
    ),
  );
  content.tools.forEach((tool, t) => {
    add(`t${t}n`, { in: 'tool', tool: t, what: 'name' }, tool.name);
    add(`t${t}d`, { in: 'tool', tool: t, what: 'description' }, tool.description);
    add(`t${t}s`, { in: 'tool', tool: t, what: 'schema' }, tool.inputSchema);
  });
  content.parameters.stopSequences?.forEach((text, index) => add(`stop${index}`, { in: 'stop', index }, text));
  return places;
}

/** The texts of an answer as they are shown. */
export function answerPlaces(answer: NonNullable<ReviewStatus['answer']>): readonly Place[] {
  const places: Place[] = [];
  const add = (key: string, where: Where, text: string): void => {
    if (text !== '') places.push({ key, where, text });
  };
  add('answer', { in: 'answer', what: 'text' }, answer.text);
  for (const { use, name, id, input, dropped } of answer.toolUses ?? []) {
    if (dropped) continue;
    add(`use${use}n`, { in: 'answer', what: 'toolUseName' }, nameAndId({ name, id }));
    add(`use${use}`, { in: 'answer', what: 'toolUse' }, input);
  }
  answer.blocks.forEach((block, b) => addBlock(add, `a${b}`, (what) => ({ in: 'answer', what }), block));
  return places;
}

function addBlock(
  add: (key: string, where: Where, text: string) => void,
  key: string,
  where: (what: BlockText) => Where,
  block: BlockView,
): void {
  if (block.type === 'text') add(key, where('text'), block.text);
  if (block.type === 'toolUse') {
    add(`${key}n`, where('toolUseName'), nameAndId(block));
    add(key, where('toolUse'), block.input);
  }
  if (block.type === 'toolResult') {
    add(`${key}n`, where('toolResultId'), block.toolUseId);
    add(key, where('toolResult'), block.text);
  }
}
