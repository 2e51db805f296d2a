import type { ProvenanceView, ReviewStatus } from '../../shared/desk.ts';
import { timeOfDay } from '../ui/format.ts';

type Call = ReviewStatus['cause']['calls'][number];
type Earlier = ProvenanceView['earlier'][number];

/** What a person pressed. */
const buttons: Record<NonNullable<Call['method']>, string> = {
  'tools/call': 'Run tool',
  'prompts/get': 'Get prompt',
  'resources/read': 'Read resource',
};

function originWords({ origin, method = 'tools/call', startedAt }: Call): string {
  const at = timeOfDay(startedAt);
  switch (origin) {
    case 'button':
      return `You pressed ${buttons[method]} at ${at}.`;
    case 'command':
      return `You chose it in the tree or the command palette at ${at}.`;
    case 'sendPrompt':
      return `You sent this prompt to a model at ${at}.`;
    case 'opened':
      return `You opened this resource at ${at}.`;
    case 'editor':
      return `An editor of VS Code read this resource at ${at}: you opened it again, or VS Code restored it.`;
    case 'changed':
      return `The server said that this resource has changed, and it is open here, so it was read again at ${at}.`;
    case undefined:
      return `The call was started at ${at}.`;
  }
}

/** What the person or VS Code did that led to a call. */
export function whyNow(call: Call): string {
  const words = originWords(call);
  return call.resumedAt === undefined
    ? words
    : `${words} It was parked, and you resumed it at ${timeOfDay(call.resumedAt)}.`;
}

/** `2nd of at most 10`. */
export function legWords({ number, most }: NonNullable<ProvenanceView['leg']>): string {
  return `${ordinal(number)} of at most ${most}`;
}

function ordinal(value: number): string {
  const last = value % 10;
  if (Math.floor(value / 10) % 10 === 1 || last === 0 || last > 3) return `${value}th`;
  return `${value}${['st', 'nd', 'rd'][last - 1] ?? 'th'}`;
}

const ends: Record<NonNullable<Earlier['how']>, string> = {
  returned: 'returned',
  denied: 'denied',
  rejected: 'answer rejected',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** What became of an earlier request of the same call. */
export function earlierWords({ verdict, how, model }: Earlier): string {
  const by = model === undefined ? '' : `answered by ${model}, `;
  const ended = how === undefined ? 'not over yet' : ends[how];
  if (verdict === 'approve') return `approved, ${by}${ended}`;
  return verdict === 'answerByHand' ? `answered by hand, ${ended}` : ended;
}

const sampling: Record<ProvenanceView['definition']['sampling'], string> = {
  withTools: 'yes, with tools',
  withoutTools: 'yes, without tools',
  off: 'no',
};

/** Label and value of each line of a definition. */
export function definitionLines(
  { definition }: ProvenanceView,
  { reach, era }: ReviewStatus['server'],
): readonly (readonly [string, string])[] {
  const { writtenIn, transport, protocol, hash } = definition;
  return [
    [transport === undefined || transport === 'stdio' ? 'Command' : 'URL', reach],
    ...(writtenIn === undefined ? [] : ([['Written in', writtenIn]] as const)),
    ['Protocol', protocol === undefined || protocol === '' ? era : `${protocol} (${era})`],
    ['May ask your model', sampling[definition.sampling]],
    ['Confirmed definition', `${hash.slice(0, 12)}…`],
  ];
}
