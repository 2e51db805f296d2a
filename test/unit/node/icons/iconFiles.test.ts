import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataUriOf } from '../../../../src/core/icons/icons.ts';
import { IconFiles } from '../../../../src/node/icons/iconFiles.ts';

const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'icons-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('files of pictures', () => {
  it('have what came with the server’s words, under the ending of the real type', async () => {
    const uri = dataUriOf(png, 'svg');
    const icon = await new IconFiles({ folder }).load(uri, undefined);
    expect(icon?.file).toMatch(/\.png$/);
    expect(new Uint8Array(await readFile(icon?.file ?? ''))).toEqual(png);
    expect(await new IconFiles({ folder }).load('data:text/html,<html>', undefined)).toBeUndefined();
  });

  it.each([
    'https://127.0.0.1/a.png',
    'https://localhost/a.png',
    'https://169.254.169.254/a.png',
    'https://[::ffff:10.0.0.1]/a.png',
    'https://user:secret@example.com/a.png',
  ])('never come from %s', async (src) => {
    await expect(new IconFiles({ folder }).load(src, 'https://mcp.example.com/mcp')).rejects.toThrow();
  });

  it('never come from a name that leads into a private network', async () => {
    const resolve = () => Promise.resolve([{ address: '10.0.0.7', family: 4 }]);
    await expect(new IconFiles({ folder, resolve }).load('https://icons.example.com/a.png', undefined)).rejects.toThrow(
      'private network',
    );
  });

  it('are not asked for without https', async () => {
    expect(await new IconFiles({ folder }).load('http://icons.example.com/a.png', undefined)).toBeUndefined();
  });
});
