import path from 'node:path';
import type { Plugin } from 'esbuild';
import { lazyEntries } from './bundles.mts';
import { root } from './paths.mts';

/**
 * Turns a dynamic import of a lazy entry into a load of its own bundle beside the importing one, and makes a static import
 * of one an error: a static import would pull megabytes into the extension bundle and into every start of VS Code.
 */
export function lazyEntriesPlugin(entries: readonly { source: string; file: string }[] = lazyEntries): Plugin {
  const files = new Map(entries.map((entry) => [path.resolve(root, entry.source), entry.file]));
  return {
    name: 'lazy-entries',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\/|^\// }, (args) => {
        if (args.kind === 'entry-point') {
          return undefined;
        }
        const file = files.get(path.resolve(args.resolveDir, args.path));
        if (file === undefined) {
          return undefined;
        }
        if (args.kind === 'dynamic-import') {
          return { path: `./${file}`, external: true };
        }
        return { errors: [{ text: `${args.path} is loaded lazily: use \`await import(…)\`, or \`import type\`.` }] };
      });
    },
  };
}
