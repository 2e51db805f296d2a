import { t } from '../../text/l10n.ts';
import type { Finding } from '../finding.ts';
import { matchAt } from '../subject.ts';

const ESC = String.raw`(?:\x1b|\x9b(?=[0-?]{0,40}[@-~]))`;
/** One sequence: of control, of an operating system, of a device, or of two characters. */
const SEQUENCE = new RegExp(
  [
    String.raw`(?:\x1b\[|\x9b)([0-?]{0,200})([ -/]{0,8}[@-~])`,
    String.raw`\x1b\]([^\x07\x1b\n]{0,4000})(?:\x07|\x1b\\)?`,
    String.raw`\x1b[PX^_]([^\x1b]{0,4000})(?:\x1b\\)?`,
    String.raw`\x1b(?:[()*+.\/#%-][0-9A-Za-z@]|[0-9=>A-Z\\^_a-z](?![A-Za-z]))`,
    ESC,
  ].join('|'),
  'y',
);

/** True where colours make text invisible: concealed, or of the colour of its ground. */
function conceals(parameters: string): boolean {
  const codes = parameters.split(/[;:]/);
  if (codes.length === 1) return codes[0] === '8';
  const rgb =
    /^(?:.*;)?38;([25];[\d;]+?);48;\1(?:;.*)?$/.test(parameters) ||
    /^(?:.*;)?48;([25];[\d;]+?);38;\1(?:;.*)?$/.test(parameters);
  if (rgb) return true;
  if (codes.includes('38') || codes.includes('48')) return false;
  const front = codes.map(Number).find((code) => (code >= 30 && code <= 37) || (code >= 90 && code <= 97));
  const back = codes.map(Number).find((code) => (code >= 40 && code <= 47) || (code >= 100 && code <= 107));
  return codes.includes('8') || (front !== undefined && back === front + 10);
}

/** A sequence for a terminal that begins here: colours are mild, what moves, hides or commands is not. */
export function escapeAt(text: string, at: number): Finding | undefined {
  const match = matchAt(SEQUENCE, text, at);
  if (!match) return undefined;
  const [whole, parameters, final, system, device] = match;
  const finding = (severity: Finding['severity'], reason: string): Finding => ({
    kind: 'hidden.ansi',
    severity,
    start: at,
    end: at + whole.length,
    reason,
  });
  if (final === 'm') {
    return conceals(parameters ?? '')
      ? finding('high', t('A terminal sequence that makes the text behind it invisible.'))
      : finding('low', t('A terminal sequence for colours.'));
  }
  if (final !== undefined) return finding('medium', t('A terminal sequence that moves the cursor or erases text.'));
  if (system?.startsWith('52')) return finding('high', t('A terminal sequence that writes to the clipboard.'));
  if (system !== undefined) return finding('medium', t('A terminal sequence for the title or for a link.'));
  if (device !== undefined) return finding('high', t('A terminal sequence with a command for the device.'));
  return finding('medium', t('An escape character, which starts a terminal sequence (U+001B).'));
}
