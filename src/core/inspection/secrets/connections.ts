import { t } from '../../text/l10n.ts';
import type { Finding, Severity } from '../finding.ts';
import { matches, nearby, type Detector } from '../subject.ts';
import { isStandIn, strengthOf } from './value.ts';

/** `//user:password@host` behind a scheme, the user optional. The password may hold anything but what ends a URL's first part. */
const WITH_PASSWORD = /:(?:\\?\/){2}([^\s:/@"'<>\\`]{0,100}):([^\s/@"'<>`]{1,256})@(?=[a-z0-9[_${<%])/gi;
/** The same with characters in the password that should have been escaped: only for databases, where people write them so. */
const LOOSE =
  /:(?:\\?\/){2}([^\s:/@"'<>]{0,100}):([^\s"'<>]{1,120}?)@(?=[a-z0-9.-]{3,100}(?::\d{2,5})?(?:\\?\/|\?|["'\s]|$))/gi;
const DATABASE =
  /^(?:postgres|mysql|mariadb|mongodb|redis|rediss|amqp|mssql|sqlserver|clickhouse|cockroach|oracle|ftp|smtp|ldap)/i;
const SCHEME = /(?<![a-z0-9])[a-z][a-z0-9+.-]{1,24}$/i;

/** Parts of a connection string in the manner of ADO, ODBC and JDBC: `Password=…;`. */
const PART =
  /(?:\b|(?<=\\[nrt]))(password|pwd|accountkey|sharedaccesskey|sharedsecretvalue|accesskey|primarykey|sharedaccesssignature|account key|client ?secret|sasltoken)\s{0,2}=\s{0,2}(?:\{([^}\n]{1,256})\}|'([^'\n]{1,256})'|"([^"\n]{1,256})"|([^;&\s"'<>]{1,400}))/gi;
/** What makes a line a connection string: another part beside it. */
const COMPANY =
  /(?:server|data source|host|endpoint|accountname|user id|uid|user|username|database|initial catalog|defaultendpointsprotocol|driver|hostname|sharedaccesskeyname|jdbc:[a-z]+|dsn|port|address)\s{0,2}[=:]/i;

const ORACLE = /jdbc:oracle:(?:thin|oci):([\w$#]{1,40})\/([^@\s"']{1,80})@/gi;
/** `host:5432:database:user:password`, as in a .pgpass file. */
const PGPASS = /:(?:\d{2,5}|\*):[\w*-]{1,60}:[\w*-]{1,60}:([^\s:"'`<>\\]{4,120})(?=[\s"'`<>\\]|$)/g;
const PGPASS_HOST = /(?:^|[\s"'`<>]|\\[nrt])[a-z][\w.-]{2,80}$/i;
const VALUE = '["\']?([^\\s"\'`<>|;\\\\]{4,200})';
/** Programs that take a password as an option of one letter. Each begins with what is quickly looked for. */
const COMMANDS = [
  'mysql[a-z-]{0,12}\\b[^\\n|;]{0,200}?\\s-p',
  'mariadb[a-z-]{0,12}\\b[^\\n|;]{0,200}?\\s-p',
  'sshpass\\s{1,3}-p\\s{0,3}',
  'redis-cli\\b[^\\n|;]{0,200}?\\s-a\\s{1,3}',
  'ldap[a-z]{3,8}\\b[^\\n|;]{0,200}?\\s-w\\s{1,3}',
  'docker\\s{1,3}login\\b[^\\n|;]{0,200}?\\s-p\\s{1,3}',
].map((command) => new RegExp(command + VALUE, 'g'));
/** What an authenticator app is set up with. */
const AUTHENTICATOR = /otpauth:(?:\\?\/){2}[ht]otp\\?\/[^\s"'<>]{0,300}?[?&](?:amp;)?secret=([A-Z2-7]{16,128})/g;

const AZURE_SAS = /[?&](?:amp;)?sig=([A-Za-z0-9%+/=]{30,120})/g;
const PRESIGNED = /[?&](?:amp;)?(?:X-Amz-Signature|X-Goog-Signature|Signature)=([A-Za-z0-9%+/=~_-]{24,700})/g;

function finding(kind: string, severity: Severity, start: number, length: number, reason: string): Finding {
  return { kind: `secret.${kind}`, severity, start, end: start + length, reason };
}

/** How bad a password in a URL is: one that everybody has on their own machine is only worth a look. */
function severityOf(password: string): Severity | undefined {
  const plain = password.replace(/%[\da-f]{2}/gi, '~');
  if (isStandIn(plain)) return undefined;
  if (/^(?:pass(?:word|wd)?|pwd|secret|token|key|root|admin|postgres|mysql|guest|user|test|p|pw|\d{1,5})$/i.test(plain))
    return 'low';
  return strengthOf(plain, true) === 'none' && /^[A-Z]?[a-z]+$/.test(plain) ? 'medium' : 'high';
}

function urls(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const pattern of [WITH_PASSWORD, LOOSE]) {
    for (const { 0: whole, 1: user = '', 2: password = '', index } of matches(pattern, text)) {
      const scheme = SCHEME.exec(text.slice(Math.max(0, index - 26), index))?.[0];
      if (scheme === undefined || scheme === 'cvs' || (pattern === LOOSE && !DATABASE.test(scheme))) continue;
      const severity = severityOf(password);
      if (severity === undefined || isStandIn(user)) continue;
      const start = index + whole.length - 1 - password.length;
      const web = /^(?:https?|wss?|ftps?|sftp|ssh|git.*|svn.*)$/i.test(scheme);
      const reason = web
        ? t('A URL with a password in it.')
        : t('A connection string with its password: it opens the database or the service.');
      findings.push(finding(web ? 'url-password' : 'connection', severity, start, password.length, reason));
    }
  }
  return findings;
}

function parts(text: string): Finding[] {
  const findings: Finding[] = [];
  const inCompany = nearby(COMPANY, text);
  for (const match of matches(PART, text)) {
    const value = match[2] ?? match[3] ?? match[4] ?? match[5] ?? '';
    if (!inCompany(match.index) || isStandIn(value)) continue;
    const start = match.index + match[0].lastIndexOf(value);
    const strength = strengthOf(value, true);
    const severity = strength === 'none' ? 'low' : strength === 'strong' ? 'high' : 'medium';
    findings.push(
      finding('connection', severity, start, value.length, t('A connection string with its password or key.')),
    );
  }
  return findings;
}

/** Passwords at a place of their own: anything that can be one. */
function placed(pattern: RegExp, text: string, reason: string, before?: RegExp): Finding[] {
  return Array.from(matches(pattern, text)).flatMap((match) => {
    const value = match[1] ?? '';
    if (before && !before.test(text.slice(Math.max(0, match.index - 84), match.index))) return [];
    const strength = isStandIn(value) ? 'none' : strengthOf(value, true);
    if (strength === 'none') return [];
    const start = match.index + match[0].lastIndexOf(value);
    return [finding('connection', strength === 'strong' ? 'high' : 'medium', start, value.length, reason)];
  });
}

function each(pattern: RegExp, text: string, kind: string, severity: Severity, reason: string): Finding[] {
  return Array.from(matches(pattern, text), (match) => {
    const value = match.at(-1) ?? '';
    return finding(kind, severity, match.index + match[0].lastIndexOf(value), value.length, reason);
  });
}

/** Passwords and keys in connection strings and URLs. The finding is the password alone: the rest may have to stay readable. */
export const findConnections: Detector = ({ text }) => [
  ...urls(text),
  ...parts(text),
  ...each(ORACLE, text, 'connection', 'high', t('An Oracle connection string with its password.')),
  ...placed(PGPASS, text, t('A password for a database, as in a .pgpass file.'), PGPASS_HOST),
  ...COMMANDS.flatMap((command) => placed(command, text, t('A password on a command line.'))),
  ...each(
    AUTHENTICATOR,
    text,
    'one-time',
    'high',
    t('The secret of one-time passwords: whoever has it can make them.'),
  ),
  ...each(
    AZURE_SAS,
    text,
    'azure-sas',
    'high',
    t('The signature of an Azure link (SAS): whoever has it may use the storage.'),
  ),
  ...each(
    PRESIGNED,
    text,
    'signed-url',
    'medium',
    t('The signature of a link: whoever has it may fetch or write the file.'),
  ),
];
