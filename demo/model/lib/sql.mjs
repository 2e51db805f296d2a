/**
 * Writes SELECT statements for a few kinds of questions by matching words to columns: how many, how much, on average, by
 * something, the most or the least of something, a list. Everything else is declined.
 */

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** What a question can be counted by, and the tables beside `orders` that this needs. In order: the first that fits. */
const DIMENSIONS = [
  { words: /\bregions?\b/, column: 'regions.name', label: 'region', tables: ['customers', 'regions'] },
  { words: /\bcit(?:y|ies)\b/, column: 'customers.city', label: 'city', tables: ['customers'] },
  { words: /\bcustomers?\b|\bshops?\b/, column: 'customers.name', label: 'customer', tables: ['customers'] },
  { words: /\bcategor(?:y|ies)\b/, column: 'products.category', label: 'category', tables: ['products'] },
  { words: /\bproducts?\b/, column: 'products.name', label: 'product', tables: ['products'] },
  { words: /\bmonths?\b/, column: 'substr(orders.ordered_on, 1, 7)', label: 'month', tables: [] },
];

const JOINS = {
  customers: 'JOIN customers ON customers.id = orders.customer_id',
  regions: 'JOIN regions ON regions.id = customers.region_id',
  products: 'JOIN products ON products.id = orders.product_id',
};

/** The columns that the statements below are made of; a schema without them is answered only as far as its table names. */
const NEEDED = [
  'orders',
  'customers',
  'regions',
  'products',
  'customer_id',
  'product_id',
  'region_id',
  'quantity',
  'total',
  'ordered_on',
];

/**
 * @param {string} schema CREATE TABLE statements, possibly with notes around them
 * @param {string} question
 * @returns {string | undefined} one statement, or nothing when the question is of no known kind
 */
export function writeSelect(schema, question) {
  const asked = question.toLowerCase();
  const tables = [...schema.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)"?/gi)].map((match) => match[1]);
  if (!NEEDED.every((name) => new RegExp(`\\b${name}\\b`).test(schema))) return simpleSelect(tables, asked);
  return (
    priceSelect(asked) ??
    countOf(asked, question, schema) ??
    measureSelect(asked, question, schema) ??
    listSelect(asked, question, schema)
  );
}

/**
 * @param {string[]} tables
 * @param {string} asked
 */
function simpleSelect(tables, asked) {
  const table = tables.find((name) => asked.includes(name.toLowerCase().replace(/s$/, '')));
  if (table === undefined) return undefined;
  if (/\bhow many\b|\bnumber of\b|\bcount\b/.test(asked)) return `SELECT COUNT(*) AS count FROM ${table}`;
  return /\b(?:list|show|which|what)\b/.test(asked) ? `SELECT * FROM ${table} LIMIT 20` : undefined;
}

/** @param {string} asked */
function priceSelect(asked) {
  if (/\b(?:cheapest|least expensive)\b/.test(asked))
    return 'SELECT name, price FROM products ORDER BY price ASC LIMIT 1';
  if (/\b(?:most expensive|dearest|highest price)\b/.test(asked))
    return 'SELECT name, price FROM products ORDER BY price DESC LIMIT 1';
  if (/\baverage price\b/.test(asked)) {
    return /\bcategor/.test(asked)
      ? 'SELECT category, ROUND(AVG(price), 2) AS average_price FROM products GROUP BY category ORDER BY average_price DESC'
      : 'SELECT ROUND(AVG(price), 2) AS average_price FROM products';
  }
  return undefined;
}

/**
 * Counts of things that stand in a table of their own, where no order has to be looked at.
 *
 * @param {string} asked
 * @param {string} question
 * @param {string} schema
 */
function countOf(asked, question, schema) {
  const thing = /\b(?:how many|number of)\s+(?:different\s+)?(customers|shops|products|regions)\b/.exec(asked)?.[1];
  if (thing === undefined || /\border/.test(asked)) return undefined;
  const table = thing === 'shops' ? 'customers' : thing;
  if (table !== 'customers') return `SELECT COUNT(*) AS ${table} FROM ${table}`;
  const by = /\b(?:by|per|each|in each)\s+region/.test(asked);
  if (by) {
    return 'SELECT regions.name AS region, COUNT(*) AS customers FROM customers JOIN regions ON regions.id = customers.region_id GROUP BY regions.name ORDER BY customers DESC';
  }
  const { conditions, tables } = filtersOf(question, schema);
  const join = tables.has('regions') ? ' JOIN regions ON regions.id = customers.region_id' : '';
  return `SELECT COUNT(*) AS customers FROM customers${join}${where(conditions.filter((c) => !c.startsWith('orders.')))}`;
}

/**
 * Sums, counts and averages over orders, for all, by a dimension, or for the best or worst of one.
 *
 * @param {string} asked
 * @param {string} question
 * @param {string} schema
 */
function measureSelect(asked, question, schema) {
  const measure = measureOf(asked);
  if (measure === undefined) return undefined;
  const { conditions, tables } = filtersOf(question, schema);
  const extreme = /\b(most|best|highest|largest|biggest|top|least|fewest|worst|lowest|smallest)\b/.exec(asked)?.[1];
  const by =
    /\b(?:by|per|for each|in each|each|which|what|top(?: \w+)?|best|worst|biggest|largest|smallest)\s+(?:\d+\s+|\w+\s+)?(region|cit|customer|shop|categor|product|month)/.exec(
      asked,
    )?.[1];
  const dimension =
    by === undefined
      ? undefined
      : DIMENSIONS.find(({ words }) => words.test(by === 'cit' ? 'city' : by === 'categor' ? 'category' : by));
  if (dimension === undefined) {
    return `SELECT ${measure.sql} AS ${measure.label} FROM orders${joins(tables)}${where(conditions)}`;
  }
  for (const table of dimension.tables) tables.add(table);
  const falling = extreme === undefined || !/least|fewest|worst|lowest|smallest/.test(extreme);
  const plural = /\b(?:regions|cities|customers|shops|categories|products|months)\b/.test(asked);
  const limit = extreme === undefined ? '' : ` LIMIT ${/\btop (\d+)\b/.exec(asked)?.[1] ?? (plural ? 3 : 1)}`;
  const order =
    dimension.label === 'month' && extreme === undefined ? 'month' : `${measure.label} ${falling ? 'DESC' : 'ASC'}`;
  return (
    `SELECT ${dimension.column} AS ${dimension.label}, ${measure.sql} AS ${measure.label} FROM orders${joins(tables)}` +
    `${where(conditions)} GROUP BY ${dimension.column} ORDER BY ${order}${limit}`
  );
}

/** @param {string} asked */
function measureOf(asked) {
  const average = /\b(?:average|mean)\b/.test(asked);
  if (/\b(?:units|pieces|items|quantit(?:y|ies))\b/.test(asked)) {
    return average
      ? { sql: 'ROUND(AVG(orders.quantity), 2)', label: 'average_quantity' }
      : { sql: 'SUM(orders.quantity)', label: 'units' };
  }
  if (average) return { sql: 'ROUND(AVG(orders.total), 2)', label: 'average_order' };
  if (/\b(?:how many|number of|count|most|fewest)\s+orders\b/.test(asked)) return { sql: 'COUNT(*)', label: 'orders' };
  if (/\b(?:largest|biggest|highest) order\b/.test(asked)) return { sql: 'MAX(orders.total)', label: 'largest_order' };
  if (/\b(?:smallest|lowest) order\b/.test(asked)) return { sql: 'MIN(orders.total)', label: 'smallest_order' };
  if (
    /\b(?:revenue|sales|turnover|total|how much|spen[dt]|earn(?:ed)?|sell|sold|buys?|bought|best|worst|top)\b/.test(
      asked,
    )
  ) {
    return { sql: 'ROUND(SUM(orders.total), 2)', label: 'revenue' };
  }
  return /\borders\b/.test(asked) ? { sql: 'COUNT(*)', label: 'orders' } : undefined;
}

/**
 * @param {string} asked
 * @param {string} question
 * @param {string} schema
 */
function listSelect(asked, question, schema) {
  if (!/\b(?:list|show|which|what|who|name)\b/.test(asked)) return undefined;
  if (/\bproducts?\b/.test(asked)) return 'SELECT name, category, price FROM products ORDER BY name';
  if (/\bcustomers?\b|\bshops?\b|\bwho\b/.test(asked)) {
    const { conditions } = filtersOf(question, schema);
    return `SELECT customers.name AS customer, customers.city AS city, regions.name AS region FROM customers JOIN regions ON regions.id = customers.region_id${where(conditions.filter((c) => !c.startsWith('orders.')))} ORDER BY customers.name`;
  }
  return /\bregions?\b/.test(asked) ? 'SELECT name FROM regions ORDER BY name' : undefined;
}

/**
 * Values that the question names: a region that the schema's notes list, a product like "Ember R2", a month, else a city
 * or a customer after "in", "from", "for" or "of".
 *
 * @param {string} question
 * @param {string} schema
 * @returns {{conditions: string[], tables: Set<string>}}
 */
function filtersOf(question, schema) {
  const conditions = [];
  /** @type {Set<string>} */
  const tables = new Set();
  const known = /\bRegions are ([\w, ]+)\./.exec(schema)?.[1].split(/,\s*|\s+and\s+/) ?? [];
  const regions = known.filter((name) => new RegExp(`\\b${name}\\b`, 'i').test(question));
  if (regions.length > 0) {
    conditions.push(`regions.name IN (${regions.map(quote).join(', ')})`);
    tables.add('customers').add('regions');
  }
  const product = /\b(\p{Lu}\p{L}+ \p{Lu}\d+)\b/u.exec(question)?.[1];
  if (product !== undefined) {
    conditions.push(`products.name = ${quote(product)}`);
    tables.add('products');
  }
  const month = MONTHS.findIndex((name) => new RegExp(`\\b(?:in|of|for|since|during) ${name}\\b`, 'i').test(question));
  if (month >= 0) conditions.push(`orders.ordered_on LIKE '%-${String(month + 1).padStart(2, '0')}-%'`);
  const named = /\b(?:in|from|for|of|did|does|by) (?:the )?(\p{Lu}[\p{L}&']+(?: (?:&|\p{Lu}[\p{L}']+|das|de))*)/u.exec(
    question,
  )?.[1];
  const taken = [...regions, product?.split(' ')[0] ?? '', ...MONTHS].map((word) => word.toLowerCase());
  if (named !== undefined && !taken.includes(named.split(' ')[0].toLowerCase())) {
    conditions.push(`(customers.city = ${quote(named)} OR customers.name = ${quote(named)})`);
    tables.add('customers');
  }
  return { conditions, tables };
}

/** @param {Set<string>} tables */
function joins(tables) {
  // In the order of JOINS: regions are reached through customers.
  return Object.entries(JOINS)
    .map(([table, join]) => (tables.has(table) ? ` ${join}` : ''))
    .join('');
}

/** @param {string[]} conditions */
function where(conditions) {
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

/** @param {string} value */
function quote(value) {
  return `'${value.replaceAll("'", "''")}'`;
}
