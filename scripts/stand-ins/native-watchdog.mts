/**
 * Stands in for the native module `@vscode/native-watchdog` where no compiler built the real one: ends the extension host some
 * seconds after the process that it watches is gone. The real one also does so when the event loop is blocked.
 */
export function start(pid: number): void {
  setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  }, 3000).unref();
}

export function exit(code: number): void {
  process.exit(code);
}
