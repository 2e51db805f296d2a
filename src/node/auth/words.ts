import {
  AuthorizationServerMismatchError,
  InsecureTokenEndpointError,
  IssuerMismatchError,
  OAuthError,
  RegistrationRejectedError,
} from '@modelcontextprotocol/client';
import { isMcpError, McpError } from '../../core/errors.ts';
import { withoutStop } from '../../core/text/display.ts';
import type { SignInAsk } from '../../core/auth/signIn.ts';
import { short, toMcpError } from '../mcp/words.ts';
import { SignInNeeded } from './needed.ts';
import { t } from '../../core/text/l10n.ts';

/** After three sign-ins whose tokens were all refused (SHOULD of the specification: no endless loops). `host` is the server's. */
export function triedEnough(ask: SignInAsk): SignInNeeded {
  return new SignInNeeded(
    ask,
    ask.reason === 'scope'
      ? t(
          'You signed in three times, and {0} still does not get the permission that it asks for. Ask its operator, or use “Forget Credentials” and then “Sign In”.',
          short(ask.host),
        )
      : t(
          'You signed in three times, and {0} still does not accept the token. Ask its operator, or use “Forget Credentials” and then “Sign In”.',
          short(ask.host),
        ),
  );
}

/** What went wrong while signing in, for a person. `detail` is what the authorization server said, cleaned. */
export function signInFailure(error: unknown, host: string, detail: string | undefined): McpError {
  if (isMcpError(error)) return error;
  const at = short(host);
  const said = detail === undefined || detail === '' ? '' : ` ${t('It says: “{0}”.', withoutStop(short(detail)))}`;
  if (error instanceof OAuthError) return oauthFailure(error.code, at, said);
  if (error instanceof RegistrationRejectedError) {
    return new McpError(
      'connection',
      t(
        '{0} refuses to register this client (HTTP {1}).{2} Register one there by hand, and write its id as oauth.clientId in the server’s definition.',
        at,
        error.status,
        said,
      ),
    );
  }
  if (error instanceof IssuerMismatchError) {
    // What was received may come from an attacker: it is not shown.
    const where = error.kind === 'metadata' ? t('Its metadata names') : t('The answer from the browser names');
    return new McpError(
      'connection',
      t(
        'The sign-in at {0} was stopped. {1} another authorization server than the one that was asked. Ask the server’s operator.',
        at,
        where,
      ),
    );
  }
  if (error instanceof AuthorizationServerMismatchError) return otherIssuer(at);
  if (error instanceof InsecureTokenEndpointError) {
    return new McpError('connection', t('The sign-in was stopped: {0} takes tokens over plain http.', at));
  }
  const network = toMcpError(error, at);
  if (/cannot be reached/.test(network.message)) return network;
  const message = error instanceof Error ? error.message : '';
  if (/^Protected resource .* does not match/.test(message)) {
    return new McpError(
      'connection',
      t(
        'The sign-in was stopped: the server’s metadata belongs to another server. Check the URL in its definition, or ask its operator.',
      ),
    );
  }
  if (message.startsWith('Incompatible auth server')) {
    return new McpError('connection', t('{0} cannot be used: {1}.', at, short(message.replace(/^[^:]*:\s*/, ''))));
  }
  return new McpError(
    'connection',
    t(
      '{0} answers with something that is no OAuth.{1} Try “Sign In” again later, or ask the server’s operator.',
      at,
      said,
    ),
  );
}

/** Another authorization server than the credentials belong to. */
export function otherIssuer(host: string): McpError {
  return new McpError(
    'connection',
    t(
      'The server now names {0} as its authorization server, which is not the one that its client id belongs to. If that is right, write it as oauth.issuer in the server’s definition, or use “Forget Credentials”.',
      short(host),
    ),
  );
}

function oauthFailure(code: string, at: string, said: string): McpError {
  switch (code) {
    case 'access_denied':
      return new McpError('needsSignIn', t('The sign-in at {0} was denied.{1} “Sign In” tries again.', at, said));
    case 'invalid_client':
    case 'unauthorized_client':
      return new McpError(
        'connection',
        t(
          '{0} does not know this client ({1}).{2} Check oauth.clientId and oauth.clientSecret in the server’s definition, or use “Forget Credentials”.',
          at,
          code,
          said,
        ),
      );
    case 'invalid_scope':
      return new McpError(
        'connection',
        t(
          '{0} does not give the permissions that were asked for.{1} Check oauth.scopes in the server’s definition.',
          at,
          said,
        ),
      );
    case 'invalid_grant':
      return new McpError(
        'needsSignIn',
        t('{0} does not accept this sign-in any more.{1} “Sign In” tries again.', at, said),
      );
    default:
      return new McpError(
        'needsSignIn',
        t('The sign-in at {0} failed ({1}).{2} “Sign In” tries again.', at, short(code), said),
      );
  }
}
