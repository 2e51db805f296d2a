/**
 * The answer in a query that VS Code has decoded already: a code may contain `+` and `%`, which mean themselves there. (Only `&` cannot
 * be told any more; none of the fields contains it.)
 */
export function answerOf(decodedQuery: string): URLSearchParams {
  return new URLSearchParams(decodedQuery.replaceAll('%', '%25').replaceAll('+', '%2B'));
}
