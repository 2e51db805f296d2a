import { describe, expect, it } from 'vitest';
import { whereWords } from '../../../../src/core/auth/where.ts';

describe('where a person signs in', () => {
  it('is the page, and the issuer where that is another host', () => {
    expect(whereWords('login.example.com', 'login.example.com')).toBe('login.example.com');
    expect(whereWords('login.example.com', 'auth.example.org')).toBe(
      'login.example.com, on behalf of auth.example.org',
    );
  });
});
