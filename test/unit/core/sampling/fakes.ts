import { createHash } from 'node:crypto';
import type { FieldError } from '../../../../src/core/forms/values.ts';
import { hiddenInspector } from '../../../../src/core/inspection/hiddenInspector.ts';
import type { Inspector } from '../../../../src/core/inspection/finding.ts';
import type { LedgerRecord } from '../../../../src/core/ledger/entry.ts';
import type { CreateMessageRequestParams, JsonObject, SamplingMessageContentBlock } from '../../../../src/core/mcp.ts';
import type { Candidate, Match } from '../../../../src/core/models/candidate.ts';
import type { Completion, ModelInfo, OutgoingRequest, SendOptions } from '../../../../src/core/models/provider.ts';
import type { SchemaCheck } from '../../../../src/core/review/answerChecks.ts';
import { ReviewDesk } from '../../../../src/core/review/desk.ts';
import type { Review } from '../../../../src/core/review/review.ts';
import type { AskingServer, SamplingAsk } from '../../../../src/core/sampling/ask.ts';
import { SamplingPipeline } from '../../../../src/core/sampling/pipeline.ts';
import type { ReleaseMode } from '../../../../src/core/sampling/unasked.ts';
import type { SamplingModels } from '../../../../src/core/sampling/ports.ts';
import type { Clock } from '../../../../src/core/util/clock.ts';
import { Emitter } from '../../../../src/core/util/emitter.ts';
import type { Log } from '../../../../src/core/util/system.ts';

/** Lets everything that is ready run: several turns of the microtask queue, then one of the event loop. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until it is moved. */
export class FakeClock implements Clock {
  time = 1_000_000;
  readonly #timers = new Set<{ at: number; every?: number; callback: () => void }>();
  now(): number {
    return this.time;
  }
  timeout(callback: () => void, ms: number): { dispose(): void } {
    return this.#add({ at: this.time + ms, callback });
  }
  interval(callback: () => void, ms: number): { dispose(): void } {
    return this.#add({ at: this.time + ms, every: ms, callback });
  }
  get timers(): number {
    return this.#timers.size;
  }
  advance(ms: number): void {
    const until = this.time + ms;
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.time = next.at;
      if (next.every === undefined) this.#timers.delete(next);
      else next.at += next.every;
      next.callback();
    }
    this.time = until;
  }
  #add(timer: { at: number; every?: number; callback: () => void }): { dispose(): void } {
    this.#timers.add(timer);
    return { dispose: () => void this.#timers.delete(timer) };
  }
}

export const server: AskingServer = {
  name: 'notes',
  definition: 'd'.repeat(64),
  reach: 'node notes.mjs',
  era: 'legacy',
  tools: true,
};

export function paramsOf(text: string, more: Partial<CreateMessageRequestParams> = {}): CreateMessageRequestParams {
  return { messages: [{ role: 'user', content: { type: 'text', text } }], maxTokens: 100, ...more };
}

export function askOf(more: Partial<SamplingAsk> = {}): SamplingAsk {
  return {
    server,
    cause: { certainty: 'none' },
    params: paramsOf('Hello'),
    signal: new AbortController().signal,
    ...more,
  };
}

export function modelOf(id: string): ModelInfo {
  return {
    ref: `local/${id}`,
    endpoint: 'local',
    id,
    name: id,
    providerLabel: 'Local',
    destination: { kind: 'http', host: '127.0.0.1:1', url: 'http://127.0.0.1:1/v1/chat/completions', loopback: true },
  };
}

export function candidateOf(id: string, more: Partial<Candidate> = {}): Candidate {
  const score = { value: 0.5, known: false, source: 'no data' };
  const scores = { cost: score, speed: score, intelligence: score, total: 0.5 };
  return { model: modelOf(id), ...scores, running: true, tie: 0, ...more };
}

export function matchOf(...ids: string[]): Match {
  const [first] = ids;
  return {
    candidates: ids.map((id) => candidateOf(id)),
    ...(first === undefined ? {} : { chosen: `local/${first}` }),
    why: first === undefined ? 'No model is configured.' : 'It is the first one.',
  };
}

export function outgoingOf(params: CreateMessageRequestParams, ref: string): OutgoingRequest {
  const model = modelOf(ref.slice('local/'.length));
  const body = { model: model.id, ...(params as object) } as OutgoingRequest['body'];
  const text = JSON.stringify({ destination: model.destination, body });
  const hash = createHash('sha256').update(text).digest('hex');
  return { model, destination: model.destination, body, notes: [], hash, bytes: text.length };
}

export function completionOf(text: string, more: Partial<Completion> = {}): Completion {
  return {
    content: [{ type: 'text', text }],
    model: 'small-1',
    stopReason: 'endTurn',
    durationMs: 5,
    stopped: false,
    ...more,
  };
}

export function toolUse(id: string, name = 'search'): SamplingMessageContentBlock {
  return { type: 'tool_use', id, name, input: { query: 'cats' } };
}

/** One call of a model that waits for the test to end it. */
export interface Sent {
  readonly outgoing: OutgoingRequest;
  readonly signal: AbortSignal;
  readonly stop: AbortSignal;
  text(piece: string): void;
  resolve(completion: Completion): void;
  reject(error: unknown): void;
}

export class FakeModels implements SamplingModels {
  found: Match = matchOf('small', 'big');
  readonly sent: Sent[] = [];
  matches = 0;
  prepareError: Error | undefined;
  listProblems: ReturnType<SamplingModels['problems']> = [];
  /** Answers by itself when set. */
  reply: ((outgoing: OutgoingRequest) => Completion | Promise<Completion>) | undefined;
  readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;

  match: SamplingModels['match'] = () => {
    this.matches++;
    return Promise.resolve(this.found);
  };
  problems(): ReturnType<SamplingModels['problems']> {
    return this.listProblems;
  }
  prepare(params: CreateMessageRequestParams, model: string): OutgoingRequest {
    if (this.prepareError) throw this.prepareError;
    return outgoingOf(params, model);
  }
  send(outgoing: OutgoingRequest, options: SendOptions): Promise<Completion> {
    return new Promise((resolve, reject) => {
      const { signal, stop, onText } = options;
      this.sent.push({ outgoing, signal, stop, text: onText, resolve, reject });
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      const { reply } = this;
      if (reply) void Promise.resolve(reply(outgoing)).then(resolve, reject);
    });
  }
}

export class FakeLedger {
  readonly records: LedgerRecord[] = [];
  /** Appends of these kinds fail. */
  failing: (record: LedgerRecord) => boolean = () => false;
  failure = new Error('disk full');
  append(record: LedgerRecord): Promise<void> {
    if (this.failing(record)) return Promise.reject(this.failure);
    this.records.push(record);
    return Promise.resolve();
  }
  get kinds(): string[] {
    return this.records.map((record) => record.kind);
  }
}

const quiet = (): void => undefined;
export const log: Log = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };

/** A pipeline with everything around it in the test's hands. */
export class House {
  readonly inspector: Inspector;
  releaseMode: ReleaseMode = 'always';
  constructor(inspector: Inspector = hiddenInspector) {
    this.inspector = inspector;
  }
  readonly clock = new FakeClock();
  readonly models = new FakeModels();
  readonly ledger = new FakeLedger();
  readonly desk = new ReviewDesk({ clock: this.clock });
  #ids = 0;
  readonly newId = (): string => `id${++this.#ids}`;
  readonly errors: string[] = [];
  /** Pages that were opened, and whether they can be. */
  readonly opened: string[] = [];
  opens = true;
  /** What another window may have chosen. */
  lookAtPause: () => void = quiet;
  open: () => Promise<boolean> = () => Promise.resolve(this.opens);
  check: (content: JsonObject) => Promise<readonly FieldError[]> = () => Promise.resolve([]);
  checkSchema: SchemaCheck = () => Promise.resolve([]);
  readonly pipeline = new SamplingPipeline({
    desk: this.desk,
    lookAtPause: () => this.lookAtPause(),
    models: this.models,
    release: () => this.releaseMode,
    inspector: { inspect: (text, signal) => this.inspector.inspect(text, signal) },
    elicitation: {
      check: (_schema, content) => this.check(content),
      openPage: (href) => {
        this.opened.push(href);
        return this.open();
      },
    },
    checkSchema: (schema, value) => this.checkSchema(schema, value),
    ledger: this.ledger,
    clock: this.clock,
    newId: this.newId,
    log: { ...log, error: (message) => void this.errors.push(message) },
  });

  /** The only review, or the one at an index. */
  review(index = 0): Review {
    const review = this.desk.reviews[index];
    if (!review) throw new Error(`There is no review ${index}`);
    return review;
  }

  /** What a person does: looks at it, waits a moment, clicks. */
  approve(review: Review = this.review()): ReturnType<ReviewDesk['approve']> {
    return this.#click(review, (hash) => this.desk.approve(review.id, hash, { visible: true, focused: true }));
  }
  regenerate(review: Review = this.review()): ReturnType<ReviewDesk['approve']> {
    return this.#click(review, (hash) => this.desk.regenerate(review.id, hash, { visible: true, focused: true }));
  }

  #click(
    review: Review,
    click: (hash: string) => ReturnType<ReviewDesk['approve']>,
  ): ReturnType<ReviewDesk['approve']> {
    this.desk.select(review.id);
    const hash = review.outgoing?.hash ?? 'none';
    this.desk.rendered(review.id, hash);
    this.clock.advance(600);
    return click(hash);
  }
}
