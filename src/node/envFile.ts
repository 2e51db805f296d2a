import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import type { EnvFileContent } from '../core/servers/launch.ts';

/** What a definition's `envFileDigest` is when the file cannot be read. */
const MISSING = 'missing';

/** SHA-256 (hex) of a file's bytes, or `missing`. */
export async function envFileDigest(path: string): Promise<string> {
  return (await read(path))?.digest ?? MISSING;
}

/** Reads a `.env` file: `NAME=value` lines, comments, quotes. The digest is of the very bytes that were parsed. */
export async function readEnvFile(path: string): Promise<EnvFileContent | undefined> {
  const file = await read(path);
  if (!file) return undefined;
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(file.text))) if (value !== undefined) variables[name] = value;
  return { digest: file.digest, variables };
}

async function read(path: string): Promise<{ readonly digest: string; readonly text: string } | undefined> {
  try {
    const bytes = await readFile(path);
    return { digest: createHash('sha256').update(bytes).digest('hex'), text: bytes.toString('utf8') };
  } catch {
    return undefined;
  }
}
