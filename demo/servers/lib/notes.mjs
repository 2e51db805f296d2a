import { JobError } from './rounds.mjs';

const FOLDER = 'notes';
const NAME = /^[a-z0-9][a-z0-9-]{0,60}$/;

/** The workspace's own notes: the only thing that `research` and the reports may look at. */
export class Notes {
  /** @param {import('./workspace.mjs').Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
  }

  /** @returns {Promise<string[]>} names without ".md", sorted */
  list() {
    return this.workspace.list(FOLDER, '.md');
  }

  /**
   * @param {string} name
   * @returns {Promise<string>}
   */
  async read(name) {
    return this.workspace.readText(`${FOLDER}/${checkName(name)}.md`);
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  async add(name, text) {
    await this.workspace.create(FOLDER, `${checkName(name)}.md`, text);
  }

  /** @param {string} name */
  async remove(name) {
    await this.workspace.remove(`${FOLDER}/${checkName(name)}.md`);
  }

  /**
   * Notes that share words with a query, best first: a word in the name counts five times, others once each time.
   *
   * @param {string} query
   * @param {number} limit
   * @returns {Promise<{name: string, title: string, text: string, score: number}[]>}
   */
  async search(query, limit) {
    const words = new Set((query.toLowerCase().match(/[a-z0-9]{3,}/g) ?? []).map(stem));
    const hits = await Promise.all(
      (await this.list()).map(async (name) => {
        const text = await this.read(name);
        const inText = (text.toLowerCase().match(/[a-z0-9]{3,}/g) ?? []).filter((word) => words.has(stem(word))).length;
        const inName = name.split('-').filter((word) => words.has(stem(word))).length;
        return { name, title: /^# (.+)$/m.exec(text)?.[1] ?? name, text, score: inText + 5 * inName };
      }),
    );
    return hits
      .filter((hit) => hit.score > 0)
      .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
      .slice(0, limit);
  }
}

/**
 * @param {string} name
 * @returns {string}
 */
function checkName(name) {
  if (!NAME.test(name)) throw new JobError(`"${name}" is no note name: use small letters, digits and hyphens.`);
  return name;
}

/**
 * The crudest stem that is still useful: "cells" finds "cell", "charging" finds "charge".
 *
 * @param {string} word
 */
function stem(word) {
  return word.length > 4 ? word.replace(/(ing|ed|es|s|e)$/, '') : word.replace(/s$/, '');
}
