import { countTokens } from './tokens.mjs';
import { keywords, sentencesOf } from './text.mjs';

/**
 * @typedef {object} SummaryOptions
 * @property {number} sentences how many at most
 * @property {number} tokens how many tokens they may have together
 * @property {string} [query] words that count more, for example of a question
 */

/**
 * Picks the sentences that stand for a text, unchanged and in their order: those with the words that the text uses most,
 * early ones rather than late ones, and never two that say the same.
 *
 * @param {string} text
 * @param {SummaryOptions} options
 * @returns {string[]} empty when the text has no sentence
 */
export function extractSentences(text, { sentences: limit, tokens, query = '' }) {
  const sentences = sentencesOf(text);
  const bags = sentences.map((sentence) => new Set(keywords(sentence.text)));
  const weights = wordWeights(bags);
  const wanted = new Set(keywords(query));
  const scored = sentences.map((sentence, index) => ({
    index,
    text: sentence.text,
    bag: bags[index],
    score: scoreOf(sentence, bags[index], { weights, wanted, index, count: sentences.length }),
  }));
  /** @type {typeof scored} */
  const chosen = [];
  let room = tokens;
  const rest = scored.filter(({ score }) => score > 0);
  while (chosen.length < limit && rest.length > 0) {
    const best = rest.reduce((a, b) => (marginal(b, chosen) > marginal(a, chosen) ? b : a));
    rest.splice(rest.indexOf(best), 1);
    const cost = countTokens(best.text) + 1;
    // Only sentences that fit: an extract that breaks off says something else than the text.
    if (cost > room && chosen.length > 0) continue;
    room -= cost;
    chosen.push(best);
  }
  return chosen.sort((a, b) => a.index - b.index).map((sentence) => sentence.text);
}

/**
 * @param {Set<string>[]} bags
 * @returns {Map<string, number>} 0 to 1: how many sentences hold the word, compared with the most frequent one
 */
function wordWeights(bags) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const bag of bags) for (const word of bag) counts.set(word, (counts.get(word) ?? 0) + 1);
  const most = Math.max(1, ...counts.values());
  // The root keeps a word that stands everywhere from drowning all others.
  return new Map([...counts].map(([word, n]) => [word, Math.sqrt(n / most)]));
}

/**
 * @param {{text: string, heading: string, start: boolean}} sentence
 * @param {Set<string>} bag
 * @param {{weights: Map<string, number>, wanted: Set<string>, index: number, count: number}} context
 */
function scoreOf(sentence, bag, { weights, wanted, index, count }) {
  if (bag.size === 0) return 0;
  const words = [...bag];
  const sum = words.reduce((total, word) => total + (weights.get(word) ?? 0), 0);
  // By the root of the length: neither the longest sentence wins by its length nor the shortest by its density.
  let score = sum / Math.sqrt(bag.size + 3);
  const asked = words.filter((word) => wanted.has(word)).length;
  score *= 1 + 1.5 * asked;
  score *= 1.25 - 0.25 * (index / Math.max(1, count));
  if (sentence.start) score *= 1.15;
  if (keywords(sentence.heading).some((word) => bag.has(word))) score *= 1.15;
  if (/\?["'”’)]*$/.test(sentence.text)) score *= 0.8;
  if (bag.size < 4 || sentence.text.length > 400) score *= 0.5;
  return score;
}

/**
 * @param {{score: number, bag: Set<string>}} sentence
 * @param {{bag: Set<string>}[]} chosen
 */
function marginal(sentence, chosen) {
  const overlap = Math.max(0, ...chosen.map(({ bag }) => similarity(sentence.bag, bag)));
  return sentence.score * (1 - overlap);
}

/**
 * @param {Set<string>} a
 * @param {Set<string>} b
 */
function similarity(a, b) {
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / Math.max(1, Math.min(a.size, b.size));
}
