import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { t } from './l10n.ts';

/** Where a JSON text stops being JSON. Line and column count from 1. */
export interface JsonProblem {
  message: string;
  line: number;
  column: number;
}

/** Line and column of an offset, counted from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** What a parser's complaint comes down to, by the name that jsonc-parser gives it. */
const complaints: Record<string, string> = {
  InvalidSymbol: t('JSON does not know this word'),
  InvalidNumberFormat: t('this is no number'),
  PropertyNameExpected: t('a property name in double quotes is missing'),
  ValueExpected: t('a value is missing'),
  ColonExpected: t('a colon is missing'),
  CommaExpected: t('a comma is missing'),
  CloseBraceExpected: t('a closing brace is missing'),
  CloseBracketExpected: t('a closing bracket is missing'),
  EndOfFileExpected: t('there is more after the end'),
  InvalidCommentToken: t('JSON has no comments'),
  UnexpectedEndOfString: t('a string is not closed'),
  InvalidUnicode: t('this is no Unicode escape'),
  InvalidEscapeCharacter: t('this is no escape'),
  InvalidCharacter: t('this character may not stand here'),
};

interface Place {
  readonly error: ParseErrorCode;
  readonly offset: number;
}

/**
 * What the parser finds wrong first. It would go on after that, for seconds in megabytes of prose, and only an exception ends it. It
 * goes down a level with each bracket, and what is nested beyond the stack has no place that it can name.
 */
function firstError(text: string): Place | undefined {
  let first: Place | undefined;
  const onError = (error: ParseErrorCode, offset: number): void => {
    first = { error, offset };
    throw new RangeError('Found');
  };
  try {
    visit(text, { onError }, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return first;
}

/** Says where and why a text is no JSON. `JSON.parse` decides; it does not always say where. */
export function jsonProblem(text: string): JsonProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const first = firstError(text);
    const message = first === undefined ? undefined : complaints[printParseErrorCode(first.error)];
    return { message: message ?? t('this is not JSON'), ...placeOf(text, first?.offset ?? text.length) };
  }
}
