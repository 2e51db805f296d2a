import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mts';
import { readVsix, vsixPath } from '../../scripts/lib/vsix.mts';
import { scratchFolder } from '../e2e/pages/scene.ts';
import { launchWorkbench } from '../e2e/support/launch.ts';
import { until } from '../e2e/support/poll.ts';
import type { Workbench } from '../e2e/support/workbench.ts';
import { median, tell } from './figures.ts';

const STARTS = 10;
const LIMIT = 50;

/** What the probe saw in one extension host, in milliseconds. */
interface Start {
  readonly failed?: string;
  /** Reading, compiling and evaluating the bundle. */
  readonly load: number;
  readonly activate: number;
  /** From `Extension.activate()` of VS Code to its end, with what VS Code does for every extension. */
  readonly whole: number;
  /** The longest turn of the event loop in the two seconds after that, by the clock and in processor time. */
  readonly longest: { readonly wall: number; readonly cpu: number };
  /** Modules of our bundle folder that are loaded by then. */
  readonly loaded: readonly string[];
}

/** The packaged extension as a folder, except that it waits to be activated: by the probe, when the host has come to rest. */
function unpackPatient(folder: string): void {
  for (const entry of readVsix(readFileSync(process.env.COUNTERSIGN_VSIX ?? vsixPath()))) {
    const { name } = entry;
    if (!name.startsWith('extension/') || name.endsWith('/')) continue;
    const file = path.join(folder, name.slice('extension/'.length));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, entry.read());
  }
  const manifest = path.join(folder, 'package.json');
  const { scripts: _scripts, ...declared } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
  writeFileSync(manifest, JSON.stringify({ ...declared, activationEvents: [] }));
}

describe(`activation, ${STARTS} starts without servers`, { timeout: 300_000 }, () => {
  const scratch = scratchFolder();
  const report = path.join(scratch.folder, 'report.json');
  const starts: Start[] = [];
  let workbench: Workbench;

  beforeAll(async () => {
    const patient = path.join(scratch.folder, 'patient');
    unpackPatient(patient);
    workbench = await launchWorkbench({
      name: 'bench-activation',
      extensions: [patient, at('test', 'fixtures', 'extensions', 'probe')],
      env: { PROBE_REPORT: report },
    });
    for (let nth = 0; nth < STARTS; nth++) {
      starts.push(await start());
    }
  }, 300_000);
  afterAll(async () => {
    await workbench?.close();
    scratch.remove();
  });

  async function start(): Promise<Start> {
    rmSync(report, { force: true });
    await workbench.reload();
    // What else starts with a window has started then.
    await workbench.page.waitForTimeout(3000);
    await workbench.commandPalette('Probe: Run');
    const text = await until('figures', async () => (existsSync(report) ? readFileSync(report, 'utf8') : undefined));
    const figures = JSON.parse(text) as Start;
    if (figures.failed !== undefined) {
      throw new Error(figures.failed);
    }
    return figures;
  }

  it(`loading and activate() together take at most ${LIMIT} ms`, () => {
    tell(
      'load',
      starts.map(({ load }) => load),
    );
    tell(
      'activate()',
      starts.map(({ activate }) => activate),
    );
    tell(
      'VS Code’s own part included',
      starts.map(({ whole }) => whole),
    );
    const both = starts.map(({ load, activate }) => load + activate);
    tell('load + activate()', both);
    expect(median(both)).toBeLessThanOrEqual(LIMIT);
  });

  it(`nothing holds the event loop for more than ${LIMIT} ms in the next 2 s`, () => {
    tell(
      'longest turn',
      starts.map(({ longest }) => longest.wall),
    );
    tell(
      'longest turn, processor time',
      starts.map(({ longest }) => longest.cpu),
    );
    expect(median(starts.map(({ longest }) => longest.wall))).toBeLessThanOrEqual(LIMIT);
    expect(Math.max(...starts.map(({ longest }) => longest.cpu))).toBeLessThanOrEqual(LIMIT);
  });

  it('the protocol SDK, openai and the price table are not loaded', () => {
    expect(starts.map(({ loaded }) => loaded)).toEqual(starts.map(() => ['extension.cjs']));
  });
});
