import type { Finding } from '../../core/inspection/finding.ts';
import { inspectText } from '../../core/inspection/inspectText.ts';
import { numberText, t } from '../../core/text/l10n.ts';
import { lintSecrets } from './secretlint.ts';

/** UTF-16 units that are looked through. A text is longer only where somebody wants it to be. */
export const LONGEST = 16 * 1024 * 1024;

/** Everything that is found in a text, with secretlint's help. What is beyond the size that is looked through is a finding itself. */
export async function inspectWhole(text: string, longest = LONGEST): Promise<Finding[]> {
  const looked = text.length > longest ? text.slice(0, longest) : text;
  const findings = inspectText(looked, await lintSecrets(looked));
  if (looked.length < text.length) {
    findings.push({
      kind: 'inspection.partial',
      severity: 'high',
      start: looked.length,
      end: text.length,
      reason: t(
        'From here on the text was not inspected: it is longer than {0} MiB.',
        numberText(longest / 1024 / 1024),
      ),
    });
  }
  return findings;
}
