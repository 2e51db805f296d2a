import * as vscode from 'vscode';
import type { EndpointSettings } from '../../core/settings/endpoints.ts';
import type { HiddenDefinition } from '../../core/settings/servers.ts';
import type { ServerEntry } from '../../core/servers/definition.ts';
import { messageOf } from '../../core/errors.ts';
import { noOverrides, type ModelOverrides } from '../../core/models/overrides.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { Log } from '../../core/util/system.ts';
import { prefix, type ReviewOpen, type ReviewRelease, settings } from '../manifest.ts';
import { type LocatedProblem, SettingsDiagnostics } from './diagnostics.ts';
import { FileChecks } from './fileChecks.ts';
import { McpFiles } from './mcpFiles.ts';
import { applicationValue, serverScopes } from './scopes.ts';
import { type InvalidEntry, readServers } from './serverSettings.ts';
import { settingValue } from './settingsText.ts';

/** What the settings say, as far as it is valid. */
export interface CountersignSettings {
  readonly servers: readonly ServerEntry[];
  readonly endpoints: readonly EndpointSettings[];
  readonly models: ModelOverrides;
  /** `countersign.models.default`; absent when it is empty. */
  readonly defaultModel?: string;
  readonly invalid: readonly InvalidEntry[];
  /** Definitions that are not used, since a nearer one has their name. */
  readonly hidden: readonly HiddenDefinition[];
  readonly trusted: boolean;
}

const overrideSettings = {
  aliases: settings.modelAliases,
  tiers: settings.modelTiers,
  prices: settings.modelPrices,
} as const;

const modes: readonly ReviewOpen[] = ['always', 'whenYouStartedIt', 'notify'];

/** Reads the settings of every scope, says what is wrong in them at the place, and reads them again when one changes. */
export class SettingsService implements vscode.Disposable {
  readonly #log: Log;
  readonly #diagnostics = new SettingsDiagnostics();
  readonly #files: McpFiles;
  readonly #checks = new FileChecks(() => void this.read());
  readonly #change = new vscode.EventEmitter<CountersignSettings>();
  readonly #subscriptions = new DisposableStore();
  #current: CountersignSettings = {
    servers: [],
    endpoints: [],
    models: noOverrides,
    invalid: [],
    hidden: [],
    trusted: vscode.workspace.isTrusted,
  };
  #known = '';
  #reported = '';
  #reading: Promise<void> | undefined;
  #again = false;

  /** The settings were read, and something of ours is different. */
  readonly onDidChange = this.#change.event;

  constructor(log: Log) {
    this.#log = log;
    this.#files = new McpFiles(log, () => void this.read());
    this.#subscriptions.add(this.#files);
    this.#subscriptions.add(this.#checks);
    this.#subscriptions.add(this.#diagnostics);
    this.#subscriptions.add(this.#change);
    this.#subscriptions.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(prefix)) void this.read();
      }),
    );
    this.#subscriptions.add(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.read()));
    this.#subscriptions.add(vscode.workspace.onDidGrantWorkspaceTrust(() => void this.read()));
  }

  get current(): CountersignSettings {
    return this.#current;
  }

  /** `countersign.models.default`, or nothing when it is empty. */
  get defaultModel(): string | undefined {
    const value = applicationValue(settings.defaultModel);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  }

  /** `countersign.catalog.maxPages`; anything that is no number of pages counts as the default. */
  get maxPages(): number {
    const value = applicationValue(settings.maxPages);
    return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : 1_000;
  }

  /** `countersign.review.open`; anything that is no value of it counts as the default. */
  get reviewOpen(): ReviewOpen {
    const value = applicationValue(settings.reviewOpen);
    return modes.find((mode) => mode === value) ?? 'whenYouStartedIt';
  }

  /** `countersign.review.release`; anything that is no value of it counts as the default. */
  get reviewRelease(): ReviewRelease {
    const value = applicationValue(settings.reviewRelease);
    return value === 'whenFlagged' || value === 'never' ? value : 'always';
  }

  /** Reads all scopes. Several calls at once are one reading and one more. */
  read(): Promise<void> {
    this.#again = this.#reading !== undefined;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined;
      if (this.#again) void this.read();
    });
    return this.#reading;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #readAll(): Promise<void> {
    const { parseEndpoints } = await import('../../core/settings/endpoints.ts');
    const { parseOverrides } = await import('../../core/settings/modelOverrides.ts');
    const scopes = await serverScopes((file, workspaceFile) => this.#hidden(file, workspaceFile));
    const trusted = vscode.workspace.isTrusted;
    const servers = await readServers(scopes, await this.#files.read(), { files: this.#checks, trusted });
    const endpoints = parseEndpoints(applicationValue(settings.endpoints));
    const models = parseOverrides({
      aliases: applicationValue(settings.modelAliases),
      tiers: applicationValue(settings.modelTiers),
      prices: applicationValue(settings.modelPrices),
    });
    const { defaultModel } = this;
    const problems: LocatedProblem[] = [
      ...servers.problems,
      ...endpoints.problems.map((problem) => ({ setting: settings.endpoints, problem })),
      ...models.problems.map(({ setting, problem }) => ({ setting: overrideSettings[setting], problem })),
    ];
    const next: CountersignSettings = {
      servers: servers.entries,
      endpoints: endpoints.endpoints,
      models: models.overrides,
      ...(defaultModel === undefined ? {} : { defaultModel }),
      invalid: servers.invalid,
      hidden: servers.hidden,
      trusted,
    };
    await this.#publish(next, problems);
  }

  async #publish(next: CountersignSettings, problems: readonly LocatedProblem[]): Promise<void> {
    const known = JSON.stringify(next);
    this.#current = next;
    if (known !== this.#known) {
      this.#known = known;
      this.#change.fire(next);
    }
    this.#report(problems);
    await this.#diagnostics.show(problems);
  }

  #report(problems: readonly LocatedProblem[]): void {
    const now = JSON.stringify(problems.map(({ setting, problem }) => [setting, problem]));
    if (now === this.#reported) return;
    this.#reported = now;
    for (const { setting, problem } of problems) {
      const subject = problem.subject === undefined ? '' : `${problem.subject}: `;
      this.#log[problem.severity === 'error' ? 'error' : 'warn'](`${setting}: ${subject}${problem.message}`);
    }
  }

  /** What the workspace says while VS Code hides it: to be listed, never to be run. */
  async #hidden(file: vscode.Uri, workspaceFile: boolean): Promise<unknown> {
    try {
      const bytes = await vscode.workspace.fs.readFile(file);
      return settingValue(Buffer.from(bytes).toString('utf8'), settings.servers, workspaceFile);
    } catch (error) {
      if (!(error instanceof vscode.FileSystemError)) this.#log.warn(`${file.path}: ${messageOf(error)}`);
      return undefined;
    }
  }
}
