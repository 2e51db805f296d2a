import { formatCsv, parseCsv } from '../../../shared/csv.mjs';
import { ask, JobError, textOf, userText } from '../rounds.mjs';

/**
 * One round with an ask for each region, then one that joins them. The sums are worked out here; the model only
 * comments on them.
 *
 * @param {{path: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
export async function* analyzeSales({ path }, io) {
  const regions = salesByRegion(await io.workspace.readText(path), path);
  const steps = regions.length + 1;
  await io.log('info', `${path}: ${regions.length} regions.`);
  await io.progress(0, steps, `Asking about ${regions.length} regions`);
  const comments = yield {
    asks: regions.map((region) => ({
      key: keyOf(region.name),
      purpose: `the comment on ${region.name}`,
      params: {
        systemPrompt:
          'You comment on sales figures in two sentences. Name the best and the weakest month and the trend.',
        messages: [userText(`Comment on the region ${region.name}.\n\n<rows>\n${region.csv}\n</rows>`)],
        maxTokens: 160,
        temperature: 0.2,
        modelPreferences: { costPriority: 0.7, speedPriority: 0.6 },
      },
    })),
    onAnswer: (answered) => io.progress(answered, steps, `${answered} of ${regions.length} regions answered`),
  };
  const totals = formatCsv({
    header: ['region', 'units', 'revenue'],
    rows: regions.map((region) => [region.name, String(region.units), region.revenue.toFixed(2)]),
  });
  const notes = regions.map((region, i) => `${region.name}: ${textOf(comments[i])}`).join('\n');
  const [overall] = yield ask('overall', 'the overview of all regions', {
    systemPrompt:
      'You write the overview of a sales report in three sentences, from the totals and the regional comments.',
    messages: [userText(`Compare the regions.\n\n<rows>\n${totals}\n</rows>\n\n<comments>\n${notes}\n</comments>`)],
    maxTokens: 240,
    temperature: 0.2,
    modelPreferences: { intelligencePriority: 0.8 },
  });
  await io.progress(steps, steps, 'Overview written');
  const structured = {
    regions: regions.map(({ name, units, revenue }, i) => ({
      region: name,
      units,
      revenue,
      comment: textOf(comments[i]),
    })),
    overview: textOf(overall),
  };
  const lines = structured.regions.map(
    (r) => `${r.region}: ${r.revenue.toFixed(2)} from ${r.units} units. ${r.comment}`,
  );
  return {
    content: [{ type: 'text', text: `${structured.overview}\n\n${lines.join('\n\n')}` }],
    structuredContent: structured,
  };
}

/**
 * @param {string} text comma-separated, with the columns month, region, units and revenue
 * @param {string} path for messages
 * @returns {{name: string, units: number, revenue: number, csv: string}[]} in the order of the file; `csv` has one
 *   line a month
 * @throws {JobError} when a column is missing or a figure is no number
 */
export function salesByRegion(text, path) {
  const { header, rows } = readTable(text, path);
  const [month, region, units, revenue] = ['month', 'region', 'units', 'revenue'].map((name) => {
    const at = header.indexOf(name);
    if (at < 0) throw new JobError(`"${path}" has no column "${name}".`);
    return at;
  });
  /** @type {Map<string, Map<string, {units: number, revenue: number}>>} */
  const regions = new Map();
  for (const row of rows) {
    const months = regions.get(row[region]) ?? new Map();
    const sum = months.get(row[month]) ?? { units: 0, revenue: 0 };
    sum.units += figure(row[units], path);
    sum.revenue += figure(row[revenue], path);
    regions.set(row[region], months.set(row[month], sum));
  }
  if (regions.size === 0) throw new JobError(`"${path}" has no rows.`);
  return [...regions].map(([name, months]) => ({
    name,
    units: [...months.values()].reduce((sum, m) => sum + m.units, 0),
    revenue: [...months.values()].reduce((sum, m) => sum + m.revenue, 0),
    csv: formatCsv({
      header: ['month', 'units', 'revenue'],
      rows: [...months].map(([name, m]) => [name, String(m.units), m.revenue.toFixed(2)]),
    }),
  }));
}

/**
 * @param {string} text
 * @param {string} path
 */
function readTable(text, path) {
  try {
    return parseCsv(text);
  } catch (error) {
    throw new JobError(`"${path}" is no table: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * @param {string} cell
 * @param {string} path
 */
function figure(cell, path) {
  const value = Number(cell);
  if (cell === '' || !Number.isFinite(value)) throw new JobError(`"${path}" has "${cell}" where a number belongs.`);
  return value;
}

/** @param {string} name */
function keyOf(name) {
  return `region_${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
}
