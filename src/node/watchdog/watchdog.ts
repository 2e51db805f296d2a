import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import process from 'node:process';
import type { Socket } from 'node:net';
import type { Disposable } from '../../core/util/disposable.ts';

/** Times that a watchdog which ended is replaced. One that cannot live is not worth more. */
const MOST = 5;

/**
 * Makes sure that no server outlives the extension host, however that ends: a small process of its own (main.ts) holds the other end of a
 * pipe, is told which process trees there are, and ends those that are left when the pipe closes. There is one for each window, started
 * with the first program that is watched. Without it a server hears the end of its stdin and may ignore it.
 */
export class Watchdog implements Disposable {
  readonly #script: string;
  readonly #watched = new Set<number>();
  #child: ChildProcess | undefined;
  #starts = 0;
  #disposed = false;

  /** @param script where main.ts lies, as something that Node can run */
  constructor(script: string) {
    this.#script = script;
  }

  /** Its process, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Watches the tree of a process until what is returned is disposed. */
  watch(pid: number): Disposable {
    this.#watched.add(pid);
    if (this.#child) this.#tell(`watch ${pid}`);
    else this.#start();
    return {
      dispose: () => {
        if (this.#watched.delete(pid)) this.#tell(`forget ${pid}`);
      },
    };
  }

  /** What is still watched is ended by it, and then it leaves. */
  dispose(): void {
    this.#disposed = true;
    this.#child?.stdin?.end();
  }

  #start(): void {
    if (this.#disposed || this.#starts >= MOST) return;
    this.#starts += 1;
    const { NODE_OPTIONS: _unused, ...env } = process.env;
    const child = spawn(process.execPath, [this.#script], {
      // Nothing of a person's may be held by it.
      cwd: tmpdir(),
      env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['pipe', 'ignore', 'ignore'],
      // Of its own group, so that what ends this one does not end it too.
      detached: true,
      windowsHide: true,
    });
    this.#child = child;
    child.on('error', () => this.#ended(child));
    child.on('exit', (code) => {
      // It left because there was nothing to watch: that was no failure.
      if (code === 0) this.#starts -= 1;
      this.#ended(child);
    });
    child.stdin.on('error', () => undefined);
    // It must not keep this process from ending.
    child.unref();
    (child.stdin as unknown as Socket).unref();
    for (const pid of this.#watched) this.#tell(`watch ${pid}`);
  }

  #tell(line: string): void {
    this.#child?.stdin?.write(`${line}\n`);
  }

  #ended(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    if (this.#watched.size > 0) this.#start();
  }
}
