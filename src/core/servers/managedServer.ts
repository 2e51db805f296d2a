import type { SignInAsk } from '../auth/signIn.ts';
import type { CallTarget, PushHandler } from '../calls/target.ts';
import { isMcpError, McpError, messageOf } from '../errors.ts';
import type { PinBook } from '../trust/pinBook.ts';
import type { ServerPins } from '../trust/serverPins.ts';
import type { Clock } from '../util/clock.ts';
import type { Disposable } from '../util/disposable.ts';
import { Emitter } from '../util/emitter.ts';
import { unlessAborted } from '../util/unlessAborted.ts';
import { type CatalogState, CatalogStore, nothingLoaded } from './catalogStore.ts';
import { Comeback } from './comeback.ts';
import type { ServerDefinition, ServerEntry } from './definition.ts';
import { disclose } from './disclosure.ts';
import { type LaunchSource, resolveLaunch } from './launch.ts';
import { defaultLogChoice, type LogChoice } from './logLevel.ts';
import { reachOf } from './reach.ts';
import { newRun, openPins, type Run, sessionHooks, signInOver, targetOf } from './run.ts';
import { ServerFacts } from './serverFacts.ts';
import type { ServerLog } from './serverLog.ts';
import { serverProblems } from './serverProblems.ts';
import type { Connector, McpSession, ServerLogMessage, SessionHooks } from './session.ts';
import type { ServerState } from './state.ts';

/** What a person has confirmed. How it is asked and kept is not the business of a server. */
export interface Confirmations {
  isConfirmed(definition: ServerDefinition): boolean;
}

/** What a server is run with. */
export interface ManagedServerDeps {
  readonly connector: Connector;
  readonly confirmations: Confirmations;
  /** What is remembered of the tools of servers. */
  readonly pins: PinBook;
  define(entry: ServerEntry): Promise<ServerDefinition>;
  /** `interactive` tells whether a prompt may be shown for an input that is not saved. */
  launchSource(definition: ServerDefinition, interactive: boolean): LaunchSource;
  readonly pushes: PushHandler;
  /** Asks a person whether a browser may be opened to sign in at the server of this name. Absent: it may not. */
  askSignIn?(server: string, ask: SignInAsk): Promise<boolean>;
  /** Keys of a launch and tokens, before they are used: no record may hold them. */
  onKeys?(keys: readonly string[]): void;
  /** Which log messages of the server a person wants; absent: all. */
  logChoice?(): LogChoice;
  /** Pages of one list after which no more are asked for. */
  readonly maxPages?: () => number;
  readonly log: ServerLog;
  readonly clock: Clock;
  /** 0 ≤ x < 1. */
  random(): number;
}

/** One configured server: its definition, its connection, its catalog. It moves between the states of state.ts; nothing else does. */
export class ManagedServer implements Disposable {
  readonly name: string;
  readonly #deps: ManagedServerDeps;
  readonly #change = new Emitter<void>();
  readonly #giveUp = new Emitter<string>();
  readonly #message = new Emitter<ServerLogMessage>();
  readonly #updated = new Emitter<string>();
  #entry: ServerEntry;
  #definition: ServerDefinition | undefined;
  #state: ServerState = { kind: 'stopped' };
  readonly #comeback = new Comeback();
  #run: Run | undefined;
  #target: CallTarget | undefined;
  #pause: Disposable | undefined;
  #ending: Promise<void> = Promise.resolve();
  /** How often it was stopped: a start that a stop came after is not made. */
  #stops = 0;
  #trusted: boolean;
  #disposed = false;

  /** Figures of its runs, its last log messages, its traffic. */
  readonly facts: ServerFacts;
  /** Anything about it: state, catalog, problems, entry. */
  readonly onDidChange = this.#change.event;
  /** Fires once when restarting it was given up, with the reason. */
  readonly onDidGiveUp = this.#giveUp.event;
  /** The server's own log messages. */
  readonly onDidLog = this.#message.event;
  /** A resource that is watched has changed: its URI, or that of a part of it. */
  readonly onDidUpdateResource = this.#updated.event;

  constructor(entry: ServerEntry, trusted: boolean, deps: ManagedServerDeps) {
    this.name = entry.name;
    this.#entry = entry;
    this.#deps = deps;
    this.facts = new ServerFacts(() => deps.clock.now());
    this.#trusted = trusted;
    if (!trusted) this.#state = { kind: 'untrusted' };
  }

  get entry(): ServerEntry {
    return this.#entry;
  }

  /** As it was last resolved; undefined until the first start. */
  get definition(): ServerDefinition | undefined {
    return this.#definition;
  }

  get state(): ServerState {
    return this.#state;
  }

  get catalog(): CatalogState {
    return this.#run?.catalog?.state ?? nothingLoaded;
  }

  /** How what it lists stands to what is remembered of it, while it runs. */
  get pins(): ServerPins | undefined {
    return this.#run?.pins;
  }

  /** What a call needs, while it runs. */
  get target(): CallTarget | undefined {
    return this.#target;
  }

  /** What is wrong without stopping it, a sentence each. */
  get problems(): readonly string[] {
    return serverProblems(this.name, { catalog: this.catalog, run: this.#run, pins: this.pins });
  }

  /**
   * Starts it, or says in its state why not. Resolves when it runs or does not; never rejects.
   * An `interactive` start is one that a person asked for: it may prompt, and earlier crashes are forgotten. An `onlyConfirmed` one
   * leaves alone, without a word, what a person has never asked for.
   */
  async start(options: { readonly interactive: boolean; readonly onlyConfirmed?: boolean }): Promise<void> {
    const stops = this.#stops;
    if (options.onlyConfirmed && !(this.#trusted && (await this.#isConfirmed()))) return;
    await this.#ending;
    if (this.#disposed || !this.#trusted || this.#stops !== stops) return;
    if (options.interactive) this.#comeback.reset();
    await (this.#run ?? this.#begin(options.interactive)).started;
  }

  /** Ends it. Resolves when nothing of it is left; never rejects. */
  async stop(): Promise<void> {
    this.#stops += 1;
    await this.#endForNow();
  }

  /** Starts it anew, and opens a browser where only a sign-in helps: the person has just asked for that. Never rejects. */
  async signIn(): Promise<void> {
    const stops = this.#stops;
    await this.#endForNow();
    if (this.#disposed || !this.#trusted || this.#stops !== stops) return;
    this.#comeback.reset();
    // Another start may have come first: it is the one that signs in.
    const run = this.#run ?? this.#begin(true);
    run.signIn ??= true;
    await run.started;
  }

  async restart(options: { readonly interactive: boolean } = { interactive: true }): Promise<void> {
    const stops = this.#stops;
    await this.#endForNow();
    if (this.#stops === stops) await this.start(options);
  }

  /** Takes a changed definition. What ran or tried to run is restarted with it; what was stopped stays so. */
  async update(entry: ServerEntry): Promise<void> {
    if (JSON.stringify(entry) === JSON.stringify(this.#entry)) return;
    const idle = this.#state.kind === 'stopped' || this.#state.kind === 'untrusted';
    this.#entry = entry;
    this.#comeback.reset();
    this.#definition = undefined;
    this.#changed();
    if (idle) return;
    this.#deps.log.event('info', 'Its definition has changed.');
    await this.restart({ interactive: false });
  }

  /** Without trust nothing of it is resolved or run. */
  async setTrusted(trusted: boolean): Promise<void> {
    if (trusted === this.#trusted) return;
    this.#trusted = trusted;
    if (trusted) this.#setState({ kind: 'stopped' });
    else await this.#end({ kind: 'untrusted' });
  }

  dispose(): void {
    void this.shutdown();
  }

  /** Like `dispose`; resolves when nothing of it is left. */
  async shutdown(): Promise<void> {
    this.#disposed = true;
    await this.#end({ kind: 'stopped' });
    this.#change.dispose();
    this.#giveUp.dispose();
    this.#message.dispose();
    this.#updated.dispose();
    this.facts.dispose();
  }

  /** The person chose which log messages to see: the server is told. */
  logChoiceChanged(): void {
    if (this.#state.kind === 'running') this.#state.session.setLogLevel?.(this.#logChoice);
    this.#changed();
  }

  get #logChoice(): LogChoice {
    return this.#deps.logChoice?.() ?? defaultLogChoice;
  }

  async #isConfirmed(): Promise<boolean> {
    try {
      return this.#deps.confirmations.isConfirmed(await this.#deps.define(this.#entry));
    } catch {
      // What is wrong with it is said when a person starts it, and at its place in the file.
      return false;
    }
  }

  #begin(interactive: boolean): Run {
    this.#pause?.dispose();
    const run = newRun();
    this.#run = run;
    run.started = this.#launch(run, interactive);
    return run;
  }

  async #launch(run: Run, interactive: boolean): Promise<void> {
    this.#setState(this.#comeback.beginning(this.#state));
    // What a person or a file takes its time for does not keep the server from being stopped.
    const { signal } = run.abort;
    try {
      const definition = await unlessAborted(this.#deps.define(this.#entry), signal);
      this.#definition = definition;
      if (!this.#deps.confirmations.isConfirmed(definition)) {
        this.#leave(run, { kind: 'needsConfirmation', definition, disclosure: disclose(definition) });
        return;
      }
      const source = this.#deps.launchSource(definition, interactive);
      const { launch, secrets, keys } = await unlessAborted(resolveLaunch(definition, source), signal);
      run.redactor.add(secrets);
      this.#deps.onKeys?.(keys);
      this.#deps.log.event('info', `Starting: ${reachOf(definition)}`);
      this.facts.launching();
      const session = await this.#deps.connector.connect(launch, definition.settings, this.#hooks(run), signal);
      await this.#servedOrClosed(run, definition, session);
    } catch (error) {
      if (!signal.aborted) this.#failed(run, error);
    }
  }

  async #servedOrClosed(run: Run, definition: ServerDefinition, session: McpSession): Promise<void> {
    if (run.abort.signal.aborted) return session.close();
    try {
      this.#serve(run, definition, session);
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  #serve(run: Run, definition: ServerDefinition, session: McpSession): void {
    const since = this.#deps.clock.now();
    this.facts.connected();
    session.setLogLevel?.(this.#logChoice);
    run.session = session;
    run.catalog = new CatalogStore(session, this.#deps.clock, this.#deps.maxPages);
    run.catalog.onDidChange(({ loaded }) => {
      if (loaded) signInOver(run);
      this.#changed();
    });
    const pins = openPins(this.#deps.pins, definition, session, { redactor: run.redactor, catalog: run.catalog });
    pins.onDidChange(() => this.#changed());
    run.pins = pins;
    session.onDidClose(({ expected, reason, needsSignIn }) => {
      if (this.#run !== run || expected) return;
      if (needsSignIn === true) this.#leave(run, { kind: 'needsSignIn', reason: run.redactor.text(reason) });
      else this.#lost(run, run.redactor.text(reason), since);
    });
    this.#target = targetOf(definition, session, pins, (sentence) => this.#deps.log.event('info', sentence));
    run.target.resolve(this.#target);
    const server = session.serverInfo;
    const who = server ? `${server.name} ${server.version}` : 'a server that does not name itself';
    this.#deps.log.event('info', `Connected to ${who}, protocol ${session.protocolVersion} (${session.era}).`);
    if (definition.settings.sampling !== 'off') {
      this.#deps.log.event('info', 'Sampling is declared to it, which the protocol has deprecated since 2026-07-28.');
    }
    this.#setState({ kind: 'running', session, since });
    void run.catalog.load();
  }

  #hooks(run: Run): SessionHooks {
    const { log, pushes } = this.#deps;
    return sessionHooks(run, {
      log,
      pushes,
      facts: this.facts,
      logChoice: () => this.#logChoice,
      onLogMessage: (message) => this.#message.fire(message),
      onSecrets: (secrets) => this.#deps.onKeys?.(secrets),
      askSignIn: async (ask) => (await this.#deps.askSignIn?.(this.name, ask)) ?? false,
      onResourceUpdated: (uri) => this.#updated.fire(uri),
      maySpawn: () => this.#comeback.maySpawn(this.#deps.clock.now()),
      onChange: () => {
        if (this.#run === run) this.#changed();
      },
    });
  }

  #failed(run: Run, error: unknown): void {
    const reason = run.redactor.text(messageOf(error));
    if (isMcpError(error) && error.kind === 'needsSignIn') {
      this.#deps.log.event('warn', reason);
      this.#leave(run, { kind: 'needsSignIn', reason });
      return;
    }
    if (this.#comeback.goesOn(this.#remote, error)) {
      this.#lost(run, reason, undefined);
      return;
    }
    this.#deps.log.event('error', reason);
    this.#leave(run, { kind: 'failed', reason });
  }

  /** It ended without being asked to, or an attempt to have it again has failed. */
  #lost(run: Run, reason: string, runningSince: number | undefined): void {
    const { clock, log } = this.#deps;
    if (runningSince !== undefined) this.facts.lost();
    const loss = { reason, now: clock.now(), runningSince, random: this.#deps.random() };
    const next = this.#comeback.after(this.#remote, loss);
    if (next.kind === 'giveUp') {
      log.event('error', next.why);
      this.#leave(run, { kind: 'failed', reason: next.why });
      this.#giveUp.fire(next.why);
      return;
    }
    log.event('warn', next.words);
    this.#pause = clock.timeout(() => void this.#begin(false), next.pause);
    this.#leave(run, next.state);
  }

  /** Whether it is reached over the network: then nothing is spawned, and a lost connection is made again. */
  get #remote(): boolean {
    return this.#entry.settings.type !== 'stdio';
  }

  /** Ends it as a stop does, or as the first half of another start. */
  async #endForNow(): Promise<void> {
    await this.#end({ kind: this.#trusted ? 'stopped' : 'untrusted' });
  }

  async #end(state: ServerState): Promise<void> {
    this.#pause?.dispose();
    const run = this.#run;
    const before = this.#ending;
    if (run) {
      run.abort.abort(new McpError('cancelled', 'The server was stopped.'));
      this.#leave(run, undefined);
      this.#ending = Promise.all([before, run.started, run.session?.close()]).then(() => {
        this.#deps.log.event('info', 'Stopped.');
      });
    }
    if (!this.#run) this.#setState(state);
    await this.#ending;
  }

  /** The run is over; what belonged to it goes. */
  #leave(run: Run, state: ServerState | undefined): void {
    if (this.#run !== run) return;
    this.#run = undefined;
    this.#target = undefined;
    run.catalog?.dispose();
    run.pins?.dispose();
    run.target.reject(new McpError('connection', 'The server is not running.'));
    if (state) this.#setState(state);
  }

  #setState(state: ServerState): void {
    this.#state = state;
    this.#changed();
  }

  #changed(): void {
    this.#change.fire();
  }
}
