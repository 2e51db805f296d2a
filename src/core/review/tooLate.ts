import type { Phase } from '../../shared/desk.ts';
import type { Ending } from './steps.ts';
import { notTaken, type Taken } from './taken.ts';
import { t } from '../text/l10n.ts';

/** Why something that a person did comes too late, or too early, for a review. */
export function tooLate(phase: Phase, ending: Ending | undefined): Taken {
  if (ending !== undefined) return notTaken(t('This request is closed. {0}', ending.message));
  if (phase === 'running') return notTaken(t('A model is answering this request.'));
  if (phase === 'decided') return notTaken(t('This request has been decided already.'));
  return notTaken(phase === 'answered' ? t('This request has an answer already.') : t('There is no answer yet.'));
}
