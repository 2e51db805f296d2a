import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Manifest {
  contributes: {
    commands: { command: string; title: string; category?: string }[];
    configuration: { properties: Record<string, unknown> }[];
  };
}

const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
const readme = read('README.md');
const manifest = JSON.parse(read('package.json')) as Manifest;
const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;

describe('README', () => {
  it.each(manifest.contributes.commands.map((command) => texts[command.title.slice(1, -1)]))(
    'names the command %s',
    (title) => {
      expect(readme).toContain(`${title}*`);
    },
  );

  it.each(manifest.contributes.configuration.flatMap((section) => Object.keys(section.properties)))(
    'names the setting %s',
    (setting) => {
      expect(readme).toContain(`| \`${setting}\` |`);
    },
  );
});

describe('the pictures', () => {
  it('are shown on one page, each once', () => {
    const pictures = readdirSync(new URL('../../../docs/images/', import.meta.url)).filter((name) =>
      name.endsWith('.png'),
    );
    const shown = [...read('docs/images/README.md').matchAll(/\]\(([\w-]+\.png)\)/g)].map(([, name]) => name);
    expect(new Set(shown)).toEqual(new Set(pictures));
    expect(shown).toHaveLength(pictures.length);
  });
});
