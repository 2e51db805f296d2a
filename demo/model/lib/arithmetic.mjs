import { evaluateExpression, formatNumber } from '../../shared/expression.mjs';

const SMALL = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const NAMED = { dozen: 12, hundred: 100, thousand: 1000, half: 0.5 };

/** A number as it stands in the text after words have become digits. */
const N = '(\\d+(?:\\.\\d+)?)';

/**
 * What can be said in an expression, in the order in which it is looked for. Each rule turns one phrase into signs.
 *
 * @type {[RegExp, string][]}
 */
const PHRASES = [
  [new RegExp(`${N} ?(?:percent|%) of`, 'g'), '($1 / 100) *'],
  [new RegExp(`(?:minus|less) (?:a )?(?:discount of )?${N} ?(?:percent|%)(?: discount)?`, 'g'), '* (1 - $1 / 100)'],
  [new RegExp(`(?:plus|with) ${N} ?(?:percent|%)(?: \\p{L}+)?`, 'gu'), '* (1 + $1 / 100)'],
  [
    new RegExp(
      `${N} [\\p{L}' -]*?(?:at|for|cost|costing|with|of|worth) (?:about )?(?:a price of )?(?:eur |euros? |€|\\$)?${N}(?: (?:euros?|eur|dollars|cents|\\p{L}+))? (?:each|apiece|a piece|per piece)`,
      'gu',
    ),
    '$1 * $2',
  ],
  [/(?:divided by|split (?:between|among|by)|shared (?:between|among|by))/g, '/'],
  [/(?:multiplied by|times)/g, '*'],
  [/(?:minus|less|take away|without)/g, '-'],
  [/(?:plus|added to|and then|together with)/g, '+'],
  [/to the power of/g, '^'],
];

/**
 * Reads an expression out of a problem in words. It knows a handful of phrases and gives up on everything else.
 *
 * @param {string} problem
 * @returns {string | undefined}
 */
export function expressionIn(problem) {
  const text = numbersToDigits(problem.toLowerCase().replaceAll(/(\d),(?=\d{3}\b)/g, '$1'));
  const phrased = PHRASES.reduce((line, [pattern, signs]) => line.replaceAll(pattern, signs), text);
  // "3 lamps * 20 and 5 straps * 2": what is left over between two products is a sum.
  const joined = phrased.replaceAll(/(\* \d+(?:\.\d+)?)[\p{L}\s,]*\band\b[\p{L}\s]*(?=\d)/gu, '$1 + ');
  const bare = joined
    .replaceAll(/[?!,;:€$=]|\.(?!\d)/g, ' ')
    .replaceAll(/[\p{L}'’]+/gu, ' ')
    .replaceAll(/\s-\s(?=\s*$)/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (!/\d/.test(bare) || !/[-+*/^%]/.test(bare)) return undefined;
  return worksOut(bare) ? bare : undefined;
}

/**
 * Works out the expression that an earlier answer gave, and says so in a sentence.
 *
 * @param {string} expression
 * @returns {string | undefined}
 */
export function explainExpression(expression) {
  if (!worksOut(expression)) return undefined;
  const value = formatNumber(evaluateExpression(expression));
  return `The problem comes down to ${expression}. Multiplication and division come first, then addition and subtraction. The result is ${value}.`;
}

/** @param {string} expression */
function worksOut(expression) {
  try {
    return Number.isFinite(evaluateExpression(expression));
  } catch {
    return false;
  }
}

/** @param {string} text in small letters */
function numbersToDigits(text) {
  return text
    .replaceAll(/\b(\p{L}+)(?:-(\p{L}+))?\b/gu, (word, first, second) => {
      const tens = TENS.indexOf(first);
      if (tens >= 0) {
        const ones = second === undefined ? 0 : SMALL.indexOf(second);
        return ones < 0 ? word : String((tens + 2) * 10 + ones);
      }
      if (second !== undefined) return word;
      const small = SMALL.indexOf(first);
      return small > 0 ? String(small) : word;
    })
    .replaceAll(/\b(?:(\d+)|a|an) (dozen|hundred|thousand)\b/g, (_, count, name) =>
      String(Number(count ?? 1) * NAMED[/** @type {keyof typeof NAMED} */ (name)]),
    )
    .replaceAll(/\bhalf of\b/g, '0.5 *');
}
