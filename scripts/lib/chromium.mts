import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { run } from './processes.mts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chrome'];

const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A Chrome or Chromium of this machine: what `CHROME_PATH` names, else the first one on the PATH or in a usual place. */
export function findChromium(): string | undefined {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== '') {
    if (!isProgram(named)) {
      throw new Error(`CHROME_PATH names ${named}, which is no program.`);
    }
    return named;
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return [...names.flatMap((name) => folders.map((folder) => path.join(folder, name))), ...places].find(isProgram);
}

/** Finds a Chromium, or installs Debian's as root; throws with what to do where neither works. */
export async function requireChromium(): Promise<string> {
  const found = findChromium();
  if (found !== undefined) {
    return found;
  }
  const advice =
    'No Chrome or Chromium found: install one (Debian: apt-get install chromium), or name it in CHROME_PATH.';
  if (process.getuid?.() !== 0 || !isProgram('/usr/bin/apt-get')) {
    throw new Error(advice);
  }
  console.log('Installing Chromium with apt-get…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation']]) {
    const { code, output } = await run('/usr/bin/apt-get', args, { quiet: true, env });
    if (code !== 0) {
      throw new Error(
        `apt-get ${args.join(' ')} failed:\n${output.trim().split('\n').slice(-5).join('\n')}\n${advice}`,
      );
    }
  }
  const installed = findChromium();
  if (installed === undefined) {
    throw new Error(advice);
  }
  return installed;
}

/** Flags for a browser that runs tests: no first-run pages, no traffic of its own, no sandbox as root (it cannot have one). */
export function chromiumArgs(): string[] {
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}
