import type { Field } from '../forms/fields.ts';

/**
 * Words for what a form must not ask for, in the languages of many servers. Latin words are compared as whole words of a text whose
 * `camelCase` and `snake_case` were taken apart and whose accents were taken off; others anywhere in it.
 */
const WORDS = [
  'passwords?|passwd|pwd|passphrases?|passcodes?|pass phrase|pass code|pass word',
  'secrets?|credentials?|tokens?|jwt|bearer|api ?keys?|apikeys?|pin|pin code|otp|totp|2fa|mfa|cvv|cvc|csc',
  '(?:access|private|secret|signing|encryption|ssh|pgp|gpg|license|licence|service|account|recovery|auth|bot|deploy|storage) keys?',
  'one time (?:code|password)|verification code|security code|recovery codes?|seed phrase|mnemonic',
  '(?:credit|debit|bank|payment)? ?card ?(?:number|no|nr)|credit ?cards?|debit ?cards?',
  // German
  'passwort|passworter|kennwort|kennworter|zugangsdaten|geheimnis|zugangscode|schlussel|kartennummer|kreditkarten?(?:nummer)?|prufziffer|pruefziffer',
  // French
  'mots? de passe|jetons?|identifiants? de connexion|cles? (?:api|secretes?|privees?|d ?acces|de chiffrement)|code secret|numeros? de (?:la )?carte|carte (?:bancaire|de credit|bleue)|cryptogramme',
  // Spanish, Portuguese
  'contrasenas?|claves? (?:api|secretas?|privadas?|de acceso)|clave|numeros? de (?:la )?tarjeta|tarjetas? de (?:credito|debito)|codigo de seguridad',
  'senhas?|palavra ?passe|palavra chave|chaves? (?:api|secretas?|privadas?|de acesso)|numeros? do cartao|cartao de (?:credito|debito)',
  // Italian, Dutch, Polish, Swedish, Turkish, Czech
  'parola d ?ordine|chiavi? (?:api|segret[ae]|privat[ae]|di accesso)|chiave (?:api|segreta|privata)|numeri? (?:della|di) carta|carta di (?:credito|debito)|codice di sicurezza',
  'wachtwoord(?:en)?|toegangscode|sleutel|kaartnummer|creditcard(?:nummer)?',
  'hasl[oa]|klucz (?:api|prywatny)|numer karty|losenord|kortnummer|kreditkort|sifre|parola|kart numarasi|heslo|cislo karty',
];
const LATIN = new RegExp(`(?:^| )(?:${WORDS.join('|')})(?: |$)`);
/** Chinese, Japanese, Korean, Russian, Ukrainian, Arabic, Hebrew, Hindi. */
const OTHER =
  /密码|密碼|口令|令牌|密钥|密鑰|金钥|金鑰|私钥|私鑰|卡号|卡號|信用卡|验证码|驗證碼|パスワード|暗証番号|トークン|秘密鍵|シークレット|カード番号|クレジットカード|비밀번호|암호|토큰|비밀 ?키|카드 ?번호|신용카드|парол|токен|секретн|закритий ключ|закрытый ключ|приватный ключ|ключ api|api[- ]?ключ|номер карт|номер картк|كلمة المرور|كلمة السر|رقم البطاقة|סיסמה|סיסמא|מספר כרטיס|पासवर्ड|कार्ड नंबर/iu;
/** A field of this name alone: in a sentence it may be of a keyboard or a piece of music. */
const KEY_NAME = /(?:^| )keys?$/;

/**
 * The fields of a form that look as if they asked for a secret, which the specification forbids servers in form mode.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/client/elicitation#form-mode-security
 */
export function secretFields(fields: readonly Field[]): readonly Field[] {
  return fields.filter(asksSecret);
}

function asksSecret(field: Field): boolean {
  // A choice offers what the server knows already, and a number is at most a PIN or a card's.
  if (field.kind !== 'string' && field.kind !== 'integer' && field.kind !== 'number') return false;
  const { name, label, description = '', kind } = field;
  if (kind === 'string' && [name, label].some((text) => KEY_NAME.test(plain(text)))) return true;
  return [name, label, description].some((text) => mentionsSecret(text, kind !== 'string'));
}

/** Whether a text names something secret. `counted`: what is asked for is a number, so that *max tokens* is none. */
export function mentionsSecret(text: string, counted = false): boolean {
  const words = counted
    ? plain(text).replaceAll(/(?:^| )(?:tokens?|keys?|secrets?|credentials?|jetons?)(?= |$)/g, ' ')
    : plain(text);
  return LATIN.test(words) || OTHER.test(text);
}

/** Lower case words with single blanks, without accents. */
function plain(text: string): string {
  return text
    .slice(0, 4000)
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i')
    .toLowerCase()
    .replaceAll(/[^\p{L}\d]+/gu, ' ')
    .trim();
}
