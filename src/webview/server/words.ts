import type { TrafficRow } from '../../shared/server.ts';
import { t } from '../../core/text/l10n.ts';

/** Hours to milliseconds, in the person's own time. */
export function timeOf(ms: number): string {
  const date = new Date(ms);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'));
  return `${parts.join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** What a message is, beside its method. */
export function kindWords({ kind, failed }: TrafficRow): string {
  switch (kind) {
    case 'error':
      return t('error');
    case 'answer':
      return failed ? t('answer, an error') : t('answer');
    case 'request':
      return t('request');
    case 'notification':
      return t('notification');
  }
}

/** The method, or what stands for it where an answer answers nothing that was asked. */
export function methodOf({ method }: TrafficRow): string {
  return method === '' ? t('(nobody asked)') : method;
}

/** The direction for a person. */
export function directionWords({ direction }: TrafficRow): string {
  return direction === 'sent' ? t('to the server') : t('from the server');
}
