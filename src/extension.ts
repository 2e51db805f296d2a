import './vscode/l10n.ts';
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SignInDeps } from './core/auth/signIn.ts';
import { CallService } from './core/calls/callService.ts';
import { ParkedRounds } from './core/calls/parkedRounds.ts';
import { schemaCheck } from './core/forms/check.ts';
import { outputValidator } from './core/forms/output.ts';
import { type ResourceRef, Watches } from './core/resources/watches.ts';
import { OwnRequests } from './core/prompts/ownRequests.ts';
import { ReviewDesk } from './core/review/desk.ts';
import type { ServerEntry } from './core/servers/definition.ts';
import { defineServer } from './core/servers/identity.ts';
import { ManagedServer } from './core/servers/managedServer.ts';
import { ServerManager } from './core/servers/serverManager.ts';
import { PinBook } from './core/trust/pinBook.ts';
import { Emitter } from './core/util/emitter.ts';
import type { Log } from './core/util/system.ts';
import { systemClock } from './node/clock.ts';
import { envFileDigest } from './node/envFile.ts';
import { sha256 } from './node/hash.ts';
import { CHECK_MS, inTime } from './node/inTime.ts';
import { BrowserSignIn } from './vscode/auth/browserSignIn.ts';
import { signInHandlers } from './vscode/auth/signInCommands.ts';
import { SignInStorage } from './vscode/auth/signInStorage.ts';
import { addServerCommand } from './vscode/addServer/addServerCommand.ts';
import { CallCommands } from './vscode/calls/callCommands.ts';
import { CallPanels } from './vscode/calls/callPanels.ts';
import { ContentFiles } from './vscode/calls/contentFiles.ts';
import { ContentOpener } from './vscode/calls/contentOpener.ts';
import { DirectCalls } from './vscode/calls/directCall.ts';
import { registerCommands } from './vscode/commands.ts';
import { ServerLenses } from './vscode/lenses/serverLenses.ts';
import { lazyConnector, lazyIcons, lazyInspector, lazyLedger, lazyPins, lazyPipeline } from './vscode/lazily.ts';
import { LedgerDocument } from './vscode/ledger/ledgerDocument.ts';
import { LedgerRedaction } from './vscode/ledger/ledgerRedaction.ts';
import { oneLineLog } from './vscode/logs/logText.ts';
import { Icons } from './vscode/icons/icons.ts';
import { LogLevels } from './vscode/logs/logLevels.ts';
import { ServerLogs } from './vscode/logs/serverLogs.ts';
import { commands, views } from './vscode/manifest.ts';
import { detectCommand } from './vscode/models/detectCommand.ts';
import { addEndpoint } from './vscode/models/endpointSettings.ts';
import { ModelService } from './vscode/models/modelService.ts';
import { SpeedStorage } from './vscode/models/speedStorage.ts';
import { ResourceCommands } from './vscode/resources/resourceCommands.ts';
import { Resources } from './vscode/resources/resources.ts';
import { AnswerDiff } from './vscode/review/answerDiff.ts';
import { Announcer } from './vscode/review/announcer.ts';
import { DeskPanel } from './vscode/review/deskPanel.ts';
import { DeskPlace } from './vscode/review/deskPlace.ts';
import { DiffDocuments } from './vscode/review/diffDocuments.ts';
import { openPage } from './vscode/review/openPage.ts';
import { ParkedCalls } from './vscode/review/parked.ts';
import { ParkedNotice } from './vscode/review/parkedNotice.ts';
import { parkingStore } from './vscode/review/parkingStore.ts';
import { Pause } from './vscode/review/pause.ts';
import { remedyAction } from './vscode/review/remedies.ts';
import { ReviewCommands, type ReviewCommandsOptions } from './vscode/review/reviewCommands.ts';
import { ReviewsView } from './vscode/review/reviewsView.ts';
import { StatusBar } from './vscode/review/statusBar.ts';
import { TextFiles } from './vscode/review/textFiles.ts';
import type { TextPlace } from './shared/desk.ts';
import { WorkspaceRoots } from './vscode/roots/roots.ts';
import { forgetApiKey, setApiKey } from './vscode/secrets/keyCommands.ts';
import { launchInputs } from './vscode/secrets/launchInputs.ts';
import { Secrets } from './vscode/secrets/secrets.ts';
import { ServerPanels } from './vscode/serverPage/serverPanels.ts';
import { ServerCommands } from './vscode/serverCommands.ts';
import { SettingsService } from './vscode/settings/settingsService.ts';
import { workspaceVariables } from './vscode/settings/workspaceVariables.ts';
import { ChangeDocuments } from './vscode/trust/changeDocuments.ts';
import { ConfirmationStore } from './vscode/trust/confirmations.ts';
import { ConfirmPanel } from './vscode/trust/confirmPanel.ts';
import { ResetTrust } from './vscode/trust/resetTrust.ts';
import { ServersTree } from './vscode/tree/serversTree.ts';

type Keep = <T extends vscode.Disposable>(item: T) => T;

/** What the parts below are made with. */
interface Base {
  readonly context: vscode.ExtensionContext;
  readonly keep: Keep;
  readonly log: Log;
  readonly now: () => number;
}

let running: { readonly review: Review; readonly servers: Servers } | undefined;

/** Nothing is returned: no other extension gets a way to the desk. */
export function activate(context: vscode.ExtensionContext): void {
  const keep: Keep = (item) => {
    context.subscriptions.push(item);
    return item;
  };
  const log = oneLineLog(keep(vscode.window.createOutputChannel('Countersign', { log: true })));
  const base: Base = { context, keep, log, now: () => systemClock.now() };
  const review = createReview(base);
  const servers = createServers(base, review);
  const surfaces = createSurfaces(base, review, servers);
  registerAll(base, review, servers, surfaces);
  review.settings.onDidChange(({ servers: entries, endpoints, trusted }) => {
    void review.models.apply(endpoints);
    servers.manager.apply(entries, { trusted });
    servers.logs.keepOnly(new Set(entries.map(({ name }) => name)));
    surfaces.tree.refresh();
  });
  running = { review, servers };
  void review.settings.read();
  void review.rounds.load();
}

/** VS Code waits five seconds at most: reviews and calls end at once, and the processes of all servers within four. */
export async function deactivate(): Promise<void> {
  const { review, servers } = running ?? {};
  running = undefined;
  const calls = review?.calls.shutdown();
  review?.desk.dispose();
  await Promise.all([calls, servers?.manager.shutdown()]);
}

type Review = ReturnType<typeof createReview>;
type Servers = ReturnType<typeof createServers>;
type Surfaces = ReturnType<typeof createSurfaces>;

/** The way of a request: models, desk, ledger, pipeline, calls. */
function createReview({ context, keep, log, now }: Base) {
  const redaction = new LedgerRedaction();
  const secrets = keep(new Secrets(context.secrets, sha256, (secret) => redaction.add(secret)));
  const settings = keep(new SettingsService(log));
  const defaultModel = () => settings.defaultModel;
  const overrides = () => settings.current.models;
  const speeds = new SpeedStorage(context.globalState);
  const modelOptions = { secrets, sha256, clock: systemClock, log, defaultModel, overrides, speeds };
  const models = keep(new ModelService(modelOptions));
  const desk = new ReviewDesk({ clock: systemClock });
  const pause = keep(new Pause(desk, context.globalState));
  const ledgerFolder = path.join(context.globalStorageUri.fsPath, 'ledger');
  const ledger = lazyLedger({
    folder: ledgerFolder,
    window: randomUUID(),
    clock: systemClock,
    redact: redaction.redact,
  });
  const shared = { ledger, clock: systemClock, newId: randomUUID };
  const checkSchema = schemaCheck(inTime(CHECK_MS));
  const elicitation = { check: checkSchema, openPage };
  const inspector = keep(lazyInspector(context.asAbsolutePath('dist/inspection.cjs')));
  const pipeline = lazyPipeline({
    ...shared,
    desk,
    lookAtPause: () => pause.look(),
    models: models.registry,
    inspector,
    release: () => settings.reviewRelease,
    elicitation,
    checkSchema,
    log,
  });
  const roots = keep(new WorkspaceRoots(context.workspaceState));
  const validateOutput = outputValidator(inTime(CHECK_MS));
  const rounds = keep(new ParkedRounds(parkingStore(context, now), log, systemClock));
  // Another window of the same folder may have taken up or left some.
  keep(vscode.window.onDidChangeWindowState(({ focused }) => void (focused && rounds.load())));
  const kept = { patience: desk.deadlines, parking: rounds, history: desk.views.history };
  const calls = new CallService({
    ...shared,
    pipeline,
    validateOutput,
    roots,
    pages: desk,
    onEnd: (id) => desk.batches.rests.callEnded(id),
    ...kept,
  });
  keep(models.registry.onDidChange(() => desk.batches.rests.modelsChanged()));
  const own = new OwnRequests({ pipeline, onFailure: (message) => log.error(`Own request: ${message}`) });
  return { now, redaction, secrets, settings, models, desk, pause, ledger, ledgerFolder, roots, calls, rounds, own };
}

/** Servers, what was confirmed of them, and their logs. */
function createServers({ context, keep, now }: Base, { redaction, secrets, settings, calls, ledger }: Review) {
  const logs = keep(new ServerLogs());
  const store = lazyPins(path.join(context.globalStorageUri.fsPath, 'pins'));
  const pins = new PinBook({ store, ledger, sha256, clock: systemClock });
  const logLevels = new LogLevels(context.workspaceState);
  const updates = keep(new Emitter<ResourceRef>());
  const confirmations = new ConfirmationStore(context.workspaceState, now, sha256);
  const version = (context.extension.packageJSON as { version: string }).version;
  const signIns = new SignInStorage(context.secrets, sha256);
  const browser = keep(new BrowserSignIn());
  const signIn: SignInDeps = { store: signIns, answerPage: (server, options) => browser.page(server, options) };
  const connector = lazyConnector({ version, watchdog: context.asAbsolutePath('dist/watchdog.cjs'), signIn });
  const separator = path.sep === '\\' ? '\\' : '/';
  const env = (name: string): string | undefined => process.env[name];
  const machine = { userHome: homedir(), pathSeparator: separator, ...workspaceVariables } as const;
  const defineDeps = { sha256, envFileDigest, env, ...machine };
  const define = (written: ServerEntry) => defineServer(written, defineDeps);
  const manager = new ServerManager((entry, trusted) => {
    const server = new ManagedServer(entry, trusted, {
      connector,
      confirmations,
      pins,
      define,
      launchSource: (definition, interactive) => launchInputs(definition, { secrets, interactive }),
      pushes: calls,
      maxPages: () => settings.maxPages,
      askSignIn: (name, ask) => browser.ask(name, ask),
      onKeys: (keys) => keys.forEach((key) => redaction.add(key)),
      logChoice: () => logLevels.of(entry.name),
      log: logs.of(entry.name),
      clock: systemClock,
      random: Math.random,
    });
    server.onDidUpdateResource((uri) => updates.fire({ server: entry.name, uri }));
    server.onDidLog((message) => server.target && calls.logMessage(server.target.session, message));
    return server;
  });
  const watches = keep(new Watches(manager));
  return { logs, logLevels, confirmations, pins, manager, watches, updates, define, signIns };
}

/** What a person sees. */
function createSurfaces({ context, keep, log, now }: Base, review: Review, servers: Servers) {
  const { manager, confirmations, pins, logs, logLevels, watches, updates } = servers;
  const { desk, calls, settings, models, secrets, pause, own, rounds } = review;
  const extension = context.extensionUri;
  const iconFiles = lazyIcons(path.join(context.globalStorageUri.fsPath, 'icons'));
  const icons = keep(new Icons({ manager, files: iconFiles, log, now }));
  const tree = keep(new ServersTree(manager, watches, icons, () => settings.current));
  keep(vscode.window.createTreeView(views.servers, { treeDataProvider: tree, showCollapseAll: true }));
  const documents = keep(new ChangeDocuments());
  const confirm = keep(new ConfirmPanel({ manager, confirmations, pins, documents, extension, now, log }));
  const keys = { secrets, endpoints: () => models.endpoints, addEndpoint };
  const diffs = keep(new DiffDocuments(desk));
  const answerDiff = keep(new AnswerDiff(desk));
  const texts = keep(new TextFiles(desk, now));
  const actions = {
    showDiff: (id: string) => diffs.show(id),
    showAnswerDiff: (id: string) => answerDiff.show(id),
    editInEditor: (id: string, text: TextPlace) => texts.open(id, text),
    remedy: remedyAction({ keys, registry: models.registry }),
    resumeSampling: () => void pause.set(false),
    startServer: async (name: string) => void (await vscode.commands.executeCommand(commands.startServer, name)),
  };
  const parked = keep(new ParkedCalls({ rounds, manager, calls, now }));
  const place = new DeskPlace(context);
  const panel = keep(new DeskPanel({ desk, extension, actions, place, parked, now, log }));
  keep(new ServerLenses(manager));
  keep(new ReviewsView(desk));
  keep(new StatusBar(desk));
  const opener = new ContentOpener(keep(new ContentFiles(now)));
  const direct = new DirectCalls({ manager, calls, showLog: (server) => logs.of(server).show() });
  const openReview = (id: string): void => {
    desk.select(id);
    panel.show({ focus: true });
  };
  const resources = keep(new Resources({ manager, watches, direct, now }));
  updates.event((ref) => resources.updated(ref));
  watches.onDidFail(({ server, error }) => void direct.tell(server, error));
  const panels = keep(
    new CallPanels({ manager, calls, opener, extension, icons, openReview, resources, own, now, log }),
  );
  keep(new ParkedNotice({ parked, desk, panels, panel }));
  keep(new Announcer({ desk, panel, mode: () => settings.reviewOpen, watching: (ids) => panels.watching(ids) }));
  const logLevel = (server: string) => logLevels.words(server);
  const icon = (server: string) => icons.dataUri(server);
  const pages = keep(new ServerPanels({ manager, extension, log, logLevel, icon }));
  return { tree, confirm, keys, panel, direct, panels, pages, resources };
}

/** The desk, and saying no: none of them approves. */
function deskCommands(options: ReviewCommandsOptions) {
  const reviews = new ReviewCommands(options);
  return {
    [commands.openDesk]: (id: unknown) => reviews.open(id),
    [commands.reviewNext]: () => reviews.next(),
    [commands.deny]: () => reviews.deny(),
    [commands.denyAll]: () => reviews.denyAll(),
    [commands.pauseSampling]: () => reviews.pause(),
    [commands.resumeSampling]: () => reviews.resume(),
  };
}

/** What is confirmed, what has changed, and how it is forgotten. */
function trustCommands(owned: Servers, { confirm }: Surfaces, servers: ServerCommands, calls: CallCommands) {
  const trust = new ResetTrust(owned);
  return {
    [commands.confirmServers]: () => confirm.show(),
    [commands.reviewChanges]: () => confirm.show(),
    [commands.markSeen]: (item: unknown) => calls.markSeen(item),
    [commands.resetTrust]: (server: unknown) => servers.resetTrust(server, trust),
    [commands.resetAllTrust]: () => trust.all(),
  };
}

function registerAll({ context, keep, log }: Base, review: Review, owned: Servers, surfaces: Surfaces): void {
  const { manager, logs, logLevels, watches, define, signIns } = owned;
  const { desk, pause, ledgerFolder, roots, secrets } = review;
  const { confirm, keys, panel, direct, panels, pages, resources } = surfaces;
  const servers = new ServerCommands({ manager, logs, confirm: () => confirm.show(), pages, logLevels });
  const calls = new CallCommands({ manager, panels, resources });
  const published = new ResourceCommands({ manager, resources, watches, direct });
  const ledger = keep(new LedgerDocument(ledgerFolder));
  keep(roots.onDidChange((name) => servers.rootsChanged(name)));
  manager.onDidGiveUp((given) => void servers.gaveUp(given));
  keep(
    registerCommands(
      {
        [commands.addServer]: () => addServerCommand(manager, { secrets, log, define }),
        [commands.importServers]: async () => {
          const { importServers } = await import('./vscode/import/importServers.ts');
          await importServers({ manager, secrets, globalStorage: context.globalStorageUri, log, define });
        },
        [commands.startServer]: (server) => servers.start(server),
        [commands.stopServer]: (server) => servers.stop(server),
        [commands.restartServer]: (server) => servers.restart(server),
        ...signInHandlers({ storage: signIns, secrets, servers }),
        [commands.showLog]: (server) => servers.showLog(server),
        [commands.openServer]: (server) => servers.openPage(server),
        [commands.openTraffic]: (server) => servers.openTraffic(server),
        [commands.setLogLevel]: (server) => servers.setLogLevel(server),
        ...trustCommands(owned, surfaces, servers, calls),
        [commands.chooseRoots]: (server) => servers.chooseRoots(server, (name) => roots.choose(name)),
        [commands.openServerSettings]: (server) => servers.openSettings(server),
        [commands.runTool]: (tool) => calls.runTool(tool),
        [commands.readResource]: (resource) => calls.readResource(resource),
        [commands.saveResource]: (resource) => published.save(resource),
        [commands.watchResource]: (resource) => published.watch(resource),
        [commands.unwatchResource]: (resource) => published.unwatch(resource),
        [commands.getPrompt]: (prompt) => calls.getPrompt(prompt),
        [commands.sendPrompt]: (prompt) => calls.sendPrompt(prompt),
        ...deskCommands({ desk, panel, pause }),
        [commands.setApiKey]: (id) => setApiKey(keys, typeof id === 'string' ? id : undefined),
        [commands.forgetApiKey]: () => forgetApiKey(keys),
        [commands.detectLocalModels]: () => detectCommand(keys),
        [commands.openLedger]: () => ledger.open(),
      },
      log,
    ),
  );
}
