/**
 * The review desk's messages. The extension owns the state; the webview is a projection of it that asks for a snapshot
 * (`ready`) whenever it is loaded, and may be hidden, closed or reloaded without losing anything.
 *
 * A review travels in two halves: `content` is heavy (the prompt, the tools) and is sent again only when it changes (`revision`);
 * `status` is light and follows every step. Text of a streaming answer comes as `answerText` deltas.
 */
export * from './desk/answer.ts';
export * from './desk/batch.ts';
export * from './desk/block.ts';
export * from './desk/clock.ts';
export * from './desk/compare.ts';
export * from './desk/content.ts';
export * from './desk/edit.ts';
export * from './desk/elicitation.ts';
export * from './desk/findings.ts';
export * from './desk/fromDesk.ts';
export * from './desk/models.ts';
export * from './desk/phase.ts';
export * from './desk/state.ts';
export * from './desk/status.ts';
export * from './desk/toDesk.ts';
export * from './desk/together.ts';
