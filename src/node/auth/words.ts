import {
  AuthorizationServerMismatchError,
  InsecureTokenEndpointError,
  IssuerMismatchError,
  OAuthError,
  RegistrationRejectedError,
} from '@modelcontextprotocol/client';
import { isMcpError, McpError } from '../../core/errors.ts';
import type { SignInAsk } from '../../core/auth/signIn.ts';
import { short, toMcpError } from '../mcp/words.ts';
import { SignInNeeded } from './needed.ts';

/** After three sign-ins whose tokens were all refused (SHOULD of the specification: no endless loops). `host` is the server's. */
export function triedEnough(ask: SignInAsk): SignInNeeded {
  const what = ask.reason === 'scope' ? 'does not get the permission that it asks for' : 'does not accept the token';
  return new SignInNeeded(
    ask,
    `You signed in three times, and ${short(ask.host)} still ${what}. Ask its operator, or use “Forget Credentials” and then “Sign In”.`,
  );
}

/** What went wrong while signing in, for a person. `detail` is what the authorization server said, cleaned. */
export function signInFailure(error: unknown, host: string, detail: string | undefined): McpError {
  if (isMcpError(error)) return error;
  const at = short(host);
  const said = detail === undefined || detail === '' ? '' : ` It says: “${short(detail)}”.`;
  if (error instanceof OAuthError) return oauthFailure(error.code, at, said);
  if (error instanceof RegistrationRejectedError) {
    return new McpError(
      'connection',
      `${at} refuses to register this client (HTTP ${error.status}).${said} Register one there by hand, and write its id as oauth.clientId in the server’s definition.`,
    );
  }
  if (error instanceof IssuerMismatchError) {
    // What was received may come from an attacker: it is not shown.
    const where = error.kind === 'metadata' ? 'Its metadata names' : 'The answer from the browser names';
    return new McpError(
      'connection',
      `The sign-in at ${at} was stopped. ${where} another authorization server than the one that was asked. Ask the server’s operator.`,
    );
  }
  if (error instanceof AuthorizationServerMismatchError) return otherIssuer(at);
  if (error instanceof InsecureTokenEndpointError) {
    return new McpError('connection', `The sign-in was stopped: ${at} takes tokens over plain http.`);
  }
  const network = toMcpError(error, at);
  if (/cannot be reached/.test(network.message)) return network;
  const message = error instanceof Error ? error.message : '';
  if (/^Protected resource .* does not match/.test(message)) {
    return new McpError(
      'connection',
      'The sign-in was stopped: the server’s metadata belongs to another server. Check the URL in its definition, or ask its operator.',
    );
  }
  if (message.startsWith('Incompatible auth server')) {
    return new McpError('connection', `${at} cannot be used: ${short(message.replace(/^[^:]*:\s*/, ''))}.`);
  }
  return new McpError(
    'connection',
    `${at} answers with something that is no OAuth.${said} Try “Sign In” again later, or ask the server’s operator.`,
  );
}

/** Another authorization server than the credentials belong to. */
export function otherIssuer(host: string): McpError {
  return new McpError(
    'connection',
    `The server now names ${short(host)} as its authorization server, which is not the one that its client id belongs to. If that is right, write it as oauth.issuer in the server’s definition, or use “Forget Credentials”.`,
  );
}

function oauthFailure(code: string, at: string, said: string): McpError {
  switch (code) {
    case 'access_denied':
      return new McpError('needsSignIn', `The sign-in at ${at} was denied.${said} “Sign In” tries again.`);
    case 'invalid_client':
    case 'unauthorized_client':
      return new McpError(
        'connection',
        `${at} does not know this client (${code}).${said} Check oauth.clientId and oauth.clientSecret in the server’s definition, or use “Forget Credentials”.`,
      );
    case 'invalid_scope':
      return new McpError(
        'connection',
        `${at} does not give the permissions that were asked for.${said} Check oauth.scopes in the server’s definition.`,
      );
    case 'invalid_grant':
      return new McpError('needsSignIn', `${at} does not accept this sign-in any more.${said} “Sign In” tries again.`);
    default:
      return new McpError('needsSignIn', `The sign-in at ${at} failed (${short(code)}).${said} “Sign In” tries again.`);
  }
}
