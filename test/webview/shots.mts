/** Takes a picture of every state in every theme: `node test/webview/shots.mts [folder] [name part] [theme]`. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { askStates } from './support/asks.ts';
import { batchStates } from './support/batches.ts';
import { foundStates } from './support/found.ts';
import { openPanel, startBench, themes, type OpenOptions } from './support/page.ts';
import { toolStates } from './support/calls.ts';
import { serverStates } from './support/servers.ts';
import { deskStates } from './support/states.ts';

const [folder = 'out/shots', part = '', wanted] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const bench = await startBench();
console.log(bench.sizes);
const sizes: [string, OpenOptions][] = [
  ['', { width: 1280, height: 860 }],
  ['-narrow', { width: 400, height: 800 }],
];
const all = [
  ...Object.entries({ ...deskStates, ...askStates, ...foundStates, ...batchStates }).map(
    ([name, messages]) => ({ panel: 'desk', name, messages }) as const,
  ),
  ...Object.entries(serverStates).map(([name, messages]) => ({ panel: 'server', name, messages }) as const),
  ...Object.entries(toolStates).map(([name, messages]) => ({ panel: 'tool', name, messages }) as const),
];
for (const theme of themes.filter((each) => wanted === undefined || each === wanted)) {
  for (const { panel, name, messages } of all.filter((each) => `${each.panel}-${each.name}`.includes(part))) {
    for (const [suffix, size] of sizes) {
      if (suffix !== '' && theme !== 'dark') {
        continue;
      }
      const opened = await openPanel<unknown>(bench, panel, { ...size, theme });
      await opened.send(...messages);
      await opened.page.waitForTimeout(600);
      await opened.page.screenshot({ path: path.join(folder, `${panel}-${name}${suffix}-${theme}.png`) });
      const problems = await opened.posted<{ message: string }>('problem');
      if (opened.errors.length + problems.length > 0) {
        console.log(panel, name, theme, opened.errors, problems);
      }
      await opened.close();
    }
  }
}
await bench.close();
