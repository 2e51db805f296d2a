/** The sentence with which every answer in prose begins, so that nobody takes it for a language model's. */
export const NOTICE = 'Plain text extraction, no AI:';

const STOP_WORDS = new Set(
  (
    'a about above after again all also although am an and any are as at be because been before being below between both but by ' +
    'can could did do does doing down during each either else ever every few first for from further had has have having he her ' +
    'here hers him his how i if in into is it its itself just less let like make many may me might more most much must my near ' +
    'need no nor not now of off often on once one only or other our out over own part per put same say see she should since so ' +
    'some such than that the their them then there these they this those though through to too two under until up upon us use ' +
    'very was way we well were what when where which while who whom why will with within without would yes yet you your'
  ).split(' '),
);

/** Dots after these do not end a sentence. */
const ABBREVIATIONS =
  /\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nr|vs|etc|e\.g|i\.e|approx|Inc|Ltd|Co|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)\.$/;

/**
 * Words that carry meaning, in small letters, without endings that only number or tense change.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function keywords(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
  return words.filter((word) => word.length > 2 && !STOP_WORDS.has(word)).map(stem);
}

/**
 * @param {string} word in small letters
 * @returns {string}
 */
export function stem(word) {
  const bare = word.replace(/['’]s?$/, '');
  if (bare.length <= 4) return bare.length > 3 ? bare.replace(/s$/, '') : bare;
  return bare
    .replace(/(?:ing|edly|ed|ies|es|s|ly)$/, (ending) => (ending === 'ies' ? 'y' : ''))
    .replace(/e$/, '')
    .replace(/([bdgmnprt])\1$/, '$1');
}

/**
 * @param {string} text Markdown or plain
 * @returns {{text: string, heading: string, start: boolean}[]} sentences in order with the heading above them; `start`
 *   marks the first one of a paragraph. Headings, table rules and mail headers are no sentences.
 */
export function sentencesOf(text) {
  const sentences = [];
  let heading = '';
  for (const block of text.split(/\n\s*\n|\n(?=#{1,6} )|(?<=^#{1,6} .*)\n/m)) {
    const title = /^#{1,6}\s+(.+)$/.exec(block.trim());
    if (title !== null) {
      heading = title[1];
      continue;
    }
    const body = block.replaceAll(/^(?:[-=*_]{3,}|(?:From|To|Cc|Date|Subject):.*)$/gm, '');
    let start = true;
    for (const sentence of splitSentences(body)) {
      sentences.push({ text: sentence, heading, start });
      start = false;
    }
  }
  return sentences;
}

/**
 * @param {string} block one paragraph
 * @returns {string[]}
 */
function splitSentences(block) {
  const out = [];
  // A list item or a line that ends with a full stop is a sentence of its own; other line breaks are just width.
  const lines = block.split(/\n(?=\s*(?:[-*•]|\d+[.)])\s)|(?<=[.!?:])\n/);
  for (const line of lines) {
    const clean = line
      .replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '')
      .replaceAll(/\*\*|__|`/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
    let from = 0;
    for (const match of clean.matchAll(/[.!?]["'”’)]*\s+(?=["'“‘(]*[\p{Lu}\p{N}])/gu)) {
      const end = match.index + match[0].trimEnd().length;
      if (ABBREVIATIONS.test(clean.slice(from, end))) continue;
      out.push(clean.slice(from, end));
      from = match.index + match[0].length;
    }
    if (from < clean.length) out.push(clean.slice(from));
  }
  return out.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/**
 * Parts what is asked from what it is asked about: text between tags (`<document>…</document>`) or in a code fence,
 * else everything behind a short first paragraph.
 *
 * @param {string} prompt
 * @returns {{instruction: string, material: string, tag?: string}} `material` is empty when there is only a question
 */
export function splitPrompt(prompt) {
  const tagged = /<([a-z][a-z_-]*)\b[^>]*>\s*\n?([\s\S]*?)\n?\s*<\/\1>/i.exec(prompt);
  if (tagged !== null) {
    const instruction = (prompt.slice(0, tagged.index) + prompt.slice(tagged.index + tagged[0].length)).trim();
    return { instruction, material: clean(tagged[2]), tag: tagged[1].toLowerCase() };
  }
  const fenced = /```\w*\n([\s\S]*?)```/.exec(prompt);
  if (fenced !== null) return { instruction: prompt.replace(fenced[0], '').trim(), material: clean(fenced[1]) };
  const gap = /\n\s*\n|:\s*\n/.exec(prompt);
  if (gap !== null && gap.index < 400 && prompt.length - gap.index > gap.index) {
    return { instruction: prompt.slice(0, gap.index).trim(), material: clean(prompt.slice(gap.index + gap[0].length)) };
  }
  return { instruction: prompt.trim(), material: '' };
}

/**
 * @param {string} text
 * @returns {string} without our own notice: an earlier answer may come back as material
 */
function clean(text) {
  return text.replaceAll(`${NOTICE} `, '').trim();
}
