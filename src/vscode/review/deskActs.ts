import type { Sight } from '../../core/review/approvalGuard.ts';
import type { ReviewDesk } from '../../core/review/desk.ts';
import { notTaken, type Taken } from '../../core/review/taken.ts';
import { t } from '../../core/text/l10n.ts';
import { isObject } from '../../core/util/json.ts';
import type { FromDesk } from '../../shared/desk.ts';
import { type AnswerMessage, answerAct } from './answerMessages.ts';
import { batchAct } from './batchMessages.ts';

type Of<T extends FromDesk['type']> = Extract<FromDesk, { type: T }>;

/** What changes a request or an answer before it is decided about. */
type Change = Of<'edit' | 'findings' | 'reset' | 'undo' | 'redo' | 'selectModel' | 'weigh'> | AnswerMessage;

/** What decides about something on the desk. */
type Decision =
  | Of<'approve' | 'regenerate' | 'answerByHand' | 'deny' | 'release' | 'rejectAnswer'>
  | Of<'submit' | 'openPage' | 'answerAsk'>
  | Of<'approveBatch' | 'releaseBatch' | 'denyBatch' | 'rejectBatch' | 'takeBack'>;

/** Messages of the page that change or decide something; each says whether it was taken. */
export type DeskAct = Change | Decision;

/** Hands over what the person does. `sight` is how the window stands at this moment. */
export function deskAct(desk: ReviewDesk, message: DeskAct, sight: Sight): Taken {
  switch (message.type) {
    case 'edit':
      return desk.edit(message.id, message.edit, message.joins);
    case 'findings':
      return desk.actOnFindings(message.id, message.act);
    case 'reset':
    case 'undo':
    case 'redo':
      return desk.revise(message.id, message.type);
    case 'selectModel':
      return desk.selectModel(message.id, message.model);
    case 'weigh':
      return desk.weigh(message.id, message.priorities);
    case 'editAnswer':
    case 'repair':
    case 'compare':
    case 'approveComparison':
    case 'takeAnswer':
    case 'stop':
      return answerAct(desk, message, sight);
    default:
      return decide(desk, message, sight);
  }
}

function decide(desk: ReviewDesk, message: Decision, sight: Sight): Taken {
  switch (message.type) {
    case 'approve':
      return desk.approve(message.id, message.hash, sight, message.rest);
    case 'regenerate':
      return desk.regenerate(message.id, message.hash, sight);
    case 'answerByHand':
      return desk.answerByHand(message.id, message.text);
    case 'deny':
      return desk.deny(message.id, message.reason);
    case 'release':
      return desk.release(message.id, message.text);
    case 'rejectAnswer':
      return desk.rejectAnswer(message.id, message.reason);
    case 'submit':
      return submit(desk, message, sight);
    case 'openPage':
      return desk.openPage(message.id, message.hash, sight);
    case 'answerAsk':
      return desk.answerAsk(message.id, message.act);
    default:
      return batchAct(desk, message, sight);
  }
}

function submit(desk: ReviewDesk, { id, hash, content }: Of<'submit'>, sight: Sight): Taken {
  const parsed = parsedForm(content);
  return isObject(parsed) ? desk.submit(id, hash, parsed, sight) : notTaken(t('The form holds no object.'));
}

/** The error of a parser quotes what it could not read, which may be a person's secret, and errors are logged. */
function parsedForm(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
