import type { CallState, ToolPanelState } from '../../shared/tool.ts';
import { duration } from '../ui/format.ts';
import { numberText, t } from '../../core/text/l10n.ts';

/** The name of the button that starts the call. */
export function runWords(kind: ToolPanelState['kind']): string {
  switch (kind) {
    case 'tool':
      return t('Run tool');
    case 'prompt':
      return t('Get prompt');
    case 'resource':
    case 'resourceTemplate':
      return t('Read resource');
  }
}

/** What the panel is about, for the line under its title. */
export function kindWords(kind: ToolPanelState['kind']): string {
  switch (kind) {
    case 'tool':
      return t('Tool');
    case 'prompt':
      return t('Prompt');
    case 'resource':
      return t('Resource');
    case 'resourceTemplate':
      return t('Resource template');
  }
}

/** How a call stands, once it has ended. */
export function endWords(call: CallState): string {
  const took = call.endedAt === undefined ? undefined : duration(call.endedAt - call.startedAt);
  switch (call.status) {
    case 'running':
      return t('Running');
    case 'done':
      if (call.result?.isError !== true) return took === undefined ? t('Done') : t('Done after {0}', took);
      return took === undefined ? t('Ended with an error') : t('Ended with an error after {0}', took);
    case 'failed':
      return took === undefined ? t('Failed') : t('Failed after {0}', took);
    case 'cancelled':
      return took === undefined ? t('Cancelled') : t('Cancelled after {0}', took);
  }
}

/** The server's own numbers and words: `3 of 10: Reading sales.csv`. */
export function progressWords(progress: NonNullable<CallState['progress']>): string {
  if (progress.task === true && progress.message !== undefined) return progress.message;
  const at = numberText(progress.progress);
  const figures = progress.total === undefined ? at : t('{0} of {1}', at, numberText(progress.total));
  return progress.message === undefined ? figures : `${figures}: ${progress.message}`;
}

/** The time of a log line, as a clock on the wall shows it. */
export function timeWords(time: number): string {
  return new Date(time).toLocaleTimeString('en-GB', { hour12: false });
}

/** What a change of the call is announced as. */
export function callSentence(call: CallState): string {
  if (call.status === 'running') {
    return call.waitingForReview ? t('The call is waiting for your review') : t('The call is running');
  }
  return endWords(call);
}
