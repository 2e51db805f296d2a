import { extractSentences } from './summary.mjs';
import { keywords } from './text.mjs';

/**
 * @typedef {{type?: string, format?: string, enum?: unknown[], properties?: Record<string, Schema>, required?: string[],
 *   items?: Schema, description?: string}} Schema the part of JSON Schema that is understood here
 */

/** Other words under which a field stands in letters and forms. */
const SYNONYMS = {
  invoice_number: ['invoice no', 'invoice nr', 'invoice #', 'number', 'no'],
  supplier: ['vendor', 'seller', 'from'],
  invoice_date: ['date of invoice', 'issued', 'date'],
  due_date: ['due', 'payable by', 'pay by'],
  vat: ['tax', 'sales tax', 'value added tax'],
  subtotal: ['net', 'net amount', 'sum'],
  total: ['amount due', 'grand total', 'total due'],
  unit_price: ['price', 'each', 'rate'],
  quantity: ['qty', 'pieces', 'units'],
  amount: ['line total', 'sum'],
  description: ['item', 'article', 'product'],
};

/** A field with one of these names takes a passage of the text when nothing is labelled with it. */
const PASSAGE = /^(?:value|text|answer|summary|result|response|content|note|output)$/;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Fills an object schema from a text: labelled lines ("Due date: 3 October 2026") and tables with a header.
 *
 * @param {Schema} schema
 * @param {string} text
 * @returns {{value: Record<string, unknown>, missing: string[]}} `missing` names required fields that the text lacks
 */
export function fillSchema(schema, text) {
  /** @type {Record<string, unknown>} */
  const value = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const found = fillProperty(name, property, text);
    if (found !== undefined) value[name] = found;
  }
  return { value, missing: (schema.required ?? []).filter((name) => value[name] === undefined) };
}

/**
 * @param {string} name
 * @param {Schema} schema
 * @param {string} text
 * @returns {unknown}
 */
function fillProperty(name, schema, text) {
  if (schema.type === 'array')
    return schema.items?.type === 'object' ? readTable(schema.items, text) : readList(name, schema.items, text);
  if (schema.type === 'object') {
    const { value, missing } = fillSchema(schema, text);
    return missing.length === 0 && Object.keys(value).length > 0 ? value : undefined;
  }
  const labelled = labelledValue(name, text);
  if (schema.enum !== undefined) return fillEnum(schema.enum, labelled ?? text);
  if (labelled !== undefined) return convert(labelled, schema);
  if (name === 'currency') return /\b(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK)\b/.exec(text)?.[0];
  if (schema.type === 'string' && schema.format === undefined && PASSAGE.test(name)) {
    return extractSentences(text, { sentences: 2, tokens: 120 }).join(' ') || undefined;
  }
  return undefined;
}

/**
 * @param {string} name
 * @returns {string[]} what the field may be called in a text, the likeliest first
 */
function labelsOf(name) {
  const own = name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  return [own.replaceAll(/[_-]+/g, ' '), ...(SYNONYMS[/** @type {keyof typeof SYNONYMS} */ (own)] ?? [])];
}

/**
 * @param {string} name
 * @param {string} text
 * @returns {string | undefined} what stands behind "Label:", also where a rate is between ("VAT 20%: 128.20")
 */
function labelledValue(name, text) {
  for (const label of labelsOf(name)) {
    const pattern = new RegExp(
      `^[ \\t>*-]*\\**${label.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')}(?: [\\d.,]+ ?%)?\\**[ \\t]*[:=][ \\t]*(\\S.*?)[ \\t]*$`,
      'im',
    );
    const match = pattern.exec(text);
    if (match !== null) return match[1];
  }
  return undefined;
}

/**
 * @param {string} raw
 * @param {Schema} schema
 * @returns {unknown} nothing when the text is no value of this type
 */
function convert(raw, schema) {
  if (schema.type === 'number' || schema.type === 'integer') {
    const value = readNumber(raw);
    return value === undefined || (schema.type === 'integer' && !Number.isInteger(value)) ? undefined : value;
  }
  if (schema.type === 'boolean')
    return /^(?:yes|true|y)\b/i.test(raw) ? true : /^(?:no|false|n)\b/i.test(raw) ? false : undefined;
  if (schema.format === 'date') return readDate(raw);
  return raw;
}

/**
 * @param {unknown[]} values
 * @param {string} text
 */
function fillEnum(values, text) {
  const lower = text.toLowerCase();
  return values.find((value) =>
    new RegExp(
      `\\b${String(value)
        .toLowerCase()
        .replaceAll(/[^\w ]/g, '.')}\\b`,
    ).test(lower),
  );
}

/**
 * @param {string} raw "1,204.00 EUR", "1.204,00", "-3"
 * @returns {number | undefined}
 */
export function readNumber(raw) {
  const match = /-?\d[\d.,' ]*/.exec(raw);
  if (match === null) return undefined;
  let digits = match[0].replaceAll(/[' ]/g, '').replace(/[.,]$/, '');
  // The last sign of the two is the decimal one, unless it stands before exactly three digits and is the only kind.
  if (/,\d{1,2}$/.test(digits)) digits = digits.replaceAll('.', '').replace(',', '.');
  else digits = digits.replaceAll(',', '');
  const value = Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * @param {string} raw "2026-09-03", "3 September 2026", "3.9.2026" or "03/09/2026" (the day first)
 * @returns {string | undefined} YYYY-MM-DD
 */
export function readDate(raw) {
  const iso = /\b(\d{4})-(\d{2})-(\d{2})\b/.exec(raw);
  if (iso !== null) return iso[0];
  const day = /\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b/.exec(raw);
  if (day !== null) return dateOf(day[3], Number(day[2]), Number(day[1]));
  const spoken = /\b(\d{1,2})\.? (\p{L}{3,9}),? (\d{4})\b/u.exec(raw);
  if (spoken === null) return undefined;
  return dateOf(spoken[3], MONTHS.indexOf(spoken[2].slice(0, 3).toLowerCase()) + 1, Number(spoken[1]));
}

/**
 * @param {string} year
 * @param {number} month
 * @param {number} day
 */
function dateOf(year, month, day) {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/**
 * @param {string} name
 * @param {Schema | undefined} items
 * @param {string} text
 */
function readList(name, items, text) {
  const raw = labelledValue(name, text);
  if (raw === undefined) return undefined;
  const values = raw
    .split(/[,;]\s*/)
    .filter(Boolean)
    .map((part) => convert(part, items ?? { type: 'string' }));
  return values.every((value) => value !== undefined) ? values : undefined;
}

/**
 * Reads a table whose header names the fields: columns parted by two spaces, tabs or bars. It ends at the first line that
 * does not fit.
 *
 * @param {Schema} item
 * @param {string} text
 * @returns {Record<string, unknown>[] | undefined}
 */
function readTable(item, text) {
  const names = Object.keys(item.properties ?? {});
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    const header = splitCells(line);
    if (header.length < 2) continue;
    const columns = header.map((cell) => names.find((name) => names.length > 0 && sameField(name, cell)));
    if (!(item.required ?? names).every((name) => columns.includes(name))) continue;
    const rows = [];
    for (const next of lines.slice(at + 1)) {
      if (/^[\s|:-]+$/.test(next) && next.trim() !== '') continue;
      const row = readRow(splitCells(next), columns, item);
      if (row === undefined) break;
      rows.push(row);
    }
    if (rows.length > 0) return rows;
  }
  return undefined;
}

/**
 * @param {string[]} cells
 * @param {(string | undefined)[]} columns
 * @param {Schema} item
 */
function readRow(cells, columns, item) {
  if (cells.length !== columns.length) return undefined;
  /** @type {Record<string, unknown>} */
  const row = {};
  for (const [i, name] of columns.entries()) {
    if (name !== undefined) row[name] = convert(cells[i], item.properties?.[name] ?? {});
  }
  return Object.values(row).includes(undefined) ? undefined : row;
}

/** @param {string} line */
function splitCells(line) {
  const bare = line
    .trim()
    .replaceAll(/^\||\|$/g, '')
    .trim();
  return bare.split(/\s*\|\s*|\t+| {2,}/).filter((cell) => cell !== '');
}

/**
 * @param {string} name
 * @param {string} cell
 */
function sameField(name, cell) {
  const said = keywords(cell).join(' ');
  return labelsOf(name).some((label) => keywords(label).join(' ') === said);
}
