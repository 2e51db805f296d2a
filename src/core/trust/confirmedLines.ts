import type { DisclosureLine } from '../servers/definition.ts';
import { isSecretName } from '../servers/reach.ts';
import { redactText } from '../text/redact.ts';
import type { Sha256 } from '../util/system.ts';

/** A line of a confirmation as it is kept: its value, or where that may be a secret only a digest of it. */
export type KeptLine =
  | { readonly label: string; readonly value: string }
  | { readonly label: string; readonly digest: string };

/** What became of a line since the definition was last confirmed. */
export type LineMark = 'same' | 'added' | 'changed' | 'removed';

/** A line of the confirmation beside what it was. */
export interface ComparedLine extends DisclosureLine {
  readonly mark: LineMark;
  /** What a changed line said before; absent where only a digest of it was kept. */
  readonly before?: string;
}

/** What is remembered of a confirmed definition, so that the next confirmation can say what has changed. Holds no secrets. */
export function keepLines(lines: readonly DisclosureLine[], sha256: Sha256): readonly KeptLine[] {
  return lines.map(({ label, value }, index) =>
    maySay(label, value, lines[index - 1]?.value) ? { label, value } : { label, digest: sha256(value) },
  );
}

/** The lines of a definition, each with what became of it; what is gone follows at the end. */
export function compareLines(
  before: readonly KeptLine[],
  now: readonly DisclosureLine[],
  sha256: Sha256,
): readonly ComparedLine[] {
  const known = new Map(numbered(before));
  const compared = numbered(now).map(([key, line]): ComparedLine => {
    const old = known.get(key);
    known.delete(key);
    if (!old) return { ...line, mark: 'added' };
    const same = 'value' in old ? old.value === line.value : old.digest === sha256(line.value);
    if (same) return { ...line, mark: 'same' };
    return { ...line, mark: 'changed', ...('value' in old && { before: old.value }) };
  });
  const removed = [...known.values()].map(
    (line): ComparedLine => ({
      label: line.label,
      value: 'value' in line ? line.value : '',
      written: 'value' in line,
      warnings: [],
      mark: 'removed',
    }),
  );
  return [...compared, ...removed];
}

/** By label; several of one label are the first, the second and so on. */
function numbered<T extends { readonly label: string }>(lines: readonly T[]): readonly (readonly [string, T])[] {
  const counts = new Map<string, number>();
  return lines.map((line) => {
    const count = (counts.get(line.label) ?? 0) + 1;
    counts.set(line.label, count);
    return [`${line.label}#${count}`, line] as const;
  });
}

/** Whether a value may be kept: it names where a secret comes from, or nothing says that it is one. */
function maySay(label: string, value: string, valueBefore: string | undefined): boolean {
  if (redactText(value) !== value || hasLiteralInUrl(value)) return false;
  // What an input is called and how it is asked for, which is no secret; what it is filled in with may be one.
  if (label.startsWith('Input ') && !/, (?:filled in with|offered first|choice “.*”)$/s.test(label)) return true;
  const [, flag = '', assigned = ''] = /^([^=\s]+)=(.*)$/s.exec(value) ?? [];
  if (isSecretName(flag) && hasLiteral(assigned)) return false;
  const afterFlag = label.startsWith('Argument ') && /^-[^=]*$/.test(valueBefore ?? '');
  return !((isSecretName(label) || (afterFlag && isSecretName(valueBefore ?? ''))) && hasLiteral(value));
}

/** True where something besides references and the name of a scheme (`Bearer ${env:X}`) stands. */
function hasLiteral(value: string): boolean {
  const rest = value.replace(/\$\{[^}]*\}/g, '');
  const scheme = rest.length < value.length ? /^(?:[A-Za-z][\w-]*\s+)?\s*$/ : /^$/;
  return !scheme.test(rest);
}

/** Names, passwords and queries of a URL are where people write keys. */
function hasLiteralInUrl(value: string): boolean {
  if (!/^[a-z][\w+.-]*:\/\//i.test(value)) return false;
  const [, credentials = ''] = /^[^:]*:\/\/([^/?#]*)@/.exec(value) ?? [];
  if (hasLiteral(credentials)) return true;
  const query = /\?([^#]*)/.exec(value)?.[1] ?? '';
  return query.split('&').some((part) => hasLiteral(part.slice(part.indexOf('=') + 1)));
}
