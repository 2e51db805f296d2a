/** Characters that would move, hide or restyle a label: controls, direction, joiners, blanks, tags, lone surrogates. */
const UNSAFE = new RegExp(
  [
    '[\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u061c\\u115f\\u1160\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0]',
    '[\\ufff9-\\ufffb\\u{e0000}-\\u{e0fff}]',
    '\\p{Cs}',
  ].join('|'),
  'gu',
);

/**
 * Makes text that a server wrote safe for a label, a notification or a status bar: one line; controls, ANSI and direction characters
 * as visible escapes; `$(icon)` and Markdown or command links as plain text. Not for what a person approves: that is shown as it is.
 */
export function displayText(text: string, maxLength = 200): string {
  // Escapes make text longer, never shorter, so what is cut before cannot be needed after.
  const line = shorten(
    text
      .slice(0, maxLength * 8)
      .replace(/[\s\u0085]+/gu, ' ')
      .trim(),
    maxLength,
  );
  return line
    .replace(UNSAFE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll('$(', '$ (')
    .replaceAll('](', '] (')
    .replaceAll(/<(?=[a-z/!?])/gi, '< ');
}

/** At most `maxLength` UTF-16 units, the last one an ellipsis where something was cut; never half a surrogate pair. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const cut = text.slice(0, Math.max(0, maxLength - 1));
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** Without the full stop at its end: to be quoted at the end of a sentence, which has its own. */
export function withoutStop(text: string): string {
  return text.replace(/(?<!\.)\.$/, '');
}
