import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { withoutDirectives } from '../../core/inspection/directive.ts';
import { isExample, isMasked } from '../../core/inspection/secrets/value.ts';
import { matchAt } from '../../core/inspection/subject.ts';
import { t } from '../../core/text/l10n.ts';
import type { Finding, Severity } from '../../core/inspection/finding.ts';

// It would keep a mark of every rule and text.
secretLintProfiler.setEnabled(false);

const PRESET = '@secretlint/secretlint-rule-preset-recommend';

/** What it says of URLs it says of examples as well; those are weighed in our own detectors. */
const WEIGHED: Readonly<Record<string, Severity>> = { basicauth: 'medium', 'database-connection-string': 'medium' };

/**
 * Its place of an AWS secret begins at the name and is as long as the value: redacted there, half of the value would be left.
 * @see https://github.com/secretlint/secretlint/blob/master/packages/@secretlint/secretlint-rule-aws/src/index.ts
 */
const AWS_NAME =
  /["']?(?:AWS|aws|Aws)?_?(?:SECRET|secret|Secret)_?(?:ACCESS|access|Access)_?(?:KEY|key|Key)["']?\s*(?:=>|[:=])\s*["']?/y;

function leadLength(rule: string, text: string, start: number): number {
  return rule === 'aws' ? (matchAt(AWS_NAME, text, start)?.[0].length ?? 0) : 0;
}

/** The secrets that secretlint's recommended rules see. Its messages are not used: they could quote the text. */
export async function lintSecrets(text: string): Promise<Finding[]> {
  const { messages } = await lintSource({
    source: { content: withoutDirectives(text), filePath: 'text.txt', ext: '.txt', contentType: 'text' },
    options: {
      locale: 'en',
      maskSecrets: true,
      noPhysicFilePath: true,
      config: { rules: [{ id: PRESET, rule: creator, options: {} }] },
    },
  });
  return messages.flatMap(({ ruleId, range }): Finding[] => {
    const rule = ruleId.replace(/^.*secretlint-rule-/, '');
    const lead = leadLength(rule, text, range[0]);
    const [start, end] = [range[0] + lead, range[1] + lead];
    const found = text.slice(start, end);
    if (isMasked(found)) return [];
    const reason = t('A secret that secretlint knows (rule {0}).', rule);
    const severity = WEIGHED[rule] ?? (isExample(found) ? 'medium' : 'high');
    return [{ kind: `secret.${rule}`, severity, start, end, reason }];
  });
}
