import { formatCsv } from '../../../shared/csv.mjs';
import { MAX_ROWS, readSelect, runSelect, schemaOf } from '../database.mjs';
import { ask, textOf, userText } from '../rounds.mjs';

/** Where the workspace keeps the SQL that builds the database. */
export const DATABASE_SCRIPT = 'database/shop.sql';

/**
 * Two chained samplings with an action between them: question to SQL, the SQL is run, rows to an answer. Whoever
 * reviews the first answer decides what is executed.
 *
 * @param {{question: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
export async function* askDb({ question }, io) {
  const script = await io.workspace.readText(DATABASE_SCRIPT);
  const [written] = yield ask('sql', 'the SQL for the question', {
    systemPrompt:
      `You write SQL for SQLite. Answer with one SELECT statement and nothing else.\n\nSchema:\n${schemaOf(script)}\n\n` +
      'Regions are North, South, East and West. Dates are texts, YYYY-MM-DD.',
    messages: [userText(question)],
    maxTokens: 300,
    temperature: 0,
    modelPreferences: { hints: [{ name: 'code' }], intelligencePriority: 0.8 },
  });
  const sql = readSelect(textOf(written));
  await io.log('info', `Running: ${sql}`);
  const result = await runSelect(script, sql);
  const rows = result.rows.map((row) => row.map((value) => (value === null ? '' : String(value))));
  const more = result.more ? ` Only the first ${MAX_ROWS} rows are shown; there are more.` : '';
  const [phrased] = yield ask('answer', 'the answer in words', {
    systemPrompt: 'You answer a question from the rows of a query. Use only the rows. One or two sentences.',
    messages: [
      userText(
        `Question: ${question}\n\nThe query was: ${sql}\n\n` +
          `${rows.length} rows.${more}\n\n<rows>\n${formatCsv({ header: result.columns, rows })}\n</rows>`,
      ),
    ],
    maxTokens: 200,
    temperature: 0.2,
  });
  const answer = textOf(phrased);
  return {
    content: [{ type: 'text', text: `${answer}\n\nSQL: ${sql}` }],
    structuredContent: { answer, sql, columns: result.columns, rows: result.rows, more: result.more },
  };
}
