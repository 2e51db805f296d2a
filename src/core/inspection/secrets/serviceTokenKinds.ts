import { token, type TokenKind } from './tokenKinds.ts';

const W = '[A-Za-z0-9_-]';
const A = '[A-Za-z0-9]';
const HEX = '[0-9a-f]';
const UUID = '[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}';

const models: readonly TokenKind[] = [
  token('anthropic', 'Anthropic key', 'sk-ant-', `${W}{30,200}`),
  token('openrouter', 'OpenRouter key', 'sk-or-', `(?:v\\d-)?${A}{32,80}`),
  token('openai', 'OpenAI key', 'sk-proj- sk-svcacct- sk-admin- sk-None- sk-service-', `${W}{20,300}`),
  token('langfuse', 'Langfuse key', 'sk-lf-', UUID),
  token(
    'openai',
    'API key of OpenAI or one that looks like it',
    'sk-',
    `(?=[A-Za-z0-9_]{0,60}\\d)[A-Za-z0-9_]{20,200}`,
  ),
  token('huggingface', 'Hugging Face token', 'hf_ api_org_', `${A}{30,60}`),
  token('groq', 'Groq key', 'gsk_', `${A}{40,80}`),
  token('replicate', 'Replicate token', 'r8_', `${A}{34,50}`),
  token('perplexity', 'Perplexity key', 'pplx-', `${A}{40,64}`),
  token('xai', 'XAI key', 'xai-', `${A}{60,100}`),
  token('fireworks', 'Fireworks key', 'fw_', `${A}{22,40}(?!${W})`),
  token('together', 'Together key', 'tgp_v1_', `${W}{30,60}`),
  token('langsmith', 'LangSmith key', 'lsv2_pt_ lsv2_sk_', `[0-9a-f]{32}(?:_[0-9a-f]{10})?`),
  token('pinecone', 'Pinecone key', 'pcsk_', `[A-Za-z0-9_]{40,100}`),
  token('nvidia', 'NVIDIA key', 'nvapi-', `${W}{50,90}`),
  token('tavily', 'Tavily key', 'tvly-', `(?:dev-|prod-)?${A}{20,50}`),
  token('elevenlabs', 'Key of a speech service', 'sk_', `[0-9a-f]{48}(?!${A})`),
  token('cerebras', 'Cerebras key', 'csk-', `${A}{36,60}`),
];

const chats: readonly TokenKind[] = [
  token('slack', 'Slack token', 'xoxb- xoxp- xoxa- xoxr- xoxs- xoxo- xoxc- xoxd-', '[A-Za-z0-9%-]{18,300}'),
  token('slack', 'Slack token', 'xoxe. xoxe-', '(?:xox[bp]-)?[A-Za-z0-9-]{20,300}'),
  token('slack', 'Slack app token', 'xapp-', '\\d-[A-Z0-9]{8,14}-\\d{8,16}-[a-z0-9]{30,100}'),
  token(
    'slack-webhook',
    'Slack webhook',
    'hooks.slack.com hooks.slack-gov.com',
    '(?:\\\\?/)(?:services|workflows|triggers)(?:\\\\?/)[A-Za-z0-9_\\\\/]{20,120}',
  ),
  token(
    'discord-webhook',
    'Discord webhook',
    'discord.com discordapp.com',
    '\\\\?/api(?:\\\\?/v\\d+)?\\\\?/webhooks\\\\?/\\d{15,22}\\\\?/[A-Za-z0-9_-]{40,100}',
  ),
  token('teams-webhook', 'Teams webhook', 'webhook.office.com', '\\\\?/webhookb2\\\\?/[A-Za-z0-9@/\\\\-]{60,300}'),
  token(
    'google-chat-webhook',
    'Google Chat webhook',
    'chat.googleapis.com',
    '\\\\?/v1\\\\?/spaces\\\\?/[^\\s"\'<>]{1,60}key=[^\\s"\'<>]{20,200}',
  ),
  token(
    'zapier-webhook',
    'Zapier webhook',
    'hooks.zapier.com',
    '\\\\?/hooks\\\\?/catch\\\\?/[A-Za-z0-9/\\\\]{8,60}',
    'medium',
  ),
  token('wecom-webhook', 'WeCom webhook', 'qyapi.weixin.qq.com', `\\\\?/cgi-bin\\\\?/webhook\\\\?/send\\?key=${UUID}`),
  token(
    'lark-webhook',
    'Lark webhook',
    'open.larksuite.com open.feishu.cn',
    `\\\\?/open-apis\\\\?/bot\\\\?/v2\\\\?/hook\\\\?/[A-Za-z0-9-]{20,60}`,
  ),
  token(
    'telegram',
    'Telegram bot token',
    'api.telegram.org',
    '\\\\?/(?:file\\\\?/)?bot\\d{6,12}(?::|%3A)[A-Za-z0-9_-]{30,40}',
  ),
];

const payments: readonly TokenKind[] = [
  token('stripe', 'Live Stripe key', 'sk_live_ rk_live_ sk_org_live_', `${A}{16,250}`),
  token('stripe', 'Stripe test key', 'sk_test_ rk_test_', `${A}{16,250}`),
  token('stripe-webhook', 'Webhook signing secret', 'whsec_', '[A-Za-z0-9+/=]{24,80}'),
  token('square', 'Square secret', 'sq0atp- sq0csp- sq0idp-', `${W}{22,60}`),
  token('square', 'Square access token', 'EAAA', `${W}{50,80}(?!${W})`),
  token('paypal', 'Braintree or PayPal token', 'access_token$', '(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32}'),
  token('shopify', 'Shopify token', 'shpat_ shpca_ shppa_ shpss_ shptka_ shpua_ shpit_', '[a-fA-F0-9]{30,40}'),
  token('plaid', 'Plaid access token', 'access-production- access-sandbox- access-development-', UUID),
  token('flutterwave', 'Flutterwave key', 'FLWSECK', '[_-][A-Za-z0-9_-]{16,60}'),
  token('easypost', 'EasyPost key', 'EZAK EZTK', `${A}{50,60}`),
  token('shippo', 'Shippo token', 'shippo_live_ shippo_test_', '[a-f0-9]{40}'),
  token('duffel', 'Duffel token', 'duffel_live_ duffel_test_', `${W}{40,50}`),
  token('razorpay', 'Razorpay key id', 'rzp_live_ rzp_test_', `${A}{14,20}`, 'medium'),
];

const others: readonly TokenKind[] = [
  token('sendgrid', 'SendGrid key', 'SG.', `${W}{16,32}\\.${W}{36,64}`),
  token('mailgun', 'Mailgun key', 'key-', `${HEX}{32}(?![A-Za-z0-9])`),
  token('brevo', 'Brevo key', 'xkeysib- xsmtpsib-', `${HEX}{60,70}-${A}{16}`),
  token('mailersend', 'MailerSend token', 'mlsn.', `${HEX}{60,70}`),
  token('resend', 'Resend key', 're_', `(?=[A-Za-z0-9_]{0,30}\\d)[A-Za-z0-9]{7,10}_${A}{22,28}`),
  token('twilio', 'Twilio API key', 'SK', `${HEX}{32}(?![A-Za-z0-9])`),
  token('twilio-account', 'Twilio account id', 'AC', `${HEX}{32}(?![A-Za-z0-9])`, 'low'),
  token('linear', 'Linear key', 'lin_api_ lin_oauth_ lin_wh_', `${A}{32,80}`),
  token('notion', 'Notion token', 'ntn_', `${A}{40,60}`),
  token('notion', 'Notion token', 'secret_', `${A}{40,50}(?!${A})`),
  token('figma', 'Figma token', 'figd_ figdr_ figu_ figur_', `${W}{36,60}`),
  token('airtable', 'Airtable token', 'pat', `${A}{14}\\.${HEX}{60,64}`),
  token('hubspot', 'HubSpot token', 'pat-na pat-eu', `\\d-${UUID}`),
  token('contentful', 'Contentful token', 'CFPAT-', `${W}{40,50}`),
  token('typeform', 'Typeform token', 'tfp_', `${W}{40,70}`),
  token('mapbox', 'Mapbox secret token', 'sk.eyJ', '[A-Za-z0-9_.-]{60,300}'),
  token('facebook', 'Facebook token', 'EAACEdEose0cBA EAAG EAAB EAAJ', `${A}{60,400}`),
  token('twitter', 'Twitter bearer token', 'AAAAAAAAAAAAAAAAAAAAA', '[A-Za-z0-9%]{60,200}'),
  token('dropbox', 'Dropbox token', 'sl.', `(?:u\\.)?${W}{100,2000}`),
  token('firebase', 'Firebase messaging key', 'AAAA', `${W}{7}:APA91[A-Za-z0-9_-]{100,200}`),
  token('asana', 'Asana token', '1/ 2/', `\\d{12,20}(?:/\\d{12,20})?:${HEX}{32}(?!${A})`),
  token('adafruit', 'Adafruit key', 'aio_', `${A}{28}(?!${A})`),
  token('frameio', 'Frame.io token', 'fio-u-', `[A-Za-z0-9_=-]{50,80}`),
  token('okta', 'Okta token', 'SSWS ', `00${W}{36,44}`),
  token('salesforce', 'Salesforce session', '00D', `[A-Za-z0-9]{12,15}![A-Za-z0-9_.]{80,120}`),
  token('infracost', 'Infracost key', 'ico-', `${A}{32}(?!${A})`),
  token('web3', 'Key of a blockchain service', 'sk_live- ckey_', `${A}{24,60}`),
  token('cloudinary', 'Cloudinary URL', 'cloudinary:', '\\\\?/\\\\?/\\d{10,20}:[A-Za-z0-9_-]{16,40}@'),
  token('sentry-dsn', 'Sentry DSN with a secret', 'sentry_key=', `${HEX}{32}`, 'low'),
];

/** Keys of model providers, chats, payments and other services. */
export const serviceKinds: readonly TokenKind[] = [...models, ...chats, ...payments, ...others];
