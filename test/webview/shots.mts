/** Takes a picture of every state in every theme: `node test/webview/shots.mts [folder] [name part] [theme]`. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { ToDesk } from '../../src/shared/desk.ts';
import { openPanel, startBench, themes, type OpenOptions } from './support/page.ts';
import { deskStates } from './support/states.ts';

const [folder = 'out/shots', part = '', wanted] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const bench = await startBench();
console.log(bench.sizes);
const sizes: [string, OpenOptions][] = [
  ['', { width: 1280, height: 860 }],
  ['-narrow', { width: 400, height: 800 }],
];
for (const theme of themes.filter((each) => wanted === undefined || each === wanted)) {
  for (const [name, messages] of Object.entries(deskStates).filter(([each]) => `desk-${each}`.includes(part))) {
    for (const [suffix, size] of sizes) {
      if (suffix !== '' && theme !== 'dark') {
        continue;
      }
      const opened = await openPanel<ToDesk>(bench, 'desk', { ...size, theme });
      await opened.send(...messages);
      await opened.page.waitForTimeout(650);
      await opened.page.screenshot({ path: path.join(folder, `desk-${name}${suffix}-${theme}.png`) });
      if (opened.errors.length > 0) {
        console.log(name, theme, opened.errors);
      }
      const problems = await opened.posted<{ message: string }>('problem');
      if (problems.length > 0) {
        console.log(name, theme, problems);
      }
      await opened.close();
    }
  }
}
await bench.close();
