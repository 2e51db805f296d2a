import type { Review } from '../review/review.ts';
import { notTaken, TAKEN, type Taken } from '../review/taken.ts';
import { textOf } from '../sampling/blocks.ts';
import { t } from '../text/l10n.ts';
import { answerEdits, changesOf, everywhere, redactingOf, requestEdits } from './redact.ts';
import { restorer } from './redactions.ts';
import type { Side, Which } from './reviewFindings.ts';

/** What a person does about findings. */
export type FindingsAct =
  | { readonly act: 'redact'; readonly side: Side; readonly which: Which }
  | { readonly act: 'dismiss'; readonly side: Side; readonly which: Which; readonly reason: string }
  | { readonly act: 'undismiss'; readonly side: Side; readonly ids: readonly string[] }
  | { readonly act: 'putBack' };

/** Only while the review waits for the person. */
export function actOnFindings(review: Review, act: FindingsAct): Taken {
  if (review.phase !== 'pending' && review.phase !== 'answered')
    return notTaken(t('This request has been decided already.'));
  switch (act.act) {
    case 'putBack':
      return putBack(review);
    case 'redact':
      return redact(review, act.side, act.which);
    case 'undismiss':
      return review.findings.restore(act.side, act.ids) ? TAKEN : gone();
    case 'dismiss': {
      const reason = act.reason.trim();
      if (reason === '') return notTaken(t('Say why this may stay.'));
      return review.findings.dismiss(act.side, act.which, reason) ? TAKEN : gone();
    }
  }
}

/** Takes findings out. In a request it is one step for *Undo*; nothing is sent by it. */
function redact(review: Review, side: Side, which: Which): Taken {
  const chosen = review.findings.chosen(side, which);
  if (chosen.length === 0) return gone();
  const redacting = redactingOf(
    review,
    chosen.filter(({ redact: how }) => how !== undefined),
  );
  if (side === 'answer') return changeAnswer(review, changesOf(redacting)) ?? cannot();
  const edits = requestEdits(review, redacting);
  return edits.length === 0 ? cannot() : review.edit(edits);
}

/** Restores what this very review redacted in its answer: an edit of the answer, on this machine alone. */
function putBack(review: Review): Taken {
  const { all } = review.placeholders;
  const taken = changeAnswer(review, everywhere(restorer(all)));
  if (taken?.taken) review.findings.letStay(all.map(({ value }) => value));
  return taken ?? notTaken(t('The answer holds nothing that was redacted here.'));
}

function changeAnswer(review: Review, change: ReturnType<typeof changesOf>): Taken | undefined {
  let taken: Taken | undefined;
  for (const edit of answerEdits(review, change)) {
    taken = review.editAnswer(edit);
    if (!taken.taken) return taken;
  }
  return taken;
}

/** How many placeholders of this review stand in its answer. */
export function redactedInAnswer({ answer, placeholders }: Pick<Review, 'answer' | 'placeholders'>): number {
  if (!placeholders.used || !answer?.complete) return 0;
  const uses = answer.completion.content.filter((block) => block.type === 'tool_use');
  const text = textOf(answer.completion.content) + uses.map(({ input }) => JSON.stringify(input)).join('');
  return placeholders.all.filter(({ placeholder }) => text.includes(placeholder)).length;
}

function cannot(): Taken {
  return notTaken(t('This cannot be redacted where it stands. Remove the message, or drop the tool.'));
}

function gone(): Taken {
  return notTaken(t('These findings are not there any more.'));
}
