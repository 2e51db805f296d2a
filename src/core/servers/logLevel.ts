import type { ServerLogMessage } from './session.ts';

/** The eight levels of the specification (RFC 5424), the chattiest first. */
export const logLevels = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] as const satisfies readonly ServerLogMessage['level'][];

/** What a person wants to hear of a server: a level and what is graver, or nothing. */
export type LogChoice = ServerLogMessage['level'] | 'off';

/** Until somebody chooses: a log is looked at when something is wrong, and then everything counts. */
export const defaultLogChoice: LogChoice = 'debug';

/** Whether a message is shown. A server may send what it was not asked for. */
export function passes(level: ServerLogMessage['level'], choice: LogChoice): boolean {
  return choice !== 'off' && logLevels.indexOf(level) >= logLevels.indexOf(choice);
}

/** What a kept value is; anything else counts as not chosen. */
export function logChoiceOf(value: unknown): LogChoice {
  return value === 'off' ? value : (logLevels.find((level) => level === value) ?? defaultLogChoice);
}
