/**
 * Code, settings and documents as people paste them. `{hex40}`, `{uuid}`, `{n}`, `{name}` and the like are filled in by the builder. Much
 * of it speaks of secrets without holding one: that is what a finding must tell apart.
 */
export const harmlessCode: readonly string[] = [
  `export async function login(user: string, password: string): Promise<Session> {
  const token = await api.post('/login', { user, password });
  if (!token) throw new Error('Wrong password');
  return { user, token, expires: Date.now() + {n} * 1000 };
}`,
  `const apiKey = process.env.OPENAI_API_KEY;
const secret = process.env['SESSION_SECRET'] ?? '';
if (!apiKey) throw new Error('OPENAI_API_KEY is not set');
export const client = new OpenAI({ apiKey });`,
  `import os

DATABASE_URL = os.environ["DATABASE_URL"]
SECRET_KEY = os.getenv("SECRET_KEY")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}]`,
  `# .env.example: copy it to .env and fill it in
DB_HOST=localhost
DB_USER=app
DB_PASSWORD=
API_KEY=<your-api-key>
STRIPE_SECRET_KEY=sk_live_xxxxxxxxxxxxxxxxxxxxxxxx
GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
JWT_SECRET=changeme
SESSION_SECRET=\${SESSION_SECRET}`,
  `name: ci
on: [push]
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@{hex40}
      - run: npm ci
        env:
          NODE_AUTH_TOKEN: \${{ secrets.NPM_TOKEN }}
          AWS_ACCESS_KEY_ID: \${{ secrets.AWS_ACCESS_KEY_ID }}`,
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
spec:
  template:
    spec:
      containers:
        - name: app
          image: registry.internal/{name}@sha256:{hex64}
          env:
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef: { name: db, key: password }`,
  `variable "db_password" {
  type      = string
  sensitive = true
}

resource "aws_db_instance" "main" {
  identifier = "{name}"
  username   = "app"
  password   = var.db_password
  port       = {n}
}`,
  `CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email varchar(255) NOT NULL UNIQUE,
  password_hash text NOT NULL,
  reset_token varchar(64),
  api_key_id integer REFERENCES api_keys (id)
);
SELECT count(*) FROM users WHERE created_at > now() - interval '{n} days';`,
  `{
  "name": "{name}",
  "lockfileVersion": 3,
  "packages": {
    "node_modules/left-pad": {
      "version": "1.{n}.0",
      "integrity": "sha512-{base64_86}==",
      "license": "MIT"
    }
  }
}`,
  `{
  "login.title": "Sign in",
  "login.password": "Password",
  "login.password_hint": "At least eight characters, one of them a digit",
  "login.forgot": "Forgot your password?",
  "token": "Access token",
  "secret": "Enter the secret from your authenticator app",
  "api_key": "Paste your API key here"
}`,
  `package main

import "fmt"

type Token struct {
	Kind  int
	Value string
}

func (l *Lexer) Next() (Token, error) {
	token := l.scan({n})
	if token.Kind == EOF {
		return Token{}, fmt.Errorf("unexpected end at %d", l.pos)
	}
	return token, nil
}`,
  `public final class PasswordEncoder {
  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
  private static final int ITERATIONS = {n}000;

  public String encode(CharSequence password) {
    byte[] salt = random.generateSeed(16);
    KeySpec spec = new PBEKeySpec(password.toString().toCharArray(), salt, ITERATIONS, 256);
    return Base64.getEncoder().encodeToString(factory.generateSecret(spec).getEncoded());
  }
}`,
  `def tokenize(text, max_tokens={n}):
    """Splits a text; the token count is what is billed."""
    tokens = text.split()
    key = lambda token: (len(token), token)
    return sorted(tokens, key=key)[:max_tokens]

# token: str, secret: bytes, password: Optional[str] = None`,
  `#!/usr/bin/env bash
set -euo pipefail
read -rsp 'Password: ' password; echo
token="$(curl -sf -u "$USER:$password" "$HOST/token" | jq -r .token)"
export TOKEN="$token"
printf 'Authorization: Bearer %s\\n' "$token" > header.txt
curl -H "Authorization: Bearer $TOKEN" "https://api.example.com/v1/items?limit={n}"`,
  `diff --git a/src/{name}.ts b/src/{name}.ts
index {hex7}..{hex7} 100644
--- a/src/{name}.ts
+++ b/src/{name}.ts
@@ -{n},6 +{n},8 @@ export function parse(text: string) {
-  const key = text.slice(0, 4);
+  const key = text.slice(0, 8);
+  // The private key stays in the keychain.
   return key;`,
  `commit {hex40}
Author: {Name} <{name}@users.noreply.github.com>
Date:   Tue Mar {day} 10:{min}:{min} 2026 +0100

    Rotate the signing key and bump the token lifetime to {n} minutes`,
  `# {Name}

![Build](https://img.shields.io/badge/build-passing-green.svg) ![npm](https://img.shields.io/npm/v/{name})

## Install

\`\`\`sh
npm install {name}
\`\`\`

Set \`API_KEY\` to your key, or pass \`--api-key <key>\`. See [the guide](https://docs.example.org/{name}/guide#keys).
Never commit a private key: files that begin with \`-----BEGIN PRIVATE KEY-----\` do not belong in a repository.`,
  `body { margin: 0; background: url(data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==); }
.token.keyword { color: #{hex6}; }
.password-field::after { content: '\\25CF'; width: {n}px; }`,
  `<form method="post" action="/login">
  <label>User <input name="user" autocomplete="username"></label>
  <label>Password <input type="password" name="password" placeholder="Your password" required></label>
  <input type="hidden" name="csrf_token" value="{{ csrf_token }}">
  <button>Sign in</button>
</form>
<a href="/reset?step={n}">Forgot password?</a>`,
  `server {
  listen 443 ssl;
  server_name {name}.internal;
  ssl_certificate     /etc/ssl/certs/{name}.pem;
  ssl_certificate_key /etc/ssl/private/{name}.key;
  proxy_set_header Authorization $http_authorization;
  proxy_set_header Cookie $http_cookie;
  client_max_body_size {n}m;
}`,
  `struct Config {
    api_key: Option<String>,
    password: SecretString,
}

impl Config {
    fn from_env() -> Result<Self, Error> {
        let api_key = std::env::var("API_KEY").ok();
        let password = prompt_password("Password: ")?.into();
        Ok(Self { api_key, password })
    }
}`,
  `describe('login', () => {
  it('rejects a wrong password', async () => {
    const user = await createUser({ password: 'password' });
    await expect(login(user.email, 'wrong')).rejects.toThrow('Invalid credentials');
    expect(mask('sk_live_abc')).toBe('sk_live_***');
    expect(sum(1, {n})).toBe({n} + 1);
  });
});`,
  `-----BEGIN CERTIFICATE-----
{base64_64}
{base64_64}
{base64_64}
-----END CERTIFICATE-----
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{base64_43} {name}@laptop`,
  `const connection = \`postgres://\${user}:\${password}@\${host}:\${port}/\${database}\`;
const local = 'postgres://localhost:5432/{name}';
const docs = 'https://user:password@host.example/path is the form with a password';
const redis = createClient({ url: process.env.REDIS_URL });`,
  `let tokenizer = AutoTokenizer::from_pretrained("gpt2");
// <pad>, <unk>, <s> and </s> are special tokens
let ids = [{n}, 2, 3];
assert_eq!(tokenizer.decode(&ids), "hello");`,
  `{"id":"{uuid}","object":"chat.completion","model":"gpt-4o-mini","usage":{"prompt_tokens":{n},"completion_tokens":12,"total_tokens":99},"system_fingerprint":"fp_{hex10}"}`,
  `id,name,amount,currency,paid
{n},{Name},19.99,EUR,2026-03-{day}
{n}1,Grace Hopper,249.00,USD,2026-02-11
{n}2,Alan Turing,5.00,GBP,`,
  `\\section{Signals} Let $\\alpha, \\beta > 0$ and \u03bb = 0.{n}, so that \u0394t \u2248 {n} \u03bcs and R = 4.7 k\u03a9.
The \u03c7\u00b2 test gives p < 0.05; the \u03b1-helix and the \u03b2-sheet are stable, \u03c3max stays below 3 GPa.`,
  `[Interface]
Address = 10.{n}.0.2/32
DNS = 10.0.0.1
# PrivateKey = (from the keychain)

[Peer]
PublicKey = {base64_43}=
AllowedIPs = 0.0.0.0/0`,
  `"use strict";var a={n};function b(c){return c.split("").map(function(d){return d.charCodeAt(0)}).reduce(function(e,f){return e*31+f|0},7)}module.exports={hash:b,version:"{n}.0.1",key:"id"};`,
  `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <artifactId>{name}</artifactId>
  <build>
    <plugins>
      <plugin>
        <artifactId>maven-compiler-plugin</artifactId>
        <version>3.{n}.0</version>
      </plugin>
    </plugins>
  </build>
</project>`,
  `{{#each posts}}
<article>
  <img src="https://cdn.shop.test/{{this.name}}.png?w={n}" alt="">
  <p>{{this.text}}</p>
</article>
{{/each}}
<script src="https://maps.test/api/js?key=YOUR_API_KEY&callback=initMap"></script>`,
  `// Never let users see a half-loaded list, and hide this from users without a plan.
token = next_token_2
if not token: token = parse_token_v{n}(line)
# Do not let the user know whether the account exists.`,
];
