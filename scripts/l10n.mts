/**
 * The texts that people read, and their translations. Without arguments it prints what a language lacks as JSON, to be put into a
 * file of l10n/<language>/ and translated. `--check` fails when a translation is missing, is of nothing, or differs in placeholders.
 */
import { readFileSync } from 'node:fs';
import { at } from './lib/paths.mts';
import {
  bundleFiles,
  checkBundle,
  checkTwice,
  languages,
  mergedBundle,
  sourceTexts,
  type Bundle,
} from './lib/texts.mts';

function read(file: string): Bundle {
  return JSON.parse(readFileSync(at(file), 'utf8')) as Bundle;
}

const texts = sourceTexts();
const problems = texts.flatMap(({ place, problem }) => (problem === undefined ? [] : [`${place}: ${problem}`]));
const manifest = read('package.nls.json');

for (const language of languages) {
  const bundle = mergedBundle(language);
  const words = texts.filter(({ problem }) => problem === undefined).map(({ text }) => [text, text] as const);
  if (!process.argv.includes('--check')) {
    const lacking = [...new Set(words.map(([text]) => text))].filter((text) => !bundle[text]);
    if (lacking.length > 0) console.log(JSON.stringify(Object.fromEntries(lacking.map((text) => [text, ''])), null, 2));
  }
  problems.push(
    ...checkTwice(bundleFiles(language)),
    ...checkBundle(`l10n/${language}`, words, bundle),
    ...checkBundle(`package.nls.${language}.json`, Object.entries(manifest), read(`package.nls.${language}.json`)),
  );
}
for (const problem of problems) console.error(problem);
if (process.argv.includes('--check') && problems.length > 0) process.exitCode = 1;
