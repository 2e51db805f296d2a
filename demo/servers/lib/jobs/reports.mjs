import { formatCsv } from '../../../shared/csv.mjs';
import { Notes } from '../notes.mjs';
import { ask, JobError, textOf, userText } from '../rounds.mjs';
import { salesByRegion } from './sales.mjs';

/** The table that report://sales is about. */
const SALES = 'sales.csv';
/** The folder of the mail threads. */
const MAIL = 'mail';

/**
 * A resource that samples while it is read: the sales so far.
 *
 * @param {Record<string, never>} _args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<string>} Markdown
 */
export async function* salesReport(_args, io) {
  const regions = salesByRegion(await io.workspace.readText(SALES), SALES);
  const table = formatCsv({
    header: ['region', 'units', 'revenue'],
    rows: regions.map((region) => [region.name, String(region.units), region.revenue.toFixed(2)]),
  });
  const [answer] = yield ask('report', 'the report on sales', {
    systemPrompt: 'You write the opening paragraph of a sales report in three sentences, from the figures alone.',
    messages: [userText(`Compare the regions.\n\n<rows>\n${table}\n</rows>`)],
    maxTokens: 240,
  });
  const rows = regions.map((r) => `| ${r.name} | ${r.units} | ${r.revenue.toFixed(2)} |`);
  return `# Sales\n\n${textOf(answer)}\n\n| Region | Units | Revenue |\n|---|---:|---:|\n${rows.join('\n')}\n`;
}

/**
 * A resource template that samples while it is read: what the notes say about a topic.
 *
 * @param {{topic: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<string>} Markdown
 */
export async function* topicReport({ topic }, io) {
  const hits = await new Notes(io.workspace).search(topic.replaceAll('-', ' '), 3);
  if (hits.length === 0) throw new JobError(`No note mentions "${topic}".`);
  const [answer] = yield ask('report', `the report on ${topic}`, {
    systemPrompt: 'You write one paragraph for a report. Use only the notes.',
    messages: [
      userText(
        `Summarise in 4 sentences what the notes below say about "${topic}".\n\n` +
          `<notes>\n${hits.map((hit) => hit.text.trim()).join('\n\n')}\n</notes>`,
      ),
    ],
    maxTokens: 320,
  });
  return `# ${topic}\n\n${textOf(answer)}\n\nFrom the notes: ${hits.map((hit) => hit.name).join(', ')}.\n`;
}

/**
 * A prompt that samples while it is fetched: it arrives with a digest of the mail in it.
 *
 * @param {{audience?: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('@modelcontextprotocol/server').PromptMessage[]>}
 */
export async function* weeklyUpdate({ audience }, io) {
  const names = await io.workspace.list(MAIL, '.txt');
  if (names.length === 0) throw new JobError(`There is no mail thread in the folder "${MAIL}".`);
  const threads = await Promise.all(names.map((name) => io.workspace.readText(`${MAIL}/${name}.txt`)));
  const [answer] = yield ask('digest', 'the digest of the mail', {
    systemPrompt: 'You note facts, dates and open questions. No greeting, no opinion.',
    messages: [userText(`Summarise this mail in 4 sentences.\n\n<mail>\n${threads.join('\n\n')}\n</mail>`)],
    maxTokens: 320,
  });
  return [
    {
      role: 'user',
      content: {
        type: 'text',
        text: `Write this week's update for ${audience || 'the team'}. What happened in the mail:\n\n${textOf(answer)}`,
      },
    },
  ];
}

/**
 * A prompt with arguments that does not sample: the document goes in as it is.
 *
 * @param {{path: string, audience: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('@modelcontextprotocol/server').PromptMessage[]>}
 */
// oxlint-disable-next-line require-yield -- a job without a question is still a job
export async function* reviewText({ path, audience }, io) {
  const text = await io.workspace.readText(path);
  return [
    {
      role: 'user',
      content: { type: 'text', text: `Review the text below for ${audience}. List what is unclear, wrong or missing.` },
    },
    {
      role: 'user',
      content: { type: 'resource', resource: { uri: `workspace:///${path}`, mimeType: 'text/plain', text } },
    },
  ];
}
