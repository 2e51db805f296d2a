import { UnauthorizedError } from '@modelcontextprotocol/client';
import type { SignInAsk } from '../../core/auth/signIn.ts';
import { shorten } from '../../core/text/display.ts';
import { t } from '../../core/text/l10n.ts';

/**
 * A request was refused for want of a sign-in, and nobody may be asked now. The name is the SDK's, so that its negotiation of the era
 * lets it pass.
 */
export class SignInNeeded extends UnauthorizedError {
  readonly ask: SignInAsk;
  constructor(ask: SignInAsk, message = needText(ask)) {
    super(message);
    this.ask = ask;
  }
}

/** Whether the server takes no request any more before somebody signs in; one that lacks a permission still takes others. */
export function lacksToken(error: unknown): error is SignInNeeded {
  return error instanceof SignInNeeded && error.ask.reason !== 'scope';
}

/** The sentence for a server that waits for a sign-in. */
function needText({ reason, host, scopes }: SignInAsk): string {
  const at = shorten(host, 100);
  switch (reason) {
    case 'first':
      return t('It asks you to sign in at {0}. Use “Sign In”.', at);
    case 'refused':
      return t('Your sign-in at {0} is no longer accepted. Use “Sign In” again.', at);
    case 'scope': {
      const what = scopes.length === 0 ? t('a permission') : t('the permission “{0}”', shorten(scopes.join(' '), 200));
      return t('It asks for {0}, which your sign-in at {1} does not give. Use “Sign In” to give it.', what, at);
    }
  }
}
