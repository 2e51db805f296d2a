import { formatNumber } from '../../shared/expression.mjs';
import { parseCsv } from '../../shared/csv.mjs';
import { keywords } from './text.mjs';

/** @typedef {import('../../shared/csv.mjs').Table} Table */

/**
 * @param {string} text
 * @returns {Table | undefined} the text as a table, when every line of it has as many cells as the first
 */
export function tableIn(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0 || /[.!?]$/.test(lines[0].trim()) || !/^[\w .,"()-]+$/.test(lines[0])) return undefined;
  if (lines.length === 1 && !lines[0].includes(',')) return undefined;
  try {
    return parseCsv(text);
  } catch {
    return undefined;
  }
}

/**
 * Says what the figures of a table say. Columns whose name the question mentions come first.
 *
 * @param {Table} table
 * @param {string} question
 * @returns {string}
 */
export function describeTable(table, question) {
  if (table.rows.length === 0)
    return `There are no rows, so there is nothing to report about ${table.header.join(', ')}.`;
  if (table.rows.length === 1) {
    const cells = table.header.map((name, i) => `${spoken(name, i === 0)}: ${table.rows[0][i] || 'nothing'}`);
    return `${cells.join(', ')}.`;
  }
  const numeric = table.header.flatMap((_, i) => (table.rows.every((row) => isNumber(row[i])) ? [i] : []));
  const label = table.header.findIndex((_, i) => !numeric.includes(i));
  if (numeric.length === 0) {
    const shown = table.rows.slice(0, 10).map((row) => row.join(' – '));
    const more = table.rows.length > shown.length ? `, and ${table.rows.length - shown.length} more` : '';
    return `There are ${table.rows.length} rows: ${shown.join('; ')}${more}.`;
  }
  if (table.rows.length <= 12 && numeric.length === 1 && label >= 0) return listOf(table, numeric[0], label);
  const asked = new Set(keywords(question));
  const order = [...numeric].sort(
    (a, b) => mentioned(table.header[b], asked) - mentioned(table.header[a], asked) || b - a,
  );
  return order
    .slice(0, 2)
    .map((column) => describeColumn(table, column, label))
    .join(' ');
}

/**
 * @param {Table} table
 * @param {number} column
 * @param {number} label
 */
function listOf(table, column, label) {
  const parts = table.rows.map((row) => `${row.filter((_, i) => i !== column).join(' ')} ${row[column]}`);
  return `${spoken(table.header[column], true)} by ${spoken(table.header[label])}: ${parts.join(', ')}.`;
}

/**
 * @param {Table} table
 * @param {number} column
 * @param {number} label -1 when no column names the rows
 */
function describeColumn(table, column, label) {
  const values = table.rows.map((row) => Number(row[column]));
  const name = (/** @type {number} */ i) => (label >= 0 ? table.rows[i][label] : `row ${i + 1}`);
  const total = values.reduce((sum, value) => sum + value, 0);
  const high = values.indexOf(Math.max(...values));
  const low = values.indexOf(Math.min(...values));
  const what = spoken(table.header[column], true);
  const ends = `highest for ${name(high)} (${formatNumber(values[high])}) and lowest for ${name(low)} (${formatNumber(values[low])})`;
  return `${what} adds up to ${formatNumber(total)} over ${values.length} rows, ${ends}.${trendOf(values, name, what)}`;
}

/**
 * @param {number[]} values
 * @param {(i: number) => string} name
 * @param {string} what
 */
function trendOf(values, name, what) {
  const [first, last] = [values[0], values[values.length - 1]];
  // Only rows in time have a trend; regions and products are in no order.
  if (!/^\d{4}(?:-\d{2}){0,2}$/.test(name(0)) || first === 0) return '';
  const change = ((last - first) / Math.abs(first)) * 100;
  const verb = change > 0 ? 'rose' : 'fell';
  if (Math.abs(change) < 1) return ` ${what} ended where it began.`;
  return ` ${what} ${verb} by ${formatNumber(Math.round(Math.abs(change)))} percent from ${name(0)} to ${name(values.length - 1)}.`;
}

/**
 * @param {string} header
 * @param {boolean} [first] whether it begins a sentence
 */
function spoken(header, first = false) {
  const text = header.replaceAll('_', ' ');
  return first ? text[0].toUpperCase() + text.slice(1) : text;
}

/** @param {string} cell */
function isNumber(cell) {
  return cell !== '' && Number.isFinite(Number(cell));
}

/**
 * @param {string} header
 * @param {Set<string>} asked
 */
function mentioned(header, asked) {
  return keywords(header.replaceAll('_', ' ')).some((word) => asked.has(word)) ? 1 : 0;
}
