/**
 * @typedef {object} Table
 * @property {string[]} header
 * @property {string[][]} rows every row as long as the header
 */

/**
 * Splits one line of comma-separated values (RFC 4180 quoting, without line breaks inside quotes).
 *
 * @param {string} line
 * @returns {string[]}
 */
export function splitCsvLine(line) {
  const cells = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (quoted && c === '"' && line[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (c === '"') {
      quoted = !quoted;
    } else if (c === ',' && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += c;
    }
  }
  cells.push(cell.trim());
  return cells;
}

/**
 * Reads comma-separated text with a header line.
 *
 * @param {string} text
 * @returns {Table}
 * @throws {Error} naming the first line that has another number of cells than the header
 */
export function parseCsv(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new Error('The table is empty.');
  const header = splitCsvLine(lines[0]);
  const rows = lines.slice(1).map((line, i) => {
    const cells = splitCsvLine(line);
    if (cells.length !== header.length) {
      throw new Error(`Line ${i + 2} has ${cells.length} cells, the header has ${header.length}.`);
    }
    return cells;
  });
  return { header, rows };
}

/**
 * @param {Table} table
 * @returns {string} the table as comma-separated text, cells quoted where needed
 */
export function formatCsv(table) {
  const cell = (/** @type {string} */ value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return [table.header, ...table.rows].map((row) => row.map(cell).join(',')).join('\n');
}
