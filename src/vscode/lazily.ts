import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { PipelineOptions, SamplingPipeline } from '../core/sampling/pipeline.ts';
import type { SignInDeps } from '../core/auth/signIn.ts';
import type { Inspector } from '../core/inspection/finding.ts';
import type { Connector } from '../core/servers/session.ts';
import type { Ledger } from '../core/ledger/entry.ts';
import type { PinStore } from '../core/trust/pins.ts';
import type { IconFiles } from '../node/icons/iconFiles.ts';
import type { ParkingStore } from '../core/calls/parking.ts';
import type { ParkingFilesOptions } from '../node/parkingFiles.ts';
import type { LedgerFileOptions } from '../node/ledgerFile.ts';

/**
 * Parts that are evaluated when they are first used, so that a window that starts pays for none of them: the protocol SDK in its own
 * bundle, and what builds schemas while it is loaded.
 */

/** Remembers a promise: the first use loads, all others wait for the same. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
}

/** What the connector is made with. */
export interface ConnectorParts {
  readonly version: string;
  /** Path of the watchdog’s script. */
  readonly watchdog: string;
  readonly signIn: SignInDeps;
}

/** The connector; its bundle is loaded when the first server starts. */
export function lazyConnector({ version, watchdog, signIn }: ConnectorParts): Connector {
  const connector = once(async () => {
    const { createConnector } = await import('../node/mcp/index.ts');
    const { Watchdog } = await import('../node/watchdog/watchdog.ts');
    const dog = new Watchdog(watchdog);
    // With `on`, VS Code's proxy leaves a request alone that brings a dispatcher of its own; then ours stays away.
    const ownDispatcher = () => vscode.workspace.getConfiguration('http').get('proxySupport') !== 'on';
    return createConnector({ version, signIn, ownDispatcher, guard: (pid) => dog.watch(pid) });
  });
  return {
    async connect(launch, settings, hooks, signal) {
      return (await connector()).connect(launch, settings, hooks, signal);
    },
  };
}

/** The files of pictures; what fetches them is in the bundle of the protocol. */
export function lazyIcons(folder: string): () => Promise<IconFiles> {
  return once(async () => {
    const { IconFiles } = await import('../node/mcp/index.ts');
    return new IconFiles({ folder });
  });
}

/** The ledger's file. Entries keep the order in which they are given. */
export function lazyLedger(options: LedgerFileOptions): Ledger {
  const file = once(async () => {
    const { LedgerFile } = await import('../node/ledgerFile.ts');
    return new LedgerFile(options);
  });
  return {
    async append(record) {
      return (await file()).append(record);
    },
  };
}

/** The files with the pins of servers. */
export function lazyPins(folder: string): PinStore {
  const files = once(async () => {
    const { PinFiles } = await import('../node/pinFiles.ts');
    return new PinFiles(folder);
  });
  return {
    async read(server) {
      return (await files()).read(server);
    },
    async update(server, change, over) {
      return (await files()).update(server, change, over);
    },
    async forget(server) {
      return (await files()).forget(server);
    },
  };
}

/** Inspects texts in a thread of its own, which starts with the first one; `script` is where inspection.cjs lies. */
export function lazyInspector(script: string): Inspector & vscode.Disposable {
  let disposed = false;
  const inspector = once(async () => {
    const { WorkerInspector } = await import('../node/inspection/workerInspector.ts');
    return new WorkerInspector({ script });
  });
  let started: ReturnType<typeof inspector> | undefined;
  return {
    async inspect(text, signal) {
      if (disposed) throw new Error('The inspection has ended.');
      started = inspector();
      return (await started).inspect(text, signal);
    },
    dispose() {
      disposed = true;
      void started?.then((worker) => worker.dispose());
    },
  };
}

/** The files of parked calls. */
export function lazyParking(options: ParkingFilesOptions): ParkingStore {
  const files = once(async () => {
    const { ParkingFiles } = await import('../node/parkingFiles.ts');
    return new ParkingFiles(options);
  });
  return {
    async write(round) {
      return (await files()).write(round);
    },
    async claim(id) {
      return (await files()).claim(id);
    },
    async release(id) {
      return (await files()).release(id);
    },
    async remove(id) {
      return (await files()).remove(id);
    },
    async discard(id) {
      return (await files()).discard(id);
    },
    async beat() {
      return (await files()).beat();
    },
    async read() {
      // A window that starts looks for parked calls: mostly there are none, and nothing is loaded for that.
      return existsSync(options.folder) ? (await files()).read() : { found: [], elsewhere: 0 };
    },
  };
}

/** The way of a sampling request. */
export function lazyPipeline(options: PipelineOptions): Pick<SamplingPipeline, 'run'> {
  const pipeline = once(async () => {
    const { SamplingPipeline } = await import('../core/sampling/pipeline.ts');
    return new SamplingPipeline(options);
  });
  return {
    async run(asks, runOptions) {
      return (await pipeline()).run(asks, runOptions);
    },
  };
}
