import type { Finding } from '../../core/inspection/finding.ts';

/** What the worker is asked. */
export interface Asked {
  readonly id: number;
  readonly text: string;
}

/** What it answers; `error` says why there are no findings. */
export type Answered =
  | { readonly id: number; readonly findings: readonly Finding[] }
  | { readonly id: number; readonly error: string };
