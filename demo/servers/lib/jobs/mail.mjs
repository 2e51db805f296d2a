import { ask, assistantText, describeAnswer, JobError, textOf, userText } from '../rounds.mjs';
import { textResult } from '../results.mjs';

/** The labels that triage_issue knows, with what they mean. */
export const LABELS = {
  bug: 'something is broken or behaves wrongly',
  feature: 'a wish for something new',
  question: 'somebody wants to know something',
  delivery: 'an order, a parcel or a date',
  billing: 'invoices, payments, refunds',
};

/**
 * One small, cheap sampling: a label.
 *
 * @param {{text: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
export async function* triageIssue({ text }, io) {
  const labels = Object.entries(LABELS);
  const [answer] = yield ask('label', 'the label of the issue', {
    systemPrompt: `You sort incoming messages. Labels:\n${labels.map(([name, about]) => `- ${name}: ${about}`).join('\n')}`,
    messages: [
      userText(
        `Reply with exactly one of: ${labels.map(([name]) => name).join(', ')}. No other word.\n\n<message>\n${text}\n</message>`,
      ),
    ],
    maxTokens: 5,
    temperature: 0,
    stopSequences: ['\n'],
    metadata: { purpose: 'triage' },
    modelPreferences: {
      hints: [{ name: 'custom_model' }, { name: 'gpt-4o-mini' }],
      speedPriority: 0.9,
      costPriority: 0.8,
      intelligencePriority: 0.1,
    },
  });
  await io.log('info', describeAnswer(answer));
  const reply = textOf(answer).toLowerCase();
  const found = Object.keys(LABELS).filter((label) => new RegExp(`\\b${label}\\b`).test(reply));
  if (found.length !== 1) throw new JobError(`${answer.model} gave no label but "${textOf(answer)}".`);
  return textResult(`Label: ${found[0]}`, { label: found[0], model: answer.model });
}

/**
 * One sampling with a whole conversation: the customer's mails as the user, ours as the assistant.
 *
 * @param {{thread: string, tone: string}} args `thread` is the path of a mail thread
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
export async function* draftReply({ thread, tone }, io) {
  const mails = parseThread(await io.workspace.readText(thread));
  const last = mails.at(-1);
  if (last === undefined) throw new JobError(`"${thread}" holds no mail: each needs a "From:" line.`);
  if (last.ours) throw new JobError(`The last mail in "${thread}" is ours; there is nothing to reply to.`);
  await io.log('info', `${mails.length} mails; replying to ${last.from}.`);
  const [answer] = yield ask('reply', `the reply to ${last.from}`, {
    systemPrompt:
      `You write the next reply in this mail conversation for the service team. Tone: ${tone}. ` +
      'Answer each question that the last mail asks; where you do not know the answer, leave a gap in square brackets. ' +
      'Write only the body of the mail.',
    messages: mails.map((mail) => (mail.ours ? assistantText(mail.body) : userText(mail.body))),
    maxTokens: 400,
    temperature: 0.7,
  });
  return textResult(textOf(answer));
}

/**
 * @param {string} text mails separated by a line of three hyphens, each with header lines, an empty line and a body
 * @returns {{from: string, ours: boolean, body: string}[]}
 */
export function parseThread(text) {
  return text.split(/^---\s*$/m).flatMap((part) => {
    const [head, ...rest] = part.trim().split(/\r?\n\r?\n/);
    const from = /^From:\s*(.+)$/m.exec(head)?.[1];
    if (from === undefined) return [];
    return [{ from, ours: /<service@/i.test(from), body: rest.join('\n\n').trim() }];
  });
}
