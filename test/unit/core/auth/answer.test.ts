import { expect, it } from 'vitest';
import { answerOf } from '../../../../src/core/auth/answer.ts';

it('an answer that VS Code has decoded keeps its characters', () => {
  const sent = { code: 'a+b/c=%2Fd e', state: 's', iss: 'https://login.example.com/tenant' };
  const encoded = Object.entries(sent).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  expect(Object.fromEntries(answerOf(decodeURIComponent(encoded.join('&'))))).toEqual(sent);
});
