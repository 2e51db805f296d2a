/**
 * Writes the generated part of package.json (what the extension contributes, when it is activated, what it can do where), its texts
 * in package.nls.json, and schemas/, which it points to. The source is src/vscode/manifest.ts, and for schemas what reads the settings.
 * `--check` writes nothing and fails when a file is not up to date.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedManifest } from '../src/vscode/manifest/contributes.ts';
import { mcpJsonSchema } from '../src/vscode/manifest/schemas.ts';
import { at } from './lib/paths.mts';

const generated = generatedManifest();

/** Generated keys stand after `main`, in their own order; everything else stays where it is, and so does the description. */
function withGenerated(before: Record<string, unknown>): Record<string, unknown> {
  const { description, ...block } = generated.manifest;
  const rest = Object.entries({ ...before, description }).filter(([key]) => !(key in block));
  const main = rest.findIndex(([key]) => key === 'main') + 1;
  return Object.fromEntries([...rest.slice(0, main), ...Object.entries(block), ...rest.slice(main)]);
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '{}';
}

const manifest = JSON.parse(read(at('package.json'))) as Record<string, unknown>;
const files: Record<string, unknown> = {
  'package.json': withGenerated(manifest),
  'package.nls.json': generated.texts,
  'schemas/mcp.schema.json': mcpJsonSchema(),
};
for (const [name, content] of Object.entries(files)) {
  const file = at(...name.split('/'));
  const text = JSON.stringify(content);
  // The formatter may have broken lines in another way.
  if (JSON.stringify(JSON.parse(read(file))) === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${name} is not up to date with src/vscode/manifest.ts: run \`npm run generate\`.`);
    process.exitCode = 1;
  } else {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
  }
}
