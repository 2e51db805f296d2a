import { describe, expect, it } from 'vitest';
import type { StringField } from '../../../../src/core/forms/fields.ts';
import type { FromTool } from '../../../../src/shared/tool.ts';
import { moreWords, otherTexts, Suggest } from '../../../../src/webview/tool/suggest.ts';

const field = (name: string): StringField => ({
  kind: 'string',
  path: `/${name}`,
  name,
  label: name,
  required: true,
  nullable: false,
});
const key = (name: string, more = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

function setup() {
  const posted: FromTool[] = [];
  const said: string[] = [];
  const suggest = new Suggest({
    post: (message) => posted.push(message),
    others: () => ({ department: 'Sales' }),
    changed: () => undefined,
    say: (text) => said.push(text),
  });
  const answer = (argument: string, value: string, values: string[], more: object = {}) =>
    suggest.take({ type: 'suggestions', argument, value, values, hasMore: false, ...more });
  return { posted, said, suggest, answer };
}

describe('the list of suggestions', () => {
  it('is asked for with what else is filled in, and announced', () => {
    const { posted, said, suggest, answer } = setup();
    suggest.ask(field('name'), 'e');
    expect(posted).toEqual([{ type: 'complete', argument: 'name', value: 'e', context: { department: 'Sales' } }]);
    answer('name', 'e', ['Eve', 'Emil'], { hasMore: true });
    expect(suggest.shown?.values).toEqual(['Eve', 'Emil']);
    expect(said).toEqual(['2 suggestions, and there are more']);
  });

  it('drops what was asked for another text or another field', () => {
    const { suggest, answer } = setup();
    suggest.ask(field('name'), 'ev');
    answer('name', 'e', ['Eve']);
    answer('other', 'ev', ['Eve']);
    expect(suggest.shown).toBeUndefined();
    suggest.close();
    answer('name', 'ev', ['Eve']);
    expect(suggest.shown).toBeUndefined();
  });

  it('does not suggest what is typed already', () => {
    const { suggest, answer } = setup();
    suggest.ask(field('name'), 'Eve');
    answer('name', 'Eve', ['Eve']);
    expect(suggest.shown).toBeUndefined();
  });

  it('is walked with the arrows, past either end to the text itself; Enter chooses, Escape closes', () => {
    const { suggest, answer } = setup();
    suggest.ask(field('name'), '');
    answer('name', '', ['David', 'Eve']);
    expect(suggest.key(key('Enter'))).toBe(false);
    suggest.key(key('ArrowDown'));
    suggest.key(key('ArrowDown'));
    expect(suggest.key(key('Enter'))).toBe('Eve');
    suggest.key(key('ArrowDown'));
    expect(suggest.shown?.active).toBe(-1);
    suggest.key(key('ArrowUp'));
    expect(suggest.key(key('Enter', { ctrlKey: true }))).toBe(false);
    expect(suggest.key(key('Enter'))).toBe('Eve');
    expect(suggest.key(key('Escape'))).toBe(true);
    expect(suggest.shown).toBeUndefined();
    expect(suggest.key(key('Escape'))).toBe(false);
  });

  it('says that the server has more', () => {
    const shown = { path: '/a', values: ['a'], hasMore: true, total: undefined, active: -1 };
    expect(moreWords(shown)).toContain('has more');
    expect(moreWords({ ...shown, total: 2500 })).toContain('The first 1 of 2,500');
    expect(moreWords({ ...shown, hasMore: false })).toBeUndefined();
  });
});

describe('the other texts of a form', () => {
  it('are those that are filled in, by name', () => {
    const fields = [field('a'), field('b'), field('c'), { ...field('d'), kind: 'number' }];
    expect(otherTexts(fields, { '/a': 'x', '/b': 'y', '/c': '', '/d': '4' }, field('b'))).toEqual({ a: 'x' });
  });
});
