import * as z from 'zod';
import { TOOLS } from './catalog.mjs';
import { reviewText, salesReport, topicReport, weeklyUpdate } from './jobs/reports.mjs';
import { Notes } from './notes.mjs';

/**
 * What an era's server has to provide. Both SDKs name their methods alike; what differs is here.
 *
 * @typedef {object} Era
 * @property {(job: (io: import('./rounds.mjs').JobIo) => import('./rounds.mjs').Job<unknown>, name: string, args: unknown,
 *   context: never) => Promise<unknown>} run runs a job to its result, or (modern) to the next input_required
 * @property {(message: string) => Error} readError the error with which a read or a prompt fails
 * @property {(template: string, callbacks: object) => unknown} template
 * @property {(shape: Record<string, z.ZodType>) => unknown} promptArgs
 * @property {() => void} notesChanged called after the list of resources changed
 */

/**
 * Registers the tools with these names.
 *
 * @param {{registerTool: Function}} server
 * @param {(keyof typeof TOOLS)[]} names
 * @param {Era} era
 */
export function registerTools(server, names, era) {
  for (const name of names) {
    /** @type {import('./catalog.mjs').ToolEntry} */
    const { title, description, input, output, annotations, changesNotes, job } = TOOLS[name];
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema: input,
        ...(output && { outputSchema: output }),
        annotations: { title, ...annotations },
      },
      async (/** @type {never} */ args, /** @type {never} */ context) => {
        const result = await era.run((io) => job(args, io), name, args, context).catch(toolError);
        if (changesNotes) era.notesChanged();
        return result;
      },
    );
  }
}

/**
 * Registers the resources: two plain ones, the notes as a template, and the reports, which sample while they are read.
 *
 * @param {{registerResource: Function}} server
 * @param {import('./workspace.mjs').Workspace} workspace
 * @param {Era} era
 */
export function registerResources(server, workspace, era) {
  const notes = new Notes(workspace);
  server.registerResource(
    'sales-table',
    'workspace:///sales.csv',
    { title: 'Sales table', description: 'Units and revenue by month, region and product.', mimeType: 'text/csv' },
    async (/** @type {URL} */ uri) => plain(uri, 'text/csv', await workspace.readText('sales.csv')),
  );
  server.registerResource(
    'revenue-chart',
    'workspace:///images/revenue-by-region.png',
    { title: 'Revenue by region', description: 'A chart of the sales table.', mimeType: 'image/png' },
    async (/** @type {URL} */ uri) => ({
      contents: [
        {
          uri: uri.href,
          mimeType: 'image/png',
          blob: (await workspace.readBytes('images/revenue-by-region.png')).toString('base64'),
        },
      ],
    }),
  );
  server.registerResource(
    'note',
    era.template('note://{name}', {
      list: async () => ({
        resources: (await notes.list()).map((name) => ({ uri: `note://${name}`, name, mimeType: 'text/markdown' })),
      }),
      complete: {
        name: async (/** @type {string} */ typed) => (await notes.list()).filter((n) => n.startsWith(typed)),
      },
    }),
    { title: 'Note', description: 'One note of the notes folder.', mimeType: 'text/markdown' },
    async (/** @type {URL} */ uri, /** @type {{name: string}} */ { name }) =>
      plain(uri, 'text/markdown', await notes.read(name).catch(readFailure(era))),
  );
  registerReports(server, era);
}

/**
 * @param {{registerResource: Function}} server
 * @param {Era} era
 */
function registerReports(server, era) {
  server.registerResource(
    'sales-report',
    'report://sales',
    {
      title: 'Sales report',
      description: 'The sales so far with a paragraph that the model writes: reading it asks the model.',
      mimeType: 'text/markdown',
    },
    async (/** @type {URL} */ uri, /** @type {never} */ context) =>
      report(uri, await era.run((io) => salesReport({}, io), uri.href, {}, context).catch(readFailure(era))),
  );
  server.registerResource(
    'topic-report',
    era.template('report://{topic}', { list: undefined }),
    {
      title: 'Topic report',
      description: 'What the notes say about a topic, in words of the model: reading it asks the model.',
      mimeType: 'text/markdown',
    },
    async (/** @type {URL} */ uri, /** @type {{topic: string}} */ variables, /** @type {never} */ context) => {
      const topic = decodeURIComponent(variables.topic);
      return report(
        uri,
        await era.run((io) => topicReport({ topic }, io), uri.href, {}, context).catch(readFailure(era)),
      );
    },
  );
}

/**
 * Registers the prompts: one that samples while it is fetched, one that does not.
 *
 * @param {{registerPrompt: Function}} server
 * @param {Era} era
 */
export function registerPrompts(server, era) {
  server.registerPrompt(
    'weekly_update',
    {
      title: 'Weekly update',
      description: 'Asks for a weekly update and brings a digest of the mail with it: fetching it asks the model.',
      argsSchema: era.promptArgs({ audience: z.string().optional().describe('who will read it') }),
    },
    async (/** @type {{audience?: string}} */ args, /** @type {never} */ context) =>
      prompt(await era.run((io) => weeklyUpdate(args, io), 'weekly_update', args, context).catch(readFailure(era))),
  );
  server.registerPrompt(
    'review_text',
    {
      title: 'Review text',
      description: 'Asks for a review of a text file of the workspace. Asks no model itself.',
      argsSchema: era.promptArgs({
        path: z.string().min(1).describe('the text file, relative to the workspace folder'),
        audience: z.string().min(1).describe('for whom the text is written'),
      }),
    },
    async (/** @type {{path: string, audience: string}} */ args, /** @type {never} */ context) =>
      prompt(await era.run((io) => reviewText(args, io), 'review_text', args, context).catch(readFailure(era))),
  );
}

/**
 * A failed job is the tool's result, in words; a model or a person can act on it.
 *
 * @param {unknown} error
 */
function toolError(error) {
  if (!(error instanceof Error)) throw error;
  return { content: [{ type: 'text', text: error.message }], isError: true };
}

/** @param {Era} era */
function readFailure(era) {
  return (/** @type {unknown} */ error) => {
    throw era.readError(error instanceof Error ? error.message : String(error));
  };
}

/**
 * @param {URL} uri
 * @param {string} mimeType
 * @param {string} text
 */
function plain(uri, mimeType, text) {
  return { contents: [{ uri: uri.href, mimeType, text }] };
}

/**
 * @param {URL} uri
 * @param {unknown} outcome the text, or a modern era's input_required, which goes out as it is
 */
function report(uri, outcome) {
  return typeof outcome === 'string' ? plain(uri, 'text/markdown', outcome) : outcome;
}

/** @param {unknown} outcome the messages, or a modern era's input_required, which goes out as it is */
function prompt(outcome) {
  return Array.isArray(outcome) ? { messages: outcome } : outcome;
}
