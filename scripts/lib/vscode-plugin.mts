import { globSync, readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import { at } from './paths.mts';

/** The members of VS Code's API that the extension names: `vscode.window`, `vscode.Uri` … */
function membersNamed(): readonly string[] {
  const sources = globSync('src/{extension.ts,vscode/**/*.ts}', { cwd: at() });
  const names = sources.flatMap((file) =>
    [...readFileSync(at(file), 'utf8').matchAll(/\bvscode\.([A-Za-z]\w*)/g)].map(([, name]) => name ?? ''),
  );
  return [...new Set(names)].sort();
}

/**
 * Makes `vscode` one ES module with the members that are named. Without it esbuild copies the whole API, some 300 members, once for
 * each of the many modules that import it, which was a third of the time in which the bundle is loaded.
 */
export function vscodePlugin(): Plugin {
  const namespace = 'vscode-once';
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: /^vscode$/ }, (args) =>
        args.namespace === namespace ? { path: 'vscode', external: true } : { path: 'vscode', namespace },
      );
      build.onLoad({ filter: /.*/, namespace }, () => {
        const members = membersNamed().map((name) => `export const ${name} = api.${name};`);
        return { contents: ["const api = require('vscode');", ...members].join('\n'), loader: 'js' };
      });
    },
  };
}
