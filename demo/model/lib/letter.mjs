import { sentencesOf } from './text.mjs';

/**
 * Puts together the frame of a reply: greeting, every question that was asked with a gap for its answer, facts with
 * numbers in them, closing. Nothing is answered that is not known, which is nearly everything.
 *
 * @param {{system: string, mails: {ours: boolean, text: string}[]}} conversation the last mail is not ours
 * @returns {string}
 */
export function draftLetter({ system, mails }) {
  const last = mails[mails.length - 1]?.text ?? '';
  const theirs = signatureOf(last);
  const mine = signatureOf(mails.findLast(({ ours }) => ours)?.text ?? '') ?? '[your name]';
  const tone = /\bformal\b/i.test(system) ? 'formal' : /\bbrief\b/i.test(system) ? 'brief' : 'friendly';
  const body = sentencesOf(bodyOf(last)).map(({ text }) => text);
  const questions = body.filter((sentence) => sentence.endsWith('?'));
  const facts = body.filter((sentence) => /\d/.test(sentence) && !sentence.endsWith('?'));
  const lines = [
    tone === 'formal' ? `Dear ${theirs ?? 'Sir or Madam'},` : `Hello${theirs ? ` ${theirs}` : ''},`,
    '',
    ...(tone === 'brief' ? [] : ['Thank you for your message.', '']),
    ...questions.map((question) => `You asked: "${question}" [your answer]`),
    ...(questions.length === 0 ? ['[your answer]'] : []),
    ...(facts.length === 0 ? [] : ['', `I have noted: "${facts.join(' ')}"`]),
    '',
    tone === 'formal' ? 'Yours sincerely,' : 'Kind regards,',
    mine,
  ];
  return lines.join('\n');
}

/**
 * @param {string} mail
 * @returns {string | undefined} the first name below the closing
 */
function signatureOf(mail) {
  const match =
    /^(?:kind regards|best wishes|best regards|regards|thank you|thanks|yours sincerely|cheers),?\s*\n\s*(\p{Lu}[\p{L}'-]+)/imu.exec(
      mail,
    );
  return match?.[1];
}

/** @param {string} mail */
function bodyOf(mail) {
  return mail
    .replace(/^(?:dear|hello|hi|good (?:morning|day|evening))\b.{0,40}\n/im, '')
    .replace(
      /^(?:kind regards|best wishes|best regards|regards|thank you|thanks|yours sincerely|cheers),[\s\S]*$/im,
      '',
    );
}
