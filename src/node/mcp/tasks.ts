import { type Client, specTypeSchemas } from '@modelcontextprotocol/client';
import { isMcpError, McpError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/mcp.ts';
import type { CallRequest, LegOptions, LegResult, Progress } from '../../core/servers/session.ts';
import { type Clock, delay } from '../../core/util/clock.ts';
import { isObject } from '../../core/util/json.ts';
import { progressListener } from './legs.ts';
import { cancelError, type Requests } from './requests.ts';
import type { Tap } from './tap.ts';
import { liftedTask, TaskLayer } from './taskLayer.ts';
import { anySchema, createdSchema, isOver, type Task, TASKS_EXTENSION, taskSchema } from './taskShapes.ts';
import { short } from './words.ts';
import { t } from '../../core/text/l10n.ts';

/** How often to look where the server does not say, and the bounds of what it says. Milliseconds. */
const POLL = 1_000;
const SHORTEST_POLL = 100;
const LONGEST_POLL = 60_000;
/** A server that told us to wait is not silent: the call hears of it this often. Milliseconds. */
const BEAT = 10_000;
/** How long a server is asked to keep what comes of a call, in milliseconds. */
const TTL = 3_600_000;
/** For the answer to *cancel*, which nobody waits for. Milliseconds. */
const FAREWELL = 10_000;

export interface TaskCallsOptions {
  readonly client: Client;
  readonly requests: Requests;
  /** Gets a filter. */
  readonly tap: Tap;
  readonly clock: Clock;
  /** Milliseconds of silence after which a call is given up. */
  readonly timeout: number;
}

/** A call of ours that the server runs as a task. */
interface Running {
  task: Task;
  readonly signal: AbortSignal;
  readonly onAbort: () => void;
  /** Keys of the modern era that have an answer. */
  readonly answered: Set<string>;
  /** The keys of the round that a person decides on. */
  asked: readonly string[];
}

/** A request for what comes of a task, which the server answers when it is over. */
interface Fetching {
  readonly result: Promise<JsonObject>;
  settled: boolean;
  /** The server shows otherwise that it is at work. */
  heard(): void;
}

/**
 * Calls that a server runs as tasks: made, looked after until they are over, cancelled with the call. Legacy servers get a task where a
 * tool requires one; a tool for which it is optional is called plainly. Modern servers decide by themselves.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks and SEP-2663
 */
export class TaskCalls {
  readonly #options: TaskCallsOptions;
  readonly #layer: TaskLayer;
  /** By the call. */
  readonly #running = new Map<string, Running>();

  constructor(options: TaskCallsOptions) {
    this.#options = options;
    const { clock, tap } = options;
    this.#layer = new TaskLayer(clock, (message) => void tap.put(message).catch(() => undefined));
    tap.filter = this.#layer;
  }

  /** One leg of a call. `plain` sends it as it is. */
  async leg(request: CallRequest, options: LegOptions, plain: () => Promise<LegResult>): Promise<LegResult> {
    const running = this.#running.get(options.callId);
    if (running && options.answer) {
      await this.#update(running, options.answer.inputResponses ?? {});
      return this.#lookAfter(running, options);
    }
    if (this.#required(request))
      return this.#lookAfter(this.#begin(await this.#create(request, options), options), options);
    const result = await plain();
    const task = result.kind === 'complete' ? liftedTask(result.result) : undefined;
    return task ? this.#lookAfter(this.#begin(task, options), options) : result;
  }

  get #legacy(): boolean {
    return this.#options.client.getProtocolEra() !== 'modern';
  }

  #required(request: CallRequest): request is Extract<CallRequest, { method: 'tools/call' }> {
    if (!this.#legacy || request.method !== 'tools/call' || request.tool.execution?.taskSupport !== 'required')
      return false;
    return this.#options.client.getServerCapabilities()?.tasks?.requests?.tools?.call !== undefined;
  }

  async #create(request: Extract<CallRequest, { method: 'tools/call' }>, options: LegOptions): Promise<Task> {
    const { client, requests } = this.#options;
    const params = { name: request.tool.name, arguments: request.arguments, task: { ttl: TTL } };
    const created = await requests.run(options.signal, (send, heard) =>
      client.request({ method: 'tools/call', params }, createdSchema, {
        ...send,
        onprogress: progressListener(options, heard),
      }),
    );
    return created.task;
  }

  #begin(task: Task, { callId, signal }: LegOptions): Running {
    const onAbort = (): void => {
      this.#running.delete(callId);
      this.#cancel(task.taskId);
    };
    const running: Running = { task, signal, onAbort, answered: new Set(), asked: [] };
    this.#running.set(callId, running);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    return running;
  }

  /** Looks until it is over, or until the server asks something that only a person can answer. */
  async #lookAfter(running: Running, options: LegOptions): Promise<LegResult> {
    const news = new News();
    const following = this.#layer.follow(running.task.taskId, {
      onStatus: (task) => {
        running.task = task;
        news.come();
      },
      onProgress: (progress) => options.onProgress(progress),
    });
    try {
      const result = await (this.#legacy
        ? this.#fetched(running, options, news)
        : this.#polled(running, options, news));
      if (result.kind === 'complete') this.#over(running, options.callId);
      return result;
    } catch (error) {
      this.#over(running, options.callId, error);
      throw error;
    } finally {
      following.dispose();
    }
  }

  #over(running: Running, callId: string, error?: unknown): void {
    this.#running.delete(callId);
    running.signal.removeEventListener('abort', running.onAbort);
    // What is given up for another reason than the call's own end goes on at the server otherwise.
    if (error !== undefined && !running.signal.aborted && !isOver(running.task)) this.#cancel(running.task.taskId);
  }

  /** Legacy: what comes of it is fetched, and what the server asks meanwhile comes with that. */
  async #fetched(running: Running, options: LegOptions, news: News): Promise<LegResult> {
    let fetching: Fetching | undefined;
    while (fetching?.settled !== true) {
      const { task } = running;
      options.onProgress(statusOf(task));
      if (task.status === 'cancelled') throw cancelled(task);
      if (isOver(task)) break;
      if (task.status === 'input_required') fetching ??= this.#fetch(running, options, news);
      await this.#pause(running, options, news, fetching);
      if (fetching?.settled === true) break;
      if (!isOver(running.task)) await this.#look(running, options.signal);
      fetching?.heard();
    }
    return { kind: 'complete', result: await (fetching ?? this.#fetch(running, options, news)).result };
  }

  #fetch(running: Running, { signal }: LegOptions, news: News): Fetching {
    const { client, requests } = this.#options;
    const params = { taskId: running.task.taskId };
    let hear = (): void => undefined;
    const result = requests.run(signal, async (send, heard) => {
      hear = heard;
      return (await client.request(
        { method: 'tasks/result', params },
        specTypeSchemas.CallToolResult,
        send,
      )) as JsonObject;
    });
    const fetching: Fetching = { result, settled: false, heard: () => hear() };
    const settle = (): void => {
      fetching.settled = true;
      news.come();
    };
    result.then(settle, settle);
    return fetching;
  }

  /** Modern: the task carries what comes of it, and what the server asks. */
  async #polled(running: Running, options: LegOptions, news: News): Promise<LegResult> {
    let looked = false;
    for (;;) {
      const { task } = running;
      options.onProgress(statusOf(task));
      if (task.status === 'cancelled') throw cancelled(task);
      if (task.status === 'failed') throw failed(task);
      if (task.status === 'completed' && isObject(task['result'])) return { kind: 'complete', result: task['result'] };
      const asks = task.status === 'input_required' ? openAsks(task, running.answered) : {};
      const keys = Object.keys(asks);
      if (keys.length > 0) {
        running.asked = keys;
        const ttlMs = timeLeft(task, this.#options.clock.now());
        return { kind: 'inputRequired', inputRequests: asks, task: true, ...(ttlMs !== undefined && { ttlMs }) };
      }
      if (isOver(task) && looked)
        throw new McpError('server', t('The server says that the task of this call is done, without a result.'));
      // A task is made without what it carries: one that is over at once is looked at at once.
      if (!isOver(task)) await this.#pause(running, options, news);
      await this.#look(running, options.signal);
      looked = isOver(running.task);
    }
  }

  async #update(running: Running, inputResponses: Readonly<Record<string, JsonObject>>): Promise<void> {
    const { client, requests } = this.#options;
    const params = { taskId: running.task.taskId, inputResponses };
    await requests.run(running.signal, (send) => client.request({ method: 'tasks/update', params }, anySchema, send));
    for (const key of running.asked) running.answered.add(key);
    running.asked = [];
  }

  async #look(running: Running, signal: AbortSignal): Promise<void> {
    const { client, requests } = this.#options;
    const params = { taskId: running.task.taskId };
    try {
      running.task = await requests.run(signal, (send) =>
        client.request({ method: 'tasks/get', params }, taskSchema, send),
      );
    } catch (error) {
      throw gone(error, running.task);
    }
  }

  /** Waits as long as the server wants, unless something is heard before. */
  async #pause({ task }: Running, options: LegOptions, news: News, fetching?: Fetching): Promise<void> {
    const { clock, timeout } = this.#options;
    const wanted = task.pollInterval ?? task.pollIntervalMs ?? POLL;
    let left = Math.min(Math.max(wanted, SHORTEST_POLL), LONGEST_POLL);
    const beat = Math.min(BEAT, timeout / 2);
    for (; left > 0 && !news.heard; left -= beat) {
      const stop = new AbortController();
      const rest = delay(clock, Math.min(left, beat), AbortSignal.any([options.signal, stop.signal]));
      await Promise.race([rest, news.next()]).catch(() => undefined);
      stop.abort();
      fetching?.heard();
      if (left > beat) options.onProgress(statusOf(task));
    }
    news.taken();
    if (options.signal.aborted) throw cancelError(options.signal.reason);
  }

  #cancel(taskId: string): void {
    const { client } = this.#options;
    const { tasks } = client.getServerCapabilities() ?? {};
    if (this.#legacy && !tasks?.cancel) return;
    // The server answers or does not: the call is over here in any case.
    client
      .request({ method: 'tasks/cancel', params: { taskId } }, anySchema, { timeout: FAREWELL })
      .catch(() => undefined);
  }
}

/** Wakes one who waits; what comes before is not lost. */
class News {
  heard = false;
  #wake: (() => void) | undefined;

  come(): void {
    this.heard = true;
    this.#wake?.();
  }

  taken(): void {
    this.heard = false;
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

/** The capability that servers of the modern era look for. */
export const tasksExtension = { extensions: { [TASKS_EXTENSION]: {} } } as const;

const WORDS: Readonly<Record<Task['status'], string>> = {
  working: t('Working…'),
  input_required: t('The server waits for an answer.'),
  completed: t('Done.'),
  failed: t('Failed.'),
  cancelled: t('Cancelled.'),
};

function statusOf({ status, statusMessage }: Task): Progress {
  const message = statusMessage === undefined || statusMessage === '' ? WORDS[status] : statusMessage;
  return { progress: 0, message, task: true };
}

function cancelled({ statusMessage }: Task): McpError {
  return new McpError(
    'cancelled',
    statusMessage === undefined
      ? t('The server cancelled the task of this call.')
      : t('The server cancelled the task of this call: {0}', short(statusMessage)),
  );
}

function failed({ error, statusMessage }: Task): McpError {
  const words = isObject(error) && typeof error['message'] === 'string' ? error['message'] : statusMessage;
  const code = isObject(error) && typeof error['code'] === 'number' ? error['code'] : undefined;
  return new McpError('server', short(words ?? t('The task of this call has failed.')), code);
}

/** How long the server keeps a task from now on, in milliseconds, where it says so. */
function timeLeft({ ttlMs, ttl, ...task }: Task, now: number): number | undefined {
  const life = ttlMs ?? ttl ?? undefined;
  const created = typeof task['createdAt'] === 'string' ? Date.parse(task['createdAt']) : Number.NaN;
  // A server's clock may be ahead of this one.
  const age = Number.isNaN(created) ? 0 : Math.max(0, now - created);
  return life === undefined || life <= age ? undefined : life - age;
}

/** A task that the server does not know any more has outlived its time. */
function gone(error: unknown, task: Task): unknown {
  if (!isMcpError(error) || error.kind !== 'server' || isOver(task)) return error;
  return new McpError(
    'server',
    t('The server does not tell how the task of this call stands: {0}', error.message),
    error.code,
  );
}

function openAsks(
  task: Task,
  answered: ReadonlySet<string>,
): Extract<LegResult, { kind: 'inputRequired' }>['inputRequests'] {
  const all = isObject(task['inputRequests']) ? task['inputRequests'] : {};
  const open = Object.entries(all).filter(([key, ask]) => !answered.has(key) && isObject(ask));
  return Object.fromEntries(open) as Extract<LegResult, { kind: 'inputRequired' }>['inputRequests'];
}
