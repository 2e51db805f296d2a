import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergedBundle, sourceTexts } from '../../scripts/lib/texts.mts';
import { askStates } from './support/asks.ts';
import { toolStates } from './support/calls.ts';
import { confirmStates } from './support/confirms.ts';
import { openPanel, startBench, type Bench, type Panel } from './support/page.ts';
import { serverStates } from './support/servers.ts';
import { deskStates } from './support/states.ts';

/** A language in which every text that is translated can be told from one that is not. */
const pseudo = Object.fromEntries(sourceTexts().map(({ text }) => [text, `⟦${text}⟧`]));
const panels: [Panel, Record<string, unknown[]>][] = [
  ['desk', { ...deskStates, ...askStates }],
  ['tool', toolStates],
  ['server', serverStates],
  ['confirm', confirmStates],
];
/** Units, keys, and names that are the same in every language. */
const sameEverywhere = new Set([
  'Ctrl',
  'Enter',
  'Alt',
  'Shift',
  'Esc',
  'JSON',
  'URL',
  'min',
  'true',
  'false',
  'Countersign',
  'https',
  'name',
  'example',
  'org',
]);

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

/** Everything that is shown or said, a line for each text. */
function textsOnPage(): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Element) {
      if (node.closest('script') !== null) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(node.getAttribute(name) ?? '');
    } else if (node.parentElement?.closest('script, text-view, stream-view, textarea') === null) {
      found.push(node.textContent ?? '');
    }
  }
  return found.map((text) => text.trim()).filter((text) => text !== '');
}

/** What is left of a text without its translated parts. */
function untranslated(text: string): string {
  let rest = text;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  }
  // A text with a part of the page in it ends in another node.
  return rest.replace(/⟦[^⟦⟧]*$/, ' ').replace(/^[^⟦⟧]*⟧/, ' ');
}

describe('a page in another language', () => {
  it.each(panels)('has no text of ours that is not translated: the %s', { timeout: 120_000 }, async (panel, states) => {
    const opened = await openPanel<unknown>(bench, panel, {
      reducedMotion: true,
      language: { tag: 'de', texts: pseudo },
    });
    const left = new Set<string>();
    // What is shown from a message, of this state or an earlier one, is not ours to translate here.
    const data = new Set(sameEverywhere);
    for (const messages of Object.values(states)) {
      await opened.send(...messages);
      for (const word of JSON.stringify(messages)
        .replaceAll(/\\+n/g, ' ')
        .split(/[^\p{L}]+/u))
        data.add(word);
      for (const text of await opened.page.evaluate(textsOnPage)) {
        const words = untranslated(text.replaceAll(/\\+n/g, ' '))
          .split(/[^\p{L}]+/u)
          .filter((word) => word.length > 2);
        if (words.some((word) => !data.has(word))) left.add(text.slice(0, 150));
      }
    }
    await opened.close();
    expect([...left]).toEqual([]);
  });

  it('says what German says, with its numbers', async () => {
    const opened = await openPanel<unknown>(bench, 'desk', { language: { tag: 'de', texts: mergedBundle('de') } });
    await opened.send(...(deskStates['pending'] ?? []));
    await opened.page.getByRole('button', { name: 'Genehmigen und senden' }).waitFor();
    expect(await opened.page.getAttribute('html', 'lang')).toBe('de');
    await opened.page.keyboard.press('?');
    await opened.page.getByRole('dialog', { name: 'Tastenkombinationen' }).waitFor();
    await opened.close();
  });
});
