import { freshModels, type ModelsLocal } from './modelsLocal.ts';
import type { FindingsActView } from '../../shared/desk.ts';
import type { DeskView } from './store.ts';

/** Which findings an act is about. */
export type Which = Extract<FindingsActView, { act: 'dismiss' }>['which'];

/** A form in the decision bar. */
export type FormKind = 'hand' | 'deny' | 'reject' | 'editAnswer' | 'rest';

/** What a person has typed or opened in one review and not sent yet. It lives in the webview's own state, across reloads. */
export interface Local {
  form: FormKind | undefined;
  /** The answer by hand. */
  hand: string;
  /** The reason of a denial or rejection. */
  reason: string;
  /** The edited answer; absent until *Edit answer*. */
  answer: string | undefined;
  /** Arguments of tool uses that are being edited, as typed, by the number of the use. */
  inputs: ReadonlyMap<number, string>;
  /** Keys of the texts that are being edited. */
  editing: ReadonlySet<string>;
  /** How the table of models is looked at. */
  models: ModelsLocal;
  /** Texts are shown as they are, without marks. */
  raw: boolean;
  /** Findings whose reason for being dismissed is being typed, by their side. */
  dismissing: { readonly side: 'request' | 'answer'; readonly which: Which } | undefined;
  /** That reason. */
  why: string;
  /** The answer may hold what had been redacted, or another secret, so nothing of it is kept across reloads. */
  secret: boolean;
  /** How many findings are listed. */
  listed: number;
  /** Requests of a batch that are left out of a decision about it. */
  marked: ReadonlySet<string>;
  /** What is typed as the limits of an approval of the rest of a call: a number, and kilobytes. */
  rest: { readonly requests: string; readonly size: string };
  /** A decision is on its way to the extension. */
  sent: boolean;
  /** Why the last decision was not taken. */
  notice: string | undefined;
}

/** A review in which nothing was typed or opened yet. */
export const freshLocal: Local = {
  form: undefined,
  hand: '',
  reason: '',
  answer: undefined,
  inputs: new Map(),
  editing: new Set(),
  models: freshModels,
  raw: false,
  dismissing: undefined,
  why: '',
  secret: false,
  listed: 50,
  marked: new Set(),
  rest: { requests: '20', size: '256' },
  sent: false,
  notice: undefined,
};

/** True where the answer may hold a secret: one that was redacted and may be put back, or one that was found. */
export function mayHoldSecret({ status, findings }: Pick<DeskView, 'status' | 'findings'>): boolean {
  return (
    status?.redactedInAnswer !== undefined ||
    (findings?.answer.list.some(({ kind }) => kind.startsWith('secret.')) ?? false)
  );
}

const forms: readonly unknown[] = ['hand', 'deny', 'reject', 'editAnswer', 'rest'];

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Keys of texts, and nothing else: the texts themselves are with the extension. */
function editingOf(value: unknown): ReadonlySet<string> {
  return new Set(
    Array.isArray(value) ? value.filter((key) => /^(system|[am]\d+b\d+)$/.test(String(key))).map(String) : [],
  );
}

function idsOf(value: unknown): ReadonlySet<string> {
  return new Set(Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []);
}

/** What is worth keeping: texts, the open form, and which texts of the request are being edited. */
export function packLocals(locals: ReadonlyMap<string, Local>): unknown {
  return Object.fromEntries(
    [...locals]
      .filter(
        ([, local]) =>
          local.form !== undefined ||
          local.hand !== '' ||
          local.reason !== '' ||
          local.secret ||
          local.editing.size + local.marked.size > 0,
      )
      .map(([id, { form, hand, reason, answer, editing, marked, secret }]) => [
        id,
        secret ? { hand, reason, secret } : { form, hand, reason, answer, editing: [...editing], marked: [...marked] },
      ]),
  );
}

/** Reads back what `packLocals` made; anything else gives nothing. */
export function unpackLocals(saved: unknown): Map<string, Local> {
  const locals = new Map<string, Local>();
  if (typeof saved !== 'object' || saved === null) {
    return locals;
  }
  for (const [id, value] of Object.entries(saved as Record<string, unknown>)) {
    if (typeof value === 'object' && value !== null) {
      const packed = value as Record<string, unknown>;
      const form = forms.includes(packed['form']) ? (packed['form'] as FormKind) : undefined;
      const hand = text(packed['hand']) ?? '';
      locals.set(id, {
        ...freshLocal,
        form,
        hand,
        reason: text(packed['reason']) ?? '',
        answer: text(packed['answer']),
        editing: editingOf(packed['editing']),
        marked: idsOf(packed['marked']),
        secret: packed['secret'] === true,
      });
    }
  }
  return locals;
}
