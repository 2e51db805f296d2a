import { describe, expect, it } from 'vitest';
import { mentionsSecret, secretFields } from '../../../../src/core/elicitation/secretFields.ts';
import { formModel } from '../../../../src/core/forms/formModel.ts';
import type { JsonObject } from '../../../../src/core/mcp.ts';

const secretsOf = (properties: JsonObject) =>
  secretFields(formModel({ type: 'object', properties }).fields).map(({ name }) => name);

describe('a field that seems to ask for a secret', () => {
  it.each([
    ...[
      'password',
      'Passwd',
      'dbPassword',
      'API_KEY',
      'apiKey',
      'api-key',
      'accessToken',
      'GitHub token',
      'client secret',
    ],
    ...[
      'SSH private key',
      'one-time code',
      'OTP',
      'PIN',
      'Card number',
      'creditCard',
      'CVV',
      'seed phrase',
      'Recovery codes',
    ],
    ...['Passwort', 'Kennwort', 'Zugangsdaten', 'Schlüssel', 'Kartennummer', 'Kreditkarte', 'Prüfziffer'],
    ...[
      'Mot de passe',
      'Clé secrète',
      'clé API',
      'Numéro de carte',
      'jeton',
      'Contraseña',
      'clave',
      'Número de la tarjeta',
    ],
    ...[
      'senha',
      'número do cartão',
      'chiave privata',
      'carta di credito',
      'wachtwoord',
      'hasło',
      'numer karty',
      'şifre',
      'heslo',
    ],
    ...[
      'Пароль',
      'токен доступа',
      'номер карты',
      '密码',
      '訪問令牌',
      'API 密钥',
      '信用卡号',
      'パスワード',
      '暗証番号',
      'カード番号',
    ],
    ...['비밀번호', '카드 번호', 'كلمة المرور', 'סיסמה', 'पासवर्ड'],
  ])('is found by its words: %s', (words) => {
    expect(mentionsSecret(words)).toBe(true);
    expect(secretsOf({ field: { type: 'string', title: words } })).toEqual(['field']);
  });

  it('is found in a name, a title, and a description', () => {
    expect(
      secretsOf({
        token: { type: 'string' },
        a: { type: 'string', title: 'Your key' },
        b: { type: 'string', description: 'Paste the bearer token that the site shows.' },
        c: { type: 'integer', title: 'PIN' },
      }),
    ).toEqual(['token', 'a', 'b', 'c']);
  });

  it.each([
    ...[
      'Full name',
      'E-mail',
      'Which colour?',
      'Keyboard layout',
      'Monkey',
      'Tokyo',
      'The key of the song',
      'spinning',
    ],
    ...['Passenger', 'Compass', 'Address', 'Card colour', 'Cardinal', 'Secretary', 'Opinion', 'Authentication method'],
  ])('is not each field: %s', (words) => {
    expect(mentionsSecret(words)).toBe(false);
  });

  it('is none where nothing can be typed, or a number of tokens is asked for', () => {
    expect(
      secretsOf({
        kind: { type: 'string', title: 'Token kind', enum: ['a', 'b'] },
        maxTokens: { type: 'integer', title: 'Max tokens' },
        useToken: { type: 'boolean' },
      }),
    ).toEqual([]);
  });
});
