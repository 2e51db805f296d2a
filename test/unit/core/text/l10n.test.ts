import { afterEach, describe, expect, it } from 'vitest';
import { inEnglish, language, numberText, plural, t, useLanguage } from '../../../../src/core/text/l10n.ts';

const german = {
  tag: 'de',
  bundle: {
    'Sent to {0} by {1}': 'Von {1} an {0} gesendet',
    '{0} file of {1}': '{0} Datei von {1}',
    '{0} files of {1}': '{0} Dateien von {1}',
  },
};

afterEach(() => useLanguage());

describe('texts', () => {
  it('are English by themselves', () => {
    expect(t('Sent to {0} by {1}', 'host', 2)).toBe('Sent to host by 2');
    expect(plural(1, '{0} file of {1}', '{0} files of {1}', 'x')).toBe('1 file of x');
    expect(plural(2431, '{0} file of {1}', '{0} files of {1}', 'x')).toBe('2,431 files of x');
    expect(language().tag).toBe('en');
  });

  it('are of the language that is set, in its order of words and its numbers', () => {
    useLanguage(german);
    expect(t('Sent to {0} by {1}', 'host', 'me')).toBe('Von me an host gesendet');
    expect(plural(1, '{0} file of {1}', '{0} files of {1}', 'x')).toBe('1 Datei von x');
    expect(plural(2431, '{0} file of {1}', '{0} files of {1}', 'x')).toBe('2.431 Dateien von x');
    expect(numberText(1_000_000)).toBe('1.000.000');
  });

  it('stay English where there is no translation', () => {
    useLanguage(german);
    expect(t('Nobody translated this')).toBe('Nobody translated this');
    expect(t('toString')).toBe('toString');
  });

  it('are English where they are kept and compared', () => {
    useLanguage(german);
    expect(inEnglish(() => t('Sent to {0} by {1}', 'a', 'b'))).toBe('Sent to a by b');
    expect(() =>
      inEnglish(() => {
        throw new Error('x');
      }),
    ).toThrow('x');
    expect(language().tag).toBe('de');
  });

  it('take values as they are: a placeholder or a pattern in one is text', () => {
    expect(t('Sent to {0} by {1}', '{1}', '$&')).toBe('Sent to {1} by $&');
  });
});
