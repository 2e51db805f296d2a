import { estimateTokenCount } from 'tokenx';
import { textOf } from '../sampling/blocks.ts';
import type { Completion, ModelRef } from './provider.ts';

/** What one answer took. Figures alone: nothing of what was asked or answered. */
export interface SpeedSample {
  /** Milliseconds until its first text. */
  readonly first: number;
  /** Tokens a second over the whole answer. */
  readonly rate: number;
}

/** The last answers of each model, the model that answered last at the end. */
export type SpeedHistory = Readonly<Record<ModelRef, readonly SpeedSample[]>>;

/** What this machine has seen of a model. */
export interface MeasuredSpeed {
  /** Medians. */
  readonly firstMs: number;
  readonly tokensPerSecond: number;
  readonly answers: number;
}

/** How many answers are kept of a model, and of how many models. */
export const SPEED_LIMITS = { answers: 20, models: 100 } as const;
/** As many answers say something; fewer may be the first load of a local model. */
export const ENOUGH_ANSWERS = 3;
/** A shorter answer measures the connection, not the model. */
const fewestTokens = 16;

/** Where the history is kept. */
export interface SpeedStore {
  read(): SpeedHistory;
  write(history: SpeedHistory): void;
}

/** An answer as it was seen from here. */
export interface SeenAnswer {
  readonly tokens: number;
  readonly firstMs: number | undefined;
  readonly durationMs: number;
}

/** The figures of an answer, or nothing where it was too short to tell. */
export function sampleOf({ tokens, firstMs, durationMs }: SeenAnswer): SpeedSample | undefined {
  if (firstMs === undefined || durationMs <= 0 || tokens < fewestTokens) return undefined;
  return { first: Math.round(firstMs), rate: Number(((tokens * 1000) / durationMs).toPrecision(4)) };
}

/** The history with one answer more, within its limits: the oldest answers and the longest unused models go. */
export function withSample(history: SpeedHistory, ref: ModelRef, sample: SpeedSample): SpeedHistory {
  const { [ref]: before = [], ...others } = history;
  const kept = Object.entries(others).slice(-(SPEED_LIMITS.models - 1));
  return Object.fromEntries([...kept, [ref, [...before, sample].slice(-SPEED_LIMITS.answers)]]);
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

/** What the history says of a model; `undefined` where there is nothing. */
export function measuredOf(history: SpeedHistory, ref: ModelRef): MeasuredSpeed | undefined {
  const samples = history[ref];
  if (samples === undefined || samples.length === 0) return undefined;
  return {
    firstMs: median(samples.map(({ first }) => first)),
    tokensPerSecond: median(samples.map(({ rate }) => rate)),
    answers: samples.length,
  };
}

/** The answer by whose time models are compared, in tokens. */
const usualAnswer = 200;

/** Seconds until a usual answer is there whole. `rate` is over the whole time, so the wait for the first text is in it. */
export function secondsFor({ tokensPerSecond }: MeasuredSpeed): number {
  return usualAnswer / tokensPerSecond;
}

/**
 * A measured speed on the scale of the tiers, so that both can stand in one table: an answer of 200 tokens in a second is 3, in 4
 * seconds 2, in 16 seconds 1, in a minute 0.
 */
export function quicknessFrom(measured: MeasuredSpeed): number {
  const quick = 3 - Math.log2(secondsFor(measured)) / 2;
  return Math.round(Math.min(3, Math.max(0, quick)) * 100) / 100;
}

/** Reads back what was stored; anything else in it is left out. */
export function historyFrom(stored: unknown): SpeedHistory {
  if (typeof stored !== 'object' || stored === null) return {};
  const isFigure = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
  const entries = Object.entries(stored as Record<string, unknown>).map(([ref, samples]) => {
    const kept = (Array.isArray(samples) ? (samples as unknown[]) : []).filter((sample): sample is SpeedSample => {
      const { first, rate } = (sample ?? {}) as Partial<SpeedSample>;
      return isFigure(first) && isFigure(rate) && rate !== 0;
    });
    return [ref, kept.slice(-SPEED_LIMITS.answers).map(({ first, rate }) => ({ first, rate }))] as const;
  });
  return Object.fromEntries(entries.filter(([, samples]) => samples.length > 0).slice(-SPEED_LIMITS.models));
}

/** Counts of an estimate are taken from this much text; the rest is as the rest. */
const countedText = 20_000;

/** The provider's own count, else an estimate of the text. */
function tokensOf({ content, usage }: Completion): number {
  if (usage?.outputTokens !== undefined) return usage.outputTokens;
  const text = textOf(content);
  const counted = text.slice(0, countedText);
  return counted === '' ? 0 : (estimateTokenCount(counted) * text.length) / counted.length;
}

/** Adds an answer to the history, its figures alone. An answer that the person stopped counts too: what had come took its time. */
export function remember(store: SpeedStore, ref: ModelRef, completion: Completion, firstMs: number | undefined): void {
  const sample = sampleOf({ tokens: tokensOf(completion), firstMs, durationMs: completion.durationMs });
  if (sample) store.write(withSample(store.read(), ref, sample));
}
