/**
 * Writes the generated part of package.json: what the extension contributes, when it is activated, what it can do where.
 * The source is src/vscode/manifest.ts. `--check` writes nothing and fails when package.json is not up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { generatedManifest } from '../src/vscode/manifest/contributes.ts';
import { at } from './lib/paths.mts';

const file = at('package.json');
const before = readFileSync(file, 'utf8');

/** Generated keys stand after `main`, in their own order; everything else stays where it is. */
function withGenerated(manifest: Record<string, unknown>): Record<string, unknown> {
  const generated = generatedManifest();
  const rest = Object.entries(manifest).filter(([key]) => !(key in generated));
  const main = rest.findIndex(([key]) => key === 'main') + 1;
  return Object.fromEntries([...rest.slice(0, main), ...Object.entries(generated), ...rest.slice(main)]);
}

const after = `${JSON.stringify(withGenerated(JSON.parse(before) as Record<string, unknown>), undefined, 2)}\n`;
const same = JSON.stringify(JSON.parse(before)) === JSON.stringify(JSON.parse(after));

if (process.argv.includes('--check')) {
  if (!same) {
    console.error(
      'package.json is not up to date with src/vscode/manifest.ts: run `node scripts/generate-contributes.mts`.',
    );
    process.exitCode = 1;
  }
} else if (!same) {
  writeFileSync(file, after);
}
