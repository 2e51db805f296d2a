import { SdkHttpError, SseError } from '@modelcontextprotocol/client';
import { lacksToken } from '../auth/needed.ts';
import { isNetworkFailure, networkCode, toMcpError, UNREACHABLE } from './words.ts';
import { t } from '../../core/text/l10n.ts';

/** What an error says about the connection that it happened on. */
export type Verdict =
  | { readonly kind: 'lost'; readonly reason: string; readonly needsSignIn?: boolean }
  /** Whether somebody is still there has to be asked. */
  | { readonly kind: 'suspicious' }
  | { readonly kind: 'none' };

/**
 * @param error a request could not be sent, or the transport tells of it out of band
 * @param hasSession whether the server has given the connection a session
 */
export function verdictOn(error: unknown, hasSession: boolean, where = t('the server')): Verdict {
  if (lacksToken(error)) return { kind: 'lost', reason: error.message, needsSignIn: true };
  // A session that the server no longer knows: the specification has a client begin another (2025-11-25, transports).
  if (error instanceof SdkHttpError && error.status === 404 && hasSession)
    return { kind: 'lost', reason: t('{0} has ended the session (HTTP 404).', where) };
  // Such as a stream that could not be opened again.
  if (UNREACHABLE.has(networkCode(error) ?? '')) return { kind: 'lost', reason: toMcpError(error, where).message };
  const message = error instanceof Error ? error.message : '';
  // An SSE connection that opens again is a new session, which nobody has initialized.
  if (error instanceof SseError || message.startsWith('Maximum reconnection attempts'))
    return { kind: 'lost', reason: t('The connection to {0} was lost.', where) };
  const broken = isNetworkFailure(error) || message.startsWith('SSE stream disconnected');
  return { kind: broken ? 'suspicious' : 'none' };
}
