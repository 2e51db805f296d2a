import type { AnswerPage, SavedSignIn, SignInAsk, SignInStore } from '../../../../src/core/auth/signIn.ts';
import type { CommonSettings, Launch } from '../../../../src/core/servers/definition.ts';
import type { McpSession } from '../../../../src/core/servers/session.ts';
import { type ConnectorDeps, createConnector } from '../../../../src/node/mcp/index.ts';
import { Listener, leg, textOf } from '../mcp/support.ts';

type HttpLaunch = Exclude<Launch, { type: 'stdio' }>;

/** A store in memory; `saved` is what SecretStorage would hold. */
export class MemoryStore implements SignInStore {
  readonly saved = new Map<string, SavedSignIn>();
  read({ id }: { id: string }) {
    return Promise.resolve(this.saved.get(id));
  }
  write({ id }: { id: string }, one: SavedSignIn) {
    this.saved.set(id, one);
    return Promise.resolve();
  }
}

/** A person with a browser. */
export class Person {
  readonly asks: SignInAsk[] = [];
  readonly pages: string[] = [];
  readonly secrets: string[] = [];
  /** Whether they want to sign in. */
  wants: boolean | Promise<boolean> = true;
  onAsk: () => void = () => undefined;
  /** What the browser comes back with, from the address that it was sent to. */
  comesBack: (location: URL) => URLSearchParams | Promise<URLSearchParams> = (location) => location.searchParams;
  redirect = 'vscode://countersign.countersign/signed-in';

  readonly page = (_server: string, { loopback }: { loopback: boolean }): Promise<AnswerPage> =>
    Promise.resolve({
      url: loopback ? 'http://127.0.0.1:12345/signed-in' : this.redirect,
      visit: async (authorization) => {
        this.pages.push(authorization.href);
        const response = await fetch(authorization, { redirect: 'manual' });
        return this.comesBack(new URL(response.headers.get('location') ?? 'about:blank'));
      },
      dispose: () => undefined,
    });
}

class SignInListener extends Listener {
  readonly #person: Person;
  constructor(person: Person) {
    super();
    this.#person = person;
  }
  onSignIn = (ask: SignInAsk) => {
    this.#person.asks.push(ask);
    this.#person.onAsk();
    return Promise.resolve(this.#person.wants);
  };
  onSecrets = (secrets: readonly string[]) => void this.#person.secrets.push(...secrets);
}

export interface Tried {
  readonly session: McpSession;
  readonly listener: Listener;
}

/** Connects as the extension does. */
export async function signInAndConnect(
  url: string,
  person: Person,
  more: { store?: SignInStore; signIn?: Partial<HttpLaunch['signIn']>; deps?: Partial<ConnectorDeps> } = {},
): Promise<Tried> {
  const listener = new SignInListener(person);
  const settings: Pick<CommonSettings, 'era' | 'timeout' | 'sampling'> = {
    era: 'legacy',
    timeout: 10_000,
    sampling: 'off',
  };
  const connector = createConnector({
    version: '0.0.0',
    signIn: { store: more.store ?? new MemoryStore(), answerPage: person.page },
    ...more.deps,
  });
  const account = { server: 'Notes', id: `Notes ${url}` };
  const launch: HttpLaunch = { type: 'http', url, headers: {}, signIn: { account, ...more.signIn } };
  const session = await connector.connect(launch, settings, listener, AbortSignal.timeout(20_000));
  return { session, listener };
}

/** Calls a tool; resolves with its text. */
export async function callTool(session: McpSession, name: string): Promise<string> {
  return textOf(await leg(session, name));
}
