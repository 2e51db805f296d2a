import { requireChromium } from '../../../scripts/lib/chromium.mts';
import { installServer } from '../../../scripts/lib/vscode-server.mts';

/** Brings what every file needs, once: files that run side by side would bring it twice. */
export async function setup(): Promise<void> {
  await requireChromium();
  await installServer('current');
}
