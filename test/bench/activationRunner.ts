import { appendFileSync } from 'node:fs';
import Module from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';

type Compile = (this: Module, content: string, filename: string, ...rest: unknown[]) => unknown;
interface Extension {
  activate(context: unknown): unknown;
  deactivate(): unknown;
}

const times = { load: 0, activate: 0, cpu: 0 };

/** Runs something and adds how long it took: by the clock, and on the processor, which says more on a busy machine. */
function timed<T>(what: 'load' | 'activate', work: () => T): T {
  const before = process.threadCpuUsage();
  const start = performance.now();
  try {
    return work();
  } finally {
    times[what] += performance.now() - start;
    const used = process.threadCpuUsage(before);
    times.cpu += (used.user + used.system) / 1000;
  }
}

/** Times the compilation and evaluation of our bundle, and its `activate()`; what VS Code does in between is not ours. */
function watch(): void {
  const prototype = Module.prototype as unknown as { _compile: Compile };
  const compile = prototype._compile;
  prototype._compile = function (content, filename, ...rest) {
    if (!filename.endsWith('extension.cjs') || !filename.includes('countersign')) {
      return compile.call(this, content, filename, ...rest);
    }
    const result = timed('load', () => compile.call(this, content, filename, ...rest));
    const loaded = this.exports as Extension;
    this.exports = {
      activate: (context: unknown) => timed('activate', () => loaded.activate(context)),
      deactivate: () => loaded.deactivate(),
    };
    return result;
  };
}

/** What VS Code calls in each window: times the load and the activation, then watches the event loop for 2 s. */
export async function run(): Promise<void> {
  const found = vscode.extensions.getExtension('countersign.countersign');
  const file = process.env['COUNTERSIGN_BENCH'];
  if (!found || file === undefined) throw new Error('The extension or the name of the report is missing.');
  if (found.isActive) throw new Error('The extension is active already, so its start cannot be timed.');
  watch();
  await found.activate();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await pause(2_000);
  delay.disable();
  appendFileSync(file, `${JSON.stringify({ ...times, blocked: delay.max / 1e6 })}\n`);
}
