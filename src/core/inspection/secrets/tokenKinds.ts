import type { Severity } from '../finding.ts';

/** A secret that is known by how it begins. */
export interface TokenKind {
  /** Second part of the finding's kind. */
  readonly id: string;
  /** What its maker calls it; it is not translated. */
  readonly name: string;
  /** What it begins with, in the case in which it is written. */
  readonly starts: readonly string[];
  /** What follows the beginning: a pattern that takes a bounded number of characters. */
  readonly rest: string;
  readonly severity: Severity;
}

/**
 * Lengths are a little more generous than the makers' own, so that a token that lost its end, or whose maker adds some characters, is
 * still one. The beginnings are distinct enough for that.
 */
export function token(id: string, name: string, starts: string, rest: string, severity: Severity = 'high'): TokenKind {
  return { id, name, starts: starts.split(' '), rest, severity };
}

const W = '[A-Za-z0-9_-]';
const A = '[A-Za-z0-9]';
const HEX = '[0-9a-fA-F]';
const UUID = `${HEX}{8}-(?:${HEX}{4}-){3}${HEX}{12}`;

const clouds: readonly TokenKind[] = [
  token('aws', 'AWS access key id', 'AKIA ASIA ABIA ACCA', '[A-Z0-9]{16}(?![A-Za-z0-9])'),
  token('aws-session', 'AWS session token', 'FwoGZXIvYXdzE IQoJb3JpZ2lu FQoGZXIvYXdzE', '[A-Za-z0-9+/=%]{60,2400}'),
  token('aws-bedrock', 'Amazon Bedrock API key', 'ABSKQmVkcm9ja0FQSUtleS bedrock-api-key-', '[A-Za-z0-9+/=]{40,400}'),
  token('aws-mws', 'Amazon MWS token', 'amzn.mws.', UUID),
  token('google-api-key', 'Google API key', 'AIza', `${W}{33,40}`),
  token('google-oauth', 'Google OAuth client secret', 'GOCSPX-', `${W}{24,40}`),
  token('google-token', 'Google OAuth access token', 'ya29.', '[A-Za-z0-9_.-]{20,2000}'),
  token('google-refresh', 'Google OAuth refresh token', '1//0', `${W}{30,200}`),
  token('google-app', 'Google reCAPTCHA or app key', '6Le', `${W}{37}(?!${W})`, 'medium'),
  token('alibaba', 'Alibaba Cloud access key id', 'LTAI', `${A}{12,24}(?!${A})`),
  token('tencent', 'Tencent Cloud secret id', 'AKID', `${A}{32,36}(?!${A})`),
  token('volcengine', 'Volcengine access key id', 'AKLT', `${W}{30,60}`),
  token('yandex', 'Yandex Cloud key', 'AQVN t1.9eu', `[A-Za-z0-9_.=-]{30,300}`),
  token('scaleway', 'Scaleway access key', 'SCW', '(?=[A-Z]*\\d)[A-Z0-9]{17}(?![A-Za-z0-9])'),
  token('digitalocean', 'DigitalOcean token', 'dop_v1_ doo_v1_ dor_v1_', '[a-fA-F0-9]{40,64}'),
  token('heroku', 'Heroku API key', 'HRKU-', `[A-Za-z0-9_-]{30,70}`),
  token('fly', 'Fly.io token', 'fm1r_ fm2_ fm1a_ fo1_', '[A-Za-z0-9+/=_,-]{40,2000}'),
  token('vercel', 'Vercel token', 'vercel_blob_rw_ vcp_ vci_ vca_ vcr_ vck_', `${W}{20,80}`),
  token('netlify', 'Netlify token', 'nfp_ nfc_ nfo_ nfu_ nfb_', `${A}{32,60}`),
  token('render', 'Render API key', 'rnd_', `${A}{28,50}`),
  token('cloudflare', 'Cloudflare token', 'cfut_ cfat_ cfk_ v1.0-', `[A-Za-z0-9_-]{40,200}`),
  token('supabase', 'Supabase key', 'sbp_ sb_secret_', `[A-Za-z0-9_-]{20,80}`),
  token('planetscale', 'PlanetScale secret', 'pscale_tkn_ pscale_pw_ pscale_oauth_', `[A-Za-z0-9_.=-]{30,80}`),
  token('neon', 'Neon API key', 'napi_', `${A}{30,80}`),
  token('vault', 'HashiCorp Vault token', 'hvs. hvb. hvr.', `${W}{20,400}`),
  token('doppler', 'Doppler token', 'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.', `[A-Za-z0-9_.-]{30,80}`),
  token('pulumi', 'Pulumi token', 'pul-', `${HEX}{40}`),
  token('onepassword', '1Password secret', 'ops_eyJ', '[A-Za-z0-9_=-]{60,2000}'),
  token('onepassword', '1Password secret key', 'A3-', '[A-Z0-9]{6}-(?:[A-Z0-9]{5,11}-){3,5}[A-Z0-9]{5}'),
  token(
    'tailscale',
    'Tailscale key',
    'tskey-',
    '(?:auth|api|client|scim|webhook)?-?[A-Za-z0-9]{8,40}(?:-[A-Za-z0-9]{8,60})?',
  ),
  token('databricks', 'Databricks token', 'dapi dkea dose', '[a-f0-9]{32}(?:-\\d)?(?![A-Za-z0-9])'),
  token('age', 'Age secret key', 'AGE-SECRET-KEY-1 age-secret-key-1', '[A-Za-z0-9]{50,60}'),
  token('wallet', 'Private key of a wallet', '5H 5J 5K', '[1-9A-HJ-NP-Za-km-z]{49}(?![A-Za-z0-9])'),
  token(
    'wallet',
    'Private key of a wallet',
    'Kw Kx Ky Kz L1 L2 L3 L4 L5',
    '(?=[A-Za-z]*\\d)[1-9A-HJ-NP-Za-km-z]{50}(?![A-Za-z0-9])',
  ),
  token('wallet', 'Extended private key of a wallet', 'xprv yprv zprv tprv', '[1-9A-HJ-NP-Za-km-z]{100,112}'),
];

const forges: readonly TokenKind[] = [
  token('github', 'GitHub token', 'ghp_ gho_ ghu_ ghs_ ghr_', '[A-Za-z0-9_.-]{30,1000}'),
  token('github', 'GitHub fine-grained token', 'github_pat_', '[A-Za-z0-9_]{30,255}'),
  token(
    'gitlab',
    'GitLab token',
    'glpat- gldt- glrt- glrtr- glptt- glft- glsoat- glcbt- glimt- glagent- glffct- gloas- glwt- GR1348941',
    '[A-Za-z0-9_.=-]{18,300}',
  ),
  token('gitlab', 'GitLab session cookie', '_gitlab_session=', '[0-9a-f]{32}'),
  token('bitbucket', 'Bitbucket app password', 'ATBB', `${A}{28,40}`),
  token('atlassian', 'Atlassian API token', 'ATATT3 ATCTT3 ATSTT3', '[A-Za-z0-9_=+/-]{40,400}'),
  token('gitea', 'Gitea or Gogs token', 'gta_', `${A}{38,44}`),
  token('npm', 'Npm token', 'npm_', `${A}{34,40}`),
  token('pypi', 'PyPI token', 'pypi-', `${W}{50,1000}`),
  token('rubygems', 'RubyGems key', 'rubygems_', `${HEX}{40,64}`),
  token('nuget', 'NuGet key', 'oy2', '[a-z0-9]{43}(?![A-Za-z0-9])'),
  token('crates', 'Crates.io token', 'cio', `(?=[A-Za-z]*\\d)${A}{32}(?![A-Za-z0-9])`),
  token('docker', 'Docker token', 'dckr_pat_ dckr_oat_', `${W}{20,80}`),
  token('jfrog', 'Artifactory key', 'AKCp cmVmdGtu', `${A}{50,80}`),
  token('clojars', 'Clojars token', 'CLOJARS_ clojars_', `${A}{60}`),
  token('circleci', 'CircleCI token', 'CCIPAT_ CCIPRJ_', `[A-Za-z0-9_]{30,90}`),
  token('buildkite', 'Buildkite token', 'bkua_ bkaa_', '[a-z0-9]{36,60}'),
  token('sonar', 'SonarQube token', 'squ_ sqp_ sqa_ sqb_', '[a-f0-9]{40}'),
  token('snyk', 'Snyk token', 'snyk_', `[A-Za-z0-9_.-]{30,200}`),
  token('sentry', 'Sentry token', 'sntrys_ sntryu_ sntrya_ sntryi_', '[A-Za-z0-9_=+/-]{40,500}'),
  token('newrelic', 'New Relic key', 'NRAK- NRII- NRJS- NRAL-', `[A-Za-z0-9_-]{19,48}`),
  token('grafana', 'Grafana token', 'glsa_ glc_ eyJrIjoi', '[A-Za-z0-9_=+/-]{32,500}'),
  token('honeycomb', 'Honeycomb key', 'hcaik_ hcalk_ hcxik_ hcxlk_ hcamk_', '[a-z0-9]{40,64}'),
  token('dynatrace', 'Dynatrace token', 'dt0c01. dt0s01. dt0s02. dt0s04. dt0s16.', '[A-Z0-9]{24}\\.[A-Z0-9]{40,64}'),
  token('datadog', 'Datadog token', 'ddapp_ ddpat_ ddsat_', `[A-Za-z0-9_-]{30,64}`),
  token('postman', 'Postman API key', 'PMAK-', '[a-f0-9]{24}-[a-f0-9]{30,34}'),
  token('launchdarkly', 'LaunchDarkly key', 'sdk- mob-', UUID),
  token('prefect', 'Prefect key', 'pnu_ pnb_', '[A-Za-z0-9]{36}'),
  token('readme', 'ReadMe key', 'rdme_', '[a-z0-9]{60,80}'),
];

export const cloudAndForgeKinds: readonly TokenKind[] = [...clouds, ...forges];
