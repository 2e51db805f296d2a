import { randomUUID } from 'node:crypto';
import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import type { Json, JsonObject } from '../../core/mcp.ts';
import type { Progress } from '../../core/servers/session.ts';
import type { Clock } from '../../core/util/clock.ts';
import { type Disposable, toDisposable } from '../../core/util/disposable.ts';
import { isObject } from '../../core/util/json.ts';
import { ServerTasks } from './serverTasks.ts';
import type { TapFilter } from './tap.ts';
import { type Task, TASKS_EXTENSION, taskSchema } from './taskShapes.ts';

/** What is heard of a task besides the answers to our own questions. */
export interface TaskListener {
  onStatus(task: Task): void;
  onProgress(progress: Progress): void;
}

/** Where a lifted task stands in a result. Nobody can guess it, so that no server puts one there. */
const LIFTED = `countersign/task/${randomUUID()}`;

/**
 * Everything of tasks that the SDK does not know, between it and the wire: tasks of the modern era, which it takes for invalid answers;
 * status and progress of tasks that outlive their request; and what a legacy server asks as a task, which is a plain request for the
 * SDK and whose answer waits here to be fetched.
 */
export class TaskLayer implements TapFilter {
  readonly #asks: ServerTasks;
  readonly #listeners = new Map<string, TaskListener>();
  /** Progress tokens of requests that may become tasks, by the id of the request. */
  readonly #tokens = new Map<string | number, string | number>();
  /** Tasks by the progress token of the request that made them. */
  readonly #tasks = new Map<string | number, string>();

  /** @param send puts a message on the wire past this layer */
  constructor(clock: Clock, send: (message: JSONRPCMessage) => void) {
    this.#asks = new ServerTasks(clock, send);
  }

  /** Hears of a task until disposed. */
  follow(taskId: string, listener: TaskListener): Disposable {
    this.#listeners.set(taskId, listener);
    return toDisposable(() => {
      this.#listeners.delete(taskId);
      for (const [token, task] of this.#tasks) if (task === taskId) this.#tasks.delete(token);
    });
  }

  incoming(message: JSONRPCMessage): JSONRPCMessage | undefined {
    if ('method' in message) {
      if (this.#isNews(message.method, message.params as JsonObject | undefined)) return undefined;
      return this.#asks.incoming(message);
    }
    if (!('result' in message)) return message;
    const result = message.result as JsonObject;
    this.#remember(message.id, result);
    return result['resultType'] === 'task' ? { ...message, result: lifted(result) } : message;
  }

  outgoing(message: JSONRPCMessage): JSONRPCMessage | undefined {
    if (!('method' in message)) return this.#asks.outgoing(message);
    if (message.method === 'initialize') return this.#asks.declared(withoutExtension(message));
    if ('id' in message && message.method === 'tools/call') {
      const { task, _meta: meta } = (message.params ?? {}) as { task?: unknown; _meta?: { progressToken?: unknown } };
      const token = meta?.progressToken;
      if (task !== undefined && (typeof token === 'string' || typeof token === 'number'))
        this.#tokens.set(message.id, token);
    }
    return message;
  }

  forget(id: string | number): void {
    this.#tokens.delete(id);
  }

  /** Status and progress go to whoever follows the task; the SDK knows neither. */
  #isNews(method: string, params: JsonObject = {}): boolean {
    if (method === 'notifications/tasks/status' || method === 'notifications/tasks') {
      const task = taskSchema.safeParse(params);
      if (task.success) this.#listeners.get(task.data.taskId)?.onStatus(task.data);
      return true;
    }
    const token = params['progressToken'];
    if (method !== 'notifications/progress' || (typeof token !== 'string' && typeof token !== 'number')) return false;
    const taskId = this.#tasks.get(token);
    const { progress, total, message } = params;
    if (taskId === undefined || typeof progress !== 'number') return false;
    this.#listeners.get(taskId)?.onProgress({
      progress,
      ...(typeof total === 'number' && { total }),
      ...(typeof message === 'string' && { message }),
    });
    return true;
  }

  #remember(id: string | number | undefined, result: JsonObject): void {
    if (id === undefined) return;
    const token = this.#tokens.get(id);
    this.#tokens.delete(id);
    const task = result['task'];
    if (token !== undefined && isObject(task) && typeof task['taskId'] === 'string')
      this.#tasks.set(token, task['taskId']);
  }
}

/** The task that a modern server made of a call, when the answer is one. */
export function liftedTask(result: JsonObject): Task | undefined {
  const meta = result['_meta'];
  const task = taskSchema.safeParse(isObject(meta) ? meta[LIFTED] : undefined);
  return task.success ? task.data : undefined;
}

function lifted(result: JsonObject): JsonObject {
  return { resultType: 'complete', content: [], _meta: { [LIFTED]: result as Json } };
}

/** The extension is one of the modern era. */
function withoutExtension(message: Extract<JSONRPCMessage, { method: string }>): JSONRPCMessage {
  const params = message.params as { capabilities?: { extensions?: Record<string, unknown> } } | undefined;
  const { extensions, ...capabilities } = params?.capabilities ?? {};
  const { [TASKS_EXTENSION]: _unused, ...others } = extensions ?? {};
  const kept = Object.keys(others).length > 0 ? { extensions: others } : {};
  return { ...message, params: { ...params, capabilities: { ...capabilities, ...kept } } };
}
