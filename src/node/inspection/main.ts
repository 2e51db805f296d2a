/** A worker of its own: looks through one text after the other, so that the thread of the extensions never does. */
import { parentPort } from 'node:worker_threads';
import './language.ts';
import { inspectWhole } from './inspect.ts';
import type { Answered, Asked } from './messages.ts';

async function answer({ id, text }: Asked): Promise<Answered> {
  try {
    return { id, findings: await inspectWhole(text) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.name : 'unknown error' };
  }
}

async function take(asked: Asked): Promise<void> {
  const answered = await answer(asked);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  parentPort?.postMessage(answered);
}

parentPort?.on('message', (asked: Asked) => void take(asked));
