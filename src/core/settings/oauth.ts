import * as z from 'zod/mini';
import type { OAuthSettings } from '../servers/definition.ts';
import { isLoopbackHost } from '../util/hosts.ts';
import { isObject } from '../util/json.ts';
import { type SettingsProblem, unknownFields } from './problems.ts';
import { t } from '../text/l10n.ts';

const check = (test: (text: string) => boolean, message: string) => z.refine<string>(test, { error: message });

/** The field `oauth` of a server behind a URL: how to sign in, where the server does not say enough itself. */
export const oauthSchema = z.object({
  clientId: z.optional(z.string().check(z.minLength(1))),
  clientSecret: z.optional(
    z
      .string()
      .check(
        check(
          (text) => /^\$\{input:[^}]+\}$/.test(text),
          t('must be a reference such as ${input:secret}: no secret belongs into settings.'),
        ),
      ),
  ),
  // SEP-991: the document's URL is the client's id.
  clientMetadataUrl: z.optional(
    z
      .string()
      .check(check(isDocumentUrl, t('must be an https:// URL with a path, such as https://example.com/client.json.'))),
  ),
  scopes: z.optional(
    z.array(
      z
        .string()
        .check(check((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope), t('must be a scope without spaces.'))),
    ),
  ),
  issuer: z.optional(
    z.string().check(check(isIssuer, t('must be the https:// URL of an authorization server, without a query.'))),
  ),
});

function isDocumentUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:' && new URL(text).pathname !== '/';
}

/** RFC 8414 §2; plain http on this machine only. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username } = new URL(text);
  const secure = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
  return secure && search === '' && hash === '' && username === '';
}

/** What was read, without fields that were not written. */
export function oauthSettings(read: z.output<typeof oauthSchema>): OAuthSettings {
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as OAuthSettings;
}

/** Fields that nobody knows, such as VS Code's `enterpriseManaged`. */
export function oauthProblems(name: string, value: unknown): SettingsProblem[] {
  return isObject(value) ? unknownFields(value, Object.keys(oauthSchema.shape), [name, 'oauth'], name) : [];
}
