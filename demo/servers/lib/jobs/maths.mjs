import { evaluateExpression, formatNumber } from '../../../shared/expression.mjs';
import { ask, JobError, textOf, userText } from '../rounds.mjs';
import { textResult } from '../results.mjs';

/**
 * Two chained samplings: the second prompt holds the first answer. The sum itself is worked out here as well, so a
 * wrong figure in the answer is noticed.
 *
 * @param {{problem: string}} args
 * @param {import('../rounds.mjs').JobIo} io
 * @returns {import('../rounds.mjs').Job<import('../results.mjs').ToolResult>}
 */
export async function* solveMath({ problem }, io) {
  const [first] = yield ask('expression', 'the expression of the problem', {
    systemPrompt:
      'You turn a word problem into one arithmetic expression of numbers, + - * / ^ and parentheses. ' +
      'Answer with the expression alone, without an equals sign.',
    messages: [userText(`Write the expression for this problem: ${problem}`)],
    maxTokens: 100,
    temperature: 0,
  });
  const expression = textOf(first).replaceAll('`', '').replace(/=.*$/s, '').trim();
  const value = workOut(expression, first.model);
  await io.log('info', `${expression} = ${value}`);
  const [second] = yield ask('explanation', 'the explanation of the result', {
    systemPrompt: 'You explain the solution of a word problem in two or three sentences and end with the result.',
    messages: [
      userText(`Problem: ${problem}\n\nAs an expression: ${expression}\n\nWork out the expression and explain.`),
    ],
    maxTokens: 200,
    temperature: 0.2,
  });
  const explanation = textOf(second);
  const agrees = numbersIn(explanation).includes(Number(value));
  return textResult(
    `${explanation}\n\nChecked here: ${expression} = ${value}.` +
      (agrees ? '' : ' The explanation does not mention this number, so do not trust it.'),
    { expression, value: Number(value), explanation, agrees },
  );
}

/**
 * @param {string} expression
 * @param {string} model
 */
function workOut(expression, model) {
  try {
    return formatNumber(evaluateExpression(expression));
  } catch {
    throw new JobError(`${model} gave no expression that can be worked out. It answered: ${expression}`);
  }
}

/** @param {string} text */
function numbersIn(text) {
  return (text.replaceAll(/(\d),(?=\d{3}\b)/g, '$1').match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
}
