import * as z from 'zod';
import { askDb } from './jobs/database.mjs';
import { chunkedSummary, describeImage, summarizeDocument, wordCount } from './jobs/documents.mjs';
import { extractInvoice, Invoice } from './jobs/invoice.mjs';
import { draftReply, LABELS, triageIssue } from './jobs/mail.mjs';
import { solveMath } from './jobs/maths.mjs';
import { addNote, removeNote } from './jobs/notes.mjs';
import { research } from './jobs/research.mjs';
import { analyzeSales } from './jobs/sales.mjs';

/**
 * @typedef {object} ToolEntry
 * @property {string} title
 * @property {string} description
 * @property {z.ZodObject} input
 * @property {z.ZodObject} [output]
 * @property {import('@modelcontextprotocol/server').ToolAnnotations} annotations
 * @property {boolean} [changesNotes] the list of resources is another one afterwards
 * @property {(args: never, io: import('./rounds.mjs').JobIo) => import('./rounds.mjs').Job<import('./results.mjs').ToolResult>} job
 */

/** Reads the workspace and asks a model through the host: changes nothing, but the model may answer differently. */
const readOnly = { readOnlyHint: true, openWorldHint: false };

const path = (/** @type {string} */ about, /** @type {string} */ preset) =>
  z.string().min(1).default(preset).describe(`${about}, relative to the workspace folder`);

/**
 * Every tool of the demo, by name. Each server picks some.
 *
 * @satisfies {Record<string, ToolEntry>}
 */
export const TOOLS = {
  summarize_document: {
    title: 'Summarize document',
    description: 'Summarizes a text file of the workspace. Asks the model once, with the whole text.',
    input: z.object({
      path: path('the text file', 'handbook.md'),
      sentences: z.number().int().min(1).max(12).default(5).describe('length of the summary'),
      style: z.enum(['paragraph', 'bullets']).default('paragraph'),
      focus: z.string().max(200).optional().describe('what the reader cares about'),
    }),
    output: z.object({ path: z.string(), summary: z.string(), model: z.string(), documentWords: z.number().int() }),
    annotations: readOnly,
    job: summarizeDocument,
  },
  chunked_summary: {
    title: 'Summarize in parts',
    description: 'Summarizes a long text part by part: one round with an ask for each part, then one that joins them.',
    input: z.object({
      path: path('the text file', 'handbook.md'),
      chunk_kb: z.number().int().min(2).max(64).default(16).describe('size of a part in KB'),
    }),
    output: z.object({
      path: z.string(),
      parts: z.number().int(),
      summary: z.string(),
      models: z.array(z.string()),
    }),
    annotations: readOnly,
    job: chunkedSummary,
  },
  triage_issue: {
    title: 'Triage issue',
    description: `Labels a message as one of ${Object.keys(LABELS).join(', ')}. Asks for a small, cheap model.`,
    input: z.object({ text: z.string().min(1).max(4000).describe('the message') }),
    output: z.object({ label: z.string(), model: z.string() }),
    annotations: { ...readOnly, idempotentHint: true },
    job: triageIssue,
  },
  draft_reply: {
    title: 'Draft reply',
    description: 'Drafts the next reply in a mail thread. The conversation is sent to the model turn by turn.',
    input: z.object({
      thread: path('the mail thread', 'mail/late-delivery.txt'),
      tone: z.enum(['friendly', 'formal', 'brief']).default('friendly'),
    }),
    annotations: readOnly,
    job: draftReply,
  },
  analyze_sales: {
    title: 'Analyze sales',
    description:
      'Comments on a table of sales: an ask for each region at the same time, then an overview. Shows progress.',
    input: z.object({ path: path('the CSV file', 'sales.csv') }),
    output: z.object({
      regions: z.array(z.object({ region: z.string(), units: z.number(), revenue: z.number(), comment: z.string() })),
      overview: z.string(),
    }),
    annotations: readOnly,
    job: analyzeSales,
  },
  describe_image: {
    title: 'Describe image',
    description: 'Describes an image of the workspace. Sends the image itself to the model.',
    input: z.object({
      path: path('the image', 'images/revenue-by-region.png'),
      question: z.string().min(1).max(500).default('What does this image show?'),
    }),
    annotations: readOnly,
    job: describeImage,
  },
  extract_invoice: {
    title: 'Extract invoice',
    description: 'Reads the fields of an invoice through a tool that the model must call, and checks the sums.',
    input: z.object({ path: path('the invoice', 'invoices/brass-and-sons.txt') }),
    output: Invoice.extend({ warnings: z.array(z.string()) }),
    annotations: { ...readOnly, idempotentHint: true },
    job: extractInvoice,
  },
  research: {
    title: 'Research notes',
    description: 'Answers from the notes folder: the model searches and reads with tools that this server runs.',
    input: z.object({ topic: z.string().min(3).max(300).describe('a question or a few words') }),
    output: z.object({ answer: z.string(), rounds: z.number().int(), notes: z.array(z.string()) }),
    annotations: readOnly,
    job: research,
  },
  ask_db: {
    title: 'Ask the database',
    description:
      'Answers a question about orders, customers and products: the model writes a SELECT, it is run on a copy of the ' +
      'bundled database, and the model phrases the rows.',
    input: z.object({ question: z.string().min(3).max(300) }),
    output: z.object({
      answer: z.string(),
      sql: z.string(),
      columns: z.array(z.string()),
      rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
      more: z.boolean(),
    }),
    annotations: readOnly,
    job: askDb,
  },
  solve_math: {
    title: 'Solve word problem',
    description: 'Turns a word problem into an expression, works it out here, and asks for an explanation.',
    input: z.object({ problem: z.string().min(3).max(500) }),
    output: z.object({ expression: z.string(), value: z.number(), explanation: z.string(), agrees: z.boolean() }),
    annotations: { ...readOnly, idempotentHint: true },
    job: solveMath,
  },
  word_count: {
    title: 'Count words',
    description: 'Counts the words, lines and characters of a text file. Asks no model.',
    input: z.object({ path: path('the text file', 'handbook.md') }),
    output: z.object({
      path: z.string(),
      words: z.number().int(),
      lines: z.number().int(),
      characters: z.number().int(),
    }),
    annotations: { ...readOnly, idempotentHint: true },
    job: wordCount,
  },
  add_note: {
    title: 'Add note',
    description: 'Writes a new note into the notes folder. Asks no model.',
    input: z.object({
      name: z
        .string()
        .regex(/^[a-z0-9][a-z0-9-]{0,60}$/)
        .describe('small letters, digits and hyphens'),
      text: z.string().min(1).max(20_000),
    }),
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
    changesNotes: true,
    job: addNote,
  },
  remove_note: {
    title: 'Remove note',
    description: 'Deletes a note of the notes folder for good. Asks no model.',
    input: z.object({ name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/) }),
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
    changesNotes: true,
    job: removeNote,
  },
};
