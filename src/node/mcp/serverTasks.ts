import { randomUUID } from 'node:crypto';
import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import type { Json, JsonObject } from '../../core/mcp.ts';
import type { Clock } from '../../core/util/clock.ts';
import { isObject } from '../../core/util/json.ts';
import { RELATED_TASK } from './taskShapes.ts';

type Id = string | number;
type Message = Extract<JSONRPCMessage, { method: string }>;

/** What a server may ask as a task, by the capability of ours that it needs. */
const ASKS: Readonly<Record<string, 'sampling' | 'elicitation'>> = {
  'sampling/createMessage': 'sampling',
  'elicitation/create': 'elicitation',
};
/** How often a server may look, in milliseconds. */
const POLL = 1_000;
/** How long an answer waits to be fetched at most, in milliseconds. */
const LONGEST_LIFE = 3_600_000;
/** Tasks at a time, open and answered. */
const MOST = 64;

interface Asked {
  readonly taskId: string;
  readonly request: Id;
  readonly createdAt: number;
  readonly ttl: number;
  updatedAt: number;
  status: 'working' | 'completed' | 'failed' | 'cancelled';
  statusMessage: string;
  answer?: { readonly result?: Json; readonly error?: Json };
  /** Requests of the server for the answer. */
  readonly waiting: Set<Id>;
}

/**
 * What a legacy server asks as a task: it gets the task at once, and looks for the answer later, so that it cannot give up on a
 * person who takes time. For the rest of the host it is the plain request: the same review, the same verdict.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks
 */
export class ServerTasks {
  readonly #clock: Clock;
  readonly #send: (message: JSONRPCMessage) => void;
  readonly #tasks = new Map<string, Asked>();
  #declared = new Set<string>();

  constructor(clock: Clock, send: (message: JSONRPCMessage) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Our `initialize` with what servers may ask as tasks: what they may ask at all. */
  declared(message: JSONRPCMessage): JSONRPCMessage {
    const { params } = message as { params?: { capabilities?: Record<string, unknown> } };
    const capabilities = params?.capabilities ?? {};
    const sampling = capabilities['sampling'] !== undefined;
    const elicitation = capabilities['elicitation'] !== undefined;
    this.#declared = new Set([...(sampling ? ['sampling'] : []), ...(elicitation ? ['elicitation'] : [])]);
    if (this.#declared.size === 0) return message;
    const requests = {
      ...(sampling && { sampling: { createMessage: {} } }),
      ...(elicitation && { elicitation: { create: {} } }),
    };
    const tasks = { list: {}, cancel: {}, requests };
    return { ...message, params: { ...params, capabilities: { ...capabilities, tasks } } };
  }

  /** @returns what the SDK gets to see of it */
  incoming(message: Message): JSONRPCMessage | undefined {
    if (!('id' in message)) return this.#notified(message);
    const params = (message.params ?? {}) as JsonObject;
    const kind = ASKS[message.method];
    if (kind !== undefined && isObject(params['task'])) {
      return this.#declared.has(kind) ? this.#asked(message, message.id, params) : message;
    }
    if (this.#declared.size === 0 || !message.method.startsWith('tasks/')) return message;
    if (message.method === 'tasks/list') {
      this.#forget();
      this.#answer(message.id, { tasks: [...this.#tasks.values()].map(view) });
      return undefined;
    }
    return this.#about(message.method, message.id, params['taskId']);
  }

  /** The SDK's answer to what was asked as a task stays here until it is fetched. */
  outgoing(message: JSONRPCMessage): JSONRPCMessage | undefined {
    if ('method' in message || message.id === undefined) return message;
    const task = [...this.#tasks.values()].find(({ request }) => request === message.id);
    if (!task) return message;
    if (task.status !== 'working') return undefined;
    if ('error' in message) this.#end(task, 'failed', message.error.message, { error: message.error as Json });
    else this.#end(task, 'completed', 'Answered.', { result: message.result as Json });
    return undefined;
  }

  #asked(message: Message, request: Id, params: JsonObject): JSONRPCMessage | undefined {
    this.#forget();
    if (this.#tasks.size >= MOST) {
      this.#refuse(request, -32603, `There are ${MOST} tasks already.`);
      return undefined;
    }
    const { task: wanted, ...plain } = params;
    const ttl = isObject(wanted) && typeof wanted['ttl'] === 'number' ? wanted['ttl'] : LONGEST_LIFE;
    const now = this.#clock.now();
    const task: Asked = {
      taskId: randomUUID(),
      request,
      createdAt: now,
      updatedAt: now,
      ttl: Math.min(Math.max(ttl, 0), LONGEST_LIFE),
      status: 'working',
      statusMessage: 'Waits for a person.',
      waiting: new Set(),
    };
    this.#tasks.set(task.taskId, task);
    this.#answer(request, { task: view(task) });
    return { ...message, params: plain };
  }

  #about(method: string, request: Id, taskId: Json | undefined): JSONRPCMessage | undefined {
    const task = typeof taskId === 'string' ? this.#tasks.get(taskId) : undefined;
    if (!task) this.#refuse(request, -32602, 'There is no such task.');
    else if (method === 'tasks/get') this.#answer(request, view(task));
    else if (method === 'tasks/result') {
      task.waiting.add(request);
      if (task.status !== 'working') this.#deliver(task);
    } else if (method !== 'tasks/cancel') this.#refuse(request, -32601, 'Method not found');
    else if (task.status !== 'working') this.#refuse(request, -32602, `The task is ${task.status} already.`);
    else return this.#cancel(task, request);
    return undefined;
  }

  /** The SDK hears of it as of any request that is cancelled: its review is closed. */
  #cancel(task: Asked, request: Id): JSONRPCMessage {
    const error = { code: -32602, message: 'The task was cancelled.' };
    this.#end(task, 'cancelled', 'The task was cancelled by request.', { error });
    this.#answer(request, view(task));
    const params = { requestId: task.request, reason: 'it cancelled the task' };
    return { jsonrpc: '2.0', method: 'notifications/cancelled', params };
  }

  #notified(message: Message): JSONRPCMessage {
    const params = (message.params ?? {}) as JsonObject;
    const { requestId } = params;
    if (
      message.method === 'notifications/cancelled' &&
      (typeof requestId === 'string' || typeof requestId === 'number')
    )
      for (const task of this.#tasks.values()) task.waiting.delete(requestId);
    return message;
  }

  #end(task: Asked, status: Asked['status'], statusMessage: string, answer: NonNullable<Asked['answer']>): void {
    task.status = status;
    task.statusMessage = statusMessage;
    task.updatedAt = this.#clock.now();
    task.answer = answer;
    const params = view(task) as Record<string, unknown>;
    this.#send({ jsonrpc: '2.0', method: 'notifications/tasks/status', params });
    this.#deliver(task);
  }

  #deliver(task: Asked): void {
    const { result, error } = task.answer ?? {};
    const waiting = [...task.waiting];
    task.waiting.clear();
    for (const id of waiting) {
      if (error !== undefined) this.#send({ jsonrpc: '2.0', id, error } as JSONRPCMessage);
      else this.#answer(id, related(isObject(result) ? result : {}, task.taskId));
    }
  }

  /** What is over goes when its time is up, or to make room. */
  #forget(): void {
    const now = this.#clock.now();
    for (const [id, task] of this.#tasks) {
      const over = task.status !== 'working';
      if (over && (now > task.createdAt + task.ttl || this.#tasks.size >= MOST)) this.#tasks.delete(id);
    }
  }

  #answer(id: Id, result: JsonObject): void {
    this.#send({ jsonrpc: '2.0', id, result });
  }

  #refuse(id: Id, code: number, message: string): void {
    this.#send({ jsonrpc: '2.0', id, error: { code, message } });
  }
}

function view({ taskId, status, statusMessage, createdAt, updatedAt, ttl }: Asked): JsonObject {
  const times = { createdAt: new Date(createdAt).toISOString(), lastUpdatedAt: new Date(updatedAt).toISOString() };
  return { taskId, status, statusMessage, ...times, ttl, pollInterval: POLL };
}

function related(result: JsonObject, taskId: string): JsonObject {
  const meta = isObject(result['_meta']) ? result['_meta'] : {};
  return { ...result, _meta: { ...meta, [RELATED_TASK]: { taskId } } };
}
