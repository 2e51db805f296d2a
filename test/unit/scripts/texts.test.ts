import { describe, expect, it } from 'vitest';
import { checkBundle, checkTwice, textsOf } from '../../../scripts/lib/texts.mts';

const from = "import { plural, t } from '../text/l10n.ts';\n";

describe('the texts of a source', () => {
  it('are what t, rich and plural are given', () => {
    const found = textsOf('a.ts', `${from}t('One {0}', x);\nplural(n, '{0} file', '{0} files');\nother('Not this');`);
    expect(found).toEqual([
      { text: 'One {0}', place: 'a.ts:2' },
      { text: '{0} file', place: 'a.ts:3' },
      { text: '{0} files', place: 'a.ts:3' },
    ]);
  });

  it('are not what another function of that name is given', () => {
    expect(textsOf('a.ts', "import { t } from './other.ts';\nt('No');")).toEqual([]);
  });

  it('must be written out', () => {
    expect(textsOf('a.ts', `${from}t(words);\nt(\`a \${b}\`);`).map(({ problem }) => problem)).toEqual([
      'the text is not written out here',
      'the text is not written out here',
    ]);
  });
});

describe('a translation', () => {
  const texts = [['Send {0} to `x`', 'Send {0} to `x`'] as const];

  it('is fine when it says the same', () => {
    expect(checkBundle('de', texts, { 'Send {0} to `x`': 'Sendet {0} an `x`' })).toEqual([]);
  });

  it.each([
    ['lacks a text', {}],
    ['has an empty one', { 'Send {0} to `x`': '' }],
    ['has one that is of nothing', { 'Send {0} to `x`': 'Sendet {0} an `x`', Gone: 'Weg' }],
    ['has another placeholder', { 'Send {0} to `x`': 'Sendet {1} an `x`' }],
    ['has translated code', { 'Send {0} to `x`': 'Sendet {0} an `y`' }],
  ])('is not when it %s', (_what, bundle) => {
    expect(checkBundle('de', texts, bundle)).toHaveLength(1);
  });

  it('is the same in every file', () => {
    const files = [
      { file: 'a.json', bundle: { Send: 'Senden', Stop: 'Beenden' } },
      { file: 'b.json', bundle: { Send: 'Schicken', Stop: 'Beenden' } },
    ];
    expect(checkTwice(files)).toEqual(['b.json: another word for "Send"']);
  });
});
