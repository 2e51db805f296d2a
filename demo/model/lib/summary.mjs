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
  const boilerplate = repeatedShare(sentences.map((sentence) => keywords(sentence.text)));
  const wanted = new Set(keywords(query));
  const scored = sentences.map((sentence, index) => ({
    index,
    text: sentence.text,
    heading: sentence.heading,
    bag: bags[index],
    score:
      scoreOf(sentence, bags[index], { weights, wanted, index, count: sentences.length }) *
      Math.max(0.05, 1 - 1.6 * boilerplate[index]),
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
 * How much of each sentence stands in others as well, word for word. Forms and cards repeat themselves, and what is
 * repeated everywhere says little about any of them.
 *
 * @param {string[][]} sentences their words in order
 * @returns {number[]} 0 to 1: the share of runs of three words that occur three times or more in the text
 */
function repeatedShare(sentences) {
  const runs = sentences.map((words) => words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`));
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const run of runs.flat()) counts.set(run, (counts.get(run) ?? 0) + 1);
  return runs.map((list) => list.filter((run) => (counts.get(run) ?? 0) >= 3).length / Math.max(1, list.length));
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
  score *= 1.5 - 0.5 * (index / Math.max(1, count));
  if (sentence.start) score *= 1.15;
  if (keywords(sentence.heading).some((word) => bag.has(word))) score *= 1.15;
  if (/\?["'”’)]*$/.test(sentence.text)) score *= 0.8;
  // Torn out of its place it would not be understood: it points back, or a quotation is cut.
  if (/^(?:they|it|this|that|these|those|he|she|but|and)\b/i.test(sentence.text)) score *= 0.6;
  if ((sentence.text.match(/"/g)?.length ?? 0) % 2 === 1) score *= 0.4;
  // A line without an end, such as a signature, says nothing.
  if (!/[.!?:;]["'”’)]*$/.test(sentence.text)) score *= 0.3;
  if (bag.size < 4 || sentence.text.length > 400) score *= 0.5;
  return score;
}

/**
 * What a sentence would add to those that are chosen: less when it says the same, or stands under the same heading.
 *
 * @param {{score: number, bag: Set<string>, heading: string}} sentence
 * @param {{bag: Set<string>, heading: string}[]} chosen
 */
function marginal(sentence, chosen) {
  const overlap = Math.max(0, ...chosen.map(({ bag }) => similarity(sentence.bag, bag)));
  const crowded = sentence.heading !== '' && chosen.some(({ heading }) => heading === sentence.heading);
  return sentence.score * (1 - overlap) * (crowded ? 0.7 : 1);
}

/**
 * @param {Set<string>} a
 * @param {Set<string>} b
 */
function similarity(a, b) {
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / Math.max(1, Math.min(a.size, b.size));
}
