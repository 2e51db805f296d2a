import { keywords, stem } from './text.mjs';

/** Words that speak for a label, for labels that mail is often sorted by. A label that is not here has only its own words. */
const HINTS = {
  bug: 'broken breaks crash error fails failed fault wrong dark dead leak leaks wet flicker stuck damaged defect not working stopped loose torn',
  feature: 'wish would like please add support idea suggestion could option new missing colour version love',
  question: 'how what which why where can does question wonder know explain tell possible',
  delivery:
    'order ordered parcel delivery deliver delivered ship shipped arrive arrived late tracking carrier address package',
  billing: 'invoice invoices payment pay paid charge charged refund price money credit card bank vat receipt twice',
  positive: 'good great love excellent happy perfect thanks wonderful',
  negative: 'bad broken angry terrible poor hate disappointed worst',
  spam: 'winner prize click free offer lottery urgent',
};

/**
 * The labels that a prompt offers: "one of: a, b, c", or a list of lines "- label: what it means".
 *
 * @param {string} prompt system prompt and instruction
 * @returns {Map<string, string>} label to what was said about it; empty when the prompt offers none
 */
export function labelsIn(prompt) {
  /** @type {Map<string, string>} */
  const labels = new Map();
  const list =
    /(?:one of|labels?(?: are)?|categories(?: are)?|choose (?:from|between))\s*:?\s*\(?((?:["'`]?[\w-]+["'`]?(?:,\s*(?:or\s+)?|\s+or\s+))+["'`]?[\w-]+["'`]?)/i.exec(
      prompt,
    );
  for (const name of list?.[1].split(/,\s*(?:or\s+)?|\s+or\s+/) ?? []) labels.set(name.replaceAll(/["'`]/g, ''), '');
  if (labels.size < 2) return new Map();
  for (const [, name, about] of prompt.matchAll(/^[-*]\s*["'`]?([\w-]+)["'`]?\s*[:–-]\s*(.+)$/gm)) {
    if (labels.has(name)) labels.set(name, about);
  }
  return labels;
}

/**
 * Picks the label whose words occur most often in a text; words of the label itself count three times, those of its
 * description twice. The first label wins a tie, so the same text always gets the same label.
 *
 * @param {string} text
 * @param {Map<string, string>} labels
 * @returns {string}
 */
export function classify(text, labels) {
  const words = new Map();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}'’]+/gu) ?? [])
    words.set(stem(word), (words.get(stem(word)) ?? 0) + 1);
  const count = (/** @type {string[]} */ list) =>
    [...new Set(list)].reduce((sum, word) => sum + (words.get(word) ?? 0), 0);
  let best = { label: '', score: -1 };
  for (const [label, about] of labels) {
    const hints = (HINTS[/** @type {keyof typeof HINTS} */ (label.toLowerCase())] ?? '')
      .split(' ')
      .filter(Boolean)
      .map(stem);
    const score = 3 * count(keywords(label)) + 2 * count(keywords(about)) + count(hints);
    if (score > best.score) best = { label, score };
  }
  return best.label;
}
