import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { at } from './paths.mts';
import { runOrThrow } from './processes.mts';

/** Where `npm run package` puts the VSIX. */
export function vsixPath(): string {
  const manifest = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { name: string; version: string };
  return at(`${manifest.name}-${manifest.version}.vsix`);
}

/** Packages an extension's folder into a VSIX. Everything it needs is bundled, so no dependency goes in. */
export async function packExtension(folder: string, file: string): Promise<string> {
  const vsce = at('node_modules', '@vscode', 'vsce', 'vsce');
  const flags = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--skip-license'];
  return runOrThrow(process.execPath, [vsce, 'package', ...flags, '--out', path.resolve(file)], { cwd: folder });
}

/** A file inside a VSIX. */
export interface VsixFile {
  name: string;
  read(): Buffer;
}

const endSignature = 0x06_05_4b_50;
const entrySignature = 0x02_01_4b_50;

/** The files in a VSIX, which is a zip archive: read from the central directory at its end. */
export function readVsix(archive: Buffer): VsixFile[] {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== endSignature) {
    end -= 1;
  }
  if (end < 0) {
    throw new Error('This is no zip archive.');
  }
  const files: VsixFile[] = [];
  let offset = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (archive.readUInt32LE(offset) !== entrySignature) {
      throw new Error('The directory of the archive is damaged.');
    }
    const method = archive.readUInt16LE(offset + 10);
    const size = archive.readUInt32LE(offset + 20);
    const nameLength = archive.readUInt16LE(offset + 28);
    const start = archive.readUInt32LE(offset + 42);
    const name = archive.toString('utf8', offset + 46, offset + 46 + nameLength);
    files.push({
      name,
      read: () => {
        const data = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
        const bytes = archive.subarray(data, data + size);
        return method === 0 ? bytes : inflateRawSync(bytes);
      },
    });
    offset += 46 + nameLength + archive.readUInt16LE(offset + 30) + archive.readUInt16LE(offset + 32);
  }
  return files;
}
