import { plural, t } from '../../core/text/l10n.ts';
import type { BatchRow, FloodingView, RestView } from '../../shared/desk.ts';
import { bytes, cost, tokens } from '../ui/format.ts';
import type { WholeBatch } from './store.ts';

/** The state of a row in few words. */
export function rowWords({ phase, failure, closed }: BatchRow): string {
  switch (phase) {
    case 'pending':
      return failure === undefined ? t('Waits for you') : t('Failed: {0}', failure);
    case 'decided':
      return t('Decided');
    case 'running':
      return t('Model answers');
    case 'answered':
      return t('Answer waits for you');
    case 'closed':
      return closed === undefined ? t('Closed') : closed.message;
  }
}

/** What several rows come to. A figure that is missing for one of them is not summed up. */
export interface Sum {
  bytes: string | undefined;
  tokens: string | undefined;
  cost: string | undefined;
}

function total(values: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

/** The sum of rows, in words. */
export function sumOf(rows: readonly BatchRow[]): Sum {
  const size = total(rows.map((row) => row.bytes));
  const estimate = total(rows.map((row) => row.tokens));
  const min = total(rows.map((row) => row.cost?.min));
  const max = total(rows.map((row) => row.cost?.max));
  return {
    bytes: size === undefined ? undefined : bytes(size),
    tokens: estimate === undefined ? undefined : tokens(estimate),
    cost: min === undefined || max === undefined ? undefined : cost(min, max),
  };
}

/** What inspection has found in those that would leave, all together; undefined where none waits for that. */
export function foundWords({ rows, inspecting }: Pick<WholeBatch, 'rows' | 'inspecting'>): string | undefined {
  const waiting = rows.filter(({ phase }) => phase === 'pending');
  if (waiting.length === 0) return undefined;
  if (inspecting) return t('Still being inspected.');
  const count = (severity: keyof BatchRow['findings']): number =>
    waiting.reduce((sum, { findings }) => sum + findings[severity], 0);
  return findingWords({ high: count('high'), medium: count('medium'), low: count('low') });
}

/** `1 high, 2 low`, or *none*. */
export function findingWords({ high, medium, low }: BatchRow['findings']): string {
  const parts = [
    high === 0 ? undefined : t('{0} high', high),
    medium === 0 ? undefined : t('{0} medium', medium),
    low === 0 ? undefined : t('{0} low', low),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? t('none') : parts.join(', ');
}

/** What *Approve all* does, in one line beside it. */
export function approveWords(batch: WholeBatch, chosen: readonly BatchRow[], paused: boolean): string {
  const { outgoing } = batch;
  if (paused) return t('Sampling is paused: no model is called until you resume it. You can deny these requests.');
  if (chosen.length === 0) return t('Every request that waits is left out.');
  if (outgoing === undefined || chosen.some(({ mark }) => mark === ''))
    return t('Not every request has a model that can take it. Open one to choose, or leave it out.');
  if (batch.inspecting) return t('Still being inspected.');
  const { destination } = outgoing;
  const sum = sumOf(chosen);
  const place =
    destination.kind === 'vscode.lm'
      ? t('{0} through VS Code', destination.providerLabel)
      : t('{0} at {1}', destination.providerLabel, destination.host);
  return plural(
    chosen.length,
    'Sends {0} request, {1} ({2}), to {3}, {4}.',
    'Sends {0} requests, {1} ({2}), to {3}, {4}.',
    sum.bytes ?? '',
    sum.tokens ?? '',
    outgoing.model,
    place,
  );
}

/** `Approve all 4 and send`, `Approve 3 of 4 and send`. */
export function approveLabel(chosen: number, all: number): string {
  return chosen < all
    ? t('Approve {0} of {1} and send', chosen, all)
    : plural(all, 'Approve {0} and send', 'Approve all {0} and send');
}
export function denyLabel(chosen: number, all: number): string {
  return chosen < all ? t('Deny {0} of {1}', chosen, all) : plural(all, 'Deny {0}', 'Deny all {0}');
}
export function returnLabel(chosen: number, all: number): string {
  return chosen < all
    ? t('Return {0} of {1} to server', chosen, all)
    : plural(all, 'Return {0} to server', 'Return all {0} to server');
}
export function rejectLabel(chosen: number, all: number): string {
  return chosen < all ? t('Reject {0} of {1}', chosen, all) : plural(all, 'Reject {0}', 'Reject all {0}');
}

/** What is worth saying aloud about a change of the shown batch: what waits for the person now, or that it is over. */
export function batchNews(before: WholeBatch, next: WholeBatch): string | undefined {
  const answers = (batch: WholeBatch): number => batch.rows.filter(({ phase }) => phase === 'answered').length;
  const open = (batch: WholeBatch): boolean => batch.rows.some(({ phase }) => phase !== 'closed');
  const now = answers(next);
  if (open(before) && !open(next)) return t('This batch is over.');
  return now > answers(before) ? plural(now, '{0} answer waits for you', '{0} answers wait for you') : undefined;
}

/** What is left of an approval of the rest of a call. */
export function restWords({ requests, bytes: size, tokens: estimate }: RestView): string {
  const passed = requests.of - requests.left;
  const left = t(
    '{0} of {1} requests and {2} of {3} are left.',
    requests.left,
    requests.of,
    bytes(Math.max(0, size.left)),
    bytes(size.of),
  );
  if (passed === 0) return left;
  const so = plural(passed, '{0} request passed so far ({1}).', '{0} requests passed so far ({1}).', tokens(estimate));
  return `${left} ${so}`;
}

/** What was refused because too many wait. */
export function floodWords({ server, refused, waiting, of }: FloodingView): string {
  return of === 'server'
    ? plural(
        refused,
        '{1}: {0} request was refused because {2} wait already.',
        '{1}: {0} requests were refused because {2} wait already.',
        server,
        waiting,
      )
    : plural(
        refused,
        '{1}: {0} request was refused because {2} of all servers wait already.',
        '{1}: {0} requests were refused because {2} of all servers wait already.',
        server,
        waiting,
      );
}
