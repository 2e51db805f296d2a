/**
 * Stands in for the native module `@vscode/spdlog` inside the VS Code Server that tests and the demo run on, where no compiler
 * built the real one: without it log channels stay empty. Plain appends, the pattern letters that VS Code uses, no rotation.
 */
import fs from 'node:fs';
import path from 'node:path';

const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  readonly #file: string;
  #level = 2;
  #pattern = '%v\n';

  constructor(_type: string, _name: string, file: string) {
    this.#file = file;
  }

  getLevel(): number {
    return this.#level;
  }

  setLevel(level: number): void {
    this.#level = level;
  }

  setPattern(pattern: string): void {
    this.#pattern = `${pattern}\n`;
  }

  clearFormatters(): void {
    this.#pattern = '%v';
  }

  flush(): void {}

  drop(): void {}

  trace(message: string): void {
    this.#write(0, message);
  }

  debug(message: string): void {
    this.#write(1, message);
  }

  info(message: string): void {
    this.#write(2, message);
  }

  warn(message: string): void {
    this.#write(3, message);
  }

  error(message: string): void {
    this.#write(4, message);
  }

  critical(message: string): void {
    this.#write(5, message);
  }

  #write(level: number, message: string): void {
    if (level < this.#level) {
      return;
    }
    const now = new Date();
    const two = (number: number): string => String(number).padStart(2, '0');
    const letters: Record<string, string> = {
      Y: String(now.getFullYear()),
      m: two(now.getMonth() + 1),
      d: two(now.getDate()),
      H: two(now.getHours()),
      M: two(now.getMinutes()),
      S: two(now.getSeconds()),
      e: String(now.getMilliseconds()).padStart(3, '0'),
      l: names[level] ?? '',
      v: message,
    };
    try {
      fs.appendFileSync(
        this.#file,
        this.#pattern.replace(/%([YmdHMSelv])/g, (_all, letter: string) => letters[letter] ?? ''),
      );
    } catch {
      // A log that cannot be written must not stop the extension host.
    }
  }
}

async function create(name: string, file: string): Promise<Logger> {
  await fs.promises.mkdir(path.dirname(file), { recursive: true });
  return new Logger('rotating', name, file);
}

export const version = 11_100;
export { Logger, create as createAsyncRotatingLogger, create as createRotatingLogger };
export function setLevel(): void {}
export function setFlushOn(): void {}
