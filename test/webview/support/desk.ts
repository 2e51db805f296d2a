import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { FromDesk, ToDesk } from '../../../src/shared/desk.ts';
import { openPanel, startBench, type Bench, type Opened, type OpenOptions } from './page.ts';

/** What the desk posted, by its type. */
export type Posted<T extends FromDesk['type']> = Extract<FromDesk, { type: T }>;

/** The desk in the browser, for the tests of one file. */
export interface DeskBench {
  /** The one that was opened last. */
  readonly desk: Opened<ToDesk>;
  open(options?: OpenOptions, ...messages: ToDesk[]): Promise<void>;
  /** Shows a review and waits until it may be decided on. */
  openReady(...messages: ToDesk[]): Promise<void>;
  ready(): Promise<void>;
  button(name: string, exact?: boolean): Locator;
}

/** Starts the browser before the tests of this file, closes each desk after its test, and fails what left an error behind. */
export function deskBench(): DeskBench {
  let bench: Bench;
  let desk: Opened<ToDesk> | undefined;
  const opened = (): Opened<ToDesk> => desk ?? expect.fail('No desk is open.');
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.close());
  afterEach(async () => {
    if (desk === undefined) return;
    const { errors } = desk;
    expect(await desk.posted('problem')).toEqual([]);
    expect(errors).toEqual([]);
    await desk.close();
    desk = undefined;
  });
  return {
    get desk() {
      return opened();
    },
    async open(options, ...messages) {
      desk = await openPanel<ToDesk>(bench, 'desk', options);
      await desk.send(...messages);
    },
    async openReady(...messages) {
      await this.open(undefined, ...messages);
      await this.ready();
    },
    ready: () => opened().page.locator('.bar .button.primary:not(.inert)').waitFor(),
    button: (name, exact = true) => opened().page.getByRole('button', { name, exact }),
  };
}
