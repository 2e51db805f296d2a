import type { CallState, ToolPanelState } from '../../shared/tool.ts';
import { duration } from '../ui/format.ts';

/** The name of the button that starts the call. */
export function runWords(kind: ToolPanelState['kind']): string {
  switch (kind) {
    case 'tool':
      return 'Run tool';
    case 'prompt':
      return 'Get prompt';
    case 'resource':
    case 'resourceTemplate':
      return 'Read resource';
  }
}

/** What the panel is about, for the line under its title. */
export function kindWords(kind: ToolPanelState['kind']): string {
  switch (kind) {
    case 'tool':
      return 'Tool';
    case 'prompt':
      return 'Prompt';
    case 'resource':
      return 'Resource';
    case 'resourceTemplate':
      return 'Resource template';
  }
}

/** How a call stands, once it has ended. */
export function endWords(call: CallState): string {
  const took = call.endedAt === undefined ? '' : ` after ${duration(call.endedAt - call.startedAt)}`;
  switch (call.status) {
    case 'running':
      return 'Running';
    case 'done':
      return call.result?.isError === true ? `Ended with an error${took}` : `Done${took}`;
    case 'failed':
      return `Failed${took}`;
    case 'cancelled':
      return `Cancelled${took}`;
  }
}

/** The server's own numbers and words: `3 of 10: Reading sales.csv`. */
export function progressWords(progress: NonNullable<CallState['progress']>): string {
  if (progress.task === true && progress.message !== undefined) return progress.message;
  const figures = `${progress.progress.toLocaleString('en-US')}${
    progress.total === undefined ? '' : ` of ${progress.total.toLocaleString('en-US')}`
  }`;
  return progress.message === undefined ? figures : `${figures}: ${progress.message}`;
}

/** The time of a log line, as a clock on the wall shows it. */
export function timeWords(time: number): string {
  return new Date(time).toLocaleTimeString('en-GB', { hour12: false });
}

/** What a change of the call is announced as. */
export function callSentence(call: CallState): string {
  if (call.status === 'running') {
    return call.waitingForReview ? 'The call is waiting for your review' : 'The call is running';
  }
  return endWords(call);
}
