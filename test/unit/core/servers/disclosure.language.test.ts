import { afterEach, describe, expect, it } from 'vitest';
import { disclose } from '../../../../src/core/servers/disclosure.ts';
import { parseServers } from '../../../../src/core/settings/servers.ts';
import { useLanguage } from '../../../../src/core/text/l10n.ts';

afterEach(() => useLanguage());

describe('what is confirmed, in another language', () => {
  it('is shown in it, and kept in English: a change of the language asks nothing anew', () => {
    const [entry] = parseServers({ raw: { a: { command: 'npx' } }, source: { kind: 'user' } }).entries;
    const definition = { ...(entry ?? expect.fail('No server.')), hash: '', dependsOnFolder: false };
    const english = disclose(definition);
    useLanguage({ tag: 'de', bundle: { Command: 'Befehl', 'Starts by itself': 'Startet von selbst', yes: 'ja' } });
    const german = disclose(definition);
    const kept = (lines: typeof german) => lines.map(({ label, value }) => `${label}: ${value}`);
    expect(kept(german)).toEqual(kept(english));
    expect(german.flatMap(({ shown }) => shown ?? [])).toEqual([
      { label: 'Befehl', value: 'npx' },
      { label: 'Startet von selbst', value: 'ja' },
    ]);
  });
});
