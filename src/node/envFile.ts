import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import type { EnvFileContent } from '../core/servers/launch.ts';

/** Bytes. */
const LARGEST = 1024 * 1024;

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

/**
 * Reads an ordinary file of an ordinary size. A folder that nobody has confirmed yet can name any path, and a device or a pipe would be
 * read without an end.
 */
async function read(path: string): Promise<{ readonly digest: string; readonly text: string } | undefined> {
  try {
    // Before it is opened: opening a pipe already waits for its other end.
    if (!(await stat(path)).isFile()) return undefined;
    const bytes = await firstBytes(path, LARGEST + 1);
    if (bytes.length > LARGEST) return undefined;
    return { digest: createHash('sha256').update(bytes).digest('hex'), text: bytes.toString('utf8') };
  } catch {
    return undefined;
  }
}

async function firstBytes(path: string, most: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(most);
    let length = 0;
    while (length < most) {
      const { bytesRead } = await file.read(buffer, length, most - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  } finally {
    await file.close();
  }
}
