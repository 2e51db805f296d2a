import type { Log } from '../../core/util/system.ts';

// oxlint-disable-next-line no-control-regex -- finding them is the purpose
const COLOURS = /\u001b\[[0-9;]*m/g;
// oxlint-disable-next-line no-control-regex -- finding them is the purpose
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
/** A server that logs a megabyte in a line must not make the log unreadable. UTF-16 units. */
const LONGEST = 20_000;

/** One line for a log: colours go, what would move the cursor or start another line becomes a visible escape. */
export function logLine(text: string): string {
  const plain = text.slice(0, LONGEST).replace(COLOURS, '');
  const line = plain.replace(CONTROLS, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
  return text.length > LONGEST ? `${line}… (${text.length} characters)` : line;
}

/** A log in which every message is one line: names of servers and tools stand in them, and could write lines of their own. */
export function oneLineLog(log: Log): Log {
  return {
    trace: (message) => log.trace(logLine(message)),
    debug: (message) => log.debug(logLine(message)),
    info: (message) => log.info(logLine(message)),
    warn: (message) => log.warn(logLine(message)),
    error: (message) => log.error(logLine(message)),
  };
}
