import { plural, t } from '../../core/text/l10n.ts';
import type { ProvenanceView, ReviewStatus } from '../../shared/desk.ts';
import { timeOfDay } from '../ui/format.ts';

type Call = ReviewStatus['cause']['calls'][number];
type Earlier = ProvenanceView['earlier'][number];

function pressed(method: Call['method'], at: string): string {
  if (method === 'prompts/get') return t('You pressed Get prompt at {0}.', at);
  if (method === 'resources/read') return t('You pressed Read resource at {0}.', at);
  return t('You pressed Run tool at {0}.', at);
}

function originWords({ origin, method, startedAt }: Call): string {
  const at = timeOfDay(startedAt);
  switch (origin) {
    case 'button':
      return pressed(method, at);
    case 'command':
      return t('You chose it in the tree or the command palette at {0}.', at);
    case 'sendPrompt':
      return t('You sent this prompt to a model at {0}.', at);
    case 'opened':
      return t('You opened this resource at {0}.', at);
    case 'editor':
      return t('An editor of VS Code read this resource at {0}: you opened it again, or VS Code restored it.', at);
    case 'changed':
      return t('The server said that this open resource has changed, so it was read again at {0}.', at);
    case undefined:
      return t('The call was started at {0}.', at);
  }
}

/** What the person or VS Code did that led to a call. */
export function whyNow(call: Call): string {
  const words = originWords(call);
  return call.resumedAt === undefined
    ? words
    : t('{0} It was parked, and you resumed it at {1}.', words, timeOfDay(call.resumedAt));
}

function endWords(how: Earlier['how']): string {
  switch (how) {
    case 'returned':
      return t('returned');
    case 'denied':
      return t('denied');
    case 'rejected':
      return t('answer rejected');
    case 'cancelled':
      return t('cancelled');
    case 'expired':
      return t('expired');
    case 'failed':
      return t('failed');
    case undefined:
      return t('not over yet');
  }
}

/** What became of an earlier request of the same call. */
export function earlierWords({ verdict, how, model }: Earlier): string {
  const ended = endWords(how);
  if (verdict === 'answerByHand') return t('answered by hand, {0}', ended);
  if (verdict === undefined) return ended;
  return model === undefined ? t('approved, {0}', ended) : t('approved, answered by {0}, {1}', model, ended);
}

/** How many requests were made before. */
export function beforeWords(all: number, calls: number): string {
  return calls === 1
    ? plural(all, '{0} request of this call', '{0} requests of this call')
    : plural(all, '{0} request of these calls', '{0} requests of these calls');
}

function samplingWords(sampling: ProvenanceView['definition']['sampling']): string {
  if (sampling === 'off') return t('no');
  return sampling === 'withTools' ? t('yes, with tools') : t('yes, without tools');
}

/** Label and value of each line of a definition. */
export function definitionLines(
  { definition }: ProvenanceView,
  { reach, era }: ReviewStatus['server'],
): readonly (readonly [string, string])[] {
  const { writtenIn, transport, protocol, hash, sampling } = definition;
  return [
    [transport === undefined || transport === 'stdio' ? t('Command') : t('URL'), reach],
    ...(writtenIn === undefined ? [] : ([[t('Written in'), writtenIn]] as const)),
    [t('Protocol'), protocol === undefined || protocol === '' ? era : `${protocol} (${era})`],
    [t('May ask your model'), samplingWords(sampling)],
    [t('Confirmed definition'), `${hash.slice(0, 12)}…`],
  ];
}
