import { setTimeout as sleep } from 'node:timers/promises';
import { type JSONRPCMessage, parseJSONRPCMessage, type Transport } from '@modelcontextprotocol/client';
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';
import type { Launch } from '../../core/servers/definition.ts';
import type { Disposable } from '../../core/util/disposable.ts';
import { type Exit, type ProcessTree, spawnTree } from '../processTree.ts';
import { LineSplitter, LineTooLongError } from './lines.ts';
import { t } from '../../core/text/l10n.ts';

/** Bytes. Images and audio travel as base64 in one line; beyond this a server is broken. */
const MAX_LINE = 64 * 2 ** 20;
/** Bytes of one stderr line that are kept together. */
const MAX_STDERR_LINE = 2 ** 20;
/** Lines of stderr that are remembered to explain a crash. */
const REMEMBERED = 20;
/** Milliseconds to read what is still in the pipes of a program that has ended, while something it started holds them open. */
const DRAIN = 200;

type StdioLaunch = Extract<Launch, { type: 'stdio' }>;

/** What a stdio server shows beside its messages. */
export interface StdioListener {
  onStderr(line: string): void;
  /** A line on stdout that is no JSON-RPC message. */
  onStrayOutput(line: string): void;
}

/**
 * A stdio server with its whole process tree.
 *
 * It is a transport of its own and no subclass of the SDK's: that one can neither give the program a process group nor tell about
 * stray lines, and it drops the rest of a line that is too long. The SDK takes a transport with `stderr` and `pid` for stdio (see its
 * version negotiation) and, since it is not the SDK's own class, probes in place: one spawn a connect, which servers with lock files need.
 */
export class StdioTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport['onmessage'];
  /** Only there so that the SDK knows what kind of transport this is. */
  readonly stderr = null;
  readonly #launch: StdioLaunch;
  readonly #listener: StdioListener;
  readonly #guard: ((pid: number) => Disposable) | undefined;
  readonly #splitter = new LineSplitter(MAX_LINE);
  #tree: ProcessTree | undefined;
  #lastErrors: string[] = [];
  #exit: Exit | undefined;
  #endedByItself = false;
  #broken: string | undefined;
  #closed = false;

  /** @param guard has the program's tree ended should this process be killed, until it is disposed */
  constructor(launch: StdioLaunch, listener: StdioListener, guard?: (pid: number) => Disposable) {
    this.#launch = launch;
    this.#listener = listener;
    this.#guard = guard;
  }

  get pid(): number | null {
    return this.#tree?.pid ?? null;
  }

  /** How the program ended, when it did so by itself. */
  get exit(): Exit | undefined {
    return this.#endedByItself ? this.#exit : undefined;
  }

  /** What it did that ended the connection from this side, in words. */
  get broken(): string | undefined {
    return this.#broken;
  }

  /** The last lines of its stderr. */
  get lastErrors(): readonly string[] {
    return this.#lastErrors;
  }

  async start(): Promise<void> {
    if (this.#tree) throw new Error('This transport has already been started');
    const { command, args, cwd, env, removeEnv = [] } = this.#launch;
    const environment = { ...getDefaultEnvironment(), ...env };
    for (const name of removeEnv) delete environment[name];
    const tree = await spawnTree(command, args, { cwd, env: environment, guard: this.#guard });
    this.#tree = tree;
    if (this.#closed) {
      await tree.end();
      throw new Error('Closed while it was starting');
    }
    this.#listen(tree);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#tree?.child.stdin;
    if (!stdin?.writable) throw new Error('The server is not running');
    const text = `${JSON.stringify(message)}\n`;
    await new Promise<void>((resolve, reject) => {
      stdin.write(text, (error) => {
        if (!error) return resolve();
        // A broken pipe is heard of before the exit, and the SDK closes the transport at once because of it.
        if (!this.#closed) this.#endedByItself = true;
        reject(error);
      });
    });
  }

  /** Ends the program and all that it started, within 4 s. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#tree?.end();
    this.#finish();
  }

  #listen(tree: ProcessTree): void {
    const { stdout, stderr } = tree.child;
    const errors = new LineSplitter(MAX_STDERR_LINE);
    stdout.on('data', (chunk: Buffer) => this.#readStdout(chunk));
    stderr.on('data', (chunk: Buffer) => {
      try {
        for (const line of errors.push(chunk)) this.#readStderr(line);
      } catch {
        this.#readStderr(errors.flush());
      }
    });
    for (const stream of [stdout, stderr]) stream.on('error', (error) => this.onerror?.(error));
    const drained = new Promise<void>((resolve) => {
      tree.child.once('close', () => resolve());
    });
    const patience = new AbortController();
    void tree.exited.then(async (exit) => {
      this.#exit = exit;
      if (!this.#closed) this.#endedByItself = true;
      // Not `close` alone: something that the program started may hold its pipes open for ever.
      await Promise.race([drained, sleep(DRAIN, undefined, { signal: patience.signal }).catch(() => undefined)]);
      patience.abort();
      const last = errors.flush();
      if (last !== '') this.#readStderr(last);
      await tree.end();
      this.#finish();
    });
  }

  #readStdout(chunk: Buffer): void {
    if (this.#closed) return;
    try {
      for (const line of this.#splitter.push(chunk)) this.#readLine(line);
    } catch (error) {
      if (!(error instanceof LineTooLongError)) throw error;
      this.#broken = t('It sent {0}, more than a message may have.', error.message);
      void this.close();
    }
  }

  #readLine(line: string): void {
    if (line.trim() === '') return;
    const message = parseMessage(line);
    if (message === undefined) this.#listener.onStrayOutput(line);
    else this.onmessage?.(message);
  }

  #readStderr(line: string): void {
    this.#lastErrors = [...this.#lastErrors, line].slice(-REMEMBERED);
    this.#listener.onStderr(line);
  }

  #finish(): void {
    this.#closed = true;
    const notify = this.onclose;
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a transport is no EventTarget
    this.onclose = undefined;
    notify?.();
  }
}

function parseMessage(line: string): JSONRPCMessage | undefined {
  try {
    return parseJSONRPCMessage(JSON.parse(line));
  } catch {
    return undefined;
  }
}
