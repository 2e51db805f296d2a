import { t } from '../../text/l10n.ts';
import type { Finding, Severity } from '../finding.ts';
import { matches, startsWord, type Detector } from '../subject.ts';
import { entropy, isExample, isStandIn } from './value.ts';

/** A secret that is known by its shape alone. */
interface Shape {
  readonly kind: string;
  readonly severity: Severity;
  readonly pattern: RegExp;
  readonly reason: string;
  readonly accept?: (value: string) => boolean;
}

const mixed = (value: string) => /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);

const SHAPES: readonly Shape[] = [
  {
    kind: 'telegram',
    severity: 'high',
    pattern: /(?:(?<![A-Za-z0-9_.~-])|(?<=\\[nrt]))\d{8,10}:[A-Za-z0-9_-]{33,37}(?![A-Za-z0-9_-])/g,
    reason: t('A Telegram bot token: whoever has it is the bot.'),
    accept: (value) => /[A-Za-z].*[A-Za-z]/.test(value.slice(9)) && entropy(value) > 3.5,
  },
  {
    kind: 'discord',
    severity: 'high',
    pattern:
      /(?:(?<![A-Za-z0-9_.~-])|(?<=\\[nrt]))(?:mfa\.[A-Za-z0-9_-]{60,100}|[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,45})(?![A-Za-z0-9_-])/g,
    reason: t('A Discord bot token: whoever has it is the bot.'),
    accept: mixed,
  },
  {
    kind: 'azure-client-secret',
    severity: 'high',
    pattern: /(?:(?<![A-Za-z0-9_.~-])|(?<=\\[nrt]))[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,36}/g,
    reason: t('A client secret of Microsoft Entra ID.'),
  },
  {
    kind: 'azure-key',
    severity: 'high',
    pattern: /[A-Za-z0-9+/]{33,80}(?:JQQJ99|\+ASt|\+AMC|\+ABa|ACDb|AzFu|AzSe|APIM|AIoT|ACRPK)[A-Za-z0-9+/=]{4,44}/g,
    reason: t('A key of an Azure service.'),
  },
  {
    kind: 'mailgun',
    severity: 'high',
    pattern: /(?:(?<![A-Za-z0-9_.~-])|(?<=\\[nrt]))[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![A-Za-z0-9-])/g,
    reason: t('A Mailgun key.'),
  },
  {
    kind: 'mailchimp',
    severity: 'high',
    pattern: /(?:(?<![A-Za-z0-9_.~-])|(?<=\\[nrt]))[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/g,
    reason: t('A Mailchimp key.'),
  },
  {
    kind: 'terraform',
    severity: 'high',
    pattern: /(?:(?<![A-Za-z0-9_.~-])|(?<=\\[nrt]))[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,80}/g,
    reason: t('A token of Terraform Cloud.'),
  },
  {
    kind: 'password-hash',
    severity: 'medium',
    pattern:
      /\$(?:2[abxy]?\$\d{2}\$[./A-Za-z0-9]{53}|[156y]\$[^\s$:]{2,32}\$[./A-Za-z0-9$]{22,90}|apr1\$[^\s$]{2,12}\$[./A-Za-z0-9]{22}|argon2(?:id|i|d)\$v=\d+\$[\w=,]{5,40}\$[A-Za-z0-9+/]{8,60}\$[A-Za-z0-9+/]{16,100})/g,
    reason: t('The hash of a password: a weak password can be found from it.'),
  },
  {
    kind: 'aws-secret',
    severity: 'high',
    pattern:
      /(?<=(?:AKIA|ASIA)[A-Z0-9]{16}[^A-Za-z0-9+/][^]{0,120}?[^A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g,
    reason: t('An AWS secret key beside its id.'),
    accept: mixed,
  },
];

/** Secrets that begin with nothing of their own, but have a shape that hardly anything else has. */
export const findShapes: Detector = ({ text }) => {
  const findings: Finding[] = [];
  for (const { kind, severity, pattern, reason, accept } of SHAPES) {
    for (const { 0: value, index } of matches(pattern, text)) {
      if (!startsWord(text, index) || isStandIn(value) || accept?.(value) === false) continue;
      const level = severity === 'high' && isExample(value) ? 'medium' : severity;
      findings.push({ kind: `secret.${kind}`, severity: level, start: index, end: index + value.length, reason });
    }
  }
  return findings;
};
