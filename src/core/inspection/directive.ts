import { t } from '../text/l10n.ts';
import type { Finding } from './finding.ts';
import { matches, type Detector } from './subject.ts';

const DIRECTIVE = /secretlint-(?:disable|enable)(?:-(?:next-)?line)?/gi;
const OTHERS =
  /gitleaks:allow|pragma: ?(?:allowlist|whitelist) secret|trufflehog:ignore|ggignore|nosecret(?![a-z])|noqa: ?secret|detect-secrets:ignore/g;

/** Comments that tell scanners of secrets to look away. They change nothing here. */
export const findDirectives: Detector = ({ text, lower }) => [
  ...Array.from(
    matches(DIRECTIVE, text),
    ({ 0: words, index }): Finding => ({
      kind: 'scan.directive',
      severity: 'medium',
      start: index,
      end: index + words.length,
      reason: t('This tells a scanner of secrets to look away; it was not obeyed.'),
    }),
  ),
  ...Array.from(
    matches(OTHERS, lower),
    ({ 0: words, index }): Finding => ({
      kind: 'scan.directive',
      severity: 'low',
      start: index,
      end: index + words.length,
      reason: t('This tells a scanner of secrets to look away; it was not obeyed.'),
    }),
  ),
];

/**
 * The same text, unit for unit at the same place, in which no directive of secretlint is left. Its preset obeys them in the text that
 * it looks through, and so could whoever wrote the text switch it off.
 */
export function withoutDirectives(text: string): string {
  return text.replace(/secretlint-(?=disable|enable)/gi, (words) => words.replace('-', '_'));
}
