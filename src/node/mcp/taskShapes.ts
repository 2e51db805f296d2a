import * as z from 'zod/mini';

/** Under which a message names the task that it belongs to. */
export const RELATED_TASK = 'io.modelcontextprotocol/related-task';
/** The extension by which servers of the modern era run calls as tasks. */
export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';

/**
 * A task of either era. The modern one writes `ttlMs` and `pollIntervalMs`, and carries what comes of it.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks and SEP-2663
 */
export const taskSchema = z.looseObject({
  taskId: z.string(),
  status: z.enum(['working', 'input_required', 'completed', 'failed', 'cancelled']),
  statusMessage: z.optional(z.string()),
  ttl: z.optional(z.nullable(z.number())),
  ttlMs: z.optional(z.nullable(z.number())),
  pollInterval: z.optional(z.number()),
  pollIntervalMs: z.optional(z.number()),
});
export type Task = z.infer<typeof taskSchema>;

/** The answer to a call that became a task, in the legacy era. */
export const createdSchema = z.looseObject({ task: taskSchema });

/** Any result. */
export const anySchema = z.looseObject({});

/** Whether a task goes on no more. */
export function isOver({ status }: Task): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
