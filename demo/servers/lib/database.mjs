import { Worker } from 'node:worker_threads';
import { JobError } from './rounds.mjs';

/** How long a query may run, in milliseconds. A recursive query can run for ever, so it runs beside the server. */
const QUERY_MS = 3000;
/** Rows that are returned at most. */
export const MAX_ROWS = 50;

/**
 * @typedef {object} QueryResult
 * @property {string[]} columns
 * @property {(string | number | null)[][]} rows at most MAX_ROWS
 * @property {boolean} more whether there were more rows
 */

/**
 * Takes the statement out of an answer: without a code fence, comments and the semicolon at the end.
 *
 * @param {string} answer
 * @returns {string}
 * @throws {JobError} unless it is one statement that begins with SELECT or WITH; the text is quoted in the message
 */
export function readSelect(answer) {
  const fenced = /```(?:sql)?\s*\n([\s\S]*?)```/i.exec(answer)?.[1] ?? answer;
  const sql = fenced
    .replaceAll(/^\s*--.*$/gm, '')
    .trim()
    .replace(/;$/, '')
    .trim();
  if (!/^(select|with)\b/i.test(sql))
    throw new JobError(`Only SELECT is run on the database. The model answered: ${sql}`);
  return sql;
}

/**
 * Runs one query on a fresh copy of the database, so nothing that a query does can last; writing is switched off too.
 *
 * @param {string} script the SQL that builds the database
 * @param {string} sql
 * @param {number} [timeoutMs]
 * @returns {Promise<QueryResult>}
 * @throws {JobError} when SQLite refuses the query, it holds a second statement, or it takes longer than it may
 */
export async function runSelect(script, sql, timeoutMs = QUERY_MS) {
  const worker = new Worker(new URL('./database-worker.mjs', import.meta.url), {
    workerData: { script, sql, maxRows: MAX_ROWS },
    // Not the parent's: a coverage or debug flag there must not reach a thread that is killed without notice.
    execArgv: [],
  });
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(
        () => reject(new JobError(`The query took longer than ${timeoutMs / 1000} seconds: ${sql}`)),
        timeoutMs,
      );
      worker.once('error', reject);
      worker.once('exit', () => reject(new JobError('The database stopped without an answer.')));
      worker.once('message', (message) =>
        message.error === undefined ? resolve(message.result) : reject(new JobError(`${message.error} (${sql})`)),
      );
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/**
 * @param {string} script
 * @returns {string} its CREATE TABLE statements, for a prompt
 */
export function schemaOf(script) {
  return (script.match(/^CREATE TABLE[^;]*;/gim) ?? []).join('\n');
}
