import type { CallTarget, PushHandler } from '../calls/target.ts';
import type { SignInAsk } from '../auth/signIn.ts';
import { isMcpError, McpError } from '../errors.ts';
import { type GrowingRedactor, growingRedactor, type Redactor } from '../text/redact.ts';
import { type Deferred, deferred } from '../util/deferred.ts';
import type { PinBook } from '../trust/pinBook.ts';
import type { ServerPins } from '../trust/serverPins.ts';
import { type CatalogStore, emptyCatalog } from './catalogStore.ts';
import type { ServerDefinition } from './definition.ts';
import type { LogChoice } from './logLevel.ts';
import { sourceText } from './disclosure.ts';
import { reachOf } from './reach.ts';
import type { ServerFacts } from './serverFacts.ts';
import type { ServerLog } from './serverLog.ts';
import type { McpSession, ServerLogMessage, SessionHooks } from './session.ts';

/** One attempt to have a server run, from the first step to the end of its session. */
export interface Run {
  readonly abort: AbortController;
  started: Promise<void>;
  session?: McpSession;
  catalog?: CatalogStore;
  readonly redactor: GrowingRedactor;
  /** A push may come before the connection counts as established: it waits for this. */
  readonly target: Deferred<CallTarget>;
  /** What its lists are compared with. */
  pins?: ServerPins;
  /** The first line of text that was no JSON-RPC. */
  stray?: string;
  /** What hinders the connection without ending it, a sentence. */
  trouble?: string | undefined;
  /**
   * True while the person's wish to sign in has opened no browser yet; false afterwards; absent where they did not ask for it, and once
   * the server runs and its lists have come.
   */
  signIn?: boolean;
}

/** A run of which nothing has happened yet. */
export function newRun(): Run {
  const run: Run = {
    abort: new AbortController(),
    started: Promise.resolve(),
    redactor: growingRedactor(),
    target: deferred<CallTarget>(),
  };
  // Nobody may be waiting for it when the run fails.
  run.target.promise.catch(() => undefined);
  return run;
}

/** Who hears of what a session tells. */
export interface RunListener {
  readonly pushes: PushHandler;
  readonly log: ServerLog;
  readonly facts: ServerFacts;
  /** Which log messages the person wants. */
  logChoice(): LogChoice;
  onLogMessage(message: ServerLogMessage): void;
  onResourceUpdated(uri: string): void;
  /** A program is about to be started. False: it was started too often for a second attempt. */
  maySpawn(): boolean;
  /** Something about the run that a person sees has changed. */
  onChange(): void;
  /** Tokens and the like: no record may hold them. */
  onSecrets(secrets: readonly string[]): void;
  /** Asks whether a browser may be opened to sign in. */
  askSignIn(ask: SignInAsk): Promise<boolean>;
}

/** What a session tells, with the secrets of its launch redacted. */
export function sessionHooks(run: Run, listener: RunListener): SessionHooks {
  const { log, pushes, facts } = listener;
  return {
    onSampling: (push) => pushed(run, (target) => pushes.handlePush(target, push)),
    onElicitation: (push) => pushed(run, (target) => pushes.handleElicitation(target, push)),
    onElicitationComplete: (id) => {
      // Of a run that has ended there is nothing to say any more.
      void run.target.promise.then((target) => pushes.elicitationComplete(target, id)).catch(() => undefined);
    },
    onRootsList: (push) => pushed(run, (target) => pushes.handleRoots(target, push)),
    onLogMessage: (message) => {
      const logger = message.logger === undefined ? {} : { logger: run.redactor.text(message.logger) };
      const redacted = { ...message, ...logger, data: run.redactor.json(message.data) };
      if (!facts.logged(redacted, listener.logChoice())) return;
      log.protocol(redacted);
      listener.onLogMessage(redacted);
    },
    onStderr: (line) => log.stderr(run.redactor.text(line)),
    onStrayOutput: (line) => {
      const text = run.redactor.text(line);
      log.stray(text);
      if (run.stray !== undefined) return;
      run.stray = text;
      listener.onChange();
    },
    onListChanged: (kind) => run.catalog?.changed(kind),
    onResourceUpdated: (uri) => listener.onResourceUpdated(uri),
    onTraffic: (direction, message, callId) => {
      facts.traffic.add(direction, message, run.redactor, callId);
      if (log.tracing) log.traffic(direction, run.redactor.json(message));
    },
    onSpawn: () => listener.maySpawn(),
    onSignIn: (ask) => maySignIn(run, ask, listener),
    onSecrets: (secrets) => {
      run.redactor.add(secrets);
      listener.onSecrets(secrets);
    },
    onTrouble: (sentence) => {
      const text = sentence === undefined ? undefined : run.redactor.text(sentence);
      if (text === run.trouble) return;
      if (text !== undefined) log.event('warn', text);
      run.trouble = text;
      listener.onChange();
    },
  };
}

/**
 * A browser opens when the person has just asked for it, once, and when they say so in the middle of a call of theirs. Never for what
 * happens in the background.
 */
async function maySignIn(run: Run, ask: SignInAsk, listener: RunListener): Promise<boolean> {
  if (run.signIn === true) {
    run.signIn = false;
    return true;
  }
  return ask.call || run.signIn === false ? listener.askSignIn(ask) : false;
}

/** What the person asked to sign in for is there: what comes later is no part of that. */
export function signInOver(run: Run): void {
  delete run.signIn;
}

/** A push may come before the connection counts as established, so it waits for that. */
async function pushed<T>(run: Run, handle: (target: CallTarget) => Promise<T>): Promise<T> {
  const target = await run.target.promise;
  try {
    return await handle(target);
  } catch (error) {
    // Only what was written for a server may reach it.
    throw isMcpError(error) ? error : new McpError('failed', 'The host could not handle this request.');
  }
}

/** What a call needs of a server that runs. `note` writes a sentence of ours to its log. */
export function targetOf(
  definition: ServerDefinition,
  session: McpSession,
  pins: ServerPins,
  note: (sentence: string) => void,
): CallTarget {
  return {
    asking: askingOf(definition, session),
    session,
    timeout: definition.settings.timeout,
    permit: (request, options) => pins.permit(request, options),
    note,
  };
}

function askingOf(definition: ServerDefinition, session: McpSession): CallTarget['asking'] {
  const { name, hash, settings, source } = definition;
  const declared = { sampling: settings.sampling !== 'off', tools: settings.sampling === 'on' };
  const about = { writtenIn: sourceText(source), transport: settings.type, protocol: session.protocolVersion };
  return { name, definition: hash, reach: reachOf(definition), era: session.era, ...declared, about };
}

/** Compares what a server lists with what is remembered of it, from the first list on. */
export function openPins(
  book: PinBook,
  definition: ServerDefinition,
  session: McpSession,
  run: { readonly redactor: Redactor; readonly catalog: CatalogStore },
): ServerPins {
  const { catalog } = run;
  const { name, source } = definition;
  const pins = book.open({
    name,
    source,
    asking: askingOf(definition, session),
    instructions: session.instructions,
    redact: (json) => run.redactor.json(json),
    refreshed: (kind) => catalog.refreshed(kind),
  });
  // Before its answer a list is the one that everybody starts with; a part of it says nothing about the rest.
  const answered = (kind: 'tools' | 'prompts'): boolean => {
    const { catalog: lists, partial, errors } = catalog.state;
    return lists[kind] !== emptyCatalog[kind] && !partial[kind] && errors[kind] === undefined;
  };
  catalog.onDidChange((state) => pins.take(state.catalog, answered));
  return pins;
}
