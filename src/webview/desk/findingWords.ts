import type { Place, Where } from '../../core/findings/places.ts';
import { plural, t } from '../../core/text/l10n.ts';
import type { FindingView, FoundView } from '../../shared/desk.ts';
import { number } from '../ui/format.ts';

function inMessage(number: number, role: string, what: Extract<Where, { in: 'message' }>['what']): string {
  switch (what) {
    case 'text':
      return t('Message {0} ({1})', number, role);
    case 'toolUse':
      return t('Message {0} ({1}), tool use', number, role);
    case 'toolUseName':
      return t('Message {0} ({1}), name of a tool use', number, role);
    case 'toolResult':
      return t('Message {0} ({1}), tool result', number, role);
    case 'toolResultId':
      return t('Message {0} ({1}), id of a tool result', number, role);
  }
}

function inTool(number: number, what: Extract<Where, { in: 'tool' }>['what']): string {
  switch (what) {
    case 'name':
      return t('Tool {0}, name', number);
    case 'description':
      return t('Tool {0}, description', number);
    case 'schema':
      return t('Tool {0}, input schema', number);
  }
}

function inAnswer(what: Extract<Where, { in: 'answer' }>['what']): string {
  if (what === 'toolUse') return t('Answer, tool use');
  return what === 'toolUseName' ? t('Answer, name of a tool use') : t('Answer');
}

/** Which text it is, in words: *Message 2 (user), tool result*. */
export function whereWords(where: Where): string {
  switch (where.in) {
    case 'system':
      return t('System prompt');
    case 'message':
      return inMessage(where.message + 1, where.role, where.what);
    case 'tool':
      return inTool(where.tool + 1, where.what);
    case 'stop':
      return t('Stop sequence {0}', where.index + 1);
    case 'answer':
      return inAnswer(where.what);
  }
}

const lines = new WeakMap<FindingView, number>();

/** The line of a place, counted from 1. */
function lineOf(finding: FindingView, text: string): number {
  const known = lines.get(finding);
  if (known !== undefined) return known;
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < finding.start; at = text.indexOf('\n', at + 1)) line++;
  lines.set(finding, line);
  return line;
}

/** Where it stands: *Message 1 (user), line 12*. */
export function placeWords(finding: FindingView, places: ReadonlyMap<string, Place>): string {
  const place = places.get(finding.key);
  if (place === undefined) return '';
  const words = whereWords(place.where);
  return place.text.includes('\n') ? t('{0}, line {1}', words, number(lineOf(finding, place.text))) : words;
}

/** The severities in words. */
export const severityWords = { high: t('High'), medium: t('Medium'), low: t('Low'), info: t('Info') } as const;
/** The worst first. */
export const severities = ['high', 'medium', 'low', 'info'] as const;

function counted(found: number, severity: FindingView['severity']): string {
  switch (severity) {
    case 'high':
      return t('{0} high', number(found));
    case 'medium':
      return t('{0} medium', number(found));
    case 'low':
      return t('{0} low', number(found));
    case 'info':
      return t('{0} info', number(found));
  }
}

/** How many there are of each severity: *2 high, 1 low*. Empty where there is none. */
export function countWords(open: FoundView['open']): string {
  return severities
    .filter((severity) => open[severity] > 0)
    .map((severity) => counted(open[severity], severity))
    .join(', ');
}

/** The line above *Approve and send*; nothing where nobody has to be told. */
export function openHighWords(open: FoundView['open']): string | undefined {
  return open.high === 0
    ? undefined
    : plural(open.high, '{0} high finding not acted on.', '{0} high findings not acted on.');
}

const groups: Readonly<Record<string, string>> = {
  secret: t('Secrets'),
  personal: t('Personal data'),
  hidden: t('Hidden and misleading characters'),
  instruction: t('Instructions'),
  tool: t('Tool use in text'),
  outflow: t('What could carry data out'),
  bulk: t('Encoded data and long lines'),
  scan: t('Words to scanners'),
  inspection: t('Not inspected'),
};

/** The group of a kind, which is what comes before its dot. */
export function groupOf(kind: string): string {
  return kind.split('.', 1)[0] ?? kind;
}

/** A group in words. */
export function groupWords(group: string): string {
  return groups[group] ?? group.replace(/^./, (first) => first.toUpperCase());
}
