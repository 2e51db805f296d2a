import canonicalize from 'canonicalize';
import type { Json } from '../../core/mcp.ts';
import { compareJson } from '../../core/trust/compare.ts';
import type { PinChange } from '../../core/trust/change.ts';
import { prettyJson } from '../../core/util/json.ts';
import type { ChangeView } from '../../shared/confirm.ts';
import { lineView } from './confirmList.ts';
import { t } from '../../core/text/l10n.ts';

const whats = { tools: 'tool', prompts: 'prompt', instructions: 'instructions' } as const;

/** What a person is shown of a change: what differs, or all of it with a sentence that says why. */
export function changeView(change: PinChange, waits: boolean): ChangeView {
  const { id, server, kind, name, pin } = change;
  const before = beforeOf(change);
  const differing = before === undefined || change.state === 'unverified' ? [] : compareJson(before, change.now);
  const lines = differing.length > 0 ? differing : compareJson(undefined, change.now);
  return {
    id,
    server,
    what: whats[kind],
    name,
    waits,
    lines: lines.map(lineView),
    notes: notesOf(change, before, differing.length),
    ...(pin && { since: pin.at }),
  };
}

function notesOf({ state, pin }: PinChange, before: Json | undefined, differing: number): string[] {
  if (pin?.hash === '' || (state === 'unverified' && pin !== undefined))
    return [t('It is nested so deeply that nothing can be remembered of it: this asks each time. This is all of it.')];
  if (pin === undefined)
    return [t('What it was could not be read, so nothing can be compared. This is all of it now.')];
  if (before === undefined)
    return [t('What it was is not kept, since it was too large; its fingerprint differs. This is all of it now.')];
  if (differing > 0) return [];
  return [t('What differs is hidden here, since it looks like a secret of yours. This is all of it now.')];
}

function beforeOf({ pin }: PinChange): Json | undefined {
  return pin?.text === undefined ? undefined : (JSON.parse(pin.text) as Json);
}

/** Both sides as text, keys in one order, so that an editor compares only what counts. */
export function sidesOf(change: PinChange): { readonly before: string; readonly now: string } {
  const before = beforeOf(change);
  return {
    before: before === undefined ? t('What it was is not known.\n') : textOf(before),
    now: textOf(change.now),
  };
}

function textOf(value: Json): string {
  if (typeof value === 'string') return `${value}\n`;
  return `${prettyJson(inOrder(value))}\n`;
}

function inOrder(value: Json): Json {
  try {
    return JSON.parse(canonicalize(value) ?? 'null') as Json;
  } catch {
    // What RFC 8785 has no form for stays in the order in which it came.
    return value;
  }
}
