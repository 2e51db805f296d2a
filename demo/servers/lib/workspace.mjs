import { open, readdir, realpath, stat, unlink, writeFile } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { JobError } from './rounds.mjs';

/** Largest file that a tool reads, in bytes. */
const MAX_BYTES = 4 * 1024 * 1024;

/** The files of one folder. Every path is confined to it, after symbolic links are resolved. */
export class Workspace {
  /** @param {string} root the folder, absolute or relative to the working directory */
  constructor(root) {
    /** @readonly */
    this.root = resolve(root);
  }

  /**
   * @param {string} path relative to the folder (an absolute one inside it is accepted as well)
   * @returns {Promise<string>} the real absolute path
   * @throws {JobError} when it leaves the folder or does not exist
   */
  async locate(path) {
    const wanted = resolve(this.root, path);
    if (!isInside(this.root, wanted)) throw new JobError(`"${path}" is outside the workspace folder.`);
    const real = await realpath(wanted).catch(() => undefined);
    if (real === undefined) throw new JobError(`There is no file "${path}" in the workspace folder.`);
    if (!isInside(await realpath(this.root), real)) {
      throw new JobError(`"${path}" is a link that leads out of the workspace folder.`);
    }
    return real;
  }

  /**
   * @param {string} path
   * @returns {Promise<Buffer>}
   * @throws {JobError} when it is no file, or larger than 4 MiB
   */
  async readBytes(path) {
    const file = await open(await this.locate(path));
    try {
      const info = await file.stat();
      if (!info.isFile()) throw new JobError(`"${path}" is a folder, not a file.`);
      if (info.size > MAX_BYTES) throw new JobError(`"${path}" is larger than 4 MiB.`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  }

  /**
   * @param {string} path
   * @returns {Promise<string>}
   * @throws {JobError} when the file is not UTF-8 text
   */
  async readText(path) {
    const bytes = await this.readBytes(path);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new JobError(`"${path}" is not a text file in UTF-8.`);
    }
  }

  /**
   * @param {string} folder
   * @param {string} suffix
   * @returns {Promise<string[]>} file names without the suffix, sorted; empty when the folder does not exist
   */
  async list(folder, suffix) {
    const path = resolve(this.root, folder);
    if (!isInside(this.root, path)) throw new JobError(`"${folder}" is outside the workspace folder.`);
    if (!(await stat(path).catch(() => undefined))?.isDirectory()) return [];
    const names = await readdir(await this.locate(folder));
    return names
      .filter((name) => name.endsWith(suffix))
      .map((name) => name.slice(0, -suffix.length))
      .sort();
  }

  /**
   * Writes a new file; an existing one is never overwritten.
   *
   * @param {string} folder an existing folder
   * @param {string} name a plain file name
   * @param {string} text
   */
  async create(folder, name, text) {
    const path = resolve(await this.locate(folder), name);
    await writeFile(path, text, { flag: 'wx' }).catch((/** @type {unknown} */ error) => {
      throw error instanceof Error && 'code' in error && error.code === 'EEXIST'
        ? new JobError(`"${folder}/${name}" exists already.`)
        : error;
    });
  }

  /** @param {string} path */
  async remove(path) {
    await unlink(await this.locate(path));
  }
}

/**
 * @param {string} folder
 * @param {string} path
 */
function isInside(folder, path) {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
