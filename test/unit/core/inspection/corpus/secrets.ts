import { ALNUM, BASE64, BASE64URL, DIGITS, HEX, LOWER, type Lot, UPPER } from './random.ts';

/**
 * Secrets that are made up while the tests run: of none of them more than a beginning stands in a file, so that no scanner of
 * repositories takes this one for a leak.
 */
export interface SecretKind {
  readonly name: string;
  /** Makes one: the text to plant, and within it the part that must not leave. */
  make(lot: Lot): { readonly text: string; readonly secret: string };
}

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const base64url = (text: string) => Buffer.from(text, 'utf8').toString('base64url');

/** A token that is secret as a whole. */
function plain(name: string, make: (lot: Lot) => string): SecretKind {
  return {
    name,
    make: (lot) => {
      const secret = make(lot);
      return { text: secret, secret };
    },
  };
}

/** A secret with what stands around it: `around` says `@@` where it stands. */
function within(name: string, around: string, make: (lot: Lot) => string): SecretKind {
  return {
    name,
    make: (lot) => {
      const secret = make(lot);
      return { text: around.replaceAll('@@', () => secret), secret };
    },
  };
}

function pem(label: string, lot: Lot, join: string): string {
  const lines = Array.from({ length: 13 }, () => lot.chars(BASE64, 64));
  const dashes = '-'.repeat(5);
  return [
    `${dashes}BEGIN ${label}${dashes}`,
    ...lines,
    `${lot.chars(BASE64, 40)}==`,
    `${dashes}END ${label}${dashes}`,
  ].join(join);
}

function jwt(lot: Lot): string {
  const header = base64url(JSON.stringify({ alg: 'HS256', typ: 'JWT' }));
  const payload = base64url(JSON.stringify({ sub: lot.chars(DIGITS, 10), name: 'Ada', iat: 1_700_000_000 }));
  return `${header}.${payload}.${lot.chars(BASE64URL, 43)}`;
}

const password = (lot: Lot) =>
  `${lot.chars(UPPER, 1)}${lot.chars(LOWER, 5)}${lot.chars(DIGITS, 3)}!${lot.chars(LOWER, 2)}`;

/** Each of these has a beginning that its maker chose. */
const tokens: readonly SecretKind[] = [
  plain('AWS access key id', (lot) => `AKIA${lot.chars(`${UPPER}234567`, 16)}`),
  plain('AWS temporary key id', (lot) => `ASIA${lot.chars(`${UPPER}234567`, 16)}`),
  plain('Google API key', (lot) => `AIzaSy${lot.chars(BASE64URL, 33)}`),
  plain('Google OAuth client secret', (lot) => `GOCSPX-${lot.chars(BASE64URL, 28)}`),
  plain('Google access token', (lot) => `ya29.a0${lot.chars(BASE64URL, 120)}`),
  ...['p', 'o', 'u', 's', 'r'].map((letter) =>
    plain(`GitHub gh${letter}`, (lot) => `gh${letter}_${lot.chars(ALNUM, 36)}`),
  ),
  plain('GitHub fine-grained', (lot) => `github_pat_${lot.chars(ALNUM, 22)}_${lot.chars(ALNUM, 59)}`),
  ...['pat', 'dt', 'rt', 'ptt', 'ft', 'soat', 'cbt'].map((kind) =>
    plain(`GitLab gl${kind}`, (lot) => `gl${kind}-${lot.chars(BASE64URL, 20)}`),
  ),
  plain('Slack bot', (lot) => `xoxb-${lot.chars(DIGITS, 12)}-${lot.chars(DIGITS, 13)}-${lot.chars(ALNUM, 24)}`),
  plain(
    'Slack user',
    (lot) => `xoxp-${lot.chars(DIGITS, 12)}-${lot.chars(DIGITS, 12)}-${lot.chars(DIGITS, 12)}-${lot.chars(HEX, 32)}`,
  ),
  plain(
    'Slack app',
    (lot) => `xapp-1-A${lot.chars(UPPER + DIGITS, 10)}-${lot.chars(DIGITS, 13)}-${lot.chars(HEX, 64)}`,
  ),
  plain(
    'Slack webhook',
    (lot) =>
      `https://hooks.slack.com/services/T${lot.chars(UPPER + DIGITS, 8)}/B${lot.chars(UPPER + DIGITS, 10)}/${lot.chars(ALNUM, 24)}`,
  ),
  plain(
    'Discord webhook',
    (lot) => `https://discord.com/api/webhooks/${lot.chars('123456789', 18)}/${lot.chars(BASE64URL, 68)}`,
  ),
  plain('Discord bot', (lot) => `M${lot.chars(ALNUM, 23)}.${lot.chars(ALNUM, 6)}.${lot.chars(BASE64URL, 38)}`),
  plain('Telegram bot', (lot) => `${lot.chars('123456789', 10)}:AA${lot.chars(BASE64URL, 33)}`),
  plain('Stripe live', (lot) => `sk_live_${lot.chars(ALNUM, 24)}`),
  plain('Stripe restricted', (lot) => `rk_live_${lot.chars(ALNUM, 99)}`),
  plain('Stripe test', (lot) => `sk_test_${lot.chars(ALNUM, 24)}`),
  plain('Stripe webhook', (lot) => `whsec_${lot.chars(ALNUM, 32)}`),
  plain('Twilio API key', (lot) => `SK${lot.chars(HEX, 32)}`),
  plain('SendGrid', (lot) => `SG.${lot.chars(BASE64URL, 22)}.${lot.chars(BASE64URL, 43)}`),
  plain('Mailgun', (lot) => `key-${lot.chars(HEX, 32)}`),
  plain('Mailgun new', (lot) => `${lot.chars(HEX, 32)}-${lot.chars(HEX, 8)}-${lot.chars(HEX, 8)}`),
  plain('Mailchimp', (lot) => `${lot.chars(HEX, 32)}-us${lot.chars('123456789', 2)}`),
  plain('npm', (lot) => `npm_${lot.chars(ALNUM, 36)}`),
  plain('PyPI', (lot) => `pypi-AgEIcHlwaS5vcmc${lot.chars(BASE64URL, 130)}`),
  plain('RubyGems', (lot) => `rubygems_${lot.chars(HEX, 48)}`),
  plain('NuGet', (lot) => `oy2${lot.chars(LOWER + DIGITS, 43)}`),
  plain('Docker', (lot) => `dckr_pat_${lot.chars(BASE64URL, 27)}`),
  plain('OpenAI', (lot) => `sk-${lot.chars(ALNUM, 20)}T3BlbkFJ${lot.chars(ALNUM, 20)}`),
  plain('OpenAI project', (lot) => `sk-proj-${lot.chars(BASE64URL, 74)}T3BlbkFJ${lot.chars(BASE64URL, 74)}`),
  plain('Anthropic', (lot) => `sk-ant-api03-${lot.chars(BASE64URL, 93)}AA`),
  plain('OpenRouter', (lot) => `sk-or-v1-${lot.chars(HEX, 64)}`),
  plain('DeepSeek', (lot) => `sk-${lot.chars(HEX, 32)}`),
  plain('Hugging Face', (lot) => `hf_${lot.chars(LOWER + UPPER, 34)}`),
  plain('Groq', (lot) => `gsk_${lot.chars(ALNUM, 52)}`),
  plain('Replicate', (lot) => `r8_${lot.chars(ALNUM, 37)}`),
  plain('Perplexity', (lot) => `pplx-${lot.chars(ALNUM, 48)}`),
  plain('xAI', (lot) => `xai-${lot.chars(ALNUM, 80)}`),
  plain('DigitalOcean', (lot) => `dop_v1_${lot.chars(HEX, 64)}`),
  plain('Heroku', (lot) => `HRKU-AA${lot.chars(BASE64URL, 58)}`),
  plain('Shopify', (lot) => `shpat_${lot.chars(HEX, 32)}`),
  plain('Shopify shared secret', (lot) => `shpss_${lot.chars(HEX, 32)}`),
  plain('Square', (lot) => `sq0atp-${lot.chars(BASE64URL, 22)}`),
  plain('Square OAuth', (lot) => `sq0csp-${lot.chars(BASE64URL, 43)}`),
  plain('Square access', (lot) => `EAAAE${lot.chars(BASE64URL, 59)}`),
  plain('Vault', (lot) => `hvs.CAES${lot.chars(BASE64URL, 90)}`),
  plain('Terraform Cloud', (lot) => `${lot.chars(ALNUM, 14)}.atlasv1.${lot.chars(BASE64URL, 67)}`),
  plain('Databricks', (lot) => `dapi${lot.chars(HEX, 32)}`),
  plain('Linear', (lot) => `lin_api_${lot.chars(ALNUM, 40)}`),
  plain('Notion', (lot) => `ntn_${lot.chars(ALNUM, 46)}`),
  plain('Figma', (lot) => `figd_${lot.chars(BASE64URL, 40)}`),
  plain('Airtable', (lot) => `pat${lot.chars(ALNUM, 14)}.${lot.chars(HEX, 64)}`),
  plain('Postman', (lot) => `PMAK-${lot.chars(HEX, 24)}-${lot.chars(HEX, 34)}`),
  plain('Grafana', (lot) => `glsa_${lot.chars(ALNUM, 32)}_${lot.chars(HEX, 8)}`),
  plain('New Relic', (lot) => `NRAK-${lot.chars(UPPER + DIGITS, 27)}`),
  plain('Sentry', (lot) => `sntrys_${lot.chars(BASE64, 120)}`),
  plain('Tailscale', (lot) => `tskey-auth-${lot.chars(ALNUM, 12)}CNTRL-${lot.chars(ALNUM, 32)}`),
  plain('Doppler', (lot) => `dp.pt.${lot.chars(ALNUM, 43)}`),
  plain('Supabase', (lot) => `sbp_${lot.chars(HEX, 40)}`),
  plain('PlanetScale', (lot) => `pscale_tkn_${lot.chars(BASE64URL, 43)}`),
  plain('Atlassian', (lot) => `ATATT3xFfGF0${lot.chars(BASE64URL, 180)}`),
  plain('age', (lot) => `AGE-SECRET-KEY-1${lot.chars('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 58)}`),
  plain('Brevo', (lot) => `xkeysib-${lot.chars(HEX, 64)}-${lot.chars(ALNUM, 16)}`),
  plain('Entra client secret', (lot) => `${lot.chars(ALNUM, 3)}8Q~${lot.chars(`${ALNUM}_.-`, 34)}`),
  plain('Firebase messaging', (lot) => `AAAA${lot.chars(BASE64URL, 7)}:APA91b${lot.chars(BASE64URL, 134)}`),
  plain('Asana', (lot) => `1/${lot.chars(DIGITS, 16)}:${lot.chars(HEX, 32)}`),
  plain('a wallet', (lot) => `5J${lot.chars('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz', 49)}`),
  within('WeCom', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=@@', (lot) => lot.uuid()),
  within('Lark', 'https://open.larksuite.com/open-apis/bot/v2/hook/@@', (lot) => lot.uuid()),
  plain('JWT', jwt),
];

const keys: readonly SecretKind[] = [
  ...[
    'PRIVATE KEY',
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
    'PGP PRIVATE KEY BLOCK',
  ].map((label) => plain(label, (lot) => pem(label, lot, '\n'))),
  plain('a key with escaped line ends', (lot) => pem('PRIVATE KEY', lot, '\\n')),
  plain('a key with escaped line ends of Windows', (lot) => pem('RSA PRIVATE KEY', lot, '\\r\\n')),
  plain('a key on one line', (lot) => pem('PRIVATE KEY', lot, ' ')),
  plain('an indented key', (lot) => pem('PRIVATE KEY', lot, '\n      ')),
  plain('a quoted key', (lot) => pem('OPENSSH PRIVATE KEY', lot, '\n> ')),
  plain('a key in lower case', (lot) =>
    pem('RSA PRIVATE KEY', lot, '\n').replace(/(BEGIN|END) RSA PRIVATE KEY/g, (all) => all.toLowerCase()),
  ),
  plain('a key without its end', (lot) => pem('PRIVATE KEY', lot, '\n').slice(0, 500)),
  plain('a GCP service account', (lot) =>
    JSON.stringify(
      {
        type: 'service_account',
        project_id: 'orders',
        private_key_id: lot.chars(HEX, 40),
        private_key: pem('PRIVATE KEY', lot, '\n'),
      },
      undefined,
      2,
    ),
  ),
  within(
    'a kubeconfig',
    ['apiVersion: v1', 'kind: Config', 'users:', '- name: admin', '  user:', '    client-key-data: @@'].join('\n'),
    (lot) => base64(pem('RSA PRIVATE KEY', lot, '\n')),
  ),
  within('the words of a wallet', 'seed phrase: @@', (lot) =>
    Array.from({ length: 12 }, () => lot.chars(LOWER, 4 + lot.below(4))).join(' '),
  ),
  within('WireGuard', '[Interface]\nPrivateKey = @@\nAddress = 10.0.0.2/32', (lot) => `${lot.chars(BASE64, 42)}A=`),
];

const connections: readonly SecretKind[] = [
  within('PostgreSQL', 'postgres://app:@@@db.internal:5432/orders', password),
  within('PostgreSQL with escaped slashes', String.raw`postgresql:\/\/app:@@@db.internal\/orders`, (lot) =>
    lot.chars(ALNUM, 14),
  ),
  within('MySQL', 'mysql://root:@@@10.1.2.3/shop?ssl=true', password),
  within('MongoDB', 'mongodb+srv://svc:@@@cluster0.ab1cd.mongodb.net/prod', (lot) => lot.chars(ALNUM, 16)),
  within('Redis', 'redis://:@@@cache:6379/0', (lot) => lot.chars(ALNUM, 20)),
  within('AMQP', 'amqps://worker:@@@rabbit.internal/vhost', (lot) => lot.chars(ALNUM, 18)),
  within('a URL with a password', 'https://deploy:@@@git.internal.net/team/app.git', (lot) => lot.chars(ALNUM, 16)),
  within('ADO', 'Server=tcp:sql.internal,1433;Initial Catalog=Orders;User ID=app;Password=@@;Encrypt=True;', password),
  within('ODBC', 'Driver={ODBC Driver 18};Server=sql;Uid=app;Pwd=@@;', password),
  within('JDBC', 'jdbc:mysql://db.internal:3306/shop?user=app&password=@@&useSSL=true', (lot) => lot.chars(ALNUM, 14)),
  within('a .pgpass file', 'db.internal:5432:orders:app:@@', password),
  within('mysql on a command line', 'mysql -h db -u root -p@@ orders', password),
  within('sshpass', "sshpass -p '@@' ssh root@10.0.0.1", password),
  within('redis-cli', 'redis-cli -h cache -a @@ ping', password),
  within('an authenticator', 'otpauth://totp/Acme:ada?secret=@@&issuer=Acme', (lot) => lot.chars(UPPER, 32)),
  within('Oracle', 'jdbc:oracle:thin:app/@@@//ora.internal:1521/ORCL', (lot) => `${lot.chars(ALNUM, 11)}9x`),
  within(
    'Azure storage',
    'DefaultEndpointsProtocol=https;AccountName=orders;AccountKey=@@;EndpointSuffix=core.windows.net',
    (lot) => `${lot.chars(BASE64, 86)}==`,
  ),
  within('Azure SAS', 'https://orders.blob.core.windows.net/in/a.csv?sv=2024-11-04&se=2027-01-01&sp=r&sig=@@', (lot) =>
    encodeURIComponent(`${lot.chars(BASE64, 43)}=`),
  ),
  within(
    'Azure Service Bus',
    'Endpoint=sb://orders.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=@@',
    (lot) => `${lot.chars(BASE64, 43)}=`,
  ),
];

const headers: readonly SecretKind[] = [
  within('Authorization Bearer', 'Authorization: Bearer @@', (lot) => lot.chars(ALNUM, 40)),
  within('Authorization Basic', 'authorization: Basic @@', (lot) => base64(`deploy:${lot.chars(ALNUM, 14)}`)),
  within('Authorization in JSON', '{"headers": {"Authorization": "Bearer @@"}}', (lot) => lot.chars(BASE64URL, 43)),
  within('API key header', "curl -H 'X-API-Key: @@' https://api.internal/v1", (lot) => lot.chars(ALNUM, 32)),
  within('Cookie', 'Cookie: theme=dark; sessionid=@@; lang=en', (lot) => lot.chars(LOWER + DIGITS, 32)),
  within(
    'Set-Cookie',
    'Set-Cookie: connect.sid=@@; Path=/; HttpOnly',
    (lot) => `s%3A${lot.chars(BASE64URL, 32)}.${lot.chars(ALNUM, 43)}`,
  ),
  within('npm auth', '//npm.internal.net/:_authToken=@@', (lot) => lot.uuid()),
  within('Docker config', '{"auths": {"registry.internal": {"auth": "@@"}}}', (lot) =>
    base64(`ci:${lot.chars(ALNUM, 20)}`),
  ),
  within('netrc', 'machine api.internal login deploy password @@', (lot) => lot.chars(ALNUM, 16)),
  within('curl user', 'curl -u deploy:@@ https://ci.internal/job', password),
];

const assignments: readonly SecretKind[] = [
  within('AWS secret key', 'aws_secret_access_key = @@', (lot) => lot.chars(BASE64, 40)),
  within('AWS secret key in the environment', 'export AWS_SECRET_ACCESS_KEY="@@"', (lot) => lot.chars(BASE64, 40)),
  within('Datadog', 'DD_API_KEY=@@', (lot) => lot.chars(HEX, 32)),
  within('Datadog app key', 'DATADOG_APP_KEY: @@', (lot) => lot.chars(HEX, 40)),
  within('Twilio auth token', 'TWILIO_AUTH_TOKEN=@@', (lot) => lot.chars(HEX, 32)),
  within('Heroku key in the environment', 'HEROKU_API_KEY=@@', (lot) => lot.uuid()),
  within('Cloudflare', 'CLOUDFLARE_API_TOKEN=@@', (lot) => lot.chars(BASE64URL, 40)),
  within('Azure secret', "AZURE_CLIENT_SECRET='@@'", (lot) => lot.chars(`${ALNUM}._~`, 34)),
  within('a .env password', 'DB_PASSWORD=@@', password),
  within('a lower-case password', 'db_password=@@', password),
  within('a YAML password', 'database:\n  user: app\n  password: @@\n  pool: 5', password),
  within('a quoted YAML password', 'password: "@@"', password),
  within('a JSON password', '{"user": "app", "password": "@@"}', password),
  within('an escaped JSON password', String.raw`"{\"user\":\"app\",\"password\":\"@@\"}"`, password),
  within('a password in TypeScript', "const dbPassword = '@@';", password),
  within('a password in Python', 'PASSWORD = "@@"', password),
  within('a password in Go', 'apiKey := "@@"', (lot) => lot.chars(ALNUM, 32)),
  within('a secret in Java', 'private static final String CLIENT_SECRET = "@@";', (lot) => lot.chars(ALNUM, 32)),
  within('a secret in PHP', "define('AUTH_KEY', '@@');", (lot) => lot.chars(`${ALNUM}!@#%^&*()`, 40)),
  within('a secret in Ruby', "config.secret_key_base = '@@'", (lot) => lot.chars(HEX, 128)),
  within('a secret in XML', '<password>@@</password>', password),
  within('a secret in .NET settings', '<add key="ApiKey" value="@@" />', (lot) => lot.chars(ALNUM, 32)),
  within('a password in a sentence', 'The password for the staging server is @@, please keep it.', password),
  within('a password in a German sentence', 'Das Passwort lautet @@.', password),
  within('WPA', 'network={ ssid="home" psk="@@" }', password),
  within('an option', 'mytool login --password @@ --verbose', password),
  within('an option with =', 'mytool --api-key=@@ run', (lot) => lot.chars(ALNUM, 32)),
  within('a German password', 'Das Passwort: @@', password),
  within('a Spanish password', 'contrase\u00f1a: @@', password),
  within('a kubernetes token', 'users:\n- user:\n    token: @@', (lot) => lot.chars(ALNUM, 40)),
  within('a Terraform variable', 'api_token = "@@"', (lot) => lot.chars(ALNUM, 40)),
];

/** All kinds. */
export const secretKinds: readonly SecretKind[] = [...tokens, ...keys, ...connections, ...headers, ...assignments];
