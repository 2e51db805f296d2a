/**
 * How long loading the bundle and `activate()` take together, and for how long the extension host is blocked in the 2 s after it:
 * the median of 10 windows of VS Code Server, no servers configured. Fails above 50 ms (COUNTERSIGN_BENCH_LIMIT sets another limit).
 * Build first, and let nothing else run: on a busy machine the time on the processor says more than the time that passed. The start is timed by a window's first `activate()`, so the copy that is measured activates on nothing by itself.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import { chromiumArgs, requireChromium } from '../../scripts/lib/chromium.mts';
import { at, dist, out } from '../../scripts/lib/paths.mts';
import { serverUserSettings, testSettings, writeSettings } from '../../scripts/lib/profile.mts';
import { startServer } from '../../scripts/lib/vscode-server.mts';

const windows = 10;
const limit = Number(process.env['COUNTERSIGN_BENCH_LIMIT'] ?? 50);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'countersign-bench-'));
const report = path.join(scratch, 'report.jsonl');

/** What is packaged, without what would activate it before it is timed. */
function prepare(): string {
  const folder = path.join(scratch, 'extension');
  cpSync(dist, path.join(folder, 'dist'), { recursive: true });
  cpSync(at('media'), path.join(folder, 'media'), { recursive: true });
  const manifest = JSON.parse(readFileSync(at('package.json'), 'utf8')) as Record<string, unknown>;
  const { contributes: _views, ...rest } = manifest;
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...rest, activationEvents: [] }));
  return folder;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

async function measure(): Promise<void> {
  const runner = path.join(out, 'bench', 'activationRunner.cjs');
  await esbuild.build({
    entryPoints: [at('test', 'bench', 'activationRunner.ts')],
    outfile: runner,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });
  const profile = path.join(scratch, 'profile');
  writeSettings(path.join(profile, serverUserSettings), testSettings);
  const extension = prepare();
  const env = { COUNTERSIGN_BENCH: report };
  const server = await startServer({ dataDir: profile, trust: false, testDriver: true, env });
  const browser = await chromium.launch({ executablePath: await requireChromium(), args: chromiumArgs() });
  try {
    const remote = (file: string): string => `vscode-remote://${server.authority}${file}`;
    const payload = JSON.stringify([
      ['extensionDevelopmentPath', remote(extension)],
      ['extensionTestsPath', remote(runner)],
    ]);
    const address = `${server.url}?${new URLSearchParams({ folder: scratch, payload })}`;
    for (let window = 0; window < windows; window++) {
      const page = await browser.newPage();
      const exit = new Promise<number>((resolve, reject) => {
        page.exposeFunction('codeAutomationExit', resolve).catch(reject);
      });
      await page.exposeFunction('codeAutomationLog', () => undefined);
      await page.goto(address);
      if ((await exit) !== 0) throw new Error('A window could not be timed.');
      await page.close();
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

try {
  await measure();
  const lines = readFileSync(report, 'utf8').trim().split('\n');
  const starts = lines.map(
    (line) => JSON.parse(line) as { load: number; activate: number; cpu: number; blocked: number },
  );
  const show = (what: string, values: readonly number[]): number => {
    const middle = median(values);
    console.log(`${what}, ms: ${values.map((value) => value.toFixed(1)).join(', ')}; median ${middle.toFixed(1)}`);
    return middle;
  };
  show(
    'Load',
    starts.map(({ load }) => load),
  );
  const start = show(
    'Load and activate',
    starts.map(({ load, activate }) => load + activate),
  );
  show(
    'Of that on the processor',
    starts.map(({ cpu }) => cpu),
  );
  const blocked = show(
    'Longest block in the next 2 s',
    starts.map((one) => one.blocked),
  );
  if (starts.length < windows || start > limit || blocked > limit) {
    console.error(`Above ${limit} ms, or not every window was timed.`);
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}
