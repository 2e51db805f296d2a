import { describe, expect, it } from 'vitest';
import { expandTemplate, templateVariables } from '../../../src/vscode/calls/uriTemplate.ts';

/** The values of RFC 6570, section 3.2, as far as they are texts. */
const values = { var: 'value', hello: 'Hello World!', empty: '', path: '/foo/bar', x: '1024', y: '768', half: '50%' };

describe('expandTemplate', () => {
  it.each([
    ['{var}', 'value'],
    ['{hello}', 'Hello%20World%21'],
    ['{half}', '50%25'],
    ['O{empty}X', 'OX'],
    ['O{undef}X', 'OX'],
    ['{x,y}', '1024,768'],
    ['{x,hello,y}', '1024,Hello%20World%21,768'],
    ['?{x,empty}', '?1024,'],
    ['{var:3}', 'val'],
    ['{+var}', 'value'],
    ['{+hello}', 'Hello%20World!'],
    ['{+half}', '50%25'],
    ['{+path}/here', '/foo/bar/here'],
    ['up{+path}{var}/here', 'up/foo/barvalue/here'],
    ['{+x,hello,y}', '1024,Hello%20World!,768'],
    ['{+path:6}/here', '/foo/b/here'],
    ['X{#var}', 'X#value'],
    ['{#path,x}/here', '#/foo/bar,1024/here'],
    ['X{.var}', 'X.value'],
    ['X{.x,y}', 'X.1024.768'],
    ['{/var}', '/value'],
    ['{/var,empty}', '/value/'],
    ['{/var:1,var}', '/v/value'],
    ['{;x,y}', ';x=1024;y=768'],
    ['{;x,y,empty}', ';x=1024;y=768;empty'],
    ['{?x,y}', '?x=1024&y=768'],
    ['{?x,y,empty}', '?x=1024&y=768&empty='],
    ['{?x,undef}', '?x=1024'],
    ['?fixed=yes{&x}', '?fixed=yes&x=1024'],
    ['{&x,y,empty}', '&x=1024&y=768&empty='],
    ['{var*}', 'value'],
  ])('%s is %s', (template, uri) => {
    expect(expandTemplate(template, values)).toBe(uri);
  });

  it('encodes what is beyond ASCII, and keeps what is encoded where reserved signs stay', () => {
    expect(expandTemplate('a://{x}', { x: 'ä/😀' })).toBe('a://%C3%A4%2F%F0%9F%98%80');
    expect(expandTemplate('a://{+x}', { x: '%41ä/😀' })).toBe('a://%41%C3%A4/%F0%9F%98%80');
    expect(expandTemplate('a://{x}', { x: '\ud800' })).toBe('a://%EF%BF%BD');
  });

  it('takes no value that was not given', () => {
    expect(expandTemplate('a://{toString}', {})).toBe('a://');
  });
});

describe('templateVariables', () => {
  it('names each once, in order', () => {
    expect(templateVariables('a://{b}/{+c,d:3}{?b,e*}')).toEqual(['b', 'c', 'd', 'e']);
    expect(templateVariables('a://plain')).toEqual([]);
  });
});
