import type { Sight } from '../../core/review/approvalGuard.ts';
import type { ReviewDesk } from '../../core/review/desk.ts';
import type { Taken } from '../../core/review/taken.ts';
import type { FromDesk } from '../../shared/desk.ts';

type BatchMessage = Extract<
  FromDesk,
  { type: 'approveBatch' | 'releaseBatch' | 'denyBatch' | 'rejectBatch' | 'takeBack' }
>;

/** What the person decides about requests together. */
export function batchAct(desk: ReviewDesk, message: BatchMessage, sight: Sight): Taken {
  switch (message.type) {
    case 'approveBatch':
      return desk.approveBatch(message.id, message.seal, message.named, sight, message.rest);
    case 'releaseBatch':
      return desk.releaseBatch(message.id, message.seal, message.named, sight);
    case 'denyBatch':
      return desk.batches.deny(message.id, message.ids, message.reason);
    case 'rejectBatch':
      return desk.batches.reject(message.id, message.ids, message.reason);
    case 'takeBack':
      return desk.batches.rests.takeBack(message.id);
  }
}
