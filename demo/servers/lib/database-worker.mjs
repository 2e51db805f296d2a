import { parentPort, workerData } from 'node:worker_threads';
import initSqlJs from 'sql.js';

const { script, sql, maxRows } = workerData;
const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');

/** @param {{result: object} | {error: string}} message */
const reply = (message) => {
  // A port to another thread, not to a window: there is no origin to name.
  port.postMessage(message);
};

/** @returns {Promise<import('./database.mjs').QueryResult>} */
async function query() {
  const SQL = await initSqlJs();
  const database = new SQL.Database();
  database.run(script);
  // SQLite's own lock: "WITH … DELETE" begins like a query and is one no more.
  database.run('PRAGMA query_only = ON');
  const statements = database.iterateStatements(sql);
  const { value: statement, done } = statements.next();
  if (done === true) throw new Error('There is no statement.');
  if (statements.getRemainingSQL().replaceAll(/--.*$/gm, '').replaceAll(/[\s;]/g, '') !== '') {
    throw new Error('Only one statement is run.');
  }
  const rows = [];
  while (rows.length <= maxRows && statement.step()) rows.push(statement.get());
  return { columns: statement.getColumnNames(), rows: rows.slice(0, maxRows), more: rows.length > maxRows };
}

query().then(
  (result) => reply({ result }),
  (/** @type {unknown} */ error) => reply({ error: error instanceof Error ? error.message : String(error) }),
);
