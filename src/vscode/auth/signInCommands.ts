import * as vscode from 'vscode';
import type { ManagedServer } from '../../core/servers/managedServer.ts';
import { displayText } from '../../core/text/display.ts';
import { commands } from '../manifest.ts';
import type { SavedSecret, Secrets } from '../secrets/secrets.ts';
import { isRemote, type ServerCommands } from '../serverCommands.ts';
import { pointedAt } from '../tree/nodes.ts';
import type { SignInStorage } from './signInStorage.ts';
import { t } from '../../core/text/l10n.ts';

export interface SignInCommandsOptions {
  readonly storage: SignInStorage;
  readonly secrets: Secrets;
  /** A name that is undefined is asked for. */
  readonly servers: Pick<ServerCommands, 'chooseRemote' | 'chooseWhere' | 'started'>;
}

/** The handlers of this part's commands. */
export function signInHandlers(options: SignInCommandsOptions) {
  const all = new SignInCommands(options);
  return {
    [commands.signIn]: (server: unknown) => all.signIn(server),
    [commands.signOut]: (server: unknown) => all.signOut(server),
    [commands.forgetCredentials]: (server: unknown) => all.forget(server),
  };
}

/** *Sign In*, *Sign Out* and *Forget Credentials* of a server: of a row of the tree, else of a pick. */
class SignInCommands {
  readonly #options: SignInCommandsOptions;

  constructor(options: SignInCommandsOptions) {
    this.#options = options;
  }

  async signIn(argument: unknown): Promise<void> {
    const { servers } = this.#options;
    const server = await servers.chooseRemote(pointedAt(argument), t('Sign in to which server?'));
    if (server) await servers.started(server, () => server.signIn());
  }

  async signOut(argument: unknown): Promise<void> {
    const server = await this.#options.servers.chooseRemote(pointedAt(argument), t('Sign out of which server?'));
    if (!server) return;
    const any = await this.#options.storage.signOut(server.name);
    if (any) await server.stop();
    say(any ? t('You are signed out of {0}.', nameOf(server)) : t('You are not signed in to {0}.', nameOf(server)));
  }

  /** Tokens, client registrations and saved inputs: everything that this computer keeps for the server. */
  async forget(argument: unknown): Promise<void> {
    const { storage, secrets, servers } = this.#options;
    // A program has no sign-in, but it may have saved inputs.
    const known = new Set((await secrets.list()).map(serverOf));
    const server = await servers.chooseWhere(
      pointedAt(argument),
      t('Forget the credentials of which server?'),
      (one) => isRemote(one) || known.has(one.name),
    );
    if (!server || !(await agreed(server))) return;
    const inputs = (await secrets.list()).filter((secret) => serverOf(secret) === server.name);
    for (const input of inputs) await secrets.forget(input);
    const any = (await storage.forget(server.name)) || inputs.length > 0;
    if (any) await server.stop();
    say(any ? t('Nothing is kept for {0} any more.', nameOf(server)) : t('Nothing is kept for {0}.', nameOf(server)));
  }
}

/** The server that an input was saved for. */
function serverOf({ purpose }: SavedSecret): string | undefined {
  return purpose.kind === 'input' ? purpose.server : undefined;
}

/** A modal, since nothing brings back what is forgotten. */
async function agreed(server: ManagedServer): Promise<boolean> {
  const yes = t('Forget');
  const detail = t('Forgotten are its tokens, client registrations and saved inputs. The server is stopped.');
  const question = t('Forget the credentials of the server {0}?', nameOf(server));
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

function nameOf(server: ManagedServer): string {
  return displayText(server.name, 60);
}

function say(sentence: string): void {
  void vscode.window.showInformationMessage(sentence);
}
