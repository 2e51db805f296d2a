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
  /** What belongs to it before the part that is searched for: a search for that would be slow. */
  readonly before?: RegExp;
  /** So many units at the end of what is searched for are the secret. */
  readonly last?: number;
}

const mixed = (value: string) => /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);

const SHAPES: readonly Shape[] = [
  {
    kind: 'telegram',
    severity: 'high',
    pattern: /:[A-Za-z0-9_-]{33,37}(?![A-Za-z0-9_-])/g,
    before: /(?<![\d.])\d{8,10}$/,
    reason: t('A Telegram bot token: whoever has it is the bot.'),
    accept: (value) => /[A-Za-z].*[A-Za-z]/.test(value.slice(9)) && entropy(value) > 3.5,
  },
  {
    kind: 'discord',
    severity: 'high',
    pattern: /\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,45}(?![A-Za-z0-9_-])/g,
    before: /(?<![A-Z0-9])[MNO][A-Za-z0-9_-]{22,27}$/,
    reason: t('A Discord bot token: whoever has it is the bot.'),
    accept: mixed,
  },
  {
    kind: 'azure-client-secret',
    severity: 'high',
    pattern: /Q~[A-Za-z0-9_~.-]{31,36}/g,
    before: /[A-Za-z0-9_~.-]{3}\d$/,
    reason: t('A client secret of Microsoft Entra ID.'),
  },
  {
    kind: 'azure-key',
    severity: 'high',
    // A whole word of this length: in the middle of a picture these letters stand by chance.
    pattern: /(?:JQQJ99|\+ASt|\+AMC|\+ABa|ACDb|AzFu|AzSe|APIM|AIoT|ACRPK)[A-Za-z0-9+/]{4,44}={0,2}(?![A-Za-z0-9+/=])/g,
    before: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{33,76}$/,
    reason: t('A key of an Azure service.'),
  },
  {
    kind: 'mailgun',
    severity: 'high',
    pattern: /-[0-9a-f]{8}-[0-9a-f]{8}(?![A-Za-z0-9-])/g,
    before: /(?<![0-9a-f-])[0-9a-f]{32}$/,
    reason: t('A Mailgun key.'),
  },
  {
    kind: 'mailchimp',
    severity: 'high',
    pattern: /-us\d{1,2}(?![A-Za-z0-9])/g,
    before: /(?<![0-9a-f])[0-9a-f]{32}$/,
    reason: t('A Mailchimp key.'),
  },
  {
    kind: 'terraform',
    severity: 'high',
    pattern: /\.atlasv1\.[A-Za-z0-9_=-]{60,80}/g,
    before: /[A-Za-z0-9]{14}$/,
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
    pattern: /(?:AKIA|ASIA)[A-Z0-9]{16}[^A-Za-z0-9+/][^]{0,120}?(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g,
    last: 40,
    reason: t('An AWS secret key beside its id.'),
    accept: mixed,
  },
];

/** Secrets that begin with nothing of their own, but have a shape that hardly anything else has. */
export const findShapes: Detector = ({ text }) => {
  const findings: Finding[] = [];
  for (const shape of SHAPES) {
    for (const { 0: whole, index: from } of matches(shape.pattern, text)) {
      const tail = whole.slice(-(shape.last ?? whole.length));
      const index = from + whole.length - tail.length;
      const lead = shape.before?.exec(text.slice(Math.max(0, index - 80), index))?.[0];
      if (shape.before && lead === undefined) continue;
      const value = (lead ?? '') + tail;
      const start = index - (lead?.length ?? 0);
      if (shape.accept?.(value) === false || isStandIn(value) || (!lead && !startsWord(text, index))) continue;
      const severity = shape.severity === 'high' && isExample(value) ? 'medium' : shape.severity;
      findings.push({ kind: `secret.${shape.kind}`, severity, start, end: index + tail.length, reason: shape.reason });
    }
  }
  return findings;
};
