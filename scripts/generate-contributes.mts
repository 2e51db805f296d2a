/**
 * Writes the generated part of package.json: what the extension contributes, when it is activated, what it can do where; and
 * schemas/, which package.json points to. The source is src/vscode/manifest.ts, and for schemas what reads the settings.
 * `--check` writes nothing and fails when a file is not up to date.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedManifest } from '../src/vscode/manifest/contributes.ts';
import { mcpJsonSchema } from '../src/vscode/manifest/schemas.ts';
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

const schemaFile = at('schemas', 'mcp.schema.json');
const schema = `${JSON.stringify(mcpJsonSchema(), undefined, 2)}\n`;
const sameSchema = existsSync(schemaFile) && readFileSync(schemaFile, 'utf8') === schema;

const after = `${JSON.stringify(withGenerated(JSON.parse(before) as Record<string, unknown>), undefined, 2)}\n`;
const same = JSON.stringify(JSON.parse(before)) === JSON.stringify(JSON.parse(after));

if (process.argv.includes('--check')) {
  if (!same || !sameSchema) {
    console.error('package.json or schemas/ is not up to date with src/vscode/manifest.ts: run `npm run generate`.');
    process.exitCode = 1;
  }
} else {
  if (!same) writeFileSync(file, after);
  if (!sameSchema) {
    mkdirSync(path.dirname(schemaFile), { recursive: true });
    writeFileSync(schemaFile, schema);
  }
}
