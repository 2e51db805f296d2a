/**
 * Works out an arithmetic expression: numbers, `+ - * / ^ %` (remainder), parentheses, sign. No names, no functions, so
 * a text from elsewhere can do nothing but sums.
 *
 * @param {string} source at most 500 characters
 * @returns {number}
 * @throws {Error} saying what stands where it should not
 */
export function evaluateExpression(source) {
  if (source.length > 500) throw new Error('The expression is longer than 500 characters.');
  const tokens = tokenize(source);
  let at = 0;

  /** @returns {number} */
  function primary() {
    const token = tokens[at++];
    if (token === undefined) throw new Error('The expression ends too early.');
    if (token === '(') {
      const value = sum();
      if (tokens[at++] !== ')') throw new Error('A closing parenthesis is missing.');
      return value;
    }
    if (token === '-') return -power();
    if (token === '+') return power();
    const value = Number(token);
    if (Number.isNaN(value)) throw new Error(`"${token}" is out of place.`);
    return value;
  }
  /** @returns {number} */
  function power() {
    const base = primary();
    if (tokens[at] !== '^') return base;
    at++;
    return base ** power();
  }
  /** @returns {number} */
  function product() {
    let value = power();
    for (let op = tokens[at]; op === '*' || op === '/' || op === '%'; op = tokens[at]) {
      at++;
      const right = power();
      if (right === 0 && op !== '*') throw new Error('Division by zero.');
      value = op === '*' ? value * right : op === '/' ? value / right : value % right;
    }
    return value;
  }
  /** @returns {number} */
  function sum() {
    let value = product();
    for (let op = tokens[at]; op === '+' || op === '-'; op = tokens[at]) {
      at++;
      value = op === '+' ? value + product() : value - product();
    }
    return value;
  }

  const value = sum();
  if (at < tokens.length) throw new Error(`"${tokens[at]}" is out of place.`);
  return value;
}

/**
 * @param {string} source
 * @returns {string[]}
 */
function tokenize(source) {
  const tokens = [];
  const pattern = /\s*(?:(\d+(?:\.\d+)?|\.\d+)|([-+*/^%()]))/y;
  const text = source.replaceAll('×', '*').replaceAll('÷', '/').replaceAll('−', '-').trimEnd();
  while (pattern.lastIndex < text.length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw new Error(`"${text.slice(from).trim().slice(0, 20)}" is no number or operator.`);
    tokens.push(match[1] ?? match[2]);
  }
  return tokens;
}

/**
 * @param {number} value
 * @returns {string} without the noise of binary fractions, at most six decimals
 */
export function formatNumber(value) {
  return String(Number(value.toFixed(6)));
}
