import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openPanel, startBench, type Bench, type Opened, type OpenOptions, type Panel } from './page.ts';

/** A time in which what is new takes no press: long enough to press a button in it, on a busy machine. Milliseconds. */
export const LONG_GUARD = 3000;

/** A webview in the browser, for the tests of one file: the one that was opened last. */
export interface PanelBench<In> extends Opened<In> {
  readonly open: (options?: OpenOptions, ...messages: In[]) => Promise<void>;
  readonly button: (name: string | RegExp, exact?: boolean) => Locator;
  /** Bytes of each bundle. */
  readonly sizes: Readonly<Record<string, number>>;
}

/** Starts the browser before the tests of this file, closes each page after its test, and fails what left an error behind. */
export function panelBench<In>(panel: Panel): PanelBench<In> {
  let bench: Bench;
  let last: Opened<In> | undefined;
  const opened = (): Opened<In> => last ?? expect.fail('No page is open.');
  const close = async (): Promise<void> => {
    await last?.close();
    last = undefined;
  };
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.close());
  afterEach(async () => {
    if (last === undefined) return;
    const { errors } = last;
    const problems = await last.posted('problem');
    await close();
    expect(problems).toEqual([]);
    expect(errors).toEqual([]);
  });
  return {
    get page() {
      return opened().page;
    },
    get errors() {
      return opened().errors;
    },
    get sizes() {
      return bench.sizes;
    },
    send: (...messages) => opened().send(...messages),
    posted: (type) => opened().posted(type),
    close,
    open: async (options, ...messages) => {
      await close();
      last = await openPanel<In>(bench, panel, options);
      await last.send(...messages);
    },
    button: (name, exact = typeof name === 'string') => opened().page.getByRole('button', { name, exact }),
  };
}
