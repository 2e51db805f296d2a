import { Worker } from 'node:worker_threads';
import type { Finding, Inspector } from '../../core/inspection/finding.ts';
import { language, t } from '../../core/text/l10n.ts';
import type { Disposable } from '../../core/util/disposable.ts';
import type { Answered, Asked } from './messages.ts';

/** Milliseconds that one text may take. Nothing honest takes a tenth of it. */
const LONGEST_MS = 9_000;
/** MiB of heap: a text of the greatest size takes a fifth of it. */
const HEAP_MIB = 512;

interface Job {
  readonly text: string;
  readonly resolve: (findings: readonly Finding[]) => void;
  readonly reject: (error: Error) => void;
  /** Workers that were lost over it. */
  losses: number;
}

export interface WorkerInspectorOptions {
  /** Path of the worker's script. */
  readonly script: string;
  /** Milliseconds that one text may take. */
  readonly longestMs?: number;
}

/**
 * Inspects in a worker thread, one text at a time in the order in which they were asked. The worker is started with the first text and
 * lives on; one that is lost is replaced, and the text is tried once more. It keeps no process alive and ends with this one.
 */
export class WorkerInspector implements Inspector, Disposable {
  readonly #script: string;
  readonly #longestMs: number;
  readonly #waiting: Job[] = [];
  #worker: Worker | undefined;
  #running: Job | undefined;
  #timer: NodeJS.Timeout | undefined;
  #id = 0;
  #disposed = false;

  constructor({ script, longestMs = LONGEST_MS }: WorkerInspectorOptions) {
    this.#script = script;
    this.#longestMs = longestMs;
  }

  inspect(text: string, signal?: AbortSignal): Promise<readonly Finding[]> {
    if (signal?.aborted) return Promise.reject(reasonOf(signal));
    if (this.#disposed) return Promise.reject(new Error(t('The inspection has ended.')));
    return new Promise((resolve, reject) => {
      const abort = () => this.#drop(job, signal ? reasonOf(signal) : new Error('aborted'));
      const settled = () => signal?.removeEventListener('abort', abort);
      const job: Job = {
        text,
        losses: 0,
        resolve: (findings) => {
          settled();
          resolve(findings);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(job);
      this.#next();
    });
  }

  dispose(): void {
    this.#disposed = true;
    const jobs = [...(this.#running ? [this.#running] : []), ...this.#waiting.splice(0)];
    this.#stop();
    for (const job of jobs) job.reject(new Error(t('The inspection has ended.')));
  }

  #next(): void {
    if (this.#running || this.#disposed) return;
    const job = this.#waiting.shift();
    if (!job) return;
    this.#running = job;
    this.#id += 1;
    const asked: Asked = { id: this.#id, text: job.text };
    const worker = (this.#worker ??= this.#start());
    // The clock runs from here: also a worker that does not start must not keep anyone waiting.
    this.#timer = setTimeout(() => this.#tooLong(), this.#longestMs);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(asked);
  }

  #start(): Worker {
    const worker = new Worker(this.#script, {
      name: 'countersign inspection',
      // It needs nothing of what this process was started with.
      env: {},
      workerData: { language: language() },
      argv: [],
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
    worker.on('message', (answered: Answered) => this.#answered(answered));
    worker.on('error', () => this.#lost(worker));
    worker.on('exit', () => this.#lost(worker));
    worker.unref();
    return worker;
  }

  #answered(answered: Answered): void {
    // An answer to what was given up comes too late.
    if (answered.id !== this.#id || !this.#running) return;
    const job = this.#settle();
    if ('error' in answered) job?.reject(new Error(t('The text could not be inspected ({0}).', answered.error)));
    else job?.resolve(answered.findings);
    this.#next();
  }

  #lost(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const job = this.#settle();
    if (job) {
      job.losses += 1;
      if (job.losses > 1)
        job.reject(new Error(t('The text could not be inspected: the inspection ended unexpectedly.')));
      else this.#waiting.unshift(job);
    }
    this.#next();
  }

  #tooLong(): void {
    const job = this.#settle();
    this.#stop();
    job?.reject(new Error(t('The text could not be inspected: it took too long.')));
    this.#next();
  }

  /** Gives up a text. One that is being looked through is left to end, for that takes less than a new worker. */
  #drop(job: Job, reason: Error): void {
    const place = this.#waiting.indexOf(job);
    if (place !== -1) this.#waiting.splice(place, 1);
    job.reject(reason);
  }

  #settle(): Job | undefined {
    clearTimeout(this.#timer);
    const job = this.#running;
    this.#running = undefined;
    return job;
  }

  #stop(): void {
    this.#settle();
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}
