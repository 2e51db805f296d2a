import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askStates } from './support/asks.ts';
import { batchStates } from './support/batches.ts';
import { panel, toolStates } from './support/calls.ts';
import { confirmStates } from './support/confirms.ts';
import { openPanel, startBench, themes, type Bench, type OpenOptions, type Panel } from './support/page.ts';
import { serverStates } from './support/servers.ts';
import { deskStates } from './support/states.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const panels: [Panel, Record<string, unknown[]>][] = [
  ['desk', { ...deskStates, ...askStates, ...batchStates }],
  ['tool', toolStates],
  ['server', serverStates],
  ['confirm', confirmStates],
];

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(async () => {
  await bench.close();
});

async function findings(page: Page): Promise<string[]> {
  const results = await page.evaluate(async () =>
    (window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
    }),
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  );
}

/** Shows one state after the other in the same page; what fades or waits has come to rest. */
async function eachState(
  options: OpenOptions,
  panel: Panel,
  states: Record<string, unknown[]>,
  look: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const opened = await openPanel<unknown>(bench, panel, { reducedMotion: true, ...options });
  await opened.page.evaluate(axe);
  for (const [name, messages] of Object.entries(states)) {
    await opened.send(...messages);
    await opened.page.waitForFunction(() => document.querySelector('.waiting') === null);
    await look(opened.page, name);
    expect(opened.errors, name).toEqual([]);
    expect(await opened.posted('problem'), name).toEqual([]);
  }
  await opened.close();
}

// 640 wide at two device pixels each is a window of 1280 at a zoom of 200 %.
const zooms: [string, OpenOptions][] = [
  ['100 %', { width: 1280, height: 800 }],
  ['200 %', { width: 640, height: 400, scale: 2 }],
];
const everywhere = themes.flatMap((theme) => zooms.map(([zoom, size]) => [theme, zoom, size] as const));

describe.each(everywhere)('axe in %s at %s', (theme, _zoom, size) => {
  it('finds nothing where suggestions are listed under a text', async () => {
    const opened = await openPanel<unknown>(bench, 'tool', { reducedMotion: true, theme, ...size });
    const { page } = opened;
    await page.evaluate(axe);
    const inputSchema = JSON.stringify({ type: 'object', properties: { city: { type: 'string' } } });
    await opened.send(panel({ kind: 'prompt', completes: true, inputSchema }));
    await page.getByRole('combobox', { name: 'city' }).fill('o');
    await opened.send({ type: 'suggestions', argument: 'city', value: 'o', values: ['Oslo', 'Odessa'], hasMore: true });
    await page.getByRole('combobox', { name: 'city' }).press('ArrowDown');
    await page.getByRole('option', { name: 'Oslo', selected: true }).waitFor();
    expect(await findings(page)).toEqual([]);
    await opened.close();
  });

  it.each(panels)('finds nothing in any state of the %s', { timeout: 240_000 }, async (panel, states) => {
    await eachState({ theme, ...size }, panel, states, async (page, name) => {
      expect(await findings(page), `${panel} ${name}`).toEqual([]);
    });
  });
});

describe('forms of the decision bar', () => {
  it.each(['Answer by hand', 'Deny'])('are as accessible: %s', async (name) => {
    const opened = await openPanel<unknown>(bench, 'desk');
    await opened.send(...(deskStates['pending'] ?? []));
    await opened.page.getByRole('button', { name, exact: true }).click();
    await opened.page.locator('[data-first]:focus').waitFor();
    await opened.page.evaluate(axe);
    expect(await findings(opened.page)).toEqual([]);
    await opened.close();
  });
});

describe('reflow', () => {
  it.each([
    ['narrow', { width: 400, height: 700 }],
    ['beside an editor', { width: 300, height: 700 }],
    ['zoomed to 200 %', { width: 640, height: 400, scale: 2 }],
  ])('shows everything without scrolling sideways: %s', { timeout: 240_000 }, async (_, size) => {
    for (const [panel, states] of panels) {
      await eachState(size, panel, states, async (page, name) => {
        const seen = await page.evaluate(() => {
          const boxes = [
            document.documentElement,
            ...document.querySelectorAll('.scroller, .bar, .list, .messages, .detail'),
          ];
          const bar = document.querySelector('.bar')?.getBoundingClientRect();
          return {
            overflow: boxes.filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.className),
            bar: bar === undefined ? undefined : { end: bar.bottom, height: bar.height },
          };
        });
        expect(seen.overflow, `${panel} ${name}`).toEqual([]);
        expect(seen.bar?.end ?? 0, name).toBeLessThanOrEqual(size.height);
        expect(seen.bar?.height ?? 0, name).toBeLessThan(size.height * 0.5);
      });
    }
  });
});

/** What the Tab key comes to on a page with a rich request, in the order of the page. */
const stops = [
  'Shortcuts',
  'Tool describe_image arguments',
  'Tool research arguments',
  'demo-modern definition',
  '#model',
  'Why this model: compare 4 models',
  'Edit system prompt',
  'Open in editor system prompt',
  'Edit message 1, block 1',
  'More message 1',
  'More message 2',
  // The browser's own controls of a sound: one element.
  'Audio in message 2',
  'Edit message 3, block 1',
  'More message 3',
  'More message 4',
  'More message 5',
  'Add user message',
  'Add assistant message',
  'Raw text',
  'search_archive',
  'Drop search_archive',
  'Open in editor the description of search_archive',
  'read_document',
  'Drop read_document',
  'Open in editor the description of read_document',
  'Max tokens',
  'Temperature',
  'Take out stop sequence "\\n\\nHuman:"',
  'Take out stop sequence "END"',
  'New stop sequence',
  'Add',
  'Tool choice',
  '#weight-cost',
  'Cost, as a number',
  '#weight-speed',
  'Speed, as a number',
  '#weight-intelligence',
  'Intelligence, as a number',
  'Models compared',
  'Use gpt-5-mini (OpenAI)',
  'Sources gpt-5-mini (OpenAI)',
  'Use gpt-5 (OpenAI)',
  'Sources gpt-5 (OpenAI)',
  'Sources qwen3:8b (Ollama on this machine)',
  'Sources llava (Ollama on this machine)',
  'Approve and send',
  'Answer by hand',
  'Compare…',
  'Deny',
];

/** Names the element that has the focus as a person would, or by its id where a label beside it names it. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return '';
    const field = element.matches('input, select');
    const text = field ? (element.closest('label')?.textContent ?? '') : (element.textContent ?? '');
    const own = element.getAttribute('aria-label') ?? (field && element.id !== '' ? `#${element.id}` : text);
    const [line = ''] = own.trim().split('\n');
    return line.replaceAll(/\s+/g, ' ').trim();
  });
}

describe('keyboard alone', () => {
  it('reaches every control of the desk in the order of the page, and none twice', async () => {
    const opened = await openPanel<unknown>(bench, 'desk');
    const { page } = opened;
    await opened.send(...(deskStates['rich'] ?? []));
    await page.waitForFunction(() => document.querySelector('.waiting') === null);
    const names: string[] = [];
    // Beyond the last one the focus leaves the page.
    for (let at = 0; at <= stops.length + 20; at++) {
      await page.keyboard.press('Tab');
      const name = await focused(page);
      if (name === '') break;
      if (name !== names.at(-1)) names.push(name);
    }
    expect(names).toEqual(stops);
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toBe('Deny');
    await opened.close();
  });
});
