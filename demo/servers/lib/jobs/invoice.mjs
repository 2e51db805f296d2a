import * as z from 'zod';
import { ask, JobError, toolUsesOf, userText } from '../rounds.mjs';
import { textResult } from '../results.mjs';

/** How often the model is asked before the tool gives up. */
const MAX_ATTEMPTS = 3;

const money = z.number().describe('amount without the currency');
const day = z.iso.date();

/** What is read from an invoice. The model's tool, the check of its answer and the tool's output share this shape. */
export const Invoice = z.object({
  invoice_number: z.string().min(1),
  supplier: z.string().min(1),
  invoice_date: day,
  due_date: day.optional(),
  currency: z.string().length(3).describe('three letters, for example EUR'),
  items: z
    .array(z.object({ description: z.string().min(1), quantity: z.number(), unit_price: money, amount: money }))
    .min(1)
    .describe('the lines of the invoice, without sums'),
  subtotal: money,
  vat: money.optional().describe('the tax'),
  total: money,
});

/**
 * Structured output by a tool that the model must call; an answer that does not fit is sent back with the reason.
 *
 * @param {{path: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
export async function* extractInvoice({ path }, io) {
  const text = await io.workspace.readText(path);
  const tool = {
    name: 'record_invoice',
    description: 'Records the fields of one invoice exactly as they are printed. Dates as YYYY-MM-DD.',
    inputSchema: /** @type {{type: 'object'}} */ (inputSchemaOf(Invoice)),
  };
  /** @type {import('@modelcontextprotocol/server').SamplingMessage[]} */
  const messages = [userText(`Read this invoice and record it.\n\n<invoice>\n${text}\n</invoice>`)];
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const [answer] = yield ask(`invoice_${attempt}`, `the fields of ${path}`, {
      systemPrompt: 'You read invoices. Take every value from the text; never work one out.',
      messages: [...messages],
      tools: [tool],
      toolChoice: { mode: 'required' },
      maxTokens: 1000,
      temperature: 0,
    });
    const uses = toolUsesOf(answer);
    const use = uses.find(({ name }) => name === tool.name);
    const read = Invoice.safeParse(use?.input);
    if (use !== undefined && read.success) return invoiceResult(read.data, answer.model);
    const problem = use === undefined || read.success ? `Call ${tool.name}.` : z.prettifyError(read.error);
    await io.log('warning', `Attempt ${attempt} by ${answer.model} did not fit. ${problem}`);
    messages.push({ role: 'assistant', content: answer.content }, correction(uses, use?.id, problem));
  }
  throw new JobError(`The model did not return an invoice that fits in ${MAX_ATTEMPTS} attempts.`);
}

/**
 * The message that sends an answer back. Every tool use has to be answered before anything else is said, also those
 * that nobody asked for; plain text may be sent only when there was none.
 *
 * @param {{id: string}[]} uses
 * @param {string | undefined} checked the id of the use that `problem` is about
 * @param {string} problem
 * @returns {import('@modelcontextprotocol/server').SamplingMessage}
 */
function correction(uses, checked, problem) {
  if (uses.length === 0) return userText(problem);
  return {
    role: 'user',
    content: uses.map(({ id }) => ({
      type: 'tool_result',
      toolUseId: id,
      isError: true,
      content: [{ type: 'text', text: id === checked ? problem : `This tool does not exist. ${problem}` }],
    })),
  };
}

/**
 * @param {import('zod').infer<typeof Invoice>} invoice
 * @param {string} model
 */
function invoiceResult(invoice, model) {
  const warnings = [];
  const lines = invoice.items.reduce((sum, item) => sum + item.amount, 0);
  if (differ(lines, invoice.subtotal)) warnings.push(`The lines add up to ${lines.toFixed(2)}, not to the subtotal.`);
  const total = invoice.subtotal + (invoice.vat ?? 0);
  if (differ(total, invoice.total)) warnings.push(`Subtotal and tax make ${total.toFixed(2)}, not the total.`);
  for (const item of invoice.items) {
    if (differ(item.quantity * item.unit_price, item.amount))
      warnings.push(`"${item.description}": quantity times price is not the amount.`);
  }
  const sums = warnings.length === 0 ? 'The sums agree.' : warnings.join(' ');
  return textResult(
    `Invoice ${invoice.invoice_number} of ${invoice.supplier}, ${invoice.invoice_date}: ` +
      `${invoice.total.toFixed(2)} ${invoice.currency} for ${invoice.items.length} lines. ${sums} Read by ${model}.`,
    { ...invoice, warnings },
  );
}

/**
 * @param {number} a
 * @param {number} b
 */
function differ(a, b) {
  return Math.abs(a - b) > 0.005;
}

/** @param {import('zod').ZodType} schema */
function inputSchemaOf(schema) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}
